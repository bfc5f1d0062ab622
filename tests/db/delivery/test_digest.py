"""The morning mail."""

import json
from datetime import timedelta

import pytest

from tests.db.clockwork import kyiv
from tests.db.delivery.queue import NOON, lead, task
from tests.support.database import Base
from tests.support.people import ADMIN, ANNA, BOHDAN


@pytest.mark.usefixtures("office")
async def test_the_morning_mail_is_queued_once_a_working_day(db: Base) -> None:
    await db.run(
        "insert into public.notification_settings (user_id, digest_at) values ($1, '08:30'), ($2, null)",
        ANNA.id,
        BOHDAN.id,
    )
    counts = []
    for at in ("26 08:29", "26 08:30", "26 08:35", "26 13:00", "27 11:31", "28 08:30", "30 08:30"):
        await db.run("select app.queue_digests($1)", kyiv(f"2026-11-{at}"))
        counts.append(await db.value("select count(*) from private.deliveries where kind = 'digest'"))
    assert counts == [0, 1, 1, 1, 1, 1, 2]


async def test_a_digest_tells_what_waits(db: Base) -> None:
    await task(db, due=NOON - timedelta(days=2))
    for number in range(7):
        await task(db, due=NOON + timedelta(minutes=number + 1))
    await task(db, due=NOON + timedelta(days=1))
    client = await lead(db, NOON - timedelta(hours=1))
    other = await lead(db, NOON - timedelta(hours=2), owner=BOHDAN.id)
    await db.run("insert into public.deals (client_id, title) values ($1, 'Кухня')", client)
    mine, heads = [
        json.loads(await db.value("select app.digest($1, $2)", person.id, NOON)) for person in (ANNA, ADMIN)
    ]
    assert {name: pile["count"] for name, pile in mine.items()} == {
        "overdue": 1,
        "today": 7,
        "waiting": 1,
        "stuck": 1,
    }
    assert len(mine["today"]["items"]) == 5
    assert mine["stuck"]["items"][0]["client"] == "Олена"
    assert {name: pile["count"] for name, pile in heads.items()} == {
        "overdue": 0,
        "today": 0,
        "waiting": 2,
        "stuck": 0,
    }
    assert [row["id"] for row in heads["waiting"]["items"]] == [str(other), str(client)]
