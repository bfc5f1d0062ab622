"""Statements about the rules of sources."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from asyncpg import Record

from api.db.sql import load
from api.db.transaction import Transaction
from api.errors import NotFound
from api.kit.json import as_json

sql = load(__file__)


async def require_admin(tx: Transaction) -> None:
    """Raises 403 for everybody else."""
    await tx.rows(sql.require_admin)


async def kept(tx: Transaction) -> list[Record]:
    """What the company has added and changed."""
    return await tx.rows(sql.kept)


async def write(
    tx: Transaction, rule: str, *, position: float, is_on: bool, document: Any, version: int
) -> bool:
    """Adds the row (version 0) or changes it; False when somebody else has meanwhile."""
    values = {"rule": rule, "position": position, "is_on": is_on}
    text = None if document is None else as_json(document)
    if version == 0:
        return await tx.value(sql.add_rule, **values, document=text) is not None
    return await tx.value(sql.change_rule, **values, document=text, version=version) is not None


async def forget(tx: Transaction, rule: str) -> None:
    """Raises NotFound."""
    if await tx.value(sql.forget_rule, rule=rule) is None:
        raise NotFound("rule_not_found")


async def newest_touches(tx: Transaction, *, limit: int) -> list[Record]:
    """The latest touches with what each told."""
    return await tx.rows(sql.newest_touches, limit=limit)


async def history(tx: Transaction, *, after: UUID | None, limit: int) -> list[Record]:
    """A chunk of everything that came in."""
    return await tx.rows(sql.history, after_id=after, limit=limit)


async def rejudge(tx: Transaction, *, rerun: UUID, changes: Sequence[dict[str, Any]]) -> int:
    """Writes new verdicts; how many."""
    return int(await tx.value(sql.rejudge, rerun=rerun, changes=as_json(list(changes))))


async def undo_rerun(tx: Transaction) -> int:
    """How many touches went back; raises 404 when there is nothing to undo."""
    return int(await tx.value(sql.undo_rerun))


async def health(tx: Transaction) -> Record:
    """touches, unclassified (of thirty days), the last run over history."""
    return await tx.row(sql.health)
