"""What an adapter understood, made real: each kind of happening by the database function that knows it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal
from uuid import UUID

from asyncpg import Record

from api.db.transaction import Transaction
from api.kit.json import as_json
from channels.base import Contact, Happening, Lead, Message, Nothing, Receipt, Revision
from channels.contacts import is_strong
from channels.intent import Classifier, Context, evidence
from workers.accounts.queries import read_soon
from workers.queries import sql

Status = Literal["ignored", "done", "quarantined"]
RANK: tuple[Status, ...] = ("ignored", "done", "quarantined")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a happening, and so of its event."""

    status: Status
    reason: str | None = None
    client_id: UUID | None = None
    interaction_id: UUID | None = None
    verdict: Mapping[str, Any] | None = None


def of_event(outcomes: Sequence[Outcome]) -> Outcome:
    """Of several in one event the one that asks most for a person."""
    return max(outcomes, key=lambda one: RANK.index(one.status), default=Outcome("ignored", "nothing"))


async def take(tx: Transaction, row: Record, happening: Happening, classify: Classifier) -> Outcome:
    """Makes one happening real in the event's own transaction; repeating it changes nothing."""
    return await _TAKEN[type(happening)](tx, row, happening, classify)


async def _lead(tx: Transaction, row: Record, lead: Lead, _classify: Classifier) -> Outcome:
    made = await tx.row(
        sql.accept_lead,
        source_id=row["source_id"],
        channel=row["channel"],
        kind=row["kind"],
        lead=as_json(_weighed(lead.document(), lead.contacts)),
    )
    return Outcome("done", None, made["client_id"], made["interaction_id"])


async def _message(tx: Transaction, row: Record, message: Message, classify: Classifier) -> Outcome:
    verdict = None
    if message.direction == "in":
        on_advertisement = bool(message.hints.get("ad_id"))
        context = Context(row["channel"], message.kind, on_advertisement, message.parent is not None)
        verdict = evidence(classify(message.text, context))
    made = await tx.row(
        sql.accept_message,
        source_id=row["source_id"],
        channel=row["channel"],
        kind=row["kind"],
        message=as_json(_message_document(message)),
        verdict=as_json(verdict) if verdict else None,
        released=row["released"],
    )
    status: Status = {"taken": "done", "review": "quarantined", "ignored": "ignored"}[made["outcome"]]  # type: ignore[assignment]  # the function's own words
    return Outcome(status, made["reason"], made["client_id"], made["interaction_id"], verdict)


async def _revision(tx: Transaction, row: Record, revision: Revision, _classify: Classifier) -> Outcome:
    made = await tx.row(
        sql.accept_revision, source_id=row["source_id"], revision=as_json(_document(revision))
    )
    return Outcome("done", None, made["client_id"], made["interaction_id"])


async def _receipt(tx: Transaction, row: Record, receipt: Receipt, _classify: Classifier) -> Outcome:
    made = await tx.row(sql.accept_receipt, source_id=row["source_id"], receipt=as_json(_document(receipt)))
    return Outcome("done", None, made["client_id"], made["interaction_id"])


async def _nothing(tx: Transaction, row: Record, nothing: Nothing, _classify: Classifier) -> Outcome:
    if nothing.read_account:
        await read_soon(tx, row["source_id"])
    return Outcome("ignored", nothing.reason)


_TAKEN: Mapping[type, Callable[[Transaction, Record, Any, Classifier], Awaitable[Outcome]]] = {
    Lead: _lead,
    Message: _message,
    Revision: _revision,
    Receipt: _receipt,
    Nothing: _nothing,
}


def _message_document(message: Message) -> dict[str, Any]:
    document = _document(message)
    _weighed(document["person"], message.person.contacts)
    _weighed(document["person"], message.person.verified, under="verified")
    return document


def _weighed(
    document: dict[str, Any], contacts: Sequence[Contact], under: str = "contacts"
) -> dict[str, Any]:
    """With what the numbering plan says of each contact: the database has none."""
    for written, contact in zip(document[under], contacts, strict=True):
        written["strong"] = is_strong(contact)
    return document


def _document(happening: Message | Revision | Receipt) -> dict[str, Any]:
    """As the database functions read it: no nulls, nothing that PostgreSQL cannot store."""
    return {name: _storable(value) for name, value in asdict(happening).items() if value is not None}


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")
    if isinstance(value, Mapping):
        return {name: _storable(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_storable(inner) for inner in value]
    return value
