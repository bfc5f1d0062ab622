"""Somebody removes the app at Instagram or wants his data deleted; stories, mentions and what has no message yet."""

import json
from uuid import uuid4

import httpx

from api.auth.principal import SERVICE
from channels import registry
from channels.capabilities import Fragment, Outgoing
from channels.instagram import Instagram
from channels.instagram.events import fragment
from channels.media import OutgoingFile
from simulator.instagram.state import APP_SECRET
from simulator.meta.webhooks import signed_request
from tests.channels.instagram.conftest import Shop
from tests.channels.instagram.test_outgoing import ways
from workers.accounts.access import Accounts
from workers.accounts.queries import receive


async def test_whoever_removes_the_app_is_disconnected_and_admins_hear_of_it(shop: Shop) -> None:
    hooks = f"{shop.crm}/hooks/instagram"
    order = {"deauthorize_url": f"{hooks}/deauthorize", "deletion_url": f"{hooks}/delete"}
    assert (await shop.sim.post("/_sim/instagram/app", json=order)).status_code == 200
    await shop.act("dm", text="Ціна?")
    await shop.read()
    # A wish that nobody signed changes nothing; nor does a wish while the access holds.
    async with httpx.AsyncClient(trust_env=False) as http:
        for wrong in ("", "x.y", signed_request("other", {"user_id": "1"}), "%00.%00"):
            answer = await http.post(f"{hooks}/deauthorize", data={"signed_request": wrong})
            assert answer.status_code == 403, answer.text
        assert (await http.post(f"{shop.crm}/hooks/site/delete")).status_code == 404
        wish = {"signed_request": signed_request(APP_SECRET, {"user_id": "1", "algorithm": "HMAC-SHA256"})}
        answered = (await http.post(f"{hooks}/delete", data=wish)).json()
        shown = await http.get(answered["url"], headers={"accept-language": "en"})
        assert answered["confirmation_code"] in shown.text and answered["url"].startswith(shop.crm)
    assert await shop.base.value("select poll_at <= now() from private.source_upkeep")
    await shop.read()
    assert (await shop.source())["state"] == "active"
    # He removes the app: the next look is refused by Instagram itself.
    assert (await shop.act("deauthorize"))["told"] is True
    assert await shop.base.value("select poll_at <= now() from private.source_upkeep")
    await shop.read()
    source = await shop.source()
    assert source["state"] == "disconnected"
    assert await shop.base.value("select count(*) from private.credentials") == 0
    assert await shop.base.value("select count(*) from private.source_upkeep") == 0
    told = await shop.base.value("select count(*) from public.notifications where kind = 'source_attention'")
    assert told == 1
    (thread,) = await shop.channels()
    assert ways(thread) == {"direct": "source_not_ready"}


async def test_stories_reactions_links_and_mentions(shop: Shop) -> None:
    await shop.act("story_mention")
    said = await shop.act("story_reply", text="скільки?")
    await shop.act("react", mid=said["mid"])
    await shop.act("react", mid=said["mid"], emoji="😍")
    await shop.act("referral", username="taras", ref="qr_shop")
    value = {"media_id": "17990000000000077", "comment_id": "18030000000000077"}
    async with shop.database.write(SERVICE) as tx:
        told = [fragment(shop.account, "mentions", value, 1795330000)] * 2
        assert await receive(tx, "instagram", shop.source_id, told) == 1
    await shop.work()
    # He who came by the link writes: the link is his first touch.
    await shop.act("dm", text="Ціна?", username="taras")
    mention, reply, linked = await shop.entries()
    # A story's picture is fetched from Instagram; ours Instagram fetches from where it lies.
    adapter, account = (
        registry.find("instagram"),
        await Accounts(shop.database, shop.vault).find(shop.source_id),
    )
    assert isinstance(adapter, Instagram) and account is not None
    place = await adapter.place(account, json.loads(mention["attachments"])[0])
    assert httpx.URL(place.url).host in adapter.media_hosts
    file = OutgoingFile("image", "стіл.png", "image/png", b"", place.url)
    await adapter.send(account, Outgoing(uuid4(), "direct", said["from"], "", file=file))
    assert [bool(one["attachments"]) for one in (await shop.there())["messages"] if one["outgoing"]] == [True]
    touches = [json.loads(entry["details"])["first_touch"] for entry in (mention, linked)]
    assert touches[0]["story"] == "mention"
    assert (touches[1]["ref"], touches[1]["source"]) == ("qr_shop", "IGME-SOURCE-LINK")
    assert json.loads(mention["attachments"])[0]["kind"] == "story_mention"
    assert json.loads(reply["details"])["story"]["url"].startswith("http")
    signs = json.loads(reply["details"])["reactions"]
    assert {side: one["emoji"] for side, one in signs.items()} == {"client": "😍"}
    await shop.act("react", mid=said["mid"], emoji="")
    signs = json.loads((await shop.entries())[1]["details"])["reactions"]
    assert signs["client"]["emoji"] == ""
    kept = await shop.base.rows(
        "select kind, quarantine_reason from private.inbound_events where status = 'ignored' order by kind"
    )
    assert [tuple(row) for row in kept] == [
        ("mention", "mention"),
        ("referral", "visit"),
    ]


async def test_a_reaction_before_its_message_is_not_lost_and_nobody_becomes_a_client(shop: Shop) -> None:
    who = (await shop.act("referral", ref="qr_shop"))["from"]

    def item(at: int, **more: object) -> Fragment:
        sides = {"sender": {"id": who}, "recipient": {"id": shop.account}, "timestamp": at}
        return fragment(shop.account, "messaging", {**sides, **more}, at)

    sign = {"mid": "late", "action": "react", "reaction": "wow"}
    early = (
        item(1795330000300, reaction={"mid": "late", "action": "unreact"}),
        item(1795330000400, reaction=sign),
        item(1795330000200, reaction={**sign, "emoji": "👎"}),
    )
    for one in early:
        async with shop.database.write(SERVICE) as tx:
            await receive(tx, "instagram", shop.source_id, [one])
        await shop.work()
    assert await shop.base.value("select count(*) from public.clients") == 0
    async with shop.database.write(SERVICE) as tx:
        message = item(1795330000100, message={"mid": "late", "text": "Ціна?"})
        await receive(tx, "instagram", shop.source_id, [message])
    await shop.work()
    (entry,) = await shop.entries()
    assert json.loads(entry["details"])["reactions"]["client"]["emoji"] == "😮"
    await shop.act("dm", text="Є?")
    assert await shop.base.value("select count(*) from private.early_news") == 0
    # A sign is no message: after an answer nobody waits, whatever he puts on it.
    assert (await shop.say("direct", "Сто")).status_code == 202
    await shop.deliver()
    await shop.act("react", mid=(await shop.entries())[-1]["external_id"], emoji="👍")
    answered = (await shop.entries())[-1]
    assert (answered["body"], json.loads(answered["details"])["reactions"]["client"]["emoji"]) == (
        "Сто",
        "👍",
    )
    waiting = "select count(*) from public.conversations where last_in_at > last_out_at"
    assert (await shop.base.value(waiting), len(await shop.entries())) == (0, 3)
