"""Texts of reports in three languages."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from api.messages import Language


@cache
def words(language: Language) -> dict[str, Any]:
    """Everything there is in a language."""
    found: dict[str, Any] = json.loads(
        (Path(__file__).parent / "texts" / f"{language}.json").read_text("utf-8")
    )
    return found
