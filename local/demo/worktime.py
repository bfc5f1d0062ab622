"""The working days behind the demo: plan, sign-ins and sign-outs of every manager, and what was said about them."""

from datetime import datetime, time, timedelta

from local.demo import calendar
from local.demo.accounts import ADMIN, MANAGERS, Account
from local.demo.activity import DAYS, Conversations, Shift, add_activity, conversations
from local.demo.clients import World
from local.demo.rows import Row

FORGETFUL, CONTESTING = "bohdan", "olena"


def add_plans_and_days(world: World) -> None:
    """Weekly plans for all, and eighteen months of days; today only up to now."""
    said = conversations(world)
    for account in MANAGERS:
        first = world.today - timedelta(days=min(account.hired, calendar.DAYS))
        last = world.today - timedelta(days=account.left) if account.left else world.today
        _plan(world, account)
        day = first
        while day <= last:
            if day.isoweekday() <= 5 and world.random.random() > 0.04:
                _day(world, account, calendar.at(day, 0), said)
            day += timedelta(days=1)
    for weekday in range(1, 6):
        world.rows.add("business_hours", weekday=weekday, opens=time(9), closes=time(19))
    _forgotten_shift(world)
    _dispute(world)


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


def _day(world: World, account: Account, midnight: datetime, said: Conversations) -> None:
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
        correction=None,
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
    if (world.today - day).days <= DAYS:
        add_activity(
            world, Shift(account, day, started, min(ended, world.now)), said.get((account.id, day), [])
        )


def _last_days(world: World, login: str, table: str) -> list[Row]:
    """Somebody's rows of the days before today, the latest first."""
    manager = next(account for account in MANAGERS if account.login == login)
    rows = [row for row in world.rows.by_table[table] if row["manager_id"] == manager.id]
    return sorted((row for row in rows if row["day"] < world.today), key=lambda row: row["day"], reverse=True)


def _forgotten_shift(world: World) -> None:
    """One manager shut his lid without signing out: he is asked about it when he comes back."""
    day, session = (_last_days(world, FORGETFUL, table)[0] for table in ("work_schedule", "work_sessions"))
    session["last_beat_at"] = session["ended_at"]
    session["ended_at"] += timedelta(minutes=15)
    session["ended_by"] = day["closed_by"] = "auto"
    day["ended_at"] = session["ended_at"]


def _dispute(world: World) -> None:
    """Another one met a client away from the screen, and waits for the head's word."""
    day = _last_days(world, CONTESTING, "work_schedule")[1]
    day["correction"] = "open"
    asked = day["ended_at"] + timedelta(hours=2, minutes=10)
    request = world.rows.add(
        "time_corrections",
        id=world.id(),
        manager_id=day["manager_id"],
        day=day["day"],
        asked_by=day["manager_id"],
        kind="worked_away",
        proposed_start=day["ended_at"],
        proposed_end=day["ended_at"] + timedelta(hours=1, minutes=20),
        reason="Після зміни зустрічалась з клієнтом у його офісі: підписали договір, CRM була закрита.",
        created_at=asked,
    )
    world.rows.add(
        "notifications",
        id=world.id(),
        user_id=ADMIN.id,
        kind="time_disputed",
        params={
            "day": day["day"].isoformat(),
            "correction_id": str(request["id"]),
            "manager_id": str(day["manager_id"]),
            "name": next(account.full_name for account in MANAGERS if account.id == day["manager_id"]),
        },
        client_id=None,
        deal_id=None,
        read_at=None,
        created_at=asked,
    )
