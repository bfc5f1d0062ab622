"""Webhooks through the function: kept whole, split by the same adapter, so that both takers may run at once."""

import asyncio
import hashlib
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from channels import registry, splitting
from channels.capabilities import Receiver
from channels.instagram import Instagram
from channels.instagram.settings import InstagramSettings
from tests.edge.conftest import APP_SECRET, VERIFY_TOKEN, Edge
from tests.edge.deliveries import DELIVERIES, SHOP, SIGNED, comment, digest, instagram, meta
from workers.splitting import split_deliveries

POOLER = "transaction"  # as the function is deployed; the leads' tests have it connect directly


@pytest.fixture(autouse=True)
def application(monkeypatch: pytest.MonkeyPatch) -> None:
    """The API's Instagram with the application that the function has, too."""
    real, ours = (
        registry.find,
        Instagram(InstagramSettings(ig_app_secret=APP_SECRET, meta_verify_token=VERIFY_TOKEN)),
    )  # type: ignore[arg-type]
    monkeypatch.setattr(registry, "find", lambda channel: ours if channel == "instagram" else real(channel))


async def settle(both: Edge) -> None:
    while await split_deliveries(both.database):
        pass
    assert await both.base.value("select count(*) from private.raw_deliveries") == 0


async def rows(both: Edge, source: UUID) -> list[tuple[Any, ...]]:
    found = await both.base.rows(
        """select channel, kind, dedupe_key, headers, content_type, body, status, quarantine_reason
        from private.inbound_events where source_id = $1 order by dedupe_key""",
        source,
    )
    return [tuple(row) for row in found]


async def post(client: httpx.AsyncClient, name: object, body: bytes, headers: dict[str, str]) -> int:
    url = (
        client.base_url.copy_with(path=f"/hooks/{name}")
        if "/api/" in str(client.base_url)
        else f"/hooks/{name}"
    )
    sent = {"content-type": "application/json", **headers}
    return (await client.post(url, content=body, headers=sent)).status_code


@pytest.mark.parametrize("channel", SIGNED)
async def test_a_delivery_becomes_the_same_events_by_either_way(both: Edge, channel: str) -> None:
    """Row by row, and all of it to both at once, thrice over."""
    receiver = registry.find(channel)
    secret = f"own-{channel}"
    one, two, three = [await both.connect(channel, uuid4().hex, secret) for _ in range(3)]
    for body in DELIVERIES[channel]:
        assert await post(both.function, two, body, SIGNED[channel](secret, body)) == 200
        assert await post(both.function, two, body, SIGNED[channel]("wrong", body)) == 403
        assert await post(both.function, two, body, {}) == 403
        if not isinstance(receiver, Receiver):
            continue
        assert await post(both.api, one, body, SIGNED[channel](secret, body)) == 200
        at_once = [
            post(client, three, body, SIGNED[channel](secret, body))
            for client in (both.api, both.function) * 3
        ]
        assert set(await asyncio.gather(split_deliveries(both.database), *at_once)) - {200} <= set(range(11))
    await settle(both)
    stored = await rows(both, two)
    if not isinstance(receiver, Receiver):
        # No adapter of this version takes it: it waits for one that does.
        assert [(row[1], row[6], row[5]) for row in stored] == [
            ("unreadable", "quarantined", body)
            for body in sorted(DELIVERIES[channel], key=lambda b: hashlib.sha256(b).hexdigest())
        ]
        return
    keys = {part.key for body in DELIVERIES[channel] for part in splitting.fragments(receiver, body)}
    assert {row[2] for row in stored} == keys
    assert len(stored) == len(keys)
    assert await rows(both, one) == stored
    assert await rows(both, three) == stored


async def test_one_address_of_an_application_for_all_its_accounts(both: Edge) -> None:
    source = await both.connect("instagram", SHOP, None)
    body = instagram(*(comment(n) for n in range(1000)), comment(1, "nobody"))
    before = await both.base.value("select now()")
    answers = [
        post(client, "instagram", body, meta(APP_SECRET, body)) for client in (both.function, both.api) * 2
    ]
    assert await asyncio.gather(*answers) == [200] * 4
    await settle(both)
    assert len(await rows(both, source)) == 1000
    assert await both.base.value(
        "select max(received_at) < now() and min(received_at) >= $1 from private.inbound_events where source_id = $2",
        before,
        source,
    )
    assert (
        await both.base.value("select count(*) from private.unclaimed_events where account = 'nobody'") == 1
    )


async def test_what_the_function_refuses(both: Edge) -> None:
    source = await both.connect("viber", uuid4().hex, "x")
    body = b'{"event": "webhook"}'
    asked = {
        ("nothing", 404): {},
        ("viber", 404): SIGNED["viber"](APP_SECRET, body),
        ("toString", 404): {},
        (str(uuid4()), 404): {},
        (str(source).upper(), 200): SIGNED["viber"]("x", body),
        ("whatsapp", 403): meta("other", body),
        ("elevenlabs", 403): {"elevenlabs-signature": f"t=1,v0={digest(APP_SECRET, b'1.' + body)}"},
    }
    for (name, status), headers in asked.items():
        assert await post(both.function, name, body, headers) == status, name
    old = both.base
    await old.run(
        "update private.credentials set nonce = '\\x000000000000000000000000' where source_id = $1", source
    )
    assert await post(both.function, source, body, SIGNED["viber"]("x", body)) == 503
    for token, status, text in ((VERIFY_TOKEN, 200, "1158201444"), ("x", 403, "")):
        asked_for = {"hub.mode": "subscribe", "hub.verify_token": token, "hub.challenge": "1158201444"}
        answer = await both.function.get("/hooks/instagram", params=asked_for)
        assert (answer.status_code, answer.text) == (status, text)
    async with old.connected("smena_capture") as login:
        for statement in (
            "select * from public.clients",
            "select app.receive_event(null, '', '', '{}', '', '', null)",
            "set role authenticated",
        ):
            with pytest.raises(Exception, match="permission denied"):
                await login.execute(statement)
