"""Who is one client: all records that were merged into one, in the order in which that happened."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from tests.kpi.history import NOBODY, Assign, Client, Deal, Erase, History, Merge, Span, Touch
from tests.support.people import ADMIN


@dataclass
class Lead:
    """One client. `received_at` and `source` are those of the inquiry that counts, the earliest."""

    record: Client
    received_at: datetime
    source: UUID | None
    excluded: str | None
    owner: UUID
    tasks: list[list[Span]]
    records: list[Client]
    given: list[tuple[datetime, UUID]] = field(default_factory=list)
    erased: bool = False

    @property
    def counts(self) -> bool:
        """Neither a test nor spam."""
        return self.excluded not in ("test", "spam")

    @property
    def known_since(self) -> datetime:
        """The first record of him."""
        return min(r.created_at for r in self.records)

    @property
    def touches(self) -> list[tuple[Touch, Client]]:
        """Every entry, with the record it came to."""
        return [(t, r) for r in self.records for t in r.touches]

    @property
    def deals(self) -> list[tuple[Deal, Client]]:
        """Every deal, with the record it was made on."""
        return [(d, r) for r in self.records for d in r.deals]

    @property
    def first_owner(self) -> tuple[datetime, UUID] | None:
        """The earliest that was somebody."""
        owners = [*(o for r in self.records for o in r.owners), *self.given]
        return min((o for o in owners if o[1] != NOBODY), default=None, key=lambda o: o[0])


def leads_of(history: History) -> list[Lead]:
    """Every client, after everything that was done to their records."""
    found = {
        c.id: Lead(c, c.received_at, c.source, c.excluded, c.owner, [list(t) for t in c.tasks], [c])
        for c in history.clients
    }
    for act in history.acts:
        if isinstance(act, Merge) and act.undone:
            continue
        if isinstance(act, Merge):
            _merge(history, found[act.winner.id], found.pop(act.loser.id))
        elif isinstance(act, Assign):
            _give(history, found[act.client.id], act.owner)
        elif isinstance(act, Erase):
            # Words go, facts stay.
            found[act.client.id].erased = True
    return list(found.values())


def _merge(history: History, winner: Lead, loser: Lead) -> None:
    _give(history, loser, winner.owner)
    if loser.received_at < winner.received_at:
        winner.received_at, winner.source = loser.received_at, loser.source
    winner.records += loser.records
    winner.given += loser.given
    winner.tasks += loser.tasks


def _give(history: History, lead: Lead, owner: UUID) -> None:
    """Open tasks go with their client: each is another's from now on."""
    at = history.acted_at
    if lead.owner == owner or at is None:
        return
    lead.owner = owner
    lead.given.append((at, owner))
    for spans in lead.tasks:
        last = spans[-1]
        if last.closed_at is None:
            spans[-1] = Span(
                last.id, last.manager, last.due, last.opened_at, last.opened_by, at, ADMIN.id, "changed"
            )
            spans.append(Span(last.id, owner, last.due, at, ADMIN.id, None, None, None))


def owner_at(record: Client, at: datetime) -> UUID:
    """Whose the record was then; of a moment before there was any owner, the first."""
    return ([o for since, o in record.owners if since <= at] or [record.owners[0][1]])[-1]
