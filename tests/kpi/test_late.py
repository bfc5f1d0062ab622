"""Whatever happens late, a closed day says what the facts say: at once (it is counted live) and after the worker (it is stored anew)."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from api.db.pool import Database
from tests.kpi.counted import by_day, close_all, days, rebuild, seen_by
from tests.support.database import Base
from tests.support.people import ADMIN, ANNA, BOHDAN
from workers.rollups import roll_up

CLIENT, DOUBLE, SPAM = (UUID(int=n) for n in (1, 2, 3))
DEAL, SPAM_DEAL, TASK = (UUID(int=n) for n in (11, 12, 21))
AGO = "now() - interval '{} days'"

STORY = f"""
  insert into public.lead_sources (id, channel, name) values ('{UUID(int=31)}', 'manual', 'Базар');
  alter table public.clients disable trigger clients_ownership_created;
  insert into public.clients (id, owner_id, name, received_at, created_at, excluded) values
    ('{CLIENT}', '{ANNA.id}', 'Раз', {AGO.format(9)}, {AGO.format(9)}, null),
    ('{DOUBLE}', '{BOHDAN.id}', 'Два', {AGO.format(12)}, {AGO.format(12)}, null),
    ('{SPAM}', '{BOHDAN.id}', 'Три', {AGO.format(8)}, {AGO.format(8)}, 'spam');
  insert into public.ownership_events (client_id, owner_id, to_owner_id, reason, occurred_at)
    select id, owner_id, owner_id, 'created', created_at from public.clients;
  alter table public.clients enable trigger clients_ownership_created;
  insert into public.interactions (client_id, owner_id, kind, direction, author_id, occurred_at) values
    ('{CLIENT}', '{ANNA.id}', 'form', 'in', null, {AGO.format(9)}), ('{DOUBLE}', '{ANNA.id}', 'form', 'in', null, {AGO.format(12)}),
    ('{SPAM}', '{ANNA.id}', 'message', 'out', '{BOHDAN.id}', {AGO.format(7)});
  insert into public.deals (id, client_id, owner_id, title, amount_minor, stage_entered_at, created_at)
    values ('{DEAL}', '{CLIENT}', '{ANNA.id}', 'Д', 5000, {AGO.format(8)}, {AGO.format(8)}),
      ('{SPAM_DEAL}', '{SPAM}', '{BOHDAN.id}', 'С', 7000, {AGO.format(6)}, {AGO.format(6)});
  insert into public.tasks (id, owner_id, client_id, title, due_at, created_at)
    values ('{TASK}', '{ANNA.id}', '{CLIENT}', 'З', {AGO.format(5)}, {AGO.format(7)});
  insert into public.work_sessions (manager_id, day, started_at, last_beat_at, ended_at, ended_by)
    values ('{ANNA.id}', app.day_of({AGO.format(4)}), {AGO.format(4)}, {AGO.format(4)}, {AGO.format(4)} + interval '30 minutes', 'auto');
"""

LATE = {
    "a message comes in late": f"""insert into public.interactions (client_id, owner_id, kind, direction, occurred_at)
      values ('{CLIENT}', '{ANNA.id}', 'message', 'in', {AGO.format(6)})""",
    "an answer is written down late": f"""insert into public.interactions (client_id, owner_id, kind, direction, author_id, occurred_at)
      values ('{CLIENT}', '{ANNA.id}', 'call', 'out', '{BOHDAN.id}', {AGO.format(9)} + interval '5 minutes')""",
    "a lead arrives late": f"""insert into public.clients (owner_id, name, received_at) values ('{ANNA.id}', 'Четыре', {AGO.format(3)})""",
    "an old lead buys": f"""update public.deals set stage_id = (select id from public.stages where key = 'won') where id = '{DEAL}'""",
    "spam was none": f"update public.clients set excluded = null where id = '{SPAM}'",
    "it was spam": f"update public.clients set excluded = 'spam' where id = '{CLIENT}'",
    "the source is mended": f"update public.clients set source_id = '{UUID(int=31)}' where id = '{CLIENT}'",
    "another time to answer": "update public.company set sla_minutes = 600",
    "another conversion window": "update public.company set conversion_window_days = 3",
    "another time zone": "update public.company set time_zone = 'America/New_York'",
    "a day off is entered late": f"insert into public.schedule_exceptions (manager_id, day, kind) values ('{ANNA.id}', current_date - 4, 'leave')",
    "a plan that reaches back": f"""insert into public.schedule_rules (manager_id, weekday, starts, ends, valid_from)
      select '{ANNA.id}', n, '09:00', '18:00', current_date - 30 from generate_series(1, 7) n""",
    "a forgotten shift is closed": f"""update public.work_sessions set ended_at = started_at + interval '9 hours' where manager_id = '{ANNA.id}'
      and day < app.day_of(now()) - 1""",
    "a minute of long ago": f"""insert into public.activity_days (manager_id, day, starts_at, minutes)
      select '{BOHDAN.id}', app.day_of({AGO.format(5)}), b.starts_at, set_bit(repeat('0', 1500)::bit(1500), 600, 1)
      from app.day_bounds(app.day_of({AGO.format(5)})) b""",
}  # fmt: skip


@pytest.fixture
async def past(db: Base) -> Base:
    async with db.connected() as owner, owner.transaction():
        await owner.execute(STORY)
    today: date = await db.value("select app.day_of(now())")
    await rebuild(db, today - timedelta(days=40), today)
    return db


async def check(base: Base, *, touched: bool = True) -> None:
    """Live figures are the facts' although days are closed; afterwards the stored ones are, too."""
    today: date = await base.value("select app.day_of(now())")
    period = (today - timedelta(days=40), today + timedelta(days=1))
    waiting = await base.value("select count(*) from private.kpi_touched_days")
    assert (waiting > 0) is touched
    async with seen_by(base) as admin:
        live = by_day(await days(admin, "kpi_days", None, *period))
        sources = by_day(await days(admin, "kpi_days", None, *period, True))
        await close_all(base)
        stored = by_day(await days(admin, "kpi_days", None, *period))
        assert _plain(stored) == _plain(live)
        await base.run("delete from private.kpi_closed_days")
        assert _plain(by_day(await days(admin, "kpi_days", None, *period))) == _plain(stored), "the facts"
        by_source = by_day(await days(admin, "kpi_days", None, *period, True))
    for key, row in by_source.items():
        assert {k: v for k, v in sources[key].items() if k in ("leads", "deals_won", "sales")} == {
            k: v for k, v in row.items() if k in ("leads", "deals_won", "sales")
        }


def _plain(counts: object) -> dict[object, object]:
    assert isinstance(counts, dict)
    return {key: {k: v for k, v in row.items() if v} for key, row in counts.items() if any(row.values())}


@pytest.mark.parametrize("event", LATE)
async def test_what_comes_late(past: Base, event: str) -> None:
    async with past.connected() as owner:
        await owner.execute(LATE[event])
    await check(past)


async def test_a_merge(past: Base) -> None:
    today: date = await past.value("select app.day_of(now())")
    period = (today - timedelta(days=40), today)
    async with seen_by(past) as admin:
        before = _plain(by_day(await days(admin, "kpi_days", None, *period)))
    async with past.as_user(ADMIN.id) as admin:
        await admin.execute("select app.merge_clients($1, $2)", CLIENT, DOUBLE)
    await check(past)
    # Taken back, nothing is counted twice, and nothing is missing.
    async with past.as_user(ADMIN.id) as admin:
        await admin.execute("select app.unmerge_clients(m.id) from public.client_merges m")
    await check(past)
    async with seen_by(past) as admin:
        assert _plain(by_day(await days(admin, "kpi_days", None, *period))) == before


async def test_spam_is_merged_into_a_client(past: Base) -> None:
    async with past.as_user(ADMIN.id) as admin:
        await admin.execute("select app.merge_clients($1, $2)", CLIENT, SPAM)
    await check(past)


async def test_a_new_owner_and_an_erasure_change_nothing(past: Base) -> None:
    async with past.as_user(ADMIN.id) as admin:
        await admin.execute("select app.assign_clients(array[$1::uuid], $2)", CLIENT, BOHDAN.id)
        await admin.execute("select app.erase_client($1)", CLIENT)
    await check(past, touched=False)


async def test_the_first_rate_of_a_currency(past: Base) -> None:
    async with past.connected() as owner, owner.transaction():
        await owner.execute("alter table public.deal_stage_events disable trigger user")
        await owner.execute(
            f"update public.deal_stage_events set to_outcome = 'won', since_outcome = 'open', currency = 'USD' where deal_id = '{DEAL}'"
        )
        await owner.execute("alter table public.deal_stage_events enable trigger user")
    today: date = await past.value("select app.day_of(now())")
    await rebuild(past, today - timedelta(days=20), today)
    async with past.as_user(ADMIN.id) as admin:
        await admin.execute("select app.set_exchange_rate('USD', 40)")
    await check(past)


async def test_the_worker_closes_days_and_goes_on_where_it_stopped(past: Base) -> None:
    await past.run("delete from private.kpi_closed_days where day > current_date - 6")
    database = Database(past.url("smena_worker"), min_size=0, max_size=3)
    await database.open()
    await roll_up(database)
    await database.close()
    assert await past.value("select max(day) from private.kpi_closed_days") == await past.value(
        "select app.kpi_closable_until() - 1"
    )
    await check(past, touched=False)


async def test_today_is_never_closed(past: Base) -> None:
    today: date = await past.value("select app.day_of(now())")
    await rebuild(past, today - timedelta(days=2), today + timedelta(days=9))
    assert await past.value("select max(day) from private.kpi_closed_days") < today
