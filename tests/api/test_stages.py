"""The columns of the board: an admin's to change."""

from tests.api import sales
from tests.support.client import Api
from tests.support.database import Base
from tests.support.people import ADMIN, ANNA


async def test_open_stages_go_before_the_closing_ones(api: Api) -> None:
    admin = api.as_(ADMIN)
    sales.made(await admin.post("/api/v1/stages", json={"name": "Замер", "stale_after_days": 2}), 201)
    sales.made(await admin.post("/api/v1/stages", json={"name": "Отказ", "outcome": "lost"}), 201)
    assert list(await sales.stages(admin)) == [
        "new", "in_progress", "proposal", "Замер", "won", "lost", "Отказ",
    ]  # fmt: skip


async def test_a_renamed_stage_keeps_its_own_name(api: Api) -> None:
    admin = api.as_(ADMIN)
    (first, *_) = sales.made(await admin.get("/api/v1/stages"))["items"]
    path = f"/api/v1/stages/{first['id']}"
    tag = {"If-Match": '"1"'}
    edited = sales.made(await admin.patch(path, json={"color": "rose"}, headers=tag))
    assert (edited["key"], edited["color"], edited["version"]) == ("new", "rose", 2)
    renamed = sales.made(await admin.patch(path, json={"name": "Заявки"}, headers={"If-Match": '"2"'}))
    assert (renamed["key"], renamed["name"]) == (None, "Заявки")
    sales.refused(await admin.patch(path, json={"name": "Поздно"}, headers=tag), 412, "version_conflict")
    sales.refused(await admin.patch(path, json={"outcome": "won"}, headers=tag), 422, "invalid")


async def test_the_order_names_every_stage(api: Api) -> None:
    admin = api.as_(ADMIN)
    ids = list((await sales.stages(admin)).values())
    turned = [ids[1], ids[0], *ids[2:]]
    answer = sales.made(await admin.put("/api/v1/stages/order", json={"stage_ids": turned}))
    assert [stage["id"] for stage in answer["items"]] == turned
    for wrong in (ids[:4], [*ids, ids[0]], [*ids[:4], str(ANNA.id)]):
        body = {"stage_ids": wrong}
        sales.refused(await admin.put("/api/v1/stages/order", json=body), 409, "stages_changed_meanwhile")


async def test_an_archived_stage_hands_its_deals_over(api: Api, db: Base) -> None:
    anna, admin = api.as_(ANNA), api.as_(ADMIN)
    stages = await sales.stages(admin)
    client_id = await sales.client(db, ANNA)
    for title in ("2", "1"):
        await sales.deal(anna, client_id, title)
    stays = await sales.deal(anna, client_id, "0", stage_id=stages["proposal"])
    path = f"/api/v1/stages/{stages['new']}/archive"

    error = sales.refused(await admin.post(path, json={}), 409, "stage_in_use")
    assert "move_deals_to" in error["fields"]
    for target, code in ((stages["won"], "stage_of_other_kind"), (stages["new"], "unknown_stage")):
        sales.refused(await admin.post(path, json={"move_deals_to": target}), 422, code)
    answer = sales.made(await admin.post(path, json={"move_deals_to": stages["proposal"]}))
    assert (answer["moved"], bool(answer["stage"]["archived_at"])) == (2, True)
    assert await sales.titles(anna, "proposal") == ["0", "1", "2"]
    assert "new" not in await sales.stages(admin)
    sales.refused(
        await anna.post(f"/api/v1/deals/{stays['id']}/move", json={"stage_id": stages["new"]}),
        422,
        "unknown_stage",
    )
    history = sales.made(
        await anna.get(f"/api/v1/deals/{(await sales.column(anna, 'proposal'))['items'][1]['id']}")
    )["history"]
    assert [(e["from_stage"] or {}).get("key") for e in history] == [None, "new"]
    assert history[-1]["actor"]["full_name"] == ADMIN.full_name


async def test_one_stage_of_each_kind_stays(api: Api) -> None:
    admin = api.as_(ADMIN)
    stages = await sales.stages(admin)
    for key in ("won", "lost"):
        answer = await admin.post(f"/api/v1/stages/{stages[key]}/archive", json={})
        sales.refused(answer, 409, "last_stage_of_kind")
    for key in ("new", "in_progress"):
        sales.made(await admin.post(f"/api/v1/stages/{stages[key]}/archive", json={}))
    answer = await admin.post(f"/api/v1/stages/{stages['proposal']}/archive", json={})
    sales.refused(answer, 409, "last_stage_of_kind")
    sales.refused(
        await admin.post(f"/api/v1/stages/{stages['new']}/archive", json={}), 404, "stage_not_found"
    )


async def test_a_manager_reads_them_only(api: Api) -> None:
    anna = api.as_(ANNA)
    before = await anna.get("/api/v1/stages")
    ids = list((await sales.stages(anna)).values())
    for answer in (
        await anna.post("/api/v1/stages", json={"name": "x"}),
        await anna.put("/api/v1/stages/order", json={"stage_ids": ids}),
        await anna.patch(f"/api/v1/stages/{ids[0]}", json={"name": "x"}, headers={"If-Match": '"1"'}),
        await anna.post(f"/api/v1/stages/{ids[0]}/archive", json={}),
    ):
        sales.refused(answer, 403, "admin_only")
    assert (await anna.get("/api/v1/stages")).text == before.text
