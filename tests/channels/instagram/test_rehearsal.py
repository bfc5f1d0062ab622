"""What connecting takes, and made-up people who write where Instagram is simulated."""

import json

import pytest

from tests.channels.instagram.conftest import Shop, texts
from tests.support.people import ANNA


@pytest.fixture
def beside(vendor: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The launcher has told the API of the simulator."""
    monkeypatch.setenv("SMENA_SIMULATOR_URL", vendor)
    return vendor


async def test_what_connecting_takes(unconnected: Shop) -> None:
    path = f"/api/v1/lead-sources/{unconnected.source_id}/connection"
    async with unconnected.as_() as admin, unconnected.as_(ANNA) as anna:
        told = (await admin.get(path)).json()
        assert (await anna.get(path)).status_code == 404
    assert (told["how"], told["configured"], told["simulated"]) == ("page", True, True)
    assert told["webhook_url"].endswith("/hooks/instagram")
    assert told["redirect_url"].endswith("/api/v1/lead-sources/connected")


async def test_a_site_is_not_connected_on_a_page_of_a_vendor(unconnected: Shop) -> None:
    async with unconnected.as_() as admin:
        site = (await admin.post("/api/v1/lead-sources", json={"channel": "site", "name": "Сайт"})).json()
        told = (await admin.get(f"/api/v1/lead-sources/{site['id']}/connection")).json()
    assert (told["how"], told["configured"], told["simulated"]) == ("snippet", False, False)


@pytest.mark.parametrize(("act", "kind"), [("comment", "comment"), ("message", "message")])
async def test_a_made_up_person_comes_in_like_any_other(beside: str, shop: Shop, act: str, kind: str) -> None:
    assert (await shop.source())["simulated"] is True
    path = f"/api/v1/lead-sources/{shop.source_id}/rehearse"
    async with shop.as_() as admin, shop.as_(ANNA) as anna:
        assert (await anna.post(path, json={"act": act})).status_code == 404
        done = await admin.post(path, json={"act": act})
    assert done.status_code == 202, done.text
    await shop.work()
    stored = await shop.base.value("select convert_from(body, 'utf8') from private.inbound_events")
    assert done.json()["text"] in stored
    if kind == "message":
        assert texts(await shop.entries()) == [("in", done.json()["text"])]
        chosen = {"language": "uk", "private_reply": "Вітаю!"}
        async with shop.as_() as admin:
            version = {"if-match": f'"{(await shop.source())["version"]}"'}
            path = f"/api/v1/lead-sources/{shop.source_id}"
            changed = await admin.patch(path, headers=version, json={"settings": chosen})
        assert changed.status_code == 200, changed.text
        (thread,) = await shop.channels()
        assert (thread["simulated"], thread["language"], thread["private_reply"]) == (True, "uk", "Вітаю!")


async def test_a_simulator_that_knows_nothing_of_us_says_so(beside: str, shop: Shop) -> None:
    await shop.sim.post("/_sim/reset")
    async with shop.as_() as admin:
        refused = await admin.post(f"/api/v1/lead-sources/{shop.source_id}/rehearse", json={"act": "comment"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "simulator_forgot")


async def test_nothing_is_rehearsed_where_nothing_is_simulated(shop: Shop) -> None:
    async with shop.as_() as admin:
        refused = await admin.post(f"/api/v1/lead-sources/{shop.source_id}/rehearse", json={"act": "comment"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "not_simulated")


async def test_a_comment_names_its_post_and_the_vendor_is_asked_once(shop: Shop) -> None:
    for username in ("olena.k", "taras"):
        await shop.act("comment", text="Ціна?", username=username)
    details = [json.loads(entry["details"]) for entry in await shop.entries()]
    assert [one["caption"] for one in details] == ["Новинки тижня"] * 2
    asked = [call for call in await shop.calls() if call["path"].endswith(f"/{details[0]['media_id']}")]
    assert len(asked) == 1
    # The simulated post is a page to look at.
    page = await shop.sim.get(details[0]["permalink"])
    assert page.status_code == 200
    assert page.text.count("Ціна?") == 2


async def test_somebody_we_know_is_named_on_what_he_writes_later(shop: Shop) -> None:
    for text in ("Ціна?", "А доставка?"):
        await shop.act("dm", text=text, username="olena.k", name="Олена К.")
    assert [entry["author_name"] for entry in await shop.entries()] == ["Олена К.", "@olena.k"]
