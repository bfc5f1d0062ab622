"""Comments as the reading before saw them: what was changed since, and what is gone. Instagram tells nobody of either; of a page's a
delivery may be lost.

What cannot be known this way: texts between two readings, and whether a comment is gone of which more newer ones are shown than
a vendor lists.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from channels.meta.moments import moment
from channels.meta.reading import EPOCH

UNCHANGED_EVERY = timedelta(hours=1)
Kept = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Compared:
    """Ids of comments, and what is kept until the next reading."""

    edited: list[str]
    gone: list[str]
    kept: dict[str, Any]


def is_due(before: Kept | None, now: datetime, count: Any = None) -> bool:
    """Never read, another number of comments, or an hour has gone by: an edit changes no number.

    (What is missing waits for its hour, too: a vendor that shows too little for a few minutes must cost nobody his words.)
    """
    if before is None or before.get("count") != count:
        return True
    return now - moment(before.get("read_at"), EPOCH) >= UNCHANGED_EVERY


def compared(before: Kept | None, shown: Mapping[str, Kept], is_covered: Callable[[Kept], bool]) -> Compared:
    """`shown`: id -> {"text": a fingerprint, ...}. What two readings in a row do not show is deleted, where they would show it."""
    known: Kept = (before or {}).get("comments", {})
    edited = [name for name, one in shown.items() if name in known and known[name]["text"] != one["text"]]
    kept: dict[str, Any] = {name: {**one, "misses": 0} for name, one in shown.items()}
    missing = {name: one for name, one in known.items() if name not in shown and is_covered(one)}
    kept |= {name: {**one, "misses": 1} for name, one in missing.items() if not one["misses"]}
    return Compared(edited, [name for name, one in missing.items() if one["misses"]], kept)
