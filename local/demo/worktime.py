"""The working days behind the demo: plan, sign-ins and sign-outs of every manager."""

from datetime import datetime, timedelta

from local.demo import calendar
from local.demo.accounts import MANAGERS, Account
from local.demo.clients import World


def add_plans_and_days(world: World) -> None:
    """Weekly plans for all, and eighteen months of days; today only up to now."""
    for account in MANAGERS:
        first = world.today - timedelta(days=min(account.hired, calendar.DAYS))
        last = world.today - timedelta(days=account.left) if account.left else world.today
        _plan(world, account)
        day = first
        while day <= last:
            if day.isoweekday() <= 5 and world.random.random() > 0.04:
                _day(world, account, calendar.at(day, 0))
            day += timedelta(days=1)


def _plan(world: World, account: Account) -> None:
    for weekday in range(1, 6):
        world.rows.add(
            "schedule_rules",
            id=world.id(),
            manager_id=account.id,
            weekday=weekday,
            starts=datetime(2000, 1, 1, account.starts).time(),
            ends=datetime(2000, 1, 1, account.ends).time(),
            valid_from=world.today - timedelta(days=account.hired),
            valid_to=world.today - timedelta(days=account.left) if account.left else None,
        )


def _day(world: World, account: Account, midnight: datetime) -> None:
    random = world.random
    day = midnight.astimezone(calendar.ZONE).date()
    started = calendar.at(day, account.starts + random.gauss(0.05, 0.18))
    ended = calendar.at(day, account.ends + random.gauss(0.1, 0.35))
    if started >= world.now:
        return
    over = ended < world.now
    planned = (calendar.at(day, account.starts), calendar.at(day, account.ends))
    closed = {"ended_at": ended if over else None, "closed_by": "sign_out" if over else None}
    world.rows.add(
        "work_schedule",
        id=world.id(),
        manager_id=account.id,
        day=day,
        planned_start=planned[0],
        planned_end=planned[1],
        started_at=started,
        **closed,
        created_at=started,
    )
    world.rows.add(
        "work_sessions",
        id=world.id(),
        manager_id=account.id,
        day=day,
        started_at=started,
        last_beat_at=ended if over else world.now - timedelta(minutes=random.randint(0, 6)),
        ended_at=closed["ended_at"],
        ended_by=closed["closed_by"],
        user_agent="Demo",
    )
