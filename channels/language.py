"""Which of our languages somebody writes in, from the letters alone: cheap, and silent where the letters do not tell."""

import re
from typing import Literal

Language = Literal["ru", "uk", "en"]

UKRAINIAN = re.compile(r"[іїєґ]", re.IGNORECASE)
RUSSIAN = re.compile(r"[ыэёъ]", re.IGNORECASE)
CYRILLIC = re.compile(r"[а-яёіїєґ]", re.IGNORECASE)
LATIN = re.compile(r"[a-z]", re.IGNORECASE)


def guess(text: str, hint: str = "") -> Language | None:
    """The language of a text; `hint` is what the page says of itself (`uk-UA`) and decides where letters do not."""
    ukrainian, russian = len(UKRAINIAN.findall(text)), len(RUSSIAN.findall(text))
    if ukrainian != russian:
        return "uk" if ukrainian > russian else "ru"
    hinted = hint[:2].lower()
    if CYRILLIC.search(text):
        return "uk" if hinted == "uk" else "ru" if hinted == "ru" else None
    if len(LATIN.findall(text)) >= 10:
        return "en"
    return hinted if hinted in ("ru", "uk", "en") else None  # type: ignore[return-value]  # checked in the condition
