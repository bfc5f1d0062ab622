"""What a document draws: sales and activity of each day, and one day's minutes."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from api.messages import Language
from api.reports.document import DayChart, Strip
from api.reports.words import words

Answer = dict[str, Any]
# How the runs of a day lie over each other.
LAYERS = ("planned", "presence", "breaks", "active")


def day_charts(answer: Answer, language: Language) -> tuple[DayChart, ...]:
    """From the days of a report; a single day is no chart."""
    rows: list[Answer] = answer["days"]
    if len(rows) < 2:
        return ()
    said = words(language)
    days = tuple(f"{day.day}.{day.month:02}" for day in (date.fromisoformat(row["day"]) for row in rows))
    value: Callable[[str], tuple[float, ...]] = lambda key: tuple(row["values"][key] for row in rows)  # noqa: E731
    return (
        DayChart(said["chart"]["sales"], days, "money", value("sales"), said["figure"]["sales"]),
        DayChart(
            said["chart"]["activity"], days, "minutes",
            value("active_minutes"), said["figure"]["active_minutes"],
            value("presence_minutes"), said["figure"]["presence_minutes"],
        ),
    )  # fmt: skip


def day_strips(answer: list[Answer], zone: str) -> tuple[Strip, ...]:
    """From the strips of one day, of those who worked or should have."""
    return tuple(
        _strip(row["manager"]["full_name"], row["strip"], ZoneInfo(zone))
        for row in answer
        if row["strip"]["presence"] or row["strip"]["planned"]
    )


def _strip(name: str, strip: Answer, zone: ZoneInfo) -> Strip:
    start = datetime.fromisoformat(strip["starts_at"])

    def clock(minute: int) -> str:
        return f"{(start + timedelta(minutes=minute)).astimezone(zone):%H:%M}"

    presence = strip["presence"]
    ends = (min(run["from"] for run in presence), max(run["to"] for run in presence)) if presence else ()
    return Strip(
        name=name,
        minutes=strip["minutes"],
        runs=tuple((run["from"], run["to"], layer) for layer in LAYERS for run in strip[layer]),
        words=" – ".join(clock(minute) for minute in ends) or "—",
    )
