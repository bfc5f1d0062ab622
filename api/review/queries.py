"""Statements about texts that a person looks at, and about the rules and words behind the verdicts."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from asyncpg import Record

from api.db.sql import load
from api.db.transaction import Transaction
from api.errors import NotFound
from api.kit.json import as_json
from api.kit.paging import Page

sql = load(__file__)


async def require_admin(tx: Transaction) -> None:
    """Raises 403 for everybody else."""
    await tx.rows(sql.require_admin)


async def events(tx: Transaction, *, view: str, source_id: UUID | None, page: Page) -> Sequence[Record]:
    """Texts with their verdicts, the newest first; one more than the page holds when another page follows."""
    after_at, after_id = page.after(datetime, UUID, order=view)
    after = {"after_at": after_at, "after_id": after_id}
    return await tx.rows(sql.events, view=view, source_id=source_id, limit=page.limit, **after)


async def event(tx: Transaction, event_id: UUID) -> Record:
    """One of them as it came; raises NotFound."""
    row = await tx.find(sql.event, event_id=event_id)
    if row is None:
        raise NotFound("event_not_found")
    return row


async def judge(tx: Transaction, event_id: UUID, *, said: str, told: dict[str, str]) -> None:
    """A person's word; raises NotFound when somebody else was first."""
    await tx.rows(sql.judge_event, event_id=event_id, said=said, told=as_json(told))


async def unjudge(tx: Transaction, event_id: UUID) -> None:
    """Takes it back; raises Conflict when it is a lead by now."""
    await tx.rows(sql.unjudge_event, event_id=event_id)


async def precision(tx: Transaction, *, weeks: int) -> list[Record]:
    """rule, week, hits, correct."""
    return await tx.rows(sql.precision, weeks=weeks)


async def demoted(tx: Transaction) -> list[Record]:
    """Rules without trust."""
    return await tx.rows(sql.demoted)


async def trust(tx: Transaction, rule: str) -> None:
    """Raises NotFound."""
    await tx.rows(sql.trust_rule, rule=rule)


async def words(tx: Transaction) -> str:
    """The company's own words as a list document."""
    return await tx.document(sql.words)


async def silenced(tx: Transaction) -> list[Record]:
    """Words of ours that the company switched off: id, list, phrase."""
    return await tx.rows(sql.silenced)


async def add_word(tx: Transaction, *, name: str, phrase: str, is_off: bool) -> UUID:
    """Its id; raises Conflict for one that is there."""
    word_id: UUID = await tx.value(sql.add_word, list=name, phrase=phrase, is_off=is_off)
    return word_id


async def remove_word(tx: Transaction, word_id: UUID) -> None:
    """Raises NotFound."""
    if await tx.value(sql.remove_word, word_id=word_id) is None:
        raise NotFound


async def product_posts(tx: Transaction, media_ids: Sequence[str]) -> set[tuple[UUID, str]]:
    """Which of these posts sell something: (source, post)."""
    rows = await tx.rows(sql.product_posts, media_ids=list(media_ids))
    return {(row["source_id"], row["media_id"]) for row in rows}


async def mark_product(tx: Transaction, *, source_id: UUID, media_id: str, is_product: bool) -> None:
    """A post sells something, or does not any more; repeating it changes nothing."""
    await tx.run(
        sql.mark_product if is_product else sql.unmark_product, source_id=source_id, media_id=media_id
    )
