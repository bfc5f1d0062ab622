"""News of messages and people who are known: edited, taken back, delivered, renamed, out of reach. Nobody becomes a client by them."""

from uuid import UUID

from asyncpg import Record

from api.db.transaction import Transaction
from api.kit.json import as_json
from channels.base import Reach, Reaction, Receipt, Renamed, Revision, Visit
from workers.documents import document, storable
from workers.outcomes import Outcome
from workers.queries import sql
from workers.rulebook import Rules


async def revision(tx: Transaction, row: Record, revision: Revision, _rules: Rules) -> Outcome:
    """Edited, or taken back."""
    made = await tx.row(sql.accept_revision, source_id=row["source_id"], revision=as_json(document(revision)))
    is_early = made["interaction_id"] is None
    if is_early and revision.text is None:
        await tx.run(sql.forget_parked, source_id=row["source_id"], external_id=revision.external_id)
    return Outcome("done", None, made["client_id"], made["interaction_id"], is_spent=is_early)


async def receipt(tx: Transaction, row: Record, receipt: Receipt, _rules: Rules) -> Outcome:
    """How far a message of ours came; a failure with its reason, also when the message itself is not here yet."""
    if receipt.outbox:
        await settle(tx, row, receipt.outbox, receipt.external_id)
    statement = sql.accept_watermark if receipt.thread_key else sql.accept_receipt
    made = await tx.row(statement, source_id=row["source_id"], receipt=as_json(document(receipt)))
    if receipt.reason:
        await _failure(tx, row, receipt, made["interaction_id"])
    return Outcome("done", None, made["client_id"], made["interaction_id"])


async def _failure(tx: Transaction, row: Record, receipt: Receipt, interaction_id: UUID | None) -> None:
    told = {"reason": receipt.reason, "words": storable(receipt.words)}
    if interaction_id is None:
        await tx.rows(
            sql.keep_early_failure, source_id=row["source_id"], external_id=receipt.external_id, **told
        )
        return
    await tx.rows(sql.note_failure, id=interaction_id, **told)
    if receipt.reason == "recipient_gone":
        await tx.rows(sql.note_unreachable, interaction_id=interaction_id, reason=receipt.reason)


async def reaction(tx: Transaction, row: Record, reaction: Reaction, _rules: Rules) -> Outcome:
    """A sign on a message. It is no message: nobody becomes a client by it, and nobody waits for an answer."""
    made = await tx.row(sql.accept_reaction, source_id=row["source_id"], reaction=as_json(document(reaction)))
    return Outcome("done", None, made["client_id"], made["interaction_id"])


async def settle(
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


async def renamed(tx: Transaction, row: Record, renamed: Renamed, _rules: Rules) -> Outcome:
    """Other ids of somebody known."""
    made = await tx.row(sql.accept_renaming, source_id=row["source_id"], renamed=as_json(document(renamed)))
    if made["client_id"] is None:
        return Outcome("ignored", "unknown_person")
    return Outcome("done", None, made["client_id"], None)


async def reach(tx: Transaction, row: Record, reach: Reach, _rules: Rules) -> Outcome:
    """Whether a person takes messages."""
    client_id = await tx.value(sql.accept_reach, source_id=row["source_id"], reach=as_json(document(reach)))
    return Outcome("done", None, client_id) if client_id else Outcome("ignored", "nobody")


async def visit(tx: Transaction, row: Record, visit: Visit, _rules: Rules) -> Outcome:
    """What brought somebody who has said nothing yet."""
    await tx.rows(sql.accept_visit, source_id=row["source_id"], visit=as_json(document(visit)))
    return Outcome("ignored", "visit")
