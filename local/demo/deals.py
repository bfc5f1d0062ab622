"""Deals and tasks of the demo."""

from datetime import datetime, timedelta
from uuid import UUID

from local.demo import calendar, texts
from local.demo.accounts import ACCOUNTS, Account
from local.demo.clients import MINOR, STAGES, World
from local.demo.rows import Row

BY_ID = {account.id: account for account in ACCOUNTS}
CYCLE_DAYS = 16


def owner_at(world: World, client: Row, moment: datetime) -> Account:
    """Who had the client then (at most one hand-over in the demo)."""
    events = [e for e in world.rows.by_table["ownership_events"][-2:] if e["client_id"] == client["id"]]
    owner: UUID = events[0]["to_owner_id"]
    for event in events[1:]:
        if event["occurred_at"] <= moment:
            owner = event["to_owner_id"]
    return BY_ID[owner]


def add_deal(world: World, client: Row, position: int) -> Row:
    """A deal that walks the funnel until it is won, lost, or today."""
    random = world.random
    title, usual = random.choice(texts.PRODUCTS)
    amount = round(usual * random.lognormvariate(0, 0.35) / 500) * 500 * MINOR
    moment = world.past(client["received_at"] + timedelta(hours=random.uniform(0.3, 60)))
    deal = world.rows.add(
        "deals",
        id=world.id(),
        client_id=client["id"],
        owner_id=client["owner_id"],
        title=title,
        amount_minor=amount,
        currency="UAH",
        stage_id=world.stages["new"],
        outcome="open",
        position=position * 1_048_576,
        stage_entered_at=moment,
        expected_close_on=None,
        closed_at=None,
        lost_reason=None,
        created_by=owner_at(world, client, moment).id,
        created_at=moment,
        updated_at=moment,
    )
    _enter(world, client, deal, "new", None, moment)
    wins = random.random() < 0.40 * owner_at(world, client, moment).skill
    steps = [*STAGES[1:], "won"] if wins else [*STAGES[1 : random.choice((1, 2, 3, 3))], "lost"]
    for stage in steps:
        moment = calendar.next_working(
            moment + timedelta(days=random.expovariate(len(steps) / CYCLE_DAYS)), 10, 18
        )
        if moment >= world.now:
            break
        _enter(world, client, deal, stage, STAGES, moment)
    if deal["outcome"] == "open" and random.random() < 0.5:
        deal["expected_close_on"] = world.today + timedelta(days=random.randint(-3, 30))
    client["status"] = {"won": "customer", "lost": "lost", "open": "active"}[deal["outcome"]]
    return deal


def _enter(
    world: World, client: Row, deal: Row, stage: str, known: tuple[str, ...] | None, moment: datetime
) -> None:
    outcome = stage if stage in ("won", "lost") else "open"
    reason = world.random.choice(texts.LOST_REASONS) if outcome == "lost" else None
    credited = owner_at(world, client, moment).id
    world.rows.add(
        "deal_stage_events",
        id=world.id(),
        deal_id=deal["id"],
        owner_id=deal["owner_id"],
        credited_to=credited,
        from_stage_id=deal["stage_id"] if known else None,
        to_stage_id=world.stages[stage],
        from_outcome=deal["outcome"] if known else None,
        to_outcome=outcome,
        amount_minor=deal["amount_minor"],
        currency=deal["currency"],
        reason=reason,
        actor_id=credited,
        occurred_at=moment,
    )
    closed = moment if outcome != "open" else None
    deal.update(
        stage_id=world.stages[stage],
        outcome=outcome,
        stage_entered_at=moment,
        closed_at=closed,
        lost_reason=reason,
        updated_at=moment,
    )


def add_done_task(world: World, client: Row, deal: Row | None) -> None:
    """A task of the past, completed a little before or after it was due."""
    random = world.random
    created = client["received_at"] + timedelta(hours=random.uniform(0.2, 300))
    due = calendar.next_working(created + timedelta(hours=random.uniform(2, 72)), 9, 18)
    done = calendar.next_working(due + timedelta(hours=random.gauss(-1, 5)), 9, 18)
    if done >= world.now - timedelta(minutes=5):
        return
    _add_task(world, client, deal, min(created, done - timedelta(minutes=3)), due, done)


def add_open_task(world: World, client: Row, deal: Row | None) -> None:
    """The next step with a client in work: some late, some today, most ahead; whole quarters of an hour."""
    random = world.random
    days = random.choices((-6, -2, -1, 0, 1, 2, 3, 5, 8, 14), (2, 3, 5, 16, 14, 10, 9, 9, 8, 6))[0]
    due = calendar.at(world.today + timedelta(days=days), random.randint(9 * 4, 18 * 4) / 4)
    created = min(
        max(client["received_at"], due - timedelta(days=random.randint(1, 9))),
        world.now - timedelta(minutes=10),
    )
    _add_task(world, client, deal, created, due, None)


def _add_task(
    world: World, client: Row, deal: Row | None, created: datetime, due: datetime, done: datetime | None
) -> None:
    random = world.random
    title, kind = random.choice(texts.TASKS)
    world.rows.add(
        "tasks",
        id=world.id(),
        owner_id=client["owner_id"],
        client_id=client["id"],
        deal_id=deal["id"] if deal else None,
        title=title,
        kind=kind,
        priority=random.choices(("high", "normal", "low"), (2, 6, 1))[0],
        due_at=due,
        status="completed" if done else "overdue" if due < world.now else "open",
        completed_at=done,
        created_by=client["owner_id"],
        created_at=created,
        updated_at=done or created,
    )
