"""The rows that did not become clients, as a file that can be mended and imported again."""

import json
from collections.abc import AsyncIterator, Sequence
from uuid import UUID

from api.auth.principal import Principal
from api.db.pool import Database
from api.exports.table import Cell
from api.imports import queries
from api.imports.service import message
from api.messages import Language

STRETCH = 2_000
EXTRA: dict[Language, tuple[str, str]] = {
    "ru": ("Строка", "Причина"),
    "uk": ("Рядок", "Причина"),
    "en": ("Line", "Reason"),
}


async def headers(db: Database, user: Principal, *, import_id: UUID, language: Language) -> list[str]:
    """The file's own headers and two more; raises NotFound."""
    async with db.read(user) as tx:
        stored = await queries.plan(tx, import_id=import_id)
    return [*(column["name"] for column in json.loads(stored["columns"])), *EXTRA[language]]


async def table(
    db: Database, user: Principal, *, import_id: UUID, width: int, language: Language
) -> AsyncIterator[Sequence[Sequence[Cell]]]:
    """The rows as they came, with their line and reasons behind."""
    after = 0
    while True:
        async with db.read(user) as tx:
            rows = await queries.refused(tx, import_id=import_id, after=after, limit=STRETCH)
        if not rows:
            return
        yield [_cells(row["number"], row["cells"], row["reasons"], width, language) for row in rows]
        after = rows[-1]["number"]


def _cells(number: int, cells: str, reasons: str, width: int, language: Language) -> list[Cell]:
    values: list[Cell] = json.loads(cells)
    padding: list[Cell] = [""] * (width - len(values))
    why = "; ".join(_reason(reason, language) for reason in json.loads(reasons))
    return [*values, *padding, number, why]


def _reason(reason: dict[str, str | None], language: Language) -> str:
    text = message(reason, language)
    value = reason.get("value")
    return f"{text} ({value})" if value and reason.get("field") else text
