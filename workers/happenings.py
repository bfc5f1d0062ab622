"""What an adapter understood, made real: each kind of happening by the database function that knows it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal
from uuid import UUID

from asyncpg import Record

from api.db.transaction import Transaction
from api.kit.json import as_json
from channels.base import Happening, Lead, Message, Nothing, Receipt, Revision
from channels.classify.hints import SourceHints
from channels.classify.source import classify as source_of
from channels.classify.touch import of_lead, of_message
from channels.intent import Context, Verdict, evidence, is_complaint
from workers.accounts.queries import read_soon
from workers.queries import sql
from workers.rulebook import Rules

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


async def take(tx: Transaction, row: Record, happening: Happening, rules: Rules) -> Outcome:
    """Makes one happening real in the event's own transaction; repeating it changes nothing."""
    return await _TAKEN[type(happening)](tx, row, happening, rules)


async def _lead(tx: Transaction, row: Record, lead: Lead, rules: Rules) -> Outcome:
    made = await tx.row(sql.accept_lead, source_id=row["source_id"], lead=as_json(lead.document()))
    hints = of_lead(row["channel"], row["kind"], str(row["source_id"]), lead)
    await _keep_touch(tx, made["interaction_id"], hints, rules)
    return Outcome("done", None, made["client_id"], made["interaction_id"])


async def _message(tx: Transaction, row: Record, message: Message, rules: Rules) -> Outcome:
    verdict = await _verdict(tx, row, message, rules) if message.direction == "in" else None
    said = evidence(verdict) if verdict else None
    made = await tx.row(
        sql.accept_message,
        source_id=row["source_id"],
        message=as_json(_document(message)),
        verdict=as_json(said) if said else None,
        released=row["released"],
    )
    if verdict and made["interaction_id"]:
        hints = of_message(row["channel"], str(row["source_id"]), message)
        await _keep_touch(tx, made["interaction_id"], hints, rules)
    if verdict and is_complaint(verdict) and made["reason"] != "history" and not row["released"]:
        await tx.rows(
            sql.open_complaint,
            source_id=row["source_id"],
            client_id=made["client_id"],
            interaction_id=made["interaction_id"],
            told=as_json(_storable(complaint(message))),
        )
    status: Status = {"taken": "done", "review": "quarantined", "ignored": "ignored"}[made["outcome"]]  # type: ignore[assignment]  # the function's own words
    shown = said and {**said, **_storable(_shown(message))}
    return Outcome(status, made["reason"], made["client_id"], made["interaction_id"], shown)


async def _verdict(tx: Transaction, row: Record, message: Message, rules: Rules) -> Verdict:
    ours = message.parent is not None and await tx.value(
        sql.is_ours, source_id=row["source_id"], external_id=message.parent
    )
    around = Context(
        channel=row["channel"],
        kind=message.kind,
        on_advertisement=bool(message.hints.get("ad_id"))
        or str(message.details.get("media_product_type", "")).upper() == "AD",
        answers_us=bool(ours),
    )
    return rules.classify(message.text, around)


async def _keep_touch(tx: Transaction, interaction_id: UUID | None, hints: SourceHints, rules: Rules) -> None:
    verdict = source_of(hints, rules.sources)
    await tx.rows(
        sql.keep_touch,
        interaction_id=interaction_id,
        hints=as_json(_storable(hints.document())),
        verdict=as_json(_storable(verdict.document())),
    )


def _shown(message: Message) -> dict[str, str]:
    """What the queue shows beside the words: found out now, and not in the event itself."""
    told = complaint(message)
    seen = {
        "author": told["name"],
        "link": told["link"],
        "post": str(message.details.get("caption") or "")[:300],
    }
    return {name: value for name, value in seen.items() if value}


def complaint(message: Message) -> dict[str, str]:
    """What the task about it says."""
    return {
        "thread_key": message.thread_key,
        "name": message.person.name or (f"@{message.person.username}" if message.person.username else ""),
        "text": message.text,
        "link": str(message.details.get("permalink") or ""),
    }


async def _revision(tx: Transaction, row: Record, revision: Revision, _rules: Rules) -> Outcome:
    made = await tx.row(
        sql.accept_revision, source_id=row["source_id"], revision=as_json(_document(revision))
    )
    return Outcome("done", None, made["client_id"], made["interaction_id"])


async def _receipt(tx: Transaction, row: Record, receipt: Receipt, _rules: Rules) -> Outcome:
    made = await tx.row(sql.accept_receipt, source_id=row["source_id"], receipt=as_json(_document(receipt)))
    return Outcome("done", None, made["client_id"], made["interaction_id"])


async def _nothing(tx: Transaction, row: Record, nothing: Nothing, _rules: Rules) -> Outcome:
    if nothing.read_account:
        await read_soon(tx, row["source_id"])
    return Outcome("ignored", nothing.reason)


_TAKEN: Mapping[type, Callable[[Transaction, Record, Any, Rules], Awaitable[Outcome]]] = {
    Lead: _lead,
    Message: _message,
    Revision: _revision,
    Receipt: _receipt,
    Nothing: _nothing,
}


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
