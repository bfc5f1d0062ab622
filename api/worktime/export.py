"""One's own time data as CSV: days with their figures, sign-ins, or every measured minute."""

from collections.abc import AsyncIterator, Sequence
from typing import Literal
from uuid import UUID

from asyncpg import Record

from api.auth.principal import Principal
from api.db.pool import Database
from api.exports.table import Cell
from api.kit.days import DayRange
from api.messages import Language
from api.worktime.queries import sql

What = Literal["days", "sessions", "minutes"]
STATEMENTS = {"days": sql.export_days, "sessions": sql.export_sessions, "minutes": sql.export_minutes}
HEADERS: dict[What, dict[Language, tuple[str, ...]]] = {
    "days": {
        "ru": (
            "День", "Начало", "Конец", "Присутствие, мин", "Перерывы, мин", "Активно, мин", "Звонки и встречи, мин",
            "План, мин", "По плану, мин", "Опоздание, мин", "Ушёл раньше, мин", "С исправлениями, мин",
        ),
        "uk": (
            "День", "Початок", "Кінець", "Присутність, хв", "Перерви, хв", "Активно, хв", "Дзвінки та зустрічі, хв",
            "План, хв", "За планом, хв", "Запізнення, хв", "Пішов раніше, хв", "З виправленнями, хв",
        ),
        "en": (
            "Day", "Start", "End", "Presence, min", "Breaks, min", "Active, min", "Calls and meetings, min", "Planned, min",
            "Within the plan, min", "Late, min", "Left early, min", "With corrections, min",
        ),
    },
    "sessions": {
        "ru": ("День", "Вход", "Последняя активность", "Конец", "Чем закончилось", "Устройство", "Адрес"),
        "uk": ("День", "Вхід", "Остання активність", "Кінець", "Чим закінчилося", "Пристрій", "Адреса"),
        "en": ("Day", "Signed in", "Last seen", "End", "How it ended", "Device", "Address"),
    },
    "minutes": {
        "ru": ("День", "Минута", "Клиент"),
        "uk": ("День", "Хвилина", "Клієнт"),
        "en": ("Day", "Minute", "Client"),
    },
}  # fmt: skip


async def rows(
    db: Database, user: Principal, what: What, *, manager_id: UUID | None, days: DayRange
) -> list[Record]:
    """All of them: a year of minutes is a few megabytes. What is refused is refused before the first byte."""
    async with db.read(user) as tx:
        return await tx.rows(
            STATEMENTS[what], manager_id=manager_id, from_day=days.from_day, to_day=days.to_day
        )


async def cells(found: list[Record]) -> AsyncIterator[Sequence[Sequence[Cell]]]:
    """The rows as a table writes them."""
    yield [tuple(row) for row in found]
