"""What happened in a company, as plain objects: the one thing that the database and the slow count in Python both read."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Kyiv")
NOBODY = UUID(int=0)
OPEN = ("new", "in_progress", "proposal")
OUTCOME = {"new": "open", "in_progress": "open", "proposal": "open", "won": "won", "won_too": "won", "lost": "lost"}  # fmt: skip
IDLE, GRACE, TOLERANCE, SLA_MINUTES, RIPE_DAYS = 3, 15, 5, 15, 30

Spell = tuple[datetime, datetime]  # from, until
Hours = tuple[int, int]  # minutes since midnight; an end at or before the start is on the next day


@dataclass
class Move:
    """A deal entered a stage."""

    at: datetime
    stage: str
    owner: UUID
    actor: UUID | None
    amount: int
    reason: str | None
    id: UUID


@dataclass
class Edit:
    """A deal's sum was changed."""

    at: datetime
    owner: UUID
    before: int
    after: int


@dataclass
class Deal:
    """Its moves in order, the first is its birth."""

    id: UUID
    currency: str
    created_at: datetime
    moves: list[Move] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)


@dataclass
class Touch:
    """An entry of the timeline; `author` None: the client or a robot."""

    id: UUID
    at: datetime
    kind: str
    direction: str
    author: UUID | None
    seconds: int | None


@dataclass
class Span:
    """A task while it was open with one owner and one due time."""

    id: UUID
    manager: UUID
    due: datetime | None
    opened_at: datetime
    opened_by: UUID | None
    closed_at: datetime | None
    closed_by: UUID | None
    closed_as: str | None


@dataclass
class Client:
    """A client's record, with what was written into it before any merge: owners in turn, deals, entries and tasks."""

    id: UUID
    received_at: datetime
    created_at: datetime
    owners: list[tuple[datetime, UUID]]
    source: UUID | None
    excluded: str | None = None
    deals: list[Deal] = field(default_factory=list)
    touches: list[Touch] = field(default_factory=list)
    tasks: list[list[Span]] = field(default_factory=list)

    @property
    def owner(self) -> UUID:
        """The last of those."""
        return self.owners[-1][1]


@dataclass
class Merge:
    """An admin found out that two records are of one client."""

    winner: Client
    loser: Client
    # And that they are two after all: as if nothing had been (of one manager's; between two he did have them meanwhile).
    undone: bool = False


@dataclass
class Assign:
    """An admin gave a client to somebody else."""

    client: Client
    owner: UUID


@dataclass
class Erase:
    """A client's personal data were erased."""

    client: Client


@dataclass
class Session:
    """A device's sign-in. `open`: nobody has closed it, its last sign of work was at `until`."""

    day: date
    since: datetime
    until: datetime
    open: bool = False


@dataclass
class Work:
    """A manager's time: sessions and breaks, minutes seen, what each went to, his weekly plans (the day from which each holds)
    and his exceptions."""

    sessions: list[Session] = field(default_factory=list)
    breaks: list[Spell] = field(default_factory=list)
    minutes: dict[datetime, tuple[Client, Deal | None] | None] = field(default_factory=dict)
    plans: list[tuple[date, dict[int, Hours]]] = field(default_factory=list)
    exceptions: dict[date, tuple[str, Hours | None]] = field(default_factory=dict)


@dataclass
class History:
    """A company's past. `acts` came at its end, one after the other, at `acted_at`."""

    now: datetime
    managers: list[UUID] = field(default_factory=list)
    sources: list[UUID] = field(default_factory=list)
    clients: list[Client] = field(default_factory=list)
    work: dict[UUID, Work] = field(default_factory=dict)
    rates: list[tuple[datetime, str, str]] = field(default_factory=list)
    holidays: set[date] = field(default_factory=set)
    office: dict[int, Hours] = field(default_factory=dict)
    acts: list[Merge | Assign | Erase] = field(default_factory=list)
    acted_at: datetime | None = None
