"""Connecting a page: which of several, what was not granted, and deliveries that Facebook has ended."""

from uuid import UUID

from simulator.messenger.state import PAGE, SECOND_PAGE
from tests.channels.instagram.conftest import Shop, ways
from tests.channels.messenger.conftest import consent


async def test_a_page_and_then_another(unconnected: Shop) -> None:
    assert "refused=denied" in await unconnected.back(await consent(unconnected, decision="deny"))
    none = ["pages_messaging"]
    assert "refused=no_page" in await unconnected.back(await consent(unconnected, granted=none))
    both = [PAGE, SECOND_PAGE]
    answer = await consent(unconnected, account=both)
    assert "connected=1" in await unconnected.back(answer)
    assert "refused=expired" in await unconnected.back(answer)
    source = await unconnected.source()
    assert (source["state"], source["account_name"], source["missing"], source["simulated"]) == (
        "active",
        "Магазин (simulated)",
        [],
        True,
    )
    # The second source gets the page that the first has not, and the first keeps its own when it is connected anew.
    first = unconnected.source_id
    async with unconnected.as_() as admin:
        made = await admin.post("/api/v1/lead-sources", json={"channel": "messenger", "name": "Второй"})
    for source_id, name in ((UUID(made.json()["id"]), "Студія (simulated)"), (first, "Магазин (simulated)")):
        unconnected.source_id = source_id
        assert "connected=1" in await unconnected.back(await consent(unconnected, account=both))
        assert (await unconnected.source())["account_name"] == name
    pages = (await unconnected.there())["pages"]
    assert all({"messages", "feed", "leadgen"} <= set(page["subscribed"]) for page in pages)
    async with unconnected.as_() as admin:
        await admin.post(f"/api/v1/lead-sources/{first}/disconnect")
    assert [bool(page["subscribed"]) for page in (await unconnected.there())["pages"]] == [False, True]


async def test_whoever_was_cut_off_subscribes_again_and_misses_nothing(shop: Shop) -> None:
    await shop.read()
    await shop.faults(bad_signature=50)
    await shop.act("dm", text="Ціна?")
    await shop.advance("2h")
    assert (await shop.there())["pages"][0]["subscribed"] == []
    await shop.faults(bad_signature=0)
    await shop.read()
    assert "feed" in (await shop.there())["pages"][0]["subscribed"]
    assert [entry["body"] for entry in await shop.entries()] == ["Ціна?"]
    await shop.act("token", subcode=460)
    await shop.read()
    assert (await shop.source())["state"] == "reauth_required"
    # Connected anew without permissions for comments and leads: the rest is read all the same.
    granted = ["pages_show_list", "pages_messaging", "pages_manage_metadata", "pages_read_engagement"]
    await shop.back(await consent(shop, granted=granted))
    left_out = {"pages_read_user_content", "pages_manage_engagement", "leads_retrieval"}
    assert set((await shop.source())["missing"]) == left_out
    await shop.faults(drop=1)
    await shop.act("dm", text="Ви тут?")
    await shop.read()
    (thread,) = await shop.channels()
    assert (ways(thread), (await shop.source())["state"]) == ({"direct": None}, "active")
    assert len(await shop.entries()) == 2
