"""What people read when something goes wrong, in the three languages of the product.

Here: what every feature says. A feature's own codes live beside it in `api/<feature>/messages/{ru,uk,en}.json`.
One JSON file per language with the same keys (a test holds that): `errors` by error code, `fields` by field code
(pydantic's error types among them), `constraints` by the name of a database constraint.
"""

import json
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal, get_args

Language = Literal["ru", "uk", "en"]
Section = Literal["errors", "fields", "constraints"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
DEFAULT: Language = "ru"


class DuplicateMessage(Exception):
    """Two catalogues define the same code."""


def files(language: Language) -> list[Path]:
    """The catalogues of a language: the shared one, then one per feature that has its own."""
    api = Path(__file__).parents[1]
    return [Path(__file__).with_name(f"{language}.json"), *sorted(api.glob(f"*/messages/{language}.json"))]


@cache
def catalogue(language: Language) -> Mapping[Section, Mapping[str, str]]:
    """Every message of a language: section -> code -> text with `{placeholders}`."""
    merged: dict[Section, dict[str, str]] = {section: {} for section in get_args(Section)}
    for path in files(language):
        for section, texts in json.loads(path.read_text("utf-8")).items():
            if repeated := merged[section].keys() & texts.keys():
                raise DuplicateMessage(f"{path}: {section}: {', '.join(sorted(repeated))}")
            merged[section].update(texts)
    return merged


class _Lenient(dict[str, Any]):
    """Placeholders without a value stay as they are: an error message must never fail itself."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def find(
    language: Language, section: Section, code: str, params: Mapping[str, Any] | None = None
) -> str | None:
    """The message of a code, filled in, or None when the catalogue does not know it."""
    text = catalogue(language)[section].get(code)
    return text.format_map(_Lenient(params or {})) if text is not None else None


@lru_cache(maxsize=256)  # headers are the callers' words: bounded
def language_of(accept_language: str) -> Language:
    """The best of our languages for an `Accept-Language` header; Russian when it names none of them."""
    best, best_weight = DEFAULT, 0.0
    for part in accept_language[:200].lower().split(","):
        tag, _, weight_text = part.partition(";q=")
        try:
            weight = float(weight_text or 1)
        except ValueError:
            continue
        for language in LANGUAGES:
            if tag.strip().split("-")[0] == language and weight > best_weight:
                best, best_weight = language, weight
    return best
