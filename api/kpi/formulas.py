"""What every figure means: the texts behind the (i) of each, in three languages. The catalogue itself is the database's."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from api.messages import Language


@cache
def explained(language: Language) -> list[dict[str, Any]]:
    """Every figure in the order of docs/kpi.md."""
    texts = json.loads(Path(__file__).with_name("formulas").joinpath(f"{language}.json").read_text("utf-8"))
    made = json.loads(Path(__file__).with_name("formulas").joinpath("figures.json").read_text("utf-8"))
    return [{**figure, **texts[figure["key"]]} for figure in made]
