"""The words of messages to staff in three languages, and moments as people say them."""

import json
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

LOCALES = ("ru", "uk", "en")


@cache
def words(locale: str) -> dict[str, Any]:
    """Everything there is in a language; Russian for one that we do not speak."""
    known = locale if locale in LOCALES else LOCALES[0]
    found: dict[str, Any] = json.loads((Path(__file__).parent / "texts" / f"{known}.json").read_text("utf-8"))
    return found


def moment(text: object, *, locale: str, zone: str, at: datetime) -> str:
    """An RFC 3339 moment as "tomorrow at 14:30" by the company's clock; empty without one."""
    if not isinstance(text, str):
        return ""
    here = datetime.fromisoformat(text).astimezone(ZoneInfo(zone))
    today = at.astimezone(ZoneInfo(zone)).date()
    near = {today: "today", today + timedelta(days=1): "tomorrow", today - timedelta(days=1): "yesterday"}
    said = words(locale)["when"]
    return str(said[near.get(here.date(), "other")]).format(
        date=here.strftime(said["date"]), time=here.strftime("%H:%M")
    )
