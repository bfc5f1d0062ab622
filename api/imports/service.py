"""From the bytes of a file to clients, in steps that can be repeated."""

import asyncio
import json
from typing import Any
from uuid import UUID

from api.auth.principal import Principal
from api.db.pool import Database
from api.db.transaction import Transaction
from api.errors import Invalid
from api.imports import csv_reader, mapping, queries, rows, xlsx_reader
from api.imports.reading import Sheet, UnreadableFile
from api.imports.rows import Company, Read
from api.imports.schemas import ImportColumn, ImportPlan
from api.messages import Language, find

BATCH = 2_000
BATCH_MS = 60_000
LOOKED_AT = 5_000
SHOWN = 20


def open_file(data: bytes) -> tuple[Sheet, list[ImportColumn], bool]:
    """Rows, columns and whether the first row is a header; raises UnreadableFile. Slow: runs in a thread."""
    if data.startswith(xlsx_reader.OLE):
        raise UnreadableFile("old_excel")
    sheet = xlsx_reader.read(data) if data.startswith(xlsx_reader.ZIP) else csv_reader.read(data)
    if not sheet.rows:
        raise UnreadableFile("file_empty")
    header = mapping.has_header(sheet.rows)
    if header and len(sheet.rows) == 1:
        raise UnreadableFile("file_empty")
    headers = sheet.rows[0] if header else []
    return sheet, mapping.columns(headers, sheet.rows[1 if header else 0 :]), header


async def store(db: Database, user: Principal, *, file_name: str, data: bytes) -> str:
    """Reads a file and keeps it; Import as JSON text."""
    sheet, columns, header = await asyncio.to_thread(open_file, data)
    async with db.write(user) as tx:
        import_id = await queries.store(
            tx, file_name=file_name[-255:], sheet=sheet, columns=columns, header=header
        )
        return await queries.document(tx, import_id=import_id)


async def preview(
    tx: Transaction, *, import_id: UUID, plan: ImportPlan, language: Language
) -> dict[str, Any]:
    """ImportPreview as plain data; nothing is written."""
    await _check(tx, import_id, plan)
    waiting = await queries.waiting(tx, import_id=import_id, after=0, limit=LOOKED_AT)
    company = await queries.company(tx)
    read = await asyncio.to_thread(_read_all, waiting, plan, company)
    candidates = rows.fold(read, plan)
    known = {} if plan.options.duplicates == "create" else await queries.matches(tx, candidates=candidates)
    followers = {number: given["number"] for given in candidates for number in given["same"]}
    outcomes = [_outcome(row, known, followers, plan) for row in read]
    counts = {name: 0 for name in ("created", "updated", "skipped", "failed")}
    for outcome, _, _ in outcomes:
        counts[outcome] += 1
    shown = [place for place, (outcome, _, _) in enumerate(outcomes) if outcome in ("skipped", "failed")][
        :SHOWN
    ]
    places = sorted({*range(min(SHOWN, len(read))), *shown})
    return {
        "rows": [_preview_row(read[place], outcomes[place], language) for place in places],
        "looked_at": len(read),
        **counts,
    }


async def run(db: Database, user: Principal, *, import_id: UUID, plan: ImportPlan) -> str:
    """Runs every waiting row, a transaction a batch, so that a cut-off run goes on where it stopped; Import as JSON text."""
    async with db.write(user) as tx:
        await _check(tx, import_id, plan)
        await queries.start(tx, import_id=import_id, plan=plan)
        stored = await queries.plan(tx, import_id=import_id)
        company = await queries.company(tx)
    fixed = ImportPlan(mapping=json.loads(stored["mapping"]), options=json.loads(stored["options"]))
    after = 0
    while True:
        async with db.write(user, timeout_ms=BATCH_MS) as tx:
            waiting = await queries.waiting(tx, import_id=import_id, after=after, limit=BATCH)
            if not waiting:
                await queries.finish(tx, import_id=import_id)
                return await queries.document(tx, import_id=import_id)
            read = await asyncio.to_thread(_read_all, waiting, fixed, company)
            await queries.run_batch(
                tx,
                import_id=import_id,
                candidates=rows.fold(read, fixed),
                failures=[{"number": row.number, "reasons": row.reasons} for row in read if row.reasons],
                duplicates=fixed.options.duplicates,
            )
        after = waiting[-1][0]


async def _check(tx: Transaction, import_id: UUID, plan: ImportPlan) -> None:
    stored = await queries.plan(tx, import_id=import_id)
    if len(plan.mapping) != len(json.loads(stored["columns"])):
        raise Invalid(fields={"mapping": "mapping_length"})
    if not {"name", "first_name", "last_name", "company", *rows.CONTACT_FIELDS} & set(plan.mapping):
        raise Invalid(fields={"mapping": "mapping_without_name"})
    if plan.options.owner_id and plan.options.owner_id != tx.user_id:
        company = await queries.company(tx)
        if not company.may_assign or plan.options.owner_id not in company.people.values():
            raise Invalid(fields={"options.owner_id": "owner_not_active"})


def _read_all(waiting: list[tuple[int, list[str]]], plan: ImportPlan, company: Company) -> list[Read]:
    return [rows.read(number, cells, plan, company) for number, cells in waiting]


Fate = tuple[str, list[dict[str, str | None]], UUID | None]


def _outcome(row: Read, known: dict[int, Any], followers: dict[int, int], plan: ImportPlan) -> Fate:
    """What a run would make of a row: outcome, reasons, the client it would join."""
    if row.reasons:
        return "failed", row.reasons, None
    updating = plan.options.duplicates == "update"
    if row.number in followers:
        reason = {"code": "duplicate_in_file", "field": None, "value": str(followers[row.number])}
        return "updated" if updating else "skipped", [reason], None
    match = known.get(row.number)
    if match is None:
        return "created", [], None
    if updating and match["client_id"]:
        return "updated", [], match["client_id"]
    code = "duplicate_elsewhere" if match["elsewhere"] else "duplicate"
    return "skipped", [{"code": code, "field": None, "value": None}], match["client_id"]


def _preview_row(row: Read, fate: Fate, language: Language) -> dict[str, Any]:
    outcome, reasons, client_id = fate
    shown = row.candidate or {"name": row.name, "tags": []}
    fields = ("name", "company", "phone", "email", "city", "status")
    return {
        "number": row.number,
        "outcome": outcome,
        **{name: shown.get(name) for name in fields},
        "tags": shown["tags"],
        "client_id": client_id,
        "reasons": [{**reason, "message": message(reason, language)} for reason in reasons],
    }


def message(reason: dict[str, Any], language: Language) -> str:
    """A reason as a sentence."""
    return find(language, "fields", str(reason["code"]), reason) or str(reason["code"])
