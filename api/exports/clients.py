"""The client list as a table."""

from collections.abc import AsyncIterator, Sequence

from asyncpg import Record

from api.auth.principal import Principal
from api.clients import listing
from api.clients.filters import ClientFilters
from api.db.pool import Database
from api.exports.table import Cell
from api.messages import Language

STRETCH = 1_000
COLUMNS = (
    "name", "company", "job_title", "city", "status", "phone", "email", "other_contacts", "source", "owner", "tags",
    "received", "last_interaction", "note",
)  # fmt: skip
HEADERS: dict[Language, tuple[str, ...]] = {
    "ru": (
        "Имя", "Компания", "Должность", "Город", "Статус", "Телефон", "E-mail", "Другие контакты", "Источник",
        "Ответственный", "Теги", "Дата добавления", "Последнее общение", "Заметка",
    ),
    "uk": (
        "Ім’я", "Компанія", "Посада", "Місто", "Статус", "Телефон", "E-mail", "Інші контакти", "Джерело",
        "Відповідальний", "Теги", "Дата додавання", "Останнє спілкування", "Нотатка",
    ),
    "en": (
        "Name", "Company", "Job title", "City", "Status", "Phone", "E-mail", "Other contacts", "Source", "Responsible",
        "Tags", "Added", "Last contact", "Note",
    ),
}  # fmt: skip
STATUSES: dict[Language, dict[str, str]] = {
    "ru": {"lead": "Лид", "active": "В работе", "customer": "Клиент", "lost": "Потерян"},
    "uk": {"lead": "Лід", "active": "У роботі", "customer": "Клієнт", "lost": "Втрачений"},
    "en": {"lead": "Lead", "active": "Active", "customer": "Customer", "lost": "Lost"},
}
TITLES: dict[Language, str] = {"ru": "Клиенты", "uk": "Клієнти", "en": "Clients"}


async def first_stretch(db: Database, user: Principal, filters: ClientFilters) -> list[Record]:
    """The newest rows, before the first byte goes out: what is refused is refused with its status."""
    async with db.read(user) as tx:
        return await listing.export_rows(tx, filters, (None, None), limit=STRETCH)


async def table(
    db: Database, user: Principal, filters: ClientFilters, first: list[Record], language: Language
) -> AsyncIterator[Sequence[Sequence[Cell]]]:
    """All rows as cells. Each stretch is a transaction of its own: a slow download holds no connection."""
    rows = first
    while rows:
        yield [cells(row, language) for row in rows]
        if len(rows) < STRETCH:
            return
        after = (rows[-1]["received_at"], rows[-1]["id"])
        async with db.read(user) as tx:
            rows = await listing.export_rows(tx, filters, after, limit=STRETCH)


def cells(row: Record, language: Language) -> list[Cell]:
    """One client in the order of the headers."""
    values: list[Cell] = [row[column] for column in COLUMNS]
    values[COLUMNS.index("status")] = STATUSES[language][row["status"]]
    return values
