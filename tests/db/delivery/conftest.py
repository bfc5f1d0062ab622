"""A company that sends."""

import pytest

from tests.support.database import Base
from tests.support.people import ADMIN, ANNA


@pytest.fixture
async def ready(db: Base) -> Base:
    """Telegram is set up, Anna and the admin are linked."""
    await db.run(
        "update private.delivery_channels set is_ready = true, address = 'bot' where channel = 'telegram'"
    )
    for person in (ANNA, ADMIN):
        await db.run(
            "insert into public.telegram_links (user_id, chat_id, name) values ($1, 1, 'x')", person.id
        )
    return db


@pytest.fixture
async def office(db: Base) -> None:
    """Monday to Friday, nine to six."""
    await db.run(
        "insert into public.business_hours (weekday, opens, closes) select n, '09:00', '18:00' from generate_series(1, 5) n"
    )
