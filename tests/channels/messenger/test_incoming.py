"""What people do on Facebook, through webhook, worker and reading: one entry each, whichever way and however often."""

import json

from api.auth.principal import SERVICE
from channels.messenger.events import fragment
from simulator.messenger.state import PAGE
from tests.channels.instagram.conftest import Shop, texts
from workers.accounts.queries import receive


def touch(client: dict[str, object]) -> dict[str, str]:
    found: dict[str, str] = json.loads(str(client["first_touch"]))
    return found


async def test_messenger(shop: Shop) -> None:
    await shop.faults(duplicate=1, shape="array")
    said = await shop.act("ad_dm", text="Яка ціна?")
    await shop.faults(duplicate=0, shape="changes")
    client = await shop.client()
    assert client["name"] == "Olena K", "asked of Facebook: a delivery names an id"
    assert (touch(client)["ad_id"], touch(client)["utm_campaign"]) == ("120210000000001", "Autumn sale")
    await shop.act("edit", mid=said["mid"], text="Яка ціна сьогодні?")
    await shop.act("dm", attachment="sticker")
    await shop.act("postback", title="Узнать цену")
    await shop.act("react", mid=said["mid"])
    await shop.act("referral", ref="qr_shop")
    await shop.act("inbox_reply", text="Сто")
    await shop.advance("1s")  # an echo takes its time
    await shop.act("read")
    entries = await shop.entries()
    assert texts(entries) == [
        ("in", "Яка ціна сьогодні?"),
        ("in", ""),
        ("in", "Узнать цену"),
        ("out", "Сто"),
    ]
    assert json.loads(entries[1]["attachments"])[0]["kind"] == "sticker"
    # Typed in Meta's own inbox: nobody of ours wrote it; it was delivered, and everything up to now is read.
    assert (entries[3]["author_id"], entries[3]["status"]) == (None, "read")
    assert json.loads(entries[3]["details"])["by_hand"] is True
    assert (await shop.client())["waiting_since"] is None
    await shop.act("unsend", mid=said["mid"])
    assert (await shop.entries())[0]["withdrawn_at"] is not None
    stored = await shop.base.rows(
        "select kind, quarantine_reason from private.inbound_events where status = 'ignored' order by kind"
    )
    assert [tuple(row) for row in stored] == [("referral", "visit")]


async def test_comments(shop: Shop) -> None:
    first = await shop.act("comment", text="Ціна?")
    await shop.act("like")
    await shop.act("comment", text="Яка ціна цього?", name="Ivan", parent=first["comment_id"])
    await shop.act("edit_comment", comment_id=first["comment_id"], text="Яка ціна?")
    await shop.read()
    await shop.read()
    bodies = {entry["external_id"]: entry for entry in await shop.entries()}
    assert sorted(entry["body"] for entry in bodies.values()) == ["Яка ціна цього?", "Яка ціна?"]
    assert await shop.base.value("select count(*) from public.clients") == 2
    details = json.loads(bodies[first["comment_id"]]["details"])
    assert details["caption"] == "Осіння колекція" and details["permalink"].startswith("https://")
    await shop.act("delete_comment", comment_id=first["comment_id"])
    assert (
        await shop.base.value(
            "select body from public.interactions where external_id = $1", first["comment_id"]
        )
        == ""
    )
    # Changed and deleted without a word to us: reading sees it, a deletion the second time.
    answer = next(one for one in bodies.values() if one["body"] == "Яка ціна цього?")
    await shop.faults(drop=2)
    await shop.act("edit_comment", comment_id=answer["external_id"], text="Яка ціна столу?")
    kept = "update private.source_upkeep set cursor = jsonb_set(cursor, array['posts', $1, 'read_at'], '0')"
    await shop.base.run(kept, first["post_id"])
    await shop.read()
    said = "select body, edited_at is not null, withdrawn_at is not null from public.interactions where external_id = $1"
    assert tuple((await shop.base.rows(said, answer["external_id"]))[0]) == ("Яка ціна столу?", True, False)
    await shop.act("delete_comment", comment_id=answer["external_id"])
    for withdrawn in (False, True):
        await shop.base.run(kept, first["post_id"])
        await shop.read()
        assert (await shop.base.rows(said, answer["external_id"]))[0][2] == withdrawn
    await shop.faults(drop=0)
    # A commentator who writes is one client.
    await shop.act("dm", text="Добрий день", name="Ivan")
    assert await shop.base.value("select count(*) from public.clients") == 2
    # Whose author is not told is a lead of his own, who can be answered under the comment.
    value = {
        "item": "comment",
        "verb": "add",
        "comment_id": "1_2",
        "post_id": f"{PAGE}_1",
        "message": "Ціна?",
    }
    hidden = {**value, "verb": "hide", "created_time": 1795330000}
    told = [fragment(PAGE, "feed", one, 1795330000) for one in (value, hidden, value)]
    async with shop.database.write(SERVICE) as tx:
        assert await receive(tx, "messenger", shop.source_id, told) == 2
    await shop.work()
    assert await shop.base.value("select count(*) from public.clients where name = '—'") == 1
    # An answer that a worker has before the words that it answers waits for them.
    sides = {"sender": {"id": PAGE}, "recipient": {"id": "7"}, "timestamp": 1795330000}
    answer = {**sides, "message": {"mid": "m_answer", "text": "Сто", "is_echo": True}}
    words = {
        "sender": {"id": "7"},
        "recipient": {"id": PAGE},
        "timestamp": 1795329000,
        "message": {"mid": "m_words", "text": "Ціна?"},
    }
    for value in (answer, words):
        async with shop.database.write(SERVICE) as tx:
            await receive(tx, "messenger", shop.source_id, [fragment(PAGE, "messaging", value, 1795330000)])
    await shop.work()
    await shop.base.run("update private.inbound_events set next_attempt_at = now() where status = 'pending'")
    await shop.work()
    both = await shop.base.rows(
        "select external_id from public.interactions where external_id like 'm_%' order by 1"
    )
    assert {row[0] for row in both} >= {"m_answer", "m_words"}


async def test_leads_of_advertisements_and_lost_webhooks_come_in_once(shop: Shop) -> None:
    answers = {"what_do_you_need?": "двері", "city": "Київ"}
    await shop.act("lead", email="Olena@Test.example", answers=answers)
    client = await shop.client()
    assert (client["name"], client["city"]) == ("Olena K", "Київ")
    told = touch(client)
    assert (told["ad_id"], told["adset_id"], told["form_id"], told["platform"], told["utm_campaign"]) == (
        "120210000000001",
        "1202100000000013",
        "777000000000001",
        "ig",
        "Осінь",
    )
    contacts = await shop.base.rows("select kind, normalized from public.client_contacts order by kind")
    assert [tuple(row) for row in contacts] == [("email", "olena@test.example"), ("phone", "+380671234567")]
    (entry,) = await shop.entries()
    assert (entry["kind"], entry["body"]) == ("form", "what do you need?: двері")
    await shop.read()
    assert len(await shop.entries()) == 1
    # What Facebook does not tell at the moment is read when it does; the same phone is the same client.
    await shop.faults(error_next=[{"code": 2}])
    await shop.act("lead", answers={"quantity": "2"})
    assert len(await shop.entries()) == 1
    assert await shop.base.value("select poll_at <= now() from private.source_upkeep")
    await shop.read()
    assert [entry["body"] for entry in await shop.entries()] == ["what do you need?: двері", "quantity: 2"]
    assert await shop.base.value("select count(*) from public.clients") == 1
    # Lost webhooks are read, each once.
    await shop.read()
    await shop.faults(drop=50)
    await shop.act("comment", text="Ціна?", name="A")
    await shop.act("dm", text="Ціна?", name="B")
    await shop.act("inbox_reply", text="Сто", name="B")
    await shop.act("lead", full_name="C", phone_number="+380501234567")
    known = {entry["id"] for entry in await shop.entries()}
    for _ in range(2):
        await shop.read()
    fresh = [entry for entry in await shop.entries() if entry["id"] not in known]
    assert sorted(texts(fresh)) == [
        ("in", ""),
        ("in", "Ціна?"),
        ("in", "Ціна?"),
        ("out", "Сто"),
    ]
    assert await shop.base.value("select count(*) from public.notifications where kind = 'lead_new'") == 4
