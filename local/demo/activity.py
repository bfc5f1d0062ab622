"""What a working day of the demo is made of: breaks, minutes of use, and the clients they were spent on."""

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

import asyncpg

from local.demo import calendar
from local.demo.accounts import Account
from local.demo.clients import World
from local.demo.rows import Row

DAYS = 200  # minutes are kept for the last months only: they are the bulk of the demo
BITS = 1500

Conversations = dict[tuple[UUID, date], list[Row]]


@dataclass
class Shift:
    """One shift of one manager; `ended` is the present moment while it lasts."""

    account: Account
    day: date
    started: datetime
    ended: datetime
    breaks: list[tuple[datetime, datetime]] = field(default_factory=list)

    def minute(self, moment: datetime) -> int:
        """Minutes from the beginning of the company's day, as the bitmap counts them."""
        return int((moment - calendar.at(self.day, 0)).total_seconds() // 60)


def conversations(world: World) -> Conversations:
    """What managers wrote and said themselves, by manager and day, in the order of time."""
    found: Conversations = defaultdict(list)
    first = world.now - timedelta(days=DAYS + 1)
    for row in world.rows.by_table["interactions"]:
        if row["author_id"] and row["occurred_at"] >= first:
            found[row["author_id"], row["occurred_at"].astimezone(calendar.ZONE).date()].append(row)
    for rows in found.values():
        rows.sort(key=lambda row: row["occurred_at"])
    return found


def add_activity(world: World, shift: Shift, said: list[Row]) -> None:
    """Breaks and minutes of a day. Chance of its own, so that the rest of the demo stays as it was."""
    random = Random(f"{shift.account.number} {shift.day}")  # noqa: S311
    _breaks(world, random, shift)
    minutes = _minutes(random, shift, said)
    if minutes:
        _write(world, shift, minutes)


def _breaks(world: World, random: Random, shift: Shift) -> None:
    """Lunch on most days, a coffee on some."""
    for chance, hours, length in ((0.85, 4.1, 42), (0.35, 6.9, 14)):
        start = shift.started + timedelta(hours=hours + random.gauss(0, 0.25))
        end = start + timedelta(minutes=max(5, random.gauss(length, length / 6)))
        if random.random() < chance and end < shift.ended - timedelta(minutes=5):
            shift.breaks.append((start, end))
            world.rows.add(
                "work_breaks",
                id=world.id_of(random),
                manager_id=shift.account.id,
                day=shift.day,
                started_at=start,
                ended_at=end,
                ended_by="manager",
            )


def _minutes(random: Random, shift: Shift, said: list[Row]) -> dict[int, UUID | None]:
    """Minute -> the client it was spent on: stretches of use with pauses between, and around everything that was said."""
    found: dict[int, UUID | None] = {}
    moments = [shift.minute(row["occurred_at"]) for row in said]
    minute, last = shift.minute(shift.started), min(shift.minute(shift.ended), BITS - 1)
    while minute < last:
        length = random.randint(9, 48)
        near = min(bisect_left(moments, minute), len(said) - 1)
        client = said[near]["client_id"] if said and random.random() < 0.45 else None
        found.update({each: client for each in range(minute, min(minute + length, last))})
        minute += length + random.choice((2, 4, 5, 7, 9, 14, 22))
    for moment, row in zip(moments, said, strict=True):
        if shift.minute(shift.started) + 3 <= moment < last - 5:
            found.update({each: row["client_id"] for each in range(moment - 3, moment + 5)})
    rests = [range(shift.minute(start) + 1, shift.minute(end)) for start, end in shift.breaks]
    return {each: client for each, client in found.items() if not any(each in rest for rest in rests)}


def _write(world: World, shift: Shift, minutes: dict[int, UUID | None]) -> None:
    key = {"manager_id": shift.account.id, "day": shift.day, "starts_at": calendar.at(shift.day, 0)}
    by_client: dict[UUID, list[int]] = defaultdict(list)
    for minute, client in minutes.items():
        if client:
            by_client[client].append(minute)
    world.rows.add(
        "activity_days",
        **key,
        minutes=_bits(list(minutes)),
        focused=_bits([minute for minute, client in minutes.items() if client]),
    )
    for client, spent in by_client.items():
        world.rows.add("focus_minutes", **key, client_id=client, minutes=_bits(spent))


def _bits(minutes: list[int]) -> asyncpg.BitString:
    """`bit(1500)` with these minutes set; bit 0 is the leftmost."""
    number = 0
    for minute in minutes:
        number |= 1 << (BITS - 1 - minute)
    return asyncpg.BitString.from_int(number, length=BITS, bitorder="big", signed=False)
