"""Writes `frontend/openapi.json`, from which the TypeScript client is generated: `python -m api.openapi`."""

import json
import sys

from api.main import create_app
from api.settings import ROOT, Settings

PATH = ROOT / "frontend" / "openapi.json"


def text() -> str:
    """The OpenAPI document; the same on every machine, whatever its environment says."""
    document = create_app(Settings.model_construct()).openapi()
    return json.dumps(document, ensure_ascii=False, indent=2, sort_keys=False) + "\n"


if __name__ == "__main__":
    PATH.write_text(text(), "utf-8")
    sys.stdout.write(f"wrote {PATH.relative_to(ROOT)}\n")
