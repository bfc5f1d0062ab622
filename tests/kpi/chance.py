"""Random histories that dwell on the edges: midnight, changes of clocks, five minutes, the last second before the answer is late."""

from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

from tests.kpi.history import (
    NOBODY,
    OPEN,
    OUTCOME,
    SLA_MINUTES,
    ZONE,
    Client,
    Deal,
    Edit,
    History,
    Move,
    Span,
    Touch,
    Work,
)

MINUTE = timedelta(minutes=1)
MANAGERS, WORKING = 90, 40
REASONS = ("price", "competitor", "duplicate", "spam", "test", "other")


def changes_of_clocks(now: datetime) -> tuple[datetime, datetime]:
    """The company's midnights before the last two, one into summer time and one out of it, that are three months old."""
    midnights = [
        (now - timedelta(days=n)).astimezone(ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
        for n in range(95, 500)
    ]
    changed = [m for m in midnights if m.utcoffset() != (m + timedelta(days=1)).utcoffset()]
    return changed[0], changed[1]


class Chance:
    """Makes one small history after the other into one company."""

    def __init__(self, seed: int, now: datetime) -> None:
        self.random = Random(seed)
        self.history = History(now=now)
        self.changes = changes_of_clocks(now)
        self.history.managers = [self.id() for _ in range(MANAGERS)]
        self.history.sources = [self.id() for _ in range(3)]
        self.history.rates = [
            (self.changes[1] - timedelta(days=9), "USD", "41.37"),
            (self.changes[0] + timedelta(days=1, hours=7), "USD", "43.0125"),
            (self.changes[0], "JPY", "0.2712345678"),
        ]

    def id(self) -> UUID:
        """A random one that the seed decides."""
        return UUID(int=self.random.getrandbits(128), version=4)

    def chance(self, share: float) -> bool:
        """True that often."""
        return self.random.random() < share

    def moment(self, after: datetime | None = None) -> datetime:
        """Around a change of clocks or lately; often just at midnight, never in the last half hour."""
        r = self.random
        start = after or r.choice(
            [*(c - timedelta(days=5) for c in self.changes), self.history.now - timedelta(days=44)]
        )
        at = start + r.choice(
            (timedelta(seconds=r.randint(1, 280)), MINUTE * r.randint(1, 90), timedelta(hours=r.uniform(1, 60)), timedelta(days=r.uniform(0, 12)))
        )  # fmt: skip
        if self.chance(0.15):
            local = at.astimezone(ZONE)
            midnight = datetime(local.year, local.month, local.day, tzinfo=ZONE)
            at = max(midnight.astimezone(UTC) + timedelta(seconds=r.choice((-1, 0, 1))), start)
        limit = self.history.now - timedelta(minutes=30)
        return max(min(at, limit), after or at).astimezone(UTC).replace(microsecond=0)

    def add(self) -> None:
        """Two managers of the company, a few clients, and their work."""
        managers = self.random.sample(self.history.managers, 2)
        clients = [self.client(managers) for _ in range(self.random.randint(1, 3))]
        if len(clients) > 1 and self.chance(0.35):
            self.merge(clients[0], clients[1])
        self.history.clients += clients
        for manager in managers:
            # Counting working time in Python is slow: some have none.
            if manager in self.history.managers[:WORKING] and manager not in self.history.work:
                self.history.work[manager] = self.work(clients)

    def client(self, managers: list[UUID]) -> Client:
        """With owners in turn, entries, deals and tasks."""
        received = self.moment()
        created = received if self.chance(0.6) else self.moment(received)
        since, owners = created, [(created, self.random.choice([*managers, *managers, NOBODY]))]
        while self.chance(0.35):
            since = self.moment(since) + timedelta(seconds=1)
            others = [m for m in [*managers, NOBODY] if m != owners[-1][1]]
            owners.append((since, self.random.choice(others)))
        excluded = self.random.choice(("test", "spam")) if self.chance(0.08) else None
        client = Client(
            self.id(), received, created, owners, self.random.choice([*self.history.sources, None])
        )
        client.excluded = excluded
        client.touches = [self.touch(client, managers) for _ in range(self.random.randint(0, 4))]
        client.deals = [self.deal(client, managers) for _ in range(self.random.choice((0, 1, 1, 2)))]
        client.tasks = [self.task(managers, client) for _ in range(self.random.choice((0, 0, 1, 2)))]
        return client

    def touch(self, client: Client, managers: list[UUID]) -> Touch:
        """Some late, some from before the client was known, some exactly at the deadline."""
        r = self.random
        at = self.moment(client.received_at)
        if self.chance(0.2):
            at = client.received_at + timedelta(seconds=SLA_MINUTES * 60 + r.choice((-1, 0, 1)))
        elif self.chance(0.15):
            at = client.received_at - r.choice((timedelta(0), timedelta(seconds=5)))
        direction = r.choice(("in", "out", "out", "internal"))
        kind = "note" if direction == "internal" else r.choice(("message", "call", "form", "meeting"))
        answered_call = direction == "in" and kind in ("call", "meeting") and self.chance(0.5)
        author = r.choice(managers) if answered_call or (direction == "out" and self.chance(0.8)) else None
        return Touch(
            self.id(), at, kind, direction, author, r.choice((None, 0, 90)) if kind == "call" else None
        )

    def deal(self, client: Client, managers: list[UUID]) -> Deal:
        """Moves at any pace; backdated births; sums changed at any time."""
        r = self.random
        at, amount = self.moment(client.created_at), r.randint(0, 500_000)
        deal = Deal(self.id(), r.choice(("UAH", "UAH", "UAH", "USD", "JPY", "EUR")), at)
        if self.chance(0.1):
            deal.created_at = at + timedelta(days=40)
        stage = r.choice((*OPEN, *OPEN, "won", "lost"))
        for _ in range(r.randint(1, 7)):
            owner, actor = _owner_at(client, at), r.choice([managers[0], managers[0], managers[1], None])
            reason = r.choice(REASONS) if stage == "lost" else None
            deal.moves.append(Move(at, stage, owner, actor, amount, reason, self.id()))
            if self.chance(0.3):
                at = self.moment(at) + timedelta(seconds=1)
                before, amount = amount, r.randint(0, 500_000)
                deal.edits.append(Edit(at, _owner_at(client, at), before, amount))
            at = (
                at + timedelta(seconds=r.choice((20, 300, 301)))
                if self.chance(0.5)
                else self.moment(at) + timedelta(seconds=1)
            )
            stage = r.choice([s for s in OUTCOME if s != stage])
            if at > self.history.now - timedelta(minutes=20):
                break
        return deal

    def task(self, managers: list[UUID], client: Client) -> list[Span]:
        """Spans one after the other: done, done again, put off, handed over."""
        r, spans = self.random, []
        at = self.moment(client.created_at)
        due: datetime | None = self.moment(at) if self.chance(0.8) else None
        person = r.choice([*managers, None])
        for _ in range(r.randint(1, 4)):
            span = Span(self.id(), r.choice(managers), due, at, person, None, None, None)
            spans.append(span)
            closed = self.moment(at) + timedelta(seconds=1)
            if self.chance(0.3) or closed > self.history.now - timedelta(minutes=20):
                break
            person = r.choice([*managers, None])
            span.closed_at, span.closed_by = closed, person
            span.closed_as = r.choice(("completed", "completed", "changed", "archived"))
            at = (
                closed
                if span.closed_as == "changed"
                else closed + timedelta(seconds=r.choice((30, 300, 301, 9000)))
            )
            person = r.choice([person, person, *managers])
        return spans

    def merge(self, winner: Client, loser: Client) -> None:
        """The loser's everything moves; the earlier inquiry counts."""
        if winner.excluded or loser.excluded:
            return
        loser.excluded, loser.merged_into = "merged", winner
        winner.deals, loser.deals = winner.deals + loser.deals, []
        winner.touches, loser.touches = winner.touches + loser.touches, []
        winner.tasks, loser.tasks = winner.tasks + loser.tasks, []
        if loser.received_at < winner.received_at:
            winner.received_at, winner.source = loser.received_at, loser.source

    def work(self, clients: list[Client]) -> Work:
        """Shifts over midnight, double devices, breaks, minutes with gaps of every size, on this client or that."""
        r, work = self.random, Work()
        work.plan = {
            day: (r.randint(0, 47) * 30, r.randint(1, 47) * 30) for day in range(1, 8) if self.chance(0.4)
        }
        for _ in range(r.randint(0, 3)):
            at = self.moment().replace(second=0)
            end = min(at + MINUTE * r.randint(1, 700), self.history.now.replace(second=0))
            work.sessions.append((at, end))
            if self.chance(0.4):
                work.breaks.append((at + (end - at) / 3, at + (end - at) / 2))
            for _ in range(r.randint(0, 25)):
                at += MINUTE * r.choice((1, 1, 2, 4, 5, 6))
                if at >= end:
                    break
                client = r.choice(clients)
                deal = r.choice([*client.deals, None])
                work.minutes[at] = (client, deal) if self.chance(0.6) else None
        work.breaks = [(_minute(a), _minute(b)) for a, b in work.breaks]
        return work


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def _owner_at(client: Client, at: datetime) -> UUID:
    return [owner for since, owner in client.owners if since <= at][-1]
