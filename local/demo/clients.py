"""The life of one client: how he came, who answered when, what was said, what he bought."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from local.demo import calendar, names, texts
from local.demo.accounts import ADMIN, MANAGERS, Account
from local.demo.origins import add_touch
from local.demo.rows import Row, Rows

CHANNELS = {"site": 0.36, "instagram": 0.30, "phone": 0.14, "friends": 0.10, "telegram": 0.07, "email": 0.03}
STAGES = ("new", "in_progress", "proposal")
COLD_DAYS = 21  # after that a lead without a deal counts as lost
MINOR = 100


@dataclass
class World:
    """What every part of the story shares."""

    random: Random
    now: datetime
    rows: Rows
    sources: dict[str, UUID]
    stages: dict[str, UUID]
    deals_wanted: int = 2000

    @property
    def today(self) -> date:
        """The company's today."""
        return self.now.astimezone(calendar.ZONE).date()

    def id(self) -> UUID:
        """A uuid of the seed, not of the machine."""
        return self.id_of(self.random)

    def id_of(self, random: Random) -> UUID:
        """The same from another source of chance."""
        return UUID(int=random.getrandbits(128), version=4)

    def past(self, moment: datetime) -> datetime:
        """`moment`, or just now when that lies ahead."""
        return min(moment, self.now - timedelta(seconds=self.random.randint(5, 600)))


def working_on(day: date, today: date) -> list[Account]:
    """Managers who worked in the company on that day."""
    age = (today - day).days
    return [a for a in MANAGERS if a.hired >= age and (a.left is None or a.left < age)]


def add_client(world: World) -> Row:
    """One client with contacts, owner, conversation; the caller adds deals and tasks."""
    random = world.random
    received = calendar.lead_moment(random, world.now)
    day = received.astimezone(calendar.ZONE).date()
    team = working_on(day, world.today)
    first = random.choices(team, [a.weight for a in team])[0]
    channel = random.choices(list(CHANNELS), list(CHANNELS.values()))[0]
    name = names.person(random)
    phone = f"+380{random.choice((50, 63, 66, 67, 68, 73, 93, 95, 96, 97, 99))}{random.randint(1_000_000, 9_999_999)}"
    email = (
        f"{names.latin(name.replace(' ', '.'))}{random.randint(1, 99)}@example.com"
        if random.random() < 0.45
        else None
    )
    business = random.random() < 0.2
    client = world.rows.add(
        "clients",
        id=world.id(),
        owner_id=first.id,
        name=name,
        company=random.choice(names.COMPANIES) if business else None,
        city=random.choice(names.CITIES) if random.random() < 0.6 else None,
        note=random.choice(texts.NOTES) if random.random() < 0.15 else None,
        tags=random.sample(texts.TAGS, random.choice((0, 0, 0, 1, 1, 2))),
        status="lead",
        source_id=world.sources[channel],
        first_touch=_first_touch(random, channel),
        received_at=received,
        phone=phone,
        email=email,
        contact_keys=" ".join(filter(None, (phone, email))),
        created_at=received,
        updated_at=received,
    )
    _add_contacts(world, client, channel)
    _own(world, client, None, first, "created" if channel in ("phone", "friends") else "rule", received)
    first_words = len(world.rows.by_table["interactions"])
    first_answer = _talk(world, client, first, channel)
    if first.left is not None:
        _hand_over(world, client, first, [a for a in MANAGERS if a.left is None])
    add_touch(world.rows, client, world.rows.by_table["interactions"][first_words], channel)
    client["status"] = "active" if first_answer else "lead"
    return client


def _first_touch(random: Random, channel: str) -> dict[str, Any]:
    if channel != "site":
        return {}
    campaign = random.choice(("kitchen_autumn", "wardrobe", "brand", None))
    touch: dict[str, Any] = {
        "page": random.choice(("/", "/kuhni", "/shkafy", "/ceny")),
        "referrer": "https://www.google.com/",
    }
    return (
        {**touch, "utm_source": "google", "utm_medium": "cpc", "utm_campaign": campaign}
        if campaign
        else touch
    )


def _add_contacts(world: World, client: Row, channel: str) -> None:
    found = [("phone", client["phone"], client["phone"]), ("email", client["email"], client["email"])]
    if channel in ("instagram", "telegram"):
        nick = names.latin(client["name"].replace(" ", "_")) or "guest"
        found.append((channel, f"@{nick}", f"{nick}{world.random.randint(1, 999)}"))
    for kind, value, normalized in found:
        if value:
            world.rows.add(
                "client_contacts",
                id=world.id(),
                client_id=client["id"],
                owner_id=client["owner_id"],
                kind=kind,
                value=value,
                normalized=normalized,
                is_primary=kind == "phone",
                created_at=client["created_at"],
            )


def _own(world: World, client: Row, old: Account | None, new: Account, reason: str, moment: datetime) -> None:
    world.rows.add(
        "ownership_events",
        id=world.id(),
        client_id=client["id"],
        owner_id=client["owner_id"],
        from_owner_id=old.id if old else None,
        to_owner_id=new.id,
        reason=reason,
        actor_id={"rule": None, "created": new.id}.get(reason, ADMIN.id),
        occurred_at=moment,
    )


def _hand_over(world: World, client: Row, leaving: Account, team: list[Account]) -> None:
    """The manager who left: his clients went to colleagues on his last day; copies of the owner follow."""
    heir = world.random.choice(team)
    client["owner_id"] = heir.id
    for table in ("client_contacts", "ownership_events", "interactions"):
        for row in reversed(world.rows.by_table[table]):
            if row["client_id"] != client["id"]:
                break
            row["owner_id"] = heir.id
    _own(
        world,
        client,
        leaving,
        heir,
        "handover",
        calendar.at(world.today - timedelta(days=leaving.left or 0), 18),
    )


def say(
    world: World,
    client: Row,
    kind: str,
    direction: str,
    author: Account | None,
    body: str,
    moment: datetime,
    channel: str,
) -> None:
    """One entry of the timeline."""
    seconds = world.random.randint(40, 900) if kind == "call" else None
    world.rows.add(
        "interactions",
        id=world.id(),
        client_id=client["id"],
        owner_id=client["owner_id"],
        channel=channel,
        kind=kind,
        direction=direction,
        author_id=author.id if author else None,
        author_name=None if author else client["name"],
        body=body,
        occurred_at=moment,
        duration_seconds=seconds,
        source_id=None,
        created_at=min(moment + timedelta(seconds=seconds or 0), world.now),
    )


def _talk(world: World, client: Row, manager: Account, channel: str) -> bool:
    """The first question, the answer to it, and what followed. True when a person answered."""
    random, moment = world.random, client["received_at"]
    written = {"phone": "phone", "friends": "manual"}.get(channel, channel)
    kind = {
        "site": "form",
        "instagram": random.choice(("comment", "message")),
        "phone": "call",
        "friends": "note",
    }.get(channel, "message")
    say(
        world,
        client,
        kind,
        "internal" if kind == "note" else "in",
        None,
        random.choice(texts.ASKS),
        moment,
        written,
    )
    silent = random.random() < _silence((world.now - moment).days)
    answer = calendar.next_working(moment, manager.starts, manager.ends) + timedelta(
        minutes=min(random.lognormvariate(2.3, 1.0), 900)
    )
    if silent or answer >= world.now:
        return False
    by_call = channel in ("site", "phone", "friends")
    answer_text = random.choice(texts.CALLS if by_call else texts.ANSWERS)
    say(
        world,
        client,
        "call" if by_call else "message",
        "out",
        manager,
        answer_text,
        answer,
        "phone" if by_call else written,
    )
    moment = answer
    for _ in range(random.choice((0, 1, 2, 3, 3, 4, 5, 7))):
        moment = calendar.next_working(
            moment + timedelta(hours=random.lognormvariate(2.6, 1.1)), manager.starts, manager.ends
        )
        if moment >= world.now - timedelta(hours=1):
            break
        kind, direction, body = random.choice((
            ("call", "out", random.choice(texts.CALLS)), ("message", "out", random.choice(texts.ANSWERS)),
            ("message", "in", random.choice(texts.ASKS)), ("note", "internal", random.choice(texts.NOTES)),
        ))  # fmt: skip
        shown = {"call": "phone", "note": "manual"}.get(kind, "telegram" if by_call else written)
        say(world, client, kind, direction, None if direction == "in" else manager, body, moment, shown)
    _answer_last(world, client, manager)
    return True


def _silence(days: int) -> float:
    """The share of leads that nobody has answered yet: many of today's, hardly any of last week's, none of older ones."""
    return 0.5 if days < 1 else 0.2 if days < 4 else 0.02 if days < 14 else 0


def _answer_last(world: World, client: Row, manager: Account) -> None:
    """Nobody is left waiting for weeks: what was written before yesterday has its answer."""
    random = world.random
    last = next(row for row in reversed(world.rows.by_table["interactions"]) if row["kind"] != "note")
    if last["direction"] != "in":
        return
    answer = calendar.next_working(
        last["occurred_at"] + timedelta(minutes=random.lognormvariate(3.0, 1.0)), manager.starts, manager.ends
    )
    if answer < world.now - timedelta(days=1):
        say(world, client, "message", "out", manager, random.choice(texts.ANSWERS), answer, last["channel"])
