"""A site's server signs what it sends: raw bytes, a timestamp, a replay window."""

import hashlib
import hmac
import json
import time

import httpx

from tests.support.client import Api
from tests.support.people import ADMIN
from tests.support.site import Site

BODY = json.dumps({"name": "Заказ 1042", "phone": "+380671234567", "elapsed_ms": 1}).encode()


async def secret_of(api: Api, shop: Site) -> str:
    answer = await api.as_(ADMIN).post(f"/api/v1/lead-sources/{shop.source_id}/secret")
    assert answer.status_code == 201, answer.text
    secret: str = answer.json()["secret"]
    return secret


async def send(
    shop: Site,
    secret: str,
    *,
    body: bytes = BODY,
    at: float | None = None,
    signed: bytes | None = None,
    upper: bool = False,
) -> httpx.Response:
    timestamp = str(int(time.time() if at is None else at))
    message = timestamp.encode() + b"." + (body if signed is None else signed)
    signature = hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()
    return await shop.post(
        content=body,
        origin="https://not-listed.example",
        headers={
            "content-type": "application/json",
            "x-smena-key": shop.key,
            "x-smena-timestamp": timestamp,
            "x-smena-signature": f"sha256={signature.upper()}" if upper else signature,
        },
    )


async def test_a_signed_lead_needs_no_origin_and_no_time_to_fill(api: Api, shop: Site) -> None:
    secret = await secret_of(api, shop)
    answer = await send(shop, secret)
    assert answer.status_code == 202, answer.text
    assert (await shop.event(answer.json()["id"]))["status"] == "pending"
    assert (
        await shop.base.value("select count(*) from private.rate_windows where starts_with(key, 'address:')")
        == 0
    )


async def test_a_replay_within_the_window_is_the_same_request(api: Api, shop: Site) -> None:
    secret, now = await secret_of(api, shop), time.time()
    first, second = await send(shop, secret, at=now), await send(shop, secret, at=now, upper=True)
    assert first.json() == second.json()
    assert await shop.base.value("select count(*) from private.inbound_events") == 1


async def test_what_does_not_hold_is_refused_and_leaves_nothing(api: Api, shop: Site) -> None:
    secret = await secret_of(api, shop)
    wrong = {
        "signature_invalid": [
            await send(shop, "smsec_guess"),
            await send(shop, secret, signed=BODY + b" "),
            await send(shop, secret, body=BODY.replace(b"1042", b"1043"), signed=BODY),
        ],
        "signature_expired": [await send(shop, secret, at=time.time() + seconds) for seconds in (-310, 310)],
    }
    for code, answers in wrong.items():
        assert [(a.status_code, a.json()["error"]["code"]) for a in answers] == [(403, code)] * len(answers)
    assert await shop.base.value("select count(*) from private.inbound_events") == 0


async def test_without_a_secret_no_signature_holds(shop: Site) -> None:
    answer = await send(shop, "")
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "signature_invalid")


async def test_the_database_never_sees_the_plain_secret(api: Api, shop: Site) -> None:
    secret = await secret_of(api, shop)
    stored = await shop.base.value(
        "select encode(ciphertext, 'escape') || encode(nonce, 'escape') from private.credentials"
    )
    assert secret not in stored
    renewed = await secret_of(api, shop)
    assert (await send(shop, secret)).status_code == 403
    assert (await send(shop, renewed)).status_code == 202
