"""One cell at a time: what people write in files, as stored values."""

import re
from datetime import UTC, date, datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

from api.clients.schemas import Status

STATUSES: dict[str, Status] = {
    **dict.fromkeys(("lead", "new", "лид", "лід", "новый", "новий", "заявка"), "lead"),
    **dict.fromkeys(("active", "in progress", "в работе", "у роботі", "активный", "активний", "в роботі"), "active"),
    **dict.fromkeys(
        ("customer", "client", "won", "клиент", "клієнт", "покупатель", "покупець", "постоянный", "постійний"),
        "customer",
    ),
    **dict.fromkeys(
        ("lost", "потерян", "втрачений", "отказ", "відмова", "проигран", "програно", "неактивный", "неактивний"),
        "lost",
    ),
}  # fmt: skip
SEVERAL = re.compile(r"[;,\n|]+")
DATE = re.compile(
    r"(?:(?P<y>\d{4})[-./](?P<m>\d{1,2})[-./](?P<d>\d{1,2})|(?P<a>\d{1,2})[-./](?P<b>\d{1,2})[-./](?P<year>\d{4}|\d{2}))"
    r"(?:[T ,]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::\d{2})?(?:\.\d+)?)?"
)
NOON = time(12)  # a date without a time: in the middle of the company's day, so that no zone moves it


class BadValue(ValueError):
    """A cell that is not what its column says; `code` names the message."""

    def __init__(self, code: str, field: str, value: str) -> None:
        super().__init__(code)
        self.code, self.field, self.value = code, field, value[:200]


def status(text: str) -> Status:
    """A status in any of the languages; raises BadValue."""
    found = STATUSES.get(text.strip().lower())
    if found is None:
        raise BadValue("status_unknown", "status", text)
    return found


def moment(text: str, order: Literal["dmy", "mdy"], zone: ZoneInfo) -> datetime:
    """A date with or without a time, in the company's zone, as UTC; raises BadValue."""
    match = DATE.fullmatch(text.strip())
    if match is None:
        raise BadValue("date_parsing", "received_at", text)
    try:
        if match["y"]:
            day = date(int(match["y"]), int(match["m"]), int(match["d"]))
        else:
            first, second, year = int(match["a"]), int(match["b"]), int(match["year"])
            month, number = (second, first) if order == "dmy" else (first, second)
            day = date(year if year > 99 else 2000 + year, month, number)
        clock = time(int(match["hour"]), int(match["minute"])) if match["hour"] else NOON
    except ValueError as error:
        raise BadValue("date_parsing", "received_at", text) from error
    if day.year < 1970:
        raise BadValue("date_parsing", "received_at", text)
    return datetime.combine(day, clock, zone).astimezone(UTC)


def several(text: str) -> list[str]:
    """`067..., 050...` as two values."""
    return [part.strip() for part in SEVERAL.split(text) if part.strip()]


def tags(text: str) -> list[str]:
    """Tags of a cell, each once, at most 40 characters long."""
    return list(dict.fromkeys(part[:40].strip() for part in re.split(r"[;,\n|]+", text) if part.strip()))
