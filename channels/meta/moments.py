"""Moments as Meta writes them: seconds, milliseconds, as numbers or as text, or ISO with +0000."""

from datetime import UTC, datetime
from typing import Any

MOST_SECONDS = 1e11  # what is more are milliseconds


def moment(written: Any, default: datetime) -> datetime:
    """The moment, or `default` for what is none."""
    if isinstance(written, str) and not written.replace(".", "", 1).isdigit():
        return _iso(written) or default
    try:
        number = float(written)
        return datetime.fromtimestamp(number if number < MOST_SECONDS else number / 1000, UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return default


def _iso(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text.replace("+0000", "+00:00").replace("Z", "+00:00"))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
