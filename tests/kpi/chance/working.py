"""Shifts over midnight, two devices, breaks, sign-outs that were forgotten, minutes with gaps of every size, and plans."""

from datetime import date, datetime, timedelta

from tests.kpi.calendar import local_day
from tests.kpi.chance.dice import MINUTE, Dice
from tests.kpi.history import Client, History, Hours, Session, Work
from tests.kpi.slow.plan import planned, shift_day

SECOND = timedelta(seconds=1)
KINDS = ("day_off", "leave", "sick", "swap")


def work(dice: Dice, history: History, clients: list[Client]) -> Work:
    """One manager's, mostly on these clients."""
    r, made = dice.random, Work()
    middle = local_day(r.choice([*dice.changes, dice.now - timedelta(days=20)]))
    made.plans = [(date(2025, 1, 1), _week(dice)), (middle, _week(dice))][: r.choice((1, 1, 2))]
    for _ in range(r.choice((0, 1, 3))):
        kind = r.choice(KINDS)
        made.exceptions[local_day(dice.moment())] = (kind, _hours(dice) if kind == "swap" else None)
    if dice.chance(0.15):
        made.exceptions[local_day(dice.now)] = (r.choice(KINDS[:3]), None)
    for _ in range(r.randint(0, 4)):
        _session(dice, history, made, clients)
    return made


def _week(dice: Dice) -> dict[int, Hours]:
    return {day: _hours(dice) for day in range(1, 8) if dice.chance(0.5)}


def _hours(dice: Dice) -> Hours:
    return dice.random.randint(0, 47) * 30, dice.random.randint(1, 47) * 30


def _session(dice: Dice, history: History, made: Work, clients: list[Client]) -> None:
    since = _begin(dice, history, made)
    until = min(since + SECOND * dice.random.randint(20, 42_000), dice.now - timedelta(hours=1))
    if until <= since:
        return
    made.sessions.append(Session(shift_day(history, made, since), since, until, dice.chance(0.2)))
    if dice.chance(0.4):
        made.breaks.append((_whole(since + (until - since) / 3), _whole(since + (until - since) / 2)))
    _minutes(dice, made, clients, since.replace(second=0), until)


def _begin(dice: Dice, history: History, made: Work) -> datetime:
    """Often about when the shift was planned: within the tolerance, at its very edge, or late."""
    at = dice.moment()
    shift = planned(history, made, local_day(at))
    if shift and dice.chance(0.6):
        off = dice.random.choice((-3600, -1, 0, 299, 300, 301, 359, 360, 4000))
        at = min(shift[0] + SECOND * off, dice.now - timedelta(hours=2))
    return at


def _minutes(dice: Dice, made: Work, clients: list[Client], at: datetime, until: datetime) -> None:
    r = dice.random
    for _ in range(r.randint(0, 25)):
        at += MINUTE * r.choice((1, 1, 2, 4, 5, 6))
        if at >= until:
            break
        client = r.choice(clients)
        made.minutes[at] = (client, r.choice([*client.deals, None])) if dice.chance(0.6) else None


def _whole(at: datetime) -> datetime:
    return at.replace(microsecond=0)
