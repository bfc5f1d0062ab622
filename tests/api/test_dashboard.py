"""The first pages: what they show, to whom."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.api import sales
from tests.support import people
from tests.support.client import Api
from tests.support.database import Base
from tests.support.people import ADMIN, ANNA, BOHDAN


async def test_the_four_numbers_and_the_period_before(api: Api, db: Base) -> None:
    anna = api.as_(ANNA)
    stages = await sales.stages(anna)
    ids = [await sales.client(db, ANNA, name) for name in ("сегодня", "тоже", "неделю назад")]
    await db.run("update public.clients set received_at = now() - interval '7 days' where id = $1", ids[2])
    deal = await sales.deal(anna, ids[0], amount_minor=10_00)
    await sales.move(anna, deal["id"], stages["won"], amount_minor=15_00)
    await anna.patch(f"/api/v1/deals/{deal['id']}", json={"amount_minor": 14_00}, headers={"If-Match": '"2"'})

    page = sales.made(await anna.get("/api/v1/dashboard/manager", params={"period": "today"}))
    kpi, today = page["kpi"], datetime.now(ZoneInfo("Europe/Kyiv")).date()
    assert page["period"]["from_day"] == str(today)
    assert page["period"]["to_day"] == str(today + timedelta(days=1))
    assert (kpi["leads"]["value"], kpi["leads"]["previous"]) == (2, 1)
    assert (kpi["deals_won"]["value"], kpi["deals_won"]["previous"]) == (1, 0)
    assert (kpi["sales"]["value"], kpi["sales"]["currency"]) == (14_00, "UAH")
    conversion = kpi["conversion"]
    assert (conversion["value"], conversion["numerator"], conversion["denominator"]) == (0.5, 1, 2)
    assert (conversion["unripe"], conversion["lower_bound"], conversion["small_sample"]) == (1, True, True)
    assert conversion["previous"] == 0
    spark = kpi["leads"]["spark"]
    assert [point["value"] for point in spark] == [0] * 6 + [1] + [0] * 6 + [2]
    assert [point["day"] for point in spark] == [str(today - timedelta(days=n)) for n in range(13, -1, -1)]

    quiet = sales.made(await api.as_(BOHDAN).get("/api/v1/dashboard/manager"))["kpi"]
    assert (quiet["leads"]["value"], quiet["conversion"]["value"]) == (0, None), "a dash, not 0 %"


async def test_what_to_do_now(api: Api, db: Base) -> None:
    anna = api.as_(ANNA)
    waits, answered = await sales.client(db, ANNA, "ждёт"), await sales.client(db, ANNA, "ответили")
    for client_id in (waits, answered):
        await db.run(
            """insert into public.interactions (client_id, owner_id, channel, kind, direction, author_id, body, occurred_at)
            values ($1, $2, 'instagram', 'message', 'in', null, 'Сколько стоит?', now() - interval '20 minutes')""",
            client_id,
            ANNA.id,
        )
    async with db.as_user(ANNA.id) as connection:
        await connection.execute(
            "insert into public.interactions (client_id, kind, direction, body) values ($1, 'message', 'out', 'Сто')",
            answered,
        )
    stuck, planned = await sales.deal(anna, waits, "застряла"), await sales.deal(anna, waits, "в плане")
    await sales.task(anna, "сделать", deal_id=planned["id"])
    await sales.task(anna, "просрочена", due_at="2020-01-01T00:00:00Z")

    page = sales.made(await anna.get("/api/v1/dashboard/manager"))
    now = page["now"]
    assert [item["client"]["name"] for item in now["waiting"]["items"]] == ["ждёт"]
    (waiting,) = now["waiting"]["items"]
    assert (waiting["late"], waiting["channel"], waiting["words"]) == (True, "instagram", "Сколько стоит?")
    # The same clock as the escalation's: a closed office lets nobody wait too long.
    await db.run(
        "insert into public.schedule_exceptions (day, kind) select app.day_of(now()) + n, 'holiday' from generate_series(-1, 1) n"
    )
    await db.run("insert into public.business_hours values (1, '09:00', '18:00')")
    closed = sales.made(await anna.get("/api/v1/dashboard/manager"))["now"]["waiting"]["items"]
    assert [item["late"] for item in closed] == [False]
    assert (now["overdue"]["count"], now["overdue"]["items"][0]["title"]) == (1, "просрочена")
    assert [deal["id"] for deal in now["without_next_step"]["items"]] == [stuck["id"]]
    assert now["stale"]["count"] == 0
    assert [task["title"] for task in page["tasks"]["items"]] == ["сделать"]
    assert {client["name"] for client in page["latest_clients"]} == {"ждёт", "ответили"}
    assert {deal["title"] for deal in page["latest_deals"]} == {"застряла", "в плане"}
    await db.run("update public.stages set stale_after_days = 7")
    await db.run("update public.deals set stage_entered_at = now() - interval '8 days'")
    now = sales.made(await anna.get("/api/v1/dashboard/manager"))["now"]
    assert [deal["id"] for deal in now["stale"]["items"]] == [planned["id"]]
    assert now["without_next_step"]["count"] == 1, "a deal is in one pile"
    empty = sales.made(await api.as_(BOHDAN).get("/api/v1/dashboard/manager"))
    assert (empty["now"]["waiting"]["count"], empty["tasks"]["count"], empty["latest_deals"]) == (0, 0, [])


async def test_a_reassigned_client_leaves_the_figures_where_they_were(api: Api, db: Base) -> None:
    anna, admin = api.as_(ANNA), api.as_(ADMIN)
    stages = await sales.stages(anna)
    client_id = await sales.client(db, ANNA)
    deal = await sales.deal(anna, client_id, amount_minor=10_00)
    await sales.move(anna, deal["id"], stages["won"])
    async with db.as_user(ADMIN.id) as connection:
        await connection.fetch("select app.assign_clients(array[$1::uuid], $2)", client_id, BOHDAN.id)
    await sales.move(api.as_(BOHDAN), deal["id"], stages["lost"], lost_reason="price")

    rows = {
        row["manager"]["full_name"]: row
        for row in sales.made(await admin.get("/api/v1/dashboard/team"))["team"]
    }
    annas, bohdans = rows[ANNA.full_name], rows[BOHDAN.full_name]
    assert (annas["leads"], annas["deals_won"], annas["sales_minor"]) == (1, 1, 10_00)
    assert (bohdans["leads"], bohdans["deals_won"], bohdans["deals_lost"]) == (0, 0, 1)
    assert sales.made(await anna.get("/api/v1/dashboard/manager"))["kpi"]["sales"]["value"] == 10_00


async def test_the_team_page_adds_up(api: Api, db: Base) -> None:
    admin = api.as_(ADMIN)
    await people.sign_in(db, ANNA.id)
    source = await db.value(
        "insert into public.lead_sources (channel, name) values ('site', 'Сайт') returning id::text"
    )
    for person, amount in ((ANNA, 10_00), (BOHDAN, 20_00)):
        caller = api.as_(person)
        client_id = await sales.client(db, person)
        await db.run("update public.clients set source_id = $1 where id = $2", source, client_id)
        deal = await sales.deal(caller, client_id, amount_minor=amount)
        await sales.move(caller, deal["id"], (await sales.stages(caller))["won"])
        await sales.deal(caller, client_id)
        await sales.task(caller, client_id=client_id, due_at="2020-01-01T00:00:00Z")
    await db.run(
        "insert into public.clients (owner_id, name) values ('00000000-0000-0000-0000-000000000000', 'ничей')"
    )

    page = sales.made(await admin.get("/api/v1/dashboard/team", params={"period": "week"}))
    team, totals = page["team"], page["totals"]
    names = [row["manager"]["full_name"] if row["manager"] else None for row in team]
    assert names == [BOHDAN.full_name, ANNA.full_name, None]
    for name in ("leads", "deals_won"):
        assert sum(row[name] for row in team) == totals[name]["value"]
    assert sum(row["sales_minor"] for row in team) == totals["sales"]["value"] == 30_00
    assert totals["leads"]["value"] == 3
    # Whoever changes something is at work, signed in or not.
    assert [row["state"] for row in team] == ["working", "working", "off"]
    assert totals["working_now"] == 2
    assert team[0]["load"] == {"open_deals": 1, "tasks_due": 1, "waiting": 0, "total": 2}
    shares = [
        (s["source"] and s["source"]["name"], s["leads"], s["deals_won"], s["sales_minor"])
        for s in page["sources"]
    ]
    assert shares == [("Сайт", 2, 2, 30_00), (None, 1, 0, 0)]


async def test_a_manager_sees_his_own_page_only(api: Api) -> None:
    anna, admin = api.as_(ANNA), api.as_(ADMIN)
    sales.refused(await anna.get("/api/v1/dashboard/team"), 403, "admin_only")
    answer = await anna.get("/api/v1/dashboard/manager", params={"manager": str(BOHDAN.id)})
    assert answer.status_code == 404
    page = sales.made(await admin.get("/api/v1/dashboard/manager", params={"manager": str(BOHDAN.id)}))
    assert page["manager"]["full_name"] == BOHDAN.full_name


async def test_the_copies_on_clients_equal_the_facts(api: Api, db: Base) -> None:
    anna, admin = api.as_(ANNA), api.as_(ADMIN)
    client_id = await sales.client(db, ANNA)
    unowned = await db.value(
        """insert into public.clients (owner_id, name) values ('00000000-0000-0000-0000-000000000000', 'ничей')
        returning id::text"""
    )
    deal = await sales.deal(anna, client_id)
    await sales.move(admin, deal["id"], (await sales.stages(anna))["won"])
    async with db.as_user(ADMIN.id) as connection:
        for each in (client_id, unowned):
            await connection.fetch("select app.assign_clients(array[$1::uuid], $2)", each, BOHDAN.id)
            await connection.execute(
                "insert into public.interactions (client_id, kind, direction) values ($1, 'call', 'out')",
                each,
            )
    copies = "select id, first_owner_id, first_answer_at, first_won_at, waiting_since from public.clients order by id"
    kept = await db.rows(copies)
    assert {row["first_owner_id"] for row in kept} == {ANNA.id, BOHDAN.id}
    await db.run(
        "update public.clients set first_owner_id = null, first_answer_at = now(), first_won_at = null"
    )
    await db.run("select app.recount_clients()")
    assert await db.rows(copies) == kept
