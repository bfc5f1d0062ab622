"""Stretches of time: unions, holes, overlaps."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from tests.kpi.history import Spell


def union(spells: Iterable[Spell]) -> list[Spell]:
    """In order, none touching the next."""
    found: list[Spell] = []
    for since, until in sorted(spells):
        if found and since <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], until))
        elif since < until:
            found.append((since, until))
    return found


def overlap(one: Iterable[Spell], other: Iterable[Spell]) -> list[Spell]:
    """What lies in both."""
    others = union(other)
    return union((max(a, c), min(b, d)) for a, b in union(one) for c, d in others if max(a, c) < min(b, d))


def without(spells: Iterable[Spell], holes: Iterable[Spell]) -> list[Spell]:
    """What is left."""
    found = union(spells)
    for since, until in holes:
        found = [
            piece
            for a, b in found
            for piece in ((a, min(b, since)), (max(a, until), b))
            if piece[0] < piece[1]
        ]
    return found


def seconds(spells: Iterable[Spell]) -> float:
    """How long they last."""
    return sum((b - a for a, b in union(spells)), timedelta()).total_seconds()


def minutes(spells: Iterable[Spell]) -> int:
    """The same in whole minutes; half a minute is one."""
    return int((seconds(spells) + 30) // 60)


def cut(spell: Spell, since: datetime, until: datetime) -> Spell:
    """The part of it that lies between."""
    return max(spell[0], since), min(spell[1], until)
