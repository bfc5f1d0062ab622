"""The time, and how it is written."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


def now() -> datetime:
    """The current moment, aware, in UTC."""
    return datetime.now(UTC)


def rfc3339(moment: datetime) -> str:
    """`2026-11-22T06:09:37.58Z`: the one form that supabase-py's models accept. Naive means UTC."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    text = aware.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")
    return text.rstrip("0").rstrip(".") + "Z"


def passed(since: datetime | None, seconds: float) -> bool:
    """Whether `seconds` have gone by since that moment; never happened counts as long ago."""
    return since is None or now() > since + timedelta(seconds=seconds)
