"""What an adapter understood, made real: each kind of happening by the database function that knows it."""

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal
from uuid import UUID

from asyncpg import Record

from api.db.transaction import Transaction
from api.kit.json import as_json
from channels.base import Contact, Happening, Lead, Message, Nothing, Reach, Receipt, Renamed, Revision, Visit
from channels.contacts import is_strong
from channels.intent import Classifier, Context, evidence
from workers.accounts.queries import read_soon
from workers.queries import sql

Status = Literal["ignored", "done", "quarantined"]
MOST_WAITS = 2
RANK: tuple[Status, ...] = ("ignored", "done", "quarantined")


class Early(Exception):
    """What may have to come before is in somebody's hands at this moment."""


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
    if message.outbox:
        await _settle(tx, row, message.outbox, message.external_id, message.thread_key, message.address)
    message = await _in_its_thread(tx, row, message)
    verdict = None
    message, brought = await _with_visit(tx, row, message)
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
    if made["reason"] == "unknown_recipient" and await _may_be_known_soon(tx, row):
        raise Early("nobody here wrote before this answer, yet")
    if brought and made["outcome"] == "taken":
        await tx.run(sql.end_visit, source_id=row["source_id"], thread_key=message.thread_key)
    status: Status = {"taken": "done", "review": "quarantined", "ignored": "ignored"}[made["outcome"]]  # type: ignore[assignment]  # the function's own words
    return Outcome(status, made["reason"], made["client_id"], made["interaction_id"], verdict)


async def _may_be_known_soon(tx: Transaction, row: Record) -> bool:
    """Of what was read together, several workers may have the client's words and our answer at the same time."""
    if row["attempts"] > MOST_WAITS:
        return False
    others: bool = await tx.value(sql.others_in_hand, source_id=row["source_id"], event_id=row["id"])
    return others


async def _with_visit(tx: Transaction, row: Record, message: Message) -> tuple[Message, bool]:
    """With what brought him here before he wrote. It is kept until the message is taken: a person may have to look at it first."""
    if message.direction != "in" or message.kind != "message":
        return message, False
    found = await tx.value(sql.visit, source_id=row["source_id"], thread_key=message.thread_key)
    if found is None:
        return message, False
    return replace(message, hints={**json.loads(found), **message.hints}), True


async def _in_its_thread(tx: Transaction, row: Record, message: Message) -> Message:
    """Where the vendor names earlier messages instead of a thread: in theirs, when it is with the same person."""
    if not message.follows:
        return message
    known = await tx.value(
        sql.followed_thread,
        source_id=row["source_id"],
        thread_key=message.thread_key,
        follows=list(message.follows),
        address=message.address,
    )
    return replace(message, thread_key=known) if known else message


async def _revision(tx: Transaction, row: Record, revision: Revision, _classify: Classifier) -> Outcome:
    made = await tx.row(
        sql.accept_revision, source_id=row["source_id"], revision=as_json(_document(revision))
    )
    return Outcome("done", None, made["client_id"], made["interaction_id"])


async def _receipt(tx: Transaction, row: Record, receipt: Receipt, _classify: Classifier) -> Outcome:
    if receipt.outbox:
        await _settle(tx, row, receipt.outbox, receipt.external_id)
    statement = sql.accept_watermark if receipt.thread_key else sql.accept_receipt
    made = await tx.row(statement, source_id=row["source_id"], receipt=as_json(_document(receipt)))
    if receipt.reason and made["interaction_id"]:
        await tx.rows(
            sql.note_failure, id=made["interaction_id"], reason=receipt.reason, words=_storable(receipt.words)
        )
        if receipt.reason == "recipient_gone":
            await tx.rows(sql.note_unreachable, interaction_id=made["interaction_id"], reason=receipt.reason)
    return Outcome("done", None, made["client_id"], made["interaction_id"])


async def _settle(
    tx: Transaction, row: Record, outbox: str, external_id: str, thread_key: str = "", recipient: str = ""
) -> None:
    """The vendor repeats our own id: this message of ours has arrived, whatever its sender heard."""
    await tx.rows(
        sql.settle_message,
        id=UUID(outbox),
        source_id=row["source_id"],
        external_id=external_id,
        thread_key=thread_key or None,
        recipient=recipient or None,
    )


async def _renamed(tx: Transaction, row: Record, renamed: Renamed, _classify: Classifier) -> Outcome:
    made = await tx.row(sql.accept_renaming, source_id=row["source_id"], renamed=as_json(_document(renamed)))
    if made["client_id"] is None:
        return Outcome("ignored", "unknown_person")
    return Outcome("done", None, made["client_id"], None)


async def _reach(tx: Transaction, row: Record, reach: Reach, _classify: Classifier) -> Outcome:
    client_id = await tx.value(sql.accept_reach, source_id=row["source_id"], reach=as_json(_document(reach)))
    return Outcome("done", None, client_id) if client_id else Outcome("ignored", "nobody")


async def _visit(tx: Transaction, row: Record, visit: Visit, _classify: Classifier) -> Outcome:
    await tx.rows(sql.accept_visit, source_id=row["source_id"], visit=as_json(_document(visit)))
    return Outcome("ignored", "visit")


async def _nothing(tx: Transaction, row: Record, nothing: Nothing, _classify: Classifier) -> Outcome:
    if nothing.read_account:
        await read_soon(tx, row["source_id"])
    return Outcome("ignored", nothing.reason)


_TAKEN: Mapping[type, Callable[[Transaction, Record, Any, Classifier], Awaitable[Outcome]]] = {
    Lead: _lead,
    Message: _message,
    Revision: _revision,
    Receipt: _receipt,
    Renamed: _renamed,
    Reach: _reach,
    Visit: _visit,
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


def _document(happening: Message | Revision | Receipt | Renamed | Reach | Visit) -> dict[str, Any]:
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
