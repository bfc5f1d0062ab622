"""What people do on Instagram, through webhook, worker and reading: one entry each, whichever way and however often."""

import json
from typing import Any

import httpx
import pytest

from simulator.core.dispatch import Event
from simulator.core.faults import Faults
from simulator.instagram.state import APP_SECRET, SHOP
from simulator.meta.webhooks import envelope, sign
from tests.channels.instagram.conftest import Shop, texts


async def again(shop: Shop, *shapes: str) -> None:
    """Instagram posts its newest comment once more, in other shapes."""
    told = (await shop.sim.get("/_sim/deliveries", params={"vendor": "instagram"})).json()["deliveries"]
    body = json.loads(told[-1]["body"])
    (entry,) = (body[0] if isinstance(body, list) else body)["entry"]
    value = entry["value"] if "value" in entry else entry["changes"][0]["value"]
    for shape in shapes:
        await posted(shop, Event(SHOP, "changes", value, "comments", entry["time"]), shape=shape)
    await shop.work()


async def posted(shop: Shop, *events: Event, **faults: Any) -> None:
    """A delivery as Instagram signs it."""
    body = envelope("instagram", events, Faults(**faults))
    headers = {"content-type": "application/json", **sign(body, APP_SECRET)}
    async with httpx.AsyncClient(trust_env=False) as http:
        answer = await http.post(f"{shop.crm}/hooks/instagram", content=body, headers=headers)
    assert answer.status_code == 200, answer.text


async def touches(shop: Shop) -> list[dict[str, Any]]:
    """Verdicts on where everything came from, in its order."""
    rows = await shop.base.rows(
        "select t.verdict from public.touches t join public.interactions i on i.id = t.interaction_id order by i.occurred_at, i.created_at"
    )
    return [json.loads(row[0]) for row in rows]


async def test_a_comment_three_times_in_every_shape_and_read_is_one_lead(shop: Shop) -> None:
    shapes = ["changes", "flat", "array"]
    for number, shape in enumerate(shapes):
        await shop.faults(duplicate=2, shape=shape)
        await shop.act("comment", text="Ціна?", username=f"user{number}")
        await again(shop, *(one for one in shapes if one != shape))
        assert len(await shop.entries()) == number + 1
    # One more that is heard of by reading alone.
    await shop.faults(drop=1)
    await shop.act("comment", text="Ціна?", username="user3")
    await shop.read()
    await shop.read()
    entries = await shop.entries()
    assert [(one["kind"], one["direction"], one["body"]) for one in entries] == [
        ("comment", "in", "Ціна?")
    ] * 4
    names = await shop.base.rows("select name from public.clients order by name")
    assert [row[0] for row in names] == ["@user0", "@user1", "@user2", "@user3"]
    assert await shop.base.value("select count(*) from public.notifications where kind = 'lead_new'") == 4
    # Whichever way it came, it came from the same place and means the same.
    one, *others = await touches(shop)
    assert (one["type"], one["rule"]) == ("comment", "R31-comment")
    assert others == [one] * 3
    assert {json.loads(entry["details"])["intent"] for entry in entries} == {"lead_price"}


async def test_an_advertisement_is_the_first_touch_and_stays_it(shop: Shop) -> None:
    await shop.act("ad_dm", text="Яка ціна?")
    await shop.act("dm", text="і доставка?")
    touch = json.loads((await shop.client())["first_touch"])
    assert (touch["ad_id"], touch["utm_campaign"], touch["ref"]) == (
        "120210000000001",
        "Autumn sale",
        "promo_11",
    )
    assert texts(await shop.entries()) == [("in", "Яка ціна?"), ("in", "і доставка?")]
    first, later = await touches(shop)
    assert (first["type"], first["medium"], first["campaign"]) == ("direct_ad", "paid", "promo_11")
    assert (later["type"], later["campaign"]) == ("direct", "")
    async with shop.as_() as admin:
        card = (await admin.get(f"/api/v1/clients/{(await shop.client())['id']}")).json()
    origin = card.get("client", card)["origin"]
    assert (origin["type"], origin["campaign"]) == ("direct_ad", "promo_11")


async def test_a_stranger_gets_his_name_or_stays_nameless(shop: Shop) -> None:
    await shop.act("dm", text="Ціна?", username="olena.k", name="Олена Коваль")
    assert (await shop.client())["name"] == "Олена Коваль"
    await shop.act("dm", text="ще", username="olena.k")
    asked = [
        call for call in await shop.calls() if "name%2Cusername" in str(call) or "name,username" in str(call)
    ]
    assert len(asked) <= 1, "asked once"


async def test_without_consent_the_lead_is_there_all_the_same(shop: Shop) -> None:
    await shop.faults(error_next=[{"code": 230}])
    await shop.act("dm", text="Ціна?", username="olena.k")
    assert (await shop.client())["name"] == "—"
    assert texts(await shop.entries()) == [("in", "Ціна?")]
    # Where the delivery names him, he is known by that.
    await shop.faults(error_next=[{"code": 230}])
    sides = {
        "sender": {"id": "826199", "username": "Ivan.P"},
        "recipient": {"id": SHOP},
        "timestamp": 1795330099876,
    }
    told = {**sides, "message": {"mid": "m_named", "text": "Ціна?"}}
    await posted(shop, Event(SHOP, "messaging", told, "messages", 1795330099))
    await shop.work()
    assert await shop.base.value("select count(*) from public.clients where name = '@ivan.p'") == 1


async def test_a_commentator_who_writes_is_one_client(shop: Shop) -> None:
    await shop.act("comment", text="Ціна?", username="olena.k")
    await shop.act("dm", text="Добрий день", username="olena.k")
    assert await shop.base.value("select count(*) from public.clients") == 1
    assert sorted(thread["kind"] for thread in await shop.channels()) == ["comments", "direct"]


async def test_edits_and_what_was_taken_back(shop: Shop) -> None:
    said = await shop.act("dm", text="Ціна?")
    await shop.act("edit", mid=said["mid"], text="Яка ціна?")
    await shop.act("edit", mid=said["mid"], text="Яка ціна сьогодні?", as_number=True)
    assert texts(await shop.entries()) == [("in", "Яка ціна сьогодні?")]
    await shop.act("unsend", mid=said["mid"])
    (entry,) = await shop.entries()
    assert (entry["body"], entry["withdrawn_at"] is not None) == ("", True)


async def test_edits_before_the_message_itself(shop: Shop) -> None:
    await shop.faults(reorder=2)
    early = await shop.happens("dm", text="Скільки?", username="taras")
    await shop.act("edit", mid=early["mid"], text="Скільки коштує?")
    assert await kinds(shop) == ["edit", "message"]
    assert texts(await shop.entries()) == [("in", "Скільки коштує?")]
    assert await shop.base.value("select body from public.interaction_revisions") == "Скільки?"

    await shop.faults(reorder=3)
    said = await shop.happens("dm", text="Ціна?")
    await shop.happens("edit", mid=said["mid"], text="Яка ціна?")
    await shop.act("unsend", mid=said["mid"])
    assert (await kinds(shop))[2:] == ["delete", "edit", "message"]
    entry = next(one for one in await shop.entries() if one["external_id"] == said["mid"])
    assert (entry["body"], entry["withdrawn_at"] is not None) == ("", True)
    # Nor do his words lie anywhere else.
    kept = await shop.base.rows(
        "select convert_from(body, 'utf8') from private.inbound_events where position(convert_to($1, 'utf8') in body) > 0",
        "іна",
    )
    assert kept == []


async def test_a_timeline_goes_by_when_things_were_said(shop: Shop) -> None:
    await shop.faults(reorder=2, duplicate=1)
    await shop.happens("dm", text="раз")
    await shop.sim.post("/_sim/clock", json={"advance": "1s"})
    await shop.act("dm", text="два")
    came = await shop.base.rows("select i.body from public.interactions i order by i.created_at, i.id")
    assert [row[0] for row in came] == ["два", "раз"]
    async with shop.as_() as admin:
        path = f"/api/v1/clients/{(await shop.client())['id']}/timeline"
        shown = (await admin.get(path)).json()["items"]
    told = [one["body"] for one in shown if one["type"] == "interaction"]
    assert told == ["два", "раз"], "the newest first"


async def kinds(shop: Shop) -> list[str]:
    """What came, in the order in which it came."""
    rows = await shop.base.rows("select kind from private.inbound_events order by received_at")
    return [row[0] for row in rows]


async def test_a_new_message_told_as_an_edit_is_read(shop: Shop) -> None:
    await shop.act("dm", text="Ціна?", via_edit=True)
    assert await shop.entries() == []
    assert await shop.base.value("select poll_at <= now() from private.source_upkeep")
    await shop.read()
    assert texts(await shop.entries()) == [("in", "Ціна?")]


async def test_stories_files_and_what_instagram_does_not_hand_over(shop: Shop) -> None:
    await shop.act("story_reply", text="скільки?")
    await shop.act("dm", attachment="image")
    await shop.act("unsupported")
    reply, file, hidden = await shop.entries()
    assert json.loads(reply["details"])["story"]["id"] == "17880000000000001"
    (attachment,) = json.loads(file["attachments"])
    assert attachment["kind"] == "image" and attachment["url"].startswith("http")
    assert json.loads(hidden["details"])["unsupported"] is True


async def test_an_answer_typed_in_the_app_is_kept_and_ends_the_waiting(shop: Shop) -> None:
    await shop.act("dm", text="Ціна?")
    await shop.act("app_reply", text="Сто")
    await shop.advance("1s")  # an echo takes its time
    assert texts(await shop.entries()) == [("in", "Ціна?"), ("out", "Сто")]
    assert (await shop.client())["waiting_since"] is None


async def test_an_answer_whose_echo_never_came_is_read(shop: Shop) -> None:
    await shop.act("dm", text="Ціна?")
    await shop.act("app_reply", text="Сто", quietly=True)
    assert len(await shop.entries()) == 1
    await shop.read()
    await shop.read()
    assert sorted(texts(await shop.entries())) == [("in", "Ціна?"), ("out", "Сто")]


async def test_forty_hours_down_lose_nothing(shop: Shop) -> None:
    await shop.read()
    await shop.faults(drop=50)
    await shop.act("comment", text="Ціна?", username="a")
    await shop.act("dm", text="Ціна?", username="b")
    await shop.act("comment", text="Яка ціна цього?", username="c")
    assert await shop.entries() == []
    await shop.read()
    assert await shop.base.value("select count(*) from public.clients") == 3
    assert await shop.base.value("select count(*) from public.notifications where kind = 'lead_new'") == 3
    await shop.read()
    assert len(await shop.entries()) == 3


async def test_comments_that_were_edited_or_deleted_are_seen_by_reading(shop: Shop) -> None:
    first = await shop.act("comment", text="Ціна?", username="a")
    second = await shop.act("comment", text="Ціна цього?", username="b")
    await shop.read()
    await shop.act("edit_comment", comment_id=first["comment_id"], text="Яка ціна?")
    await shop.act("delete_comment", comment_id=second["comment_id"])
    for _ in range(2):
        # The hour after which a post is read again though its count is the same.
        cursor = json.loads(await shop.base.value("select cursor from private.source_upkeep"))
        for post in cursor["posts"].values():
            post["read_at"] = 0
        await shop.base.run("update private.source_upkeep set cursor = $1::jsonb", json.dumps(cursor))
        await shop.read()
    bodies = {entry["external_id"]: entry["body"] for entry in await shop.entries()}
    assert bodies == {first["comment_id"]: "Яка ціна?", second["comment_id"]: ""}


async def test_what_was_there_before_is_imported_and_rings_for_nobody(unconnected: Shop) -> None:
    await unconnected.act("comment", text="Ціна?", username="a")
    await unconnected.act("dm", text="Ціна?", username="b")
    await unconnected.back(await unconnected.begin())
    # A minute is no history: as if the account had been connected later.
    await unconnected.base.run(
        "update public.lead_sources set connected_at = now() + interval '2 minutes' where account_id is not null"
    )
    await unconnected.read()
    assert await unconnected.base.value("select count(*) from public.clients") == 2
    assert await unconnected.base.value("select count(*) from public.notifications") == 0
    assert (
        await unconnected.base.value("select count(*) from public.clients where waiting_since is not null")
        == 0
    )


async def test_switched_to_direct_only(shop: Shop) -> None:
    async with shop.as_() as admin:
        version = (await shop.source())["version"]
        patched = await admin.patch(
            f"/api/v1/lead-sources/{shop.source_id}",
            json={"settings": {"take": "direct"}},
            headers={"if-match": f'"{version}"'},
        )
    assert patched.status_code == 200, patched.text
    await shop.act("comment", text="Ціна?")
    await shop.act("dm", text="Ціна?")
    assert [entry["kind"] for entry in await shop.entries()] == ["message"]


async def test_the_dashboards_test_is_no_lead(shop: Shop) -> None:
    await shop.act("test", field="comments")
    await shop.act("test", field="messages")
    assert await shop.base.value("select count(*) from private.inbound_events") == 0


@pytest.mark.parametrize("fault", ["bad_signature", "wrong_secret"])
async def test_what_is_not_signed_by_the_app_leaves_no_row_and_is_read(shop: Shop, fault: str) -> None:
    await shop.faults(**{fault: 1})
    await shop.act("dm", text="Ціна?")
    assert await shop.base.value("select count(*) from private.inbound_events") == 0
    await shop.read()
    assert texts(await shop.entries()) == [("in", "Ціна?")]
