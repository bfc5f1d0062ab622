"""The day in words, from what the first page shows: to be read, or read aloud."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from asyncpg import Record

from api.dashboard import queries as dashboard
from api.db.transaction import Transaction
from api.kit.clock import now
from api.kit.money import exponent
from api.messages import Language
from api.voice import queries


@cache
def words(language: Language) -> dict[str, Any]:
    """The sentences of a language."""
    found: dict[str, Any] = json.loads(
        (Path(__file__).parent / "texts" / f"{language}.json").read_text("utf-8")
    )
    return found


async def text(tx: Transaction, language: Language) -> str:
    """The caller's own day, one thought a line."""
    today = json.loads(await dashboard.manager(tx, period="today", manager=None))
    month = json.loads(await dashboard.manager(tx, period="month", manager=None))
    tasks = await queries.tasks_today(tx)
    said = words(language)
    lines = (
        _greeting(today, said),
        *_now(today["now"], said),
        *_tasks(tasks, today["period"]["time_zone"], said),
        _filled(said["leads"], count=today["kpi"]["leads"]["value"]),
        *_month(month["kpi"], said, language),
    )
    return "\n".join(lines)


def _greeting(today: Mapping[str, Any], said: Mapping[str, Any]) -> str:
    here = now().astimezone(ZoneInfo(today["period"]["time_zone"]))
    # (The hours of the first page's greeting, frontend/src/features/dashboard/greeting.ts.)
    ends = {"night": 5, "morning": 12, "day": 18, "evening": 24}
    part = next(name for name, end in ends.items() if here.hour < end)
    date = said["date"].format(day=here.day, month=said["months"][here.month - 1])
    return _filled(
        said["greeting"][part],
        name=today["manager"]["full_name"].split()[0],
        weekday=said["weekdays"][here.weekday()],
        date=date,
    )


def _now(piles: Mapping[str, Any], said: Mapping[str, Any]) -> Iterator[str]:
    waiting = piles["waiting"]
    if waiting["count"]:
        yield _filled(said["waiting"], count=waiting["count"], name=waiting["items"][0]["client"]["name"])
    else:
        yield said["nobody_waits"]
    if piles["overdue"]["count"]:
        yield _filled(said["overdue"], count=piles["overdue"]["count"])
    if piles["without_next_step"]["count"]:
        yield _filled(said["without_next_step"], count=piles["without_next_step"]["count"])


def _tasks(tasks: Record, zone: str, said: Mapping[str, Any]) -> Iterator[str]:
    if not tasks["due"]:
        yield said["no_tasks"]
        return
    at = datetime.fromisoformat(tasks["due_at"]).astimezone(ZoneInfo(zone))
    yield _filled(said["tasks"], count=tasks["due"], time=f"{at:%H:%M}", title=tasks["title"])


def _month(kpi: Mapping[str, Any], said: Mapping[str, Any], language: Language) -> Iterator[str]:
    sales = kpi["sales"]
    yield _filled(said["won"], count=kpi["deals_won"]["value"], sales=_money(sales, said, language))
    share = kpi["conversion"]["value"]
    if share is not None:
        yield _filled(said["conversion"], percent=_percent(share, language))


def _percent(share: float, language: Language) -> str:
    """As the first page has it: 8,5."""
    text = f"{round(share * 100, 1):g}"
    return text if language == "en" else text.replace(".", ",")


def _money(sales: Mapping[str, Any], said: Mapping[str, Any], language: Language) -> str:
    """Whole units: nobody listens to kopecks."""
    whole = int(Decimal(sales["value"]).scaleb(-exponent(sales["currency"])))
    grouped = f"{whole:,}" if language == "en" else f"{whole:,}".replace(",", "\u00a0")
    return f"{grouped} {said['currencies'].get(sales['currency'], sales['currency'])}"


def _filled(sentence: str, **values: Any) -> str:
    return sentence.format(**values)
