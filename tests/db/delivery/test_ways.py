"""Which ways a notification goes."""

from tests.db.delivery.queue import notify, queued
from tests.support.database import Base
from tests.support.people import ANNA, GONE


async def test_a_notification_and_its_messages_are_one_transaction(ready: Base) -> None:
    await notify(ready, "task_due")
    await notify(ready, "lead_new")
    await notify(ready, "import_done")
    assert await queued(ready) == [("lead_new", "telegram"), ("task_due", "email"), ("task_due", "telegram")]


async def test_choices_decide_and_what_is_muted_is_born_read(ready: Base) -> None:
    await ready.run(
        """insert into public.notification_choices (user_id, kind, in_app, email, telegram)
        values ($1, 'task_due', false, false, null), ($1, 'lead_new', null, true, false)""",
        ANNA.id,
    )
    muted, loud = await notify(ready, "task_due"), await notify(ready, "lead_new")
    assert await queued(ready) == [("lead_new", "email"), ("task_due", "telegram")]
    assert await ready.value("select read_at is not null from public.notifications where id = $1", muted)
    assert await ready.value("select read_at is null from public.notifications where id = $1", loud)


async def test_what_is_not_optional_cannot_be_chosen_away(ready: Base) -> None:
    await ready.run(
        "insert into public.notification_choices values ($1, 'telegram_blocked', false, false, false)",
        ANNA.id,
    )
    told = await notify(ready, "telegram_blocked")
    assert await queued(ready) == [("telegram_blocked", "email")]
    assert await ready.value("select read_at is null from public.notifications where id = $1", told)


async def test_nothing_goes_to_who_left_or_by_a_way_that_is_not_there(ready: Base) -> None:
    await notify(ready, "task_due", GONE.id)
    await ready.run("update private.delivery_channels set is_ready = false")
    await notify(ready, "task_due")
    await ready.run("update private.delivery_channels set is_ready = true")
    await ready.run("update public.telegram_links set blocked_at = now()")
    await notify(ready, "lead_new")
    assert await queued(ready) == []
