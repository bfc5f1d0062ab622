"""Statements of imports."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from asyncpg import Record

from api.db.sql import load
from api.db.transaction import Transaction
from api.errors import NotFound
from api.imports.reading import Sheet
from api.imports.rows import Company
from api.imports.schemas import ImportColumn, ImportPlan
from api.kit.paging import Page

sql = load(__file__)
STRETCH = 5_000


async def store(
    tx: Transaction, *, file_name: str, sheet: Sheet, columns: Sequence[ImportColumn], header: bool
) -> UUID:
    """Keeps a file's rows until they are run; the import's id."""
    body = list(zip(sheet.numbers, sheet.rows, strict=True))[1 if header else 0 :]
    import_id: UUID = await tx.value(
        sql.add_import,
        file_name=file_name,
        file_format=sheet.file_format,
        encoding=sheet.encoding,
        delimiter=sheet.delimiter,
        columns=json.dumps([column.model_dump() for column in columns], ensure_ascii=False),
        row_count=len(body),
    )
    for start in range(0, len(body), STRETCH):
        rows = json.dumps(body[start : start + STRETCH], ensure_ascii=False)
        await tx.run(sql.add_rows, import_id=import_id, rows=rows)
    return import_id


async def document(tx: Transaction, *, import_id: UUID) -> str:
    """Import as JSON text; raises NotFound. An import is its maker's alone."""
    return await tx.document(sql.import_document, import_id=import_id, me=tx.user_id)


async def newest(tx: Transaction, *, page: Page) -> Record:
    """`items` (JSON text), `next`, `total` of the caller's imports, newest first."""
    after_at, after_id = page.after(datetime, UUID)
    return await tx.row(
        sql.list_imports, me=tx.user_id, after_at=after_at, after_id=after_id, limit=page.limit
    )


async def plan(tx: Transaction, *, import_id: UUID) -> Record:
    """status, columns, mapping, options (JSON text); raises NotFound."""
    found = await tx.find(sql.plan, import_id=import_id, me=tx.user_id)
    if found is None:
        raise NotFound("import_not_found")
    return found


async def waiting(tx: Transaction, *, import_id: UUID, after: int, limit: int) -> list[tuple[int, list[str]]]:
    """Rows that are not run yet: line and cells."""
    rows = await tx.rows(sql.waiting_rows, import_id=import_id, after=after, limit=limit)
    return [(row["number"], json.loads(row["cells"])) for row in rows]


async def company(tx: Transaction) -> Company:
    """What rows are read with."""
    ways = await tx.row(sql.company)
    sources = {row["name"]: row["id"] for row in await tx.rows(sql.sources)}
    people = {row["name"]: row["id"] for row in await tx.rows(sql.people)}
    return Company(
        region=ways["region"],
        zone=ZoneInfo(ways["zone"]),
        source_id=ways["source_id"],
        sources=sources,
        people=people,
        owner_id=tx.user_id,
        may_assign=ways["may_assign"],
    )


async def matches(tx: Transaction, *, candidates: Sequence[Mapping[str, Any]]) -> dict[int, Record]:
    """Whose contact is known, by line: client_id (null for a colleague's), elsewhere."""
    asked = [{"number": given["number"], "contacts": given["contacts"]} for given in candidates]
    rows = await tx.rows(sql.matches, candidates=json.dumps(asked, ensure_ascii=False))
    return {row["number"]: row for row in rows}


async def start(tx: Transaction, *, import_id: UUID, plan: ImportPlan) -> None:
    """Fixes the plan of a run, unless it is running already; raises NotFound, Conflict for a finished one."""
    await tx.value(
        sql.start_import,
        import_id=import_id,
        mapping=json.dumps(plan.mapping),
        options=plan.options.model_dump_json(),
    )


async def run_batch(
    tx: Transaction,
    *,
    import_id: UUID,
    candidates: Sequence[Mapping[str, Any]],
    failures: Sequence[Mapping[str, Any]],
    duplicates: str,
) -> None:
    """Makes clients of a batch and notes what failed; raises Forbidden, Invalid for a new owner who is not at work."""
    await tx.value(
        sql.import_batch,
        import_id=import_id,
        candidates=json.dumps(candidates, ensure_ascii=False),
        failures=json.dumps(failures, ensure_ascii=False),
        duplicates=duplicates,
    )


async def finish(tx: Transaction, *, import_id: UUID) -> None:
    """Closes a run with nothing left to do, tells its maker."""
    await tx.value(sql.finish_import, import_id=import_id)


async def undo(tx: Transaction, *, import_id: UUID) -> int:
    """Archives what an import made; how many. Raises Conflict unless it is done."""
    return int(await tx.value(sql.undo_import, import_id=import_id))


async def refused(tx: Transaction, *, import_id: UUID, after: int, limit: int) -> list[Record]:
    """Rows that did not become clients: number, cells and reasons as JSON text."""
    return await tx.rows(sql.refused_rows, import_id=import_id, after=after, limit=limit)
