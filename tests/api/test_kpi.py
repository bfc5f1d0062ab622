"""Reports of figures: what they say, to whom, and that every figure opens as many rows as it says."""

import json
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.api import sales
from tests.support.client import Api
from tests.support.database import Base
from tests.support.people import ADMIN, ANNA, BOHDAN

PATH = "/api/v1/kpi"
Json = dict[str, Any]


def today() -> date:
    """The company's."""
    return datetime.now(ZoneInfo("Europe/Kyiv")).date()


async def tell(api: Api, db: Base) -> dict[str, str]:
    """Anna sells one of two, loses another; Bohdan answers; a few tasks."""
    anna, bohdan = api.as_(ANNA), api.as_(BOHDAN)
    stages = await sales.stages(anna)
    ids = {name: await sales.client(db, ANNA, name) for name in ("купил", "думает", "ушёл")}
    ids["чужой"] = await sales.client(db, BOHDAN, "чужой")
    source = await db.value("select id from public.lead_sources where channel = 'site'")
    await db.run("update public.clients set source_id = $1 where name in ('купил', 'думает')", source)
    for name, outcome, amount in (
        ("купил", "won", 100_00),
        ("ушёл", "lost", 70_00),
        ("думает", "proposal", 30_00),
    ):
        deal = await sales.deal(anna, ids[name], name, amount_minor=amount)
        await sales.move(
            anna, deal["id"], stages[outcome], **({"lost_reason": "price"} if outcome == "lost" else {})
        )
        ids[f"сделка {name}"] = deal["id"]
    async with db.as_user(BOHDAN.id) as connection:
        await connection.execute(
            "insert into public.interactions (client_id, kind, direction, body) values ($1::uuid, 'call', 'out', '')",
            ids["чужой"],
        )
    done = await sales.task(anna, "сделано", client_id=ids["думает"])
    sales.made(await anna.post(f"/api/v1/tasks/{done['id']}/complete", json={}))
    await sales.task(bohdan, "просрочено", due_at="2020-01-01T00:00:00Z")
    return ids


async def test_figures_of_managers(api: Api, db: Base) -> None:
    await tell(api, db)
    report = sales.made(await api.as_(ADMIN).get(f"{PATH}/managers", params={"period": "today"}))
    assert report["period"]["from_day"] == str(today())
    assert report["period"]["live"] is True
    assert (report["period"]["time_zone"], report["period"]["currency"]) == ("Europe/Kyiv", "UAH")
    rows = {row["manager"]["full_name"]: row["figures"] for row in report["managers"]}
    anna, bohdan = rows[ANNA.full_name], rows[BOHDAN.full_name]
    assert [anna[k]["value"] for k in ("leads", "deals_created", "deals_won", "deals_lost", "sales", "tasks_done")] == [
        3, 3, 1, 1, 100_00, 1,
    ]  # fmt: skip
    assert anna["win_rate"] == {
        "value": 0.5, "numerator": 1, "denominator": 2, "small_sample": True, "unripe": None, "unit": "share",
    }  # fmt: skip
    assert (anna["conversion"]["value"], anna["conversion"]["unripe"]) == (0.3333, 2)
    assert (anna["sales_per_hour"]["value"], anna["sla"]["value"]) == (None, None), "nothing to say yet"
    assert (
        bohdan["leads_handled"]["value"],
        bohdan["interactions_out"]["value"],
        bohdan["tasks_overdue"]["value"],
    ) == (1, 1, 1)
    total = report["total"]
    assert (total["figures"]["leads"]["value"], total["figures"]["sales"]["value"]) == (4, 100_00)
    assert total["times"]["first_response"]["sample"] == 1
    assert report["team_medians"]["win_rate"] == {"median": None, "sample": 0}

    own = sales.made(
        await api.as_(ANNA).get(f"{PATH}/managers", params={"period": "today", "manager": str(ANNA.id)})
    )
    assert [row["manager"]["id"] for row in own["managers"]] == [str(ANNA.id)]
    assert own["managers"][0]["figures"] == anna


async def test_a_manager_sees_nobody_elses_figures(api: Api) -> None:
    anna = api.as_(ANNA)
    for path in ("managers", "sources", "origins", "funnel", "compare", "days", "now"):
        sales.refused(await anna.get(f"{PATH}/{path}"), 403, "admin_only")
        sales.refused(
            await anna.get(f"{PATH}/{path}", params={"manager": str(BOHDAN.id)}), 404, "member_not_found"
        )
    for path in ("rows", "rows/sum"):
        params = {"metric": "leads", "manager": str(BOHDAN.id)}
        sales.refused(await anna.get(f"{PATH}/{path}", params=params), 404, "member_not_found")
    sales.refused(await anna.get(f"{PATH}/targets", params={"month": "2026-01-01"}), 403, "admin_only")
    address = f"{PATH}/targets/{ANNA.id}/2026-01-01"
    sales.refused(await anna.put(address, json={"goals": {"leads": 1}}), 403, "admin_only")
    sales.refused(
        await anna.post(f"{PATH}/exchange-rates", json={"currency": "USD", "rate": "41.5"}), 403, "admin_only"
    )
    sales.refused(await anna.put(f"{PATH}/office-hours", json={"items": []}), 403, "admin_only")


@pytest.mark.parametrize("manager", [None, ANNA])
async def test_every_figure_of_every_report_opens_its_rows(api: Api, db: Base, manager: Any) -> None:
    await tell(api, db)
    caller = api.as_(manager or ADMIN)
    whose = {"period": "today", **({"manager": str(manager.id)} if manager else {})}

    async def check(figure: Json, key: str, **more: str) -> None:
        parts = ["numerator"] if figure["denominator"] is None else ["numerator", "denominator"]
        for part in parts:
            params = {**whose, "metric": key, "part": part, **more}
            came = sales.made(await caller.get(f"{PATH}/rows/sum", params=params))
            assert came["sum"] == (figure["value"] if len(parts) == 1 else figure[part]), (key, part, more)
            rows = await sales.pages(caller, f"{PATH}/rows", **params, limit=2)
            assert (len(rows), sum(row["amount"] for row in rows)) == (came["rows"], came["sum"]), key

    report = sales.made(await caller.get(f"{PATH}/managers", params=whose))
    for key, figure in report["total"]["figures"].items():
        await check(figure, key)
    for source in sales.made(await caller.get(f"{PATH}/sources", params=whose))["sources"]:
        name = source["source"]["id"] if source["source"] else "00000000-0000-0000-0000-000000000000"
        for key, figure in source["figures"].items():
            await check(figure, key, source=name)
    # By origin: every level opens its rows and adds up to the one above, and all of it is what all sources come to.
    origins = sales.made(await caller.get(f"{PATH}/origins", params=whose))
    sums = {key: f["value"] for key, f in report["total"]["figures"].items() if f["denominator"] is None}
    for key, figure in origins["total"]["figures"].items():
        if figure["denominator"] is None:
            assert (
                figure["value"] == sums[key] == sum(c["figures"][key]["value"] for c in origins["channels"])
            )
    assert {channel["channel"] for channel in origins["channels"]} == {"site", None}
    for channel in origins["channels"]:
        named = {"channel": channel["channel"] or ""}
        for key in ("leads", "win_rate"):
            await check(channel["figures"][key], key, **named)
        for kind in channel["types"]:
            await check(kind["figures"]["conversion"], "conversion", **named, type=kind["type"])
            for one in kind["campaigns"]:
                more = {**named, "type": kind["type"], "campaign": one["campaign"] or ""}
                await check(one["figures"]["sales"], "sales", **more)
    for stage in sales.made(await caller.get(f"{PATH}/funnel", params=whose))["stages"]:
        fates = ("entered", "advanced", "won", "lost", "moved_back", "still_there")
        assert stage["entered"] == sum(stage[fate] for fate in fates[1:])
        for fate in fates:
            figure = {"value": stage[fate], "denominator": None}
            await check(figure, f"stage_{fate}", stage=stage["stage"]["id"])
    for key, took in report["total"]["times"].items():
        came = sales.made(await caller.get(f"{PATH}/rows/sum", params={**whose, "metric": key}))
        assert came["rows"] == took["sample"], key
    days = sales.made(await caller.get(f"{PATH}/days", params=whose))["days"]
    totals = report["total"]["figures"]
    assert {k: v for k, v in days[-1]["values"].items() if k != "unripe"} == {
        key: figure["value"] for key, figure in totals.items() if figure["denominator"] is None
    }


async def test_a_client_who_went_to_a_colleague_counts_but_is_not_shown(api: Api, db: Base) -> None:
    ids = await tell(api, db)
    async with db.as_user(ADMIN.id) as connection:
        await connection.execute("select app.assign_clients(array[$1::uuid], $2)", ids["купил"], BOHDAN.id)
    params = {"period": "today", "metric": "sales", "manager": str(ANNA.id)}
    (row,) = sales.made(await api.as_(ANNA).get(f"{PATH}/rows", params=params))["items"]
    assert (row["amount"], row["client"], row["deal"], row["elsewhere"]) == (100_00, None, None, True)
    (row,) = sales.made(await api.as_(ADMIN).get(f"{PATH}/rows", params=params))["items"]
    assert (row["client"]["name"], row["manager"]["id"]) == ("купил", str(ANNA.id))
    current = sales.made(
        await api.as_(ADMIN).get(f"{PATH}/managers", params={"period": "today", "by": "current"})
    )
    by_owner = {row["manager"]["full_name"]: row["figures"]["sales"]["value"] for row in current["managers"]}
    assert (by_owner[ANNA.full_name], by_owner[BOHDAN.full_name]) == (0, 100_00)


async def test_a_slip_undone_at_once_is_no_sale(api: Api, db: Base) -> None:
    anna, stages = api.as_(ANNA), await sales.stages(api.as_(ANNA))
    deal = await sales.deal(anna, await sales.client(db, ANNA), amount_minor=10_00)
    for stage in ("won", "new"):
        await sales.move(anna, deal["id"], stages[stage])

    async def figures() -> list[int]:
        params = {"period": "today", "manager": str(ANNA.id)}
        found = sales.made(await anna.get(f"{PATH}/managers", params=params))["total"]["figures"]
        return [found[k]["value"] for k in ("deals_won", "deals_lost", "sales", "converted")]

    assert await figures() == [0, 0, 0, 0]
    await sales.move(anna, deal["id"], stages["won"])
    assert await figures() == [1, 0, 10_00, 1], "and then he means it"
    await db.run("alter table public.deal_stage_events disable trigger user")
    await db.run("update public.deal_stage_events set occurred_at = occurred_at - interval '10 minutes'")
    await db.run("alter table public.deal_stage_events enable trigger user")
    await sales.move(anna, deal["id"], stages["new"])
    assert await figures() == [1, 0, 10_00, 1], "reopening later ends the episode, it does not take it back"
    await sales.move(anna, deal["id"], stages["won"])
    assert await figures() == [1, 0, 10_00, 1], "a reopening taken back at once is a slip, too"


@pytest.mark.parametrize(
    ("name", "days"),
    [("yesterday", 1), ("last_week", 7), ("week", None), ("month", None), ("quarter", None), ("last_month", None), ("last_quarter", None)],
)  # fmt: skip
async def test_periods(api: Api, name: str, days: int | None) -> None:
    report = sales.made(await api.as_(ADMIN).get(f"{PATH}/compare", params={"period": name}))
    period = {
        k: date.fromisoformat(v) for k, v in report["period"].items() if k[-3:] == "day" or k[:6] == "before"
    }
    assert period["from_day"] <= today()
    assert days is None or (period["to_day"] - period["from_day"]).days == days
    assert period["before_from"] < period["before_to"] <= period["from_day"]
    assert report["period"]["live"] is (period["to_day"] > today())


async def test_days_of_ones_own_and_another_period_beside(api: Api) -> None:
    admin = api.as_(ADMIN)
    params = {"period": "custom", "from": "2026-03-01", "to": "2026-03-11"}
    report = sales.made(await admin.get(f"{PATH}/compare", params=params))
    assert [report["period"][k] for k in ("before_from", "before_to")] == ["2026-02-19", "2026-03-01"]
    other = sales.made(
        await admin.get(
            f"{PATH}/compare", params={**params, "against_from": "2025-03-01", "against_to": "2025-03-11"}
        )
    )
    assert [other["period"][k] for k in ("before_from", "before_to")] == ["2025-03-01", "2025-03-11"]
    assert other["figures"]["sales"]["difference"] == 0
    for wrong in ({"period": "custom"}, {"period": "custom", "from": "2026-03-11", "to": "2026-03-01"}):
        sales.refused(await admin.get(f"{PATH}/compare", params=wrong), 422, "unknown_period")
    sales.refused(await admin.get(f"{PATH}/rows", params={"metric": "luck"}), 422, "unknown_metric")


async def test_targets_and_progress(api: Api, db: Base) -> None:
    await tell(api, db)
    admin, month = api.as_(ADMIN), today().replace(day=1)
    address = f"{PATH}/targets/{ANNA.id}/{month}"
    sales.made(await admin.put(address, json={"goals": {"sales": 400_00, "leads": 3, "tasks_done": 9}}))
    sales.made(await admin.put(address, json={"goals": {"tasks_done": None, "leads": 4}}))
    (anna,) = sales.made(
        await api.as_(ANNA).get(f"{PATH}/targets", params={"month": str(today()), "manager": str(ANNA.id)})
    )["managers"]
    found = {t["metric"]: (t["goal"], t["value"], t["share"]) for t in anna["targets"]}
    assert found == {"sales": (400_00, 100_00, 0.25), "leads": (4, 3, 0.75)}
    last = (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    pace = {t["metric"]: t["pace"] for t in anna["targets"]}["leads"]
    assert pace == pytest.approx(4 * today().day / last.day, abs=0.06)
    assert (await admin.put(address, json={"goals": {"luck": 1}})).status_code == 422


async def test_money_of_another_currency(api: Api, db: Base) -> None:
    anna, admin, stages = api.as_(ANNA), api.as_(ADMIN), await sales.stages(api.as_(ANNA))
    deal = await sales.deal(anna, await sales.client(db, ANNA), amount_minor=10_00, currency="USD")
    await sales.move(anna, deal["id"], stages["won"])

    async def figures() -> list[int]:
        found = sales.made(await admin.get(f"{PATH}/managers", params={"period": "today"}))["total"][
            "figures"
        ]
        return [found[k]["value"] for k in ("deals_won", "unconverted", "sales")]

    assert await figures() == [1, 1, 0]
    sales.made(await admin.post(f"{PATH}/exchange-rates", json={"currency": "USD", "rate": "41.555"}), 201)
    assert await figures() == [1, 0, 415_55]
    newest = sales.made(
        await admin.post(f"{PATH}/exchange-rates", json={"currency": "USD", "rate": "50"}), 201
    )
    first = sales.made(await admin.get(f"{PATH}/exchange-rates", params={"limit": 1}))
    assert first["items"] == [newest] and newest["rate"] == "50.0000000000"
    rest = sales.made(await admin.get(f"{PATH}/exchange-rates", params={"cursor": first["next"]}))
    assert ([rate["rate"] for rate in rest["items"]], rest["next"]) == (["41.5550000000"], None)
    assert await figures() == [1, 0, 415_55], "the rate of the moment of winning stays"
    sales.refused(
        await admin.post(f"{PATH}/exchange-rates", json={"currency": "UAH", "rate": "1"}), 422, "own_currency"
    )


async def test_answers_in_office_hours(api: Api, db: Base) -> None:
    admin = api.as_(ADMIN)
    hours = {"items": [{"weekday": n, "opens": "09:00", "closes": "18:00"} for n in range(1, 6)]}
    assert sales.made(await admin.put(f"{PATH}/office-hours", json=hours)) == hours
    client_id = await sales.client(db, ANNA)
    # Friday evening to Monday morning; the Monday before is a holiday.
    await db.run(
        "update public.clients set received_at = '2026-03-06 17:50 Europe/Kyiv', created_at = '2026-03-06 17:50 Europe/Kyiv'"
    )
    await db.run("insert into public.schedule_exceptions (day, kind) values ('2026-03-09', 'holiday')")
    await db.run(
        """insert into public.interactions (client_id, owner_id, kind, direction, author_id, occurred_at)
        values ($1, $2, 'message', 'out', $2, '2026-03-10 09:05 Europe/Kyiv')""",
        client_id,
        ANNA.id,
    )
    params = {"period": "custom", "from": "2026-03-06", "to": "2026-03-07"}
    times = sales.made(await admin.get(f"{PATH}/managers", params=params))["total"]["times"]
    assert times["first_response_business"]["median"] == 15 * 60
    assert times["first_response"]["median"] == (3 * 24 + 15) * 3600 + 15 * 60


async def test_speed_of_sales_and_load(api: Api, db: Base) -> None:
    await tell(api, db)
    now = sales.made(await api.as_(ADMIN).get(f"{PATH}/now"))
    velocity = now["velocity"]
    assert (
        velocity["open_deals"],
        velocity["average_minor"],
        velocity["win_rate"],
        velocity["cycle_days"],
    ) == (1, 100_00, 0.5, 1)
    assert velocity["value"] == 50_00
    loads = {row["manager"]["full_name"]: row["total"] for row in now["workload"]}
    assert loads == {ANNA.full_name: 1, BOHDAN.full_name: 1}
    assert {row["team_median"] for row in now["workload"]} == {1}
    empty = sales.made(await api.as_(BOHDAN).get(f"{PATH}/now", params={"manager": str(BOHDAN.id)}))
    assert empty["velocity"]["value"] is None


async def test_every_figure_explains_itself(api: Api, db: Base) -> None:
    keys = {
        row[0]
        for row in await db.rows("select key from app.kpi_metrics() union select key from app.kpi_ratios()")
    }
    units = {
        row[0]: row[1]
        for row in await db.rows(
            "select key, unit from app.kpi_metrics() union select key, unit from app.kpi_ratios()"
        )
    }
    parts = {
        row[0]: (row[1], row[2])
        for row in await db.rows("select key, numerator, denominator from app.kpi_ratios()")
    }
    names = {}
    for language in ("ru", "uk", "en"):
        answer = await api.as_(ANNA).get(f"{PATH}/formulas", headers={"Accept-Language": language})
        items = sales.made(answer)["items"]
        assert {item["key"] for item in items} == keys - {"unripe"}
        for item in items:
            assert item["unit"] == units[item["key"]]
            assert (item["numerator"], item["denominator"]) == parts.get(item["key"], (None, None))
            assert item["name"]
            assert item["formula"]
        names[language] = json.dumps([item["name"] for item in items])
    assert len(set(names.values())) == 3
