"""What an adapter understood, made real: leads and messages here, what is heard of them later in `workers.news`."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from asyncpg import Record

from api.db.transaction import Transaction
from api.kit.json import as_json
from api.kit.phones import candidates
from channels.base import (
    Happening,
    Lead,
    Message,
    Nothing,
    Reach,
    Reaction,
    Receipt,
    Renamed,
    Revision,
    Visit,
)
from channels.classify.hints import SourceHints
from channels.classify.source import classify as source_of
from channels.classify.touch import of_lead, of_message
from channels.intent import Context, Verdict, evidence, is_complaint
from workers import news
from workers.accounts.queries import read_soon
from workers.documents import message_document, storable, weighed
from workers.outcomes import Early, Outcome, Status
from workers.queries import sql
from workers.rulebook import Rules

MOST_WAITS = 2


async def take(tx: Transaction, row: Record, happening: Happening, rules: Rules) -> Outcome:
    """Makes one happening real in the event's own transaction; repeating it changes nothing."""
    return await _TAKEN[type(happening)](tx, row, happening, rules)


async def _lead(tx: Transaction, row: Record, lead: Lead, rules: Rules) -> Outcome:
    if lead.everywhere and (twin := await _twin(tx, row, lead.external_id, "")):
        return twin
    document = weighed(lead.document(), lead.contacts)
    weighed(document, lead.verified, under="verified")
    made = await tx.row(sql.accept_lead, source_id=row["source_id"], lead=as_json(document))
    hints = of_lead(row["channel"], row["kind"], str(row["source_id"]), lead)
    await _keep_touch(tx, made["interaction_id"], hints, rules)
    return Outcome("done", None, made["client_id"], made["interaction_id"])


async def _message(tx: Transaction, row: Record, message: Message, rules: Rules) -> Outcome:
    if message.outbox:
        await news.settle(tx, row, message.outbox, message.external_id, message.thread_key, message.address)
    if message.everywhere and (twin := await _twin(tx, row, message.external_id, message.address)):
        return twin
    message = await _in_its_thread(tx, row, message)
    message, brought = await _with_visit(tx, row, message)
    verdict = await _verdict(tx, row, message, rules) if message.direction == "in" else None
    said = evidence(verdict) if verdict else None
    made = await tx.row(
        sql.accept_message,
        source_id=row["source_id"],
        message=as_json(message_document(message)),
        verdict=as_json(said) if said else None,
        released=row["released"],
    )
    if made["reason"] == "unknown_recipient" and await _may_be_known_soon(tx, row):
        raise Early("nobody here wrote before this answer, yet")
    if brought and made["outcome"] == "taken":
        await tx.run(sql.end_visit, source_id=row["source_id"], thread_key=message.thread_key)
    if verdict:
        await _note_said(tx, row, message, verdict, made, rules)
    status: Status = {"taken": "done", "review": "quarantined", "ignored": "ignored"}[made["outcome"]]  # type: ignore[assignment]  # the function's own words
    shown = said and {**said, **storable(_shown(message))}
    return Outcome(status, made["reason"], made["client_id"], made["interaction_id"], shown)


async def _twin(tx: Transaction, row: Record, external_id: str, address: str) -> Outcome | None:
    """The same from the same person, in another account of the channel; None where this one is the first. One at a time."""
    await tx.run(sql.hold_twin, external_id=external_id)
    found = await tx.find(sql.twin, source_id=row["source_id"], external_id=external_id, address=address)
    if found is None:
        return None
    return Outcome("ignored", "another_mailbox", found["client_id"], found["interaction_id"])


async def _note_said(
    tx: Transaction, row: Record, message: Message, verdict: Verdict, made: Record, rules: Rules
) -> None:
    """Where it came from, and a task where somebody complains."""
    if made["interaction_id"]:
        hints = of_message(row["channel"], str(row["source_id"]), message)
        await _keep_touch(tx, made["interaction_id"], hints, rules)
    if is_complaint(verdict) and made["reason"] != "history" and not row["released"]:
        await tx.rows(
            sql.open_complaint,
            source_id=row["source_id"],
            client_id=made["client_id"],
            interaction_id=made["interaction_id"],
            told=as_json(storable(complaint(message))),
        )


async def _verdict(tx: Transaction, row: Record, message: Message, rules: Rules) -> Verdict:
    ours = message.parent is not None and await tx.value(
        sql.is_ours, source_id=row["source_id"], external_id=message.parent
    )
    around = Context(
        channel=row["channel"],
        kind=message.kind,
        on_advertisement=bool(message.hints.get("ad_id"))
        or str(message.details.get("media_product_type", "")).upper() == "AD",
        on_product=f"{row['source_id']}:{message.details.get('media_id')}" in rules.products,
        answers_us=bool(ours),
    )
    return rules.classify(message.text, around)


async def _keep_touch(tx: Transaction, interaction_id: UUID | None, hints: SourceHints, rules: Rules) -> None:
    verdict = source_of(hints, rules.sources)
    await tx.rows(
        sql.keep_touch,
        interaction_id=interaction_id,
        hints=as_json(storable(hints.document())),
        verdict=as_json(storable(verdict.document())),
    )


def _shown(message: Message) -> dict[str, str]:
    """What the queue shows beside the words: found out now, and not in the event itself. And which message it is, should it be taken back."""
    told = complaint(message)
    seen = {
        "message": message.external_id,
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
    """Where the vendor names earlier messages instead of a thread: in theirs, when it is with the same person; or somebody's number."""
    if not (message.follows or message.by_number):
        return message
    numbers = candidates(f"+{message.address}") if message.by_number else ()
    known = await tx.value(
        sql.followed_thread,
        source_id=row["source_id"],
        thread_key=message.thread_key,
        follows=list(message.follows),
        address=message.address,
        numbers=[number.removeprefix("+") for number in numbers],
    )
    return replace(message, thread_key=known) if known else message


async def _nothing(tx: Transaction, row: Record, nothing: Nothing, _rules: Rules) -> Outcome:
    if nothing.read_account:
        await read_soon(tx, row["source_id"])
    return Outcome("ignored", nothing.reason)


_TAKEN: Mapping[type, Callable[[Transaction, Record, Any, Rules], Awaitable[Outcome]]] = {
    Lead: _lead,
    Message: _message,
    Revision: news.revision,
    Receipt: news.receipt,
    Reaction: news.reaction,
    Renamed: news.renamed,
    Reach: news.reach,
    Visit: news.visit,
    Nothing: _nothing,
}
