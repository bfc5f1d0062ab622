"""Binding a chat, tests of a way, and what did not arrive."""

from typing import Any
from uuid import UUID

from tests.db.delivery.queue import notify, queued, quiet, told
from tests.db.probes import acting
from tests.support.database import Base
from tests.support.people import ADMIN, ANNA, BOHDAN, GONE


async def as_person(db: Base, person: UUID, sql: str, *values: Any) -> Any:
    async with db.as_user(person) as connection:
        return await connection.fetchval(sql, *values)


async def test_a_code_binds_one_chat_once(ready: Base) -> None:
    first = await as_person(ready, BOHDAN.id, "select code from app.telegram_code()")
    second = await as_person(ready, BOHDAN.id, "select code from app.telegram_code()")
    link = "select app.link_telegram($1, 77, '@bohdan')"
    assert await ready.value(link, first) is None, "the second code voids the first"
    assert await ready.value(link, second) == BOHDAN.id
    assert await ready.value(link, second) is None
    assert await queued(ready, person=BOHDAN.id) == [("telegram_linked", "telegram")]
    assert await ready.value("select count(*) from private.telegram_codes where user_id = $1", BOHDAN.id) == 0
    third = await as_person(ready, BOHDAN.id, "select code from app.telegram_code()")
    await ready.run("update private.telegram_codes set expires_at = now()")
    assert await ready.value(link, third) is None


async def test_a_blocked_bot_is_told_once_and_stops_what_waits(ready: Base) -> None:
    await quiet(ready)
    await notify(ready, "lead_new")
    for _ in range(2):
        await ready.run("select app.block_telegram(1)")
    assert sorted(await told(ready, "telegram_blocked")) == sorted([ADMIN.id, ANNA.id])
    assert (
        await ready.value("select status || ' ' || reason from private.deliveries where kind = 'lead_new'")
        == "skipped blocked"
    )


async def test_tests_are_few_and_only_ones_own_are_seen(ready: Base) -> None:
    id = await as_person(ready, ANNA.id, "select app.send_test('telegram')")
    assert await as_person(ready, ANNA.id, "select status from app.my_delivery($1)", id) == "pending"
    for person in (BOHDAN, ADMIN, GONE):
        assert await as_person(ready, person.id, "select status from app.my_delivery($1)", id) is None
    async with acting(ready, BOHDAN.id) as bohdan:
        assert await bohdan.rows("select app.send_test('telegram')") == "SM409"
    async with acting(ready, GONE.id) as gone:
        assert await gone.rows("select app.send_test('email')") == "SM403"
        assert await gone.rows("select app.telegram_code()") == "SM403"
    for _ in range(5):
        await as_person(ready, ANNA.id, "select app.send_test('email')")
    async with acting(ready, ANNA.id) as anna:
        assert await anna.rows("select app.send_test('email')") == "SM429"


async def test_only_an_admin_sees_and_settles_what_did_not_arrive(ready: Base) -> None:
    await notify(ready, "task_due")
    await ready.run(
        "update private.deliveries set status = case channel when 'email' then 'dead' else 'ambiguous' end, attempts = 9"
    )
    id = await ready.value("select id from private.deliveries where status = 'ambiguous'")
    for person in (ANNA, GONE):
        async with acting(ready, person.id) as actor:
            assert await actor.rows("select * from app.parked_deliveries()") == "SM403"
            assert await actor.rows("select app.settle_delivery($1, true)", id) == "SM403"
    async with acting(ready, ADMIN.id) as admin:
        found = await admin.rows("select * from app.parked_deliveries()")
        assert len(found) == 2
    await as_person(ready, ADMIN.id, "select app.settle_delivery($1, true)", id)
    (row,) = await ready.rows(
        "select status, attempts, handed_over_at from private.deliveries where id = $1", id
    )
    assert tuple(row) == ("pending", 0, None)
    async with acting(ready, ADMIN.id) as admin:
        assert await admin.rows("select app.settle_delivery($1, true)", id) == "SM404"
