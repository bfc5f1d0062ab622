"""The labelled comments, what the rules say of them, and the figures that come of it. The guide: docs/labelling.md."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from channels.classify.intent import Intent, classify

FOLDER = Path(__file__).parents[1] / "data"
LANGUAGES = {"ru": "ru", "uk": "uk", "en": "en", "surzhyk": "mixed", "translit": "mixed"}


@dataclass(frozen=True)
class Comment:
    """A row of the set with the verdict on it."""

    id: str
    post: str
    lang: str
    text: str
    label: str
    hard: bool
    split: str
    intent: Intent

    @property
    def is_lead(self) -> bool:
        return self.label.startswith("lead_")

    @property
    def outcome(self) -> str:
        """What the label comes to: lead, complaint, question or nothing."""
        if self.is_lead:
            return "lead"
        return {"complaint": "complaint", "question_other": "question"}.get(self.label, "nothing")


@cache
def comments(name: str = "comments_labelled") -> tuple[Comment, ...]:
    """All rows of a file of tests/data."""
    lines = (FOLDER / f"{name}.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return tuple(Comment(**row, intent=classify(row["text"])) for row in rows)


@dataclass(frozen=True)
class Figures:
    """Shares from 0 to 1. `reached`: leads that were opened or put before a person."""

    precision: float
    automatic: float
    reached: float
    review: float
    complaints: float
    by_language: dict[str, float]

    @property
    def gap(self) -> float:
        """How much worse the worst language fares."""
        return max(self.by_language.values()) - min(self.by_language.values())


def figures(rows: Iterable[Comment]) -> Figures:
    """What the rules make of these rows."""
    rows = tuple(rows)
    leads = [row for row in rows if row.is_lead]
    opened = [row for row in rows if row.intent.tier == "lead"]
    complaints = [row for row in rows if row.label == "complaint"]
    groups = {
        language: [r for r in leads if LANGUAGES[r.lang] == language] for language in LANGUAGES.values()
    }
    return Figures(
        precision=_share(opened, lambda row: row.is_lead),
        automatic=_share(leads, lambda row: row.intent.tier == "lead"),
        reached=_share(leads, _is_reached),
        review=_share(rows, lambda row: row.intent.tier == "review"),
        complaints=_share(complaints, lambda row: row.intent.tier == "complaint"),
        by_language={language: _share(group, _is_reached) for language, group in groups.items()},
    )


def _is_reached(row: Comment) -> bool:
    return row.intent.tier in ("lead", "review")


def _share(rows, of) -> float:  # type: ignore[no-untyped-def]
    return sum(map(of, rows)) / len(rows)
