"""The list: filters, order, pages, search."""

from itertools import product
from uuid import UUID

import httpx

from tests.api.clients.making import PATH, make, names, received
from tests.support.client import Api
from tests.support.database import Base
from tests.support.people import ADMIN, ANNA, BOHDAN


async def test_filters_alone_and_together(api: Api, db: Base) -> None:
    anna, admin = api.as_(ANNA, user_role="manager"), api.as_(ADMIN, user_role="admin")
    site = str(await db.value("select id from public.lead_sources where channel = 'site'"))
    await make(anna, "A", source_id=site, tags=["опт", "vip"])
    await make(anna, "B", status="customer", tags=["опт"])
    await make(api.as_(BOHDAN), "C", source_id=site, status="lost")
    await db.run("insert into public.clients (owner_id, name) values (app.unassigned(), 'D')")
    a, b = str(ANNA.id), str(BOHDAN.id)

    assert set(await names(admin)) == {"A", "B", "C", "D"} and set(await names(anna)) == {"A", "B"}
    assert set(await names(admin, source=site)) == {"A", "C"}
    assert set(await names(admin, status=["customer", "lost"])) == {"B", "C"}
    assert set(await names(admin, owner=[a, "none"])) == {"A", "B", "D"}
    assert await names(admin, owner="none") == ["D"]
    assert await names(admin, owner=[a, b], source=site, status=["lost", "active"]) == ["C"]
    assert set(await names(admin, tag="опт")) == {"A", "B"}
    assert await names(admin, tag=["опт", "vip"], owner=a) == ["A"]
    assert await names(anna, owner=b) == [] and await names(anna, tag="опт", status="customer") == ["B"]
    assert (await admin.get(PATH, params={"owner": [a, b]})).json()["total"] == 3
    assert (await admin.get(PATH, params={"tag": "опт", "status": "lead"})).json()["total"] == 1
    assert (await admin.get(PATH, params={"status": "won"})).status_code == 422


async def test_days_are_the_companys(api: Api, db: Base) -> None:
    """Kyiv is two hours ahead of UTC in winter, and the day of the change has 23 hours."""
    anna = api.as_(ANNA)
    for name, moment in (
        ("eve", "2026-01-09T21:59:59.999Z"),
        ("midnight", "2026-01-09T22:00:00Z"),
        ("last", "2026-01-10T21:59:59.999Z"),
        ("after", "2026-01-10T22:00:00Z"),
        ("dst", "2026-03-29T20:59:59Z"),
        ("dst-after", "2026-03-29T21:00:00Z"),
    ):
        await received(db, (await make(anna, name, tags=["t"]))["id"], moment)
    admin = api.as_(ADMIN, user_role="admin")
    for caller, extra in ((anna, {}), (anna, {"tag": "t"}), (admin, {})):
        day = {"received_from": "2026-01-10", "received_to": "2026-01-10", **extra}
        assert await names(caller, **day) == ["last", "midnight"]
        assert await names(caller, received_to="2026-01-09", **extra) == ["eve"]
        assert await names(caller, received_from="2026-03-30", **extra) == ["dst-after"]
        assert await names(caller, sort="received", received_to="2026-01-10") == ["eve", "midnight", "last"]


async def test_pages_stay_right_while_clients_come_in(api: Api, db: Base) -> None:
    for caller in (api.as_(ANNA), api.as_(ADMIN, user_role="admin")):
        await pages_stay_right(caller, api, db)


async def pages_stay_right(anna: httpx.AsyncClient, api: Api, db: Base) -> None:
    """Walks every order of the list while somebody adds clients."""
    await db.run("update public.clients set archived_at = now()")
    for number in range(7):
        client = await make(anna, f"{number}", tags=["t"])
        # Three of a second: the id decides, nothing is repeated or lost.
        await received(db, client["id"], f"2026-01-01T10:00:0{number // 3}Z")
    for sort, extra in product(("-received", "received"), ({}, {"tag": "t"}, {"status": ["lead", "lost"]})):
        seen: list[str] = []
        params = {"limit": 2, "sort": sort, **extra}
        page = (await anna.get(PATH, params=params)).json()
        while True:
            seen += [item["name"] for item in page["items"]]
            if page["next"] is None:
                break
            late = await make(anna, "late", tags=["t"])
            page = (await anna.get(PATH, params={**params, "cursor": page["next"]})).json()
            await db.run("update public.clients set archived_at = now() where id = $1", UUID(late["id"]))
        assert sorted(name for name in seen if name != "late") == [str(n) for n in range(7)]
        assert seen.count("late") <= (1 if sort == "received" else 0)
    page = (await anna.get(PATH, params={"limit": 2})).json()
    for wrong in (
        {"sort": "received", "cursor": page["next"]},
        {"cursor": "AAAA"},
        {"cursor": page["next"][:-3]},
    ):
        assert (await anna.get(PATH, params=wrong)).status_code == 422


async def test_search(api: Api) -> None:
    anna = api.as_(ANNA)
    await make(anna, "Пётр Їжак", company="ТОВ «Ромашка»", phone="+380671234567", email="petr@mail.test")
    await make(anna, "Ян 100%", phone="+79161234567")
    await make(api.as_(BOHDAN), "Пётр Чужой")

    for term in ("їжак", "ЇЖ", "пётр ї", "ромаш", "0671234567", "067 123", "+38 067 12", "PETR@", "mail.t"):
        assert await names(anna, q=term) == ["Пётр Їжак"], term
    for term in ("ян", "100%", "8 916 123", "8(916)123-45-67"):
        assert await names(anna, q=term) == ["Ян 100%"], term
    for term in ("__", "%%", "ушк", "жа", "Чужой", "\\\\"):
        assert await names(anna, q=term) == [], term
    assert await names(api.as_(ADMIN), q="чужой") == ["Пётр Чужой"]
    assert await names(anna, q="пётр", status="lost") == []
    assert (await anna.get(PATH, params={"q": "пётр"})).json()["total"] == 1


async def test_common_words_are_found_newest_first(api: Api, db: Base) -> None:
    """Beyond 5,000 matches the function walks instead of gathering: same answer, no total."""
    await db.run("alter table public.clients disable trigger user")
    await db.run(
        """insert into public.clients (owner_id, name, tags, received_at)
        select $1, 'Иванов ' || n, '{t}', timestamptz '2026-01-01' + make_interval(secs => n)
        from generate_series(1, 5100) n""",
        ANNA.id,
    )
    for caller in (api.as_(ANNA), api.as_(ADMIN), api.as_(ADMIN, user_role="admin")):
        for filters in ({"q": "иванов"}, {"tag": "t"}):
            page = (await caller.get(PATH, params={"limit": 2, **filters})).json()
            assert [item["name"] for item in page["items"]] == ["Иванов 5100", "Иванов 5099"]
            assert page["total"] is None
            page = (await caller.get(PATH, params={"limit": 2, "cursor": page["next"], **filters})).json()
            assert [item["name"] for item in page["items"]] == ["Иванов 5098", "Иванов 5097"]
        assert await names(caller, limit=1, sort="received", q="иванов") == ["Иванов 1"]
