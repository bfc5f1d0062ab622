"""The edge: whoever delivers is checked over the raw bytes, everything is stored once, and the vendor hears 200."""

import hashlib
import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import httpx
import pytest

from channels import registry
from tests.support import talk
from tests.support.client import Api
from tests.support.database import Base
from tests.support.people import ADMIN, ANNA
from tests.support.talk import deliver, say


@pytest.fixture(autouse=True)
def messenger(monkeypatch: pytest.MonkeyPatch) -> None:
    real = registry.find
    adapter = talk.Talk()
    monkeypatch.setattr(registry, "find", lambda channel: adapter if channel == "talk" else real(channel))


@pytest.fixture
async def source(db: Base) -> UUID:
    return await talk.connect(db)


@pytest.fixture
async def http(api: Api) -> AsyncIterator[httpx.AsyncClient]:
    yield api.anonymous()


async def stored(db: Base) -> list[tuple[UUID, str, str]]:
    rows = await db.rows(
        "select source_id, dedupe_key, status from private.inbound_events order by dedupe_key"
    )
    return [tuple(row) for row in rows]


async def test_a_batch_is_stored_once_however_often_it_comes(
    http: httpx.AsyncClient, db: Base, source: UUID
) -> None:
    batch = [say(str(n), "olena", "привет") for n in range(3)]
    for _ in range(3):
        answer = await deliver(http, *batch, batch[0])
        assert (answer.status_code, answer.text) == (200, "")
    assert await stored(db) == [(source, f"m:{n}", "pending") for n in range(3)]
    assert await db.value(
        "select last_event_at > now() - interval '1 minute' from public.lead_sources where id = $1", source
    )


async def test_accounts_of_one_application_are_told_apart(
    http: httpx.AsyncClient, db: Base, source: UUID
) -> None:
    other = await talk.connect(db, account="second")
    await deliver(
        http, say("1", "a", "x"), say("2", "a", "x", account="second"), say("3", "a", "x", account="nobody's")
    )
    assert await stored(db) == [(source, "m:1", "pending"), (other, "m:2", "pending")]


async def test_what_is_nobodys_waits_for_its_account_and_flows_in(
    api: Api, http: httpx.AsyncClient, db: Base, source: UUID
) -> None:
    batch = [say(str(n), "olena", "привет", account="third") for n in range(3)]
    for _ in range(2):
        assert (await deliver(http, *batch)).status_code == 200
    assert await stored(db) == []
    head = api.as_(ADMIN)
    (waiting,) = (await head.get("/api/v1/lead-sources/unclaimed")).json()["items"]
    assert (waiting["channel"], waiting["account"], waiting["events"]) == ("talk", "third", 3)
    assert (await head.get(f"/api/v1/lead-sources/{source}")).json()["unclaimed"] == 3
    assert (await api.as_(ANNA).get("/api/v1/lead-sources/unclaimed")).status_code == 403
    assert (await api.as_(ANNA).get(f"/api/v1/lead-sources/{source}")).json()["unclaimed"] is None
    at = await db.value("select min(received_at) from private.unclaimed_events")
    third = await talk.connect(db, account="third")
    async with db.as_service() as worker:
        assert await worker.fetchval("select app.claim_unclaimed()") == 3
        assert await worker.fetchval("select app.claim_unclaimed()") == 0
    assert await stored(db) == [(third, f"m:{n}", "pending") for n in range(3)]
    assert await db.value("select min(received_at) from private.inbound_events") == at
    await deliver(http, *batch)
    assert len(await stored(db)) == 3
    assert (await head.get("/api/v1/lead-sources/unclaimed")).json()["items"] == []


async def test_nobodys_mail_is_kept_a_month_and_ten_thousand_of_a_channel(db: Base) -> None:
    await db.run("""insert into private.unclaimed_events (channel, account, kind, dedupe_key, received_at, body)
        select c, 'a', 'message', n::text, now() - make_interval(mins => n), '' from generate_series(1, 10010) n, unnest(array['x', 'y']) c
        where c = 'x' or n <= 3""")
    await db.run(
        "update private.unclaimed_events set received_at = now() - interval '31 days' where channel = 'y' and dedupe_key = '3'"
    )
    async with db.as_service() as worker:
        await worker.execute("select app.tidy_unclaimed()")
    kept = await db.rows("select channel, count(*) from private.unclaimed_events group by 1 order by 1")
    assert [tuple(row) for row in kept] == [("x", 10_000), ("y", 2)]


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"\xff not json", "unreadable", "quarantined"),
        (b'{"events": []}', "nothing", "ignored"),
        (b'{"something": "new"}', "nothing", "ignored"),
    ],
)
async def test_a_delivery_that_cannot_be_split_is_kept_whole(
    http: httpx.AsyncClient, db: Base, source: UUID, body: bytes, kind: str, status: str
) -> None:
    headers = {"x-talk-signature": talk.signature(body)}
    for path in (f"/hooks/{source}", "/hooks/talk") * 2:
        assert (await http.post(path, content=body, headers=headers)).status_code == 200
    key = f"delivery:{hashlib.sha256(body).hexdigest()}"
    assert await stored(db) == [(source, key, status)]
    (stray,) = await db.rows("select channel, account, kind, dedupe_key, body from private.unclaimed_events")
    assert tuple(stray) == ("talk", "", kind, key, body)
    assert await db.value("select body from private.inbound_events") == body


@pytest.mark.parametrize("secret", ["wrong", ""])
async def test_a_wrong_signature_leaves_no_row(
    http: httpx.AsyncClient, db: Base, source: UUID, secret: str
) -> None:
    assert (await deliver(http, say("1", "a", "x"), secret=secret or "-")).status_code == 403
    body = json.dumps({"events": [say("1", "a", "x")]}).encode()
    assert (await http.post("/hooks/talk", content=body)).status_code == 403
    signed = {"x-talk-signature": talk.signature(body)}
    assert (await http.post("/hooks/talk", content=body + b" ", headers=signed)).status_code == 403
    assert await stored(db) == []


async def test_an_address_of_a_sources_own_takes_its_own_secret(
    http: httpx.AsyncClient, db: Base, source: UUID
) -> None:
    answer = await deliver(http, say("1", "a", "x", account="whatever"), path=f"/hooks/{source}")
    assert answer.status_code == 200
    assert await stored(db) == [(source, "m:1", "pending")]


@pytest.mark.parametrize("name", ["nothing", "site", "0b1c8d52-6a3f-4c0e-9a53-2f7d8e9c1a44"])
async def test_nobodys_address(http: httpx.AsyncClient, db: Base, source: UUID, name: str) -> None:
    assert (await deliver(http, say("1", "a", "x"), path=f"/hooks/{name}")).status_code == 404
    assert await stored(db) == []


async def test_the_vendor_tries_the_address_out(http: httpx.AsyncClient) -> None:
    answer = await http.get("/hooks/talk", params={"challenge": "1158201444"})
    assert (answer.status_code, answer.text, answer.headers["content-type"]) == (
        200,
        "1158201444",
        "text/plain; charset=utf-8",
    )


async def test_what_is_too_large_is_refused_before_it_is_read(
    http: httpx.AsyncClient, db: Base, source: UUID
) -> None:
    assert (await deliver(http, say("1", "a", "x" * 100_001))).status_code == 413
    assert await stored(db) == []


@pytest.mark.parametrize("path", ["/hooks/talk", "/api/v1/public/leads"])
async def test_whoever_leaves_in_the_middle_is_no_error_of_ours(
    api: Api, caplog: pytest.LogCaptureFixture, path: str
) -> None:
    parts = iter(({"type": "http.request", "body": b"{", "more_body": True}, {"type": "http.disconnect"}))
    sent: list[Any] = []

    async def receive() -> Any:
        return next(parts)

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": path, "raw_path": path.encode(), "query_string": b"", "headers": [],
        "client": ("127.0.0.1", 1), "server": ("x", 80), "scheme": "http", "http_version": "1.1", "asgi": {"version": "3.0"}}  # fmt: skip
    await api.app(scope, receive, send)
    assert sent[0]["status"] == 422
    assert not caplog.records


async def test_a_paused_source_keeps_what_comes_and_makes_nothing_of_it(
    http: httpx.AsyncClient, db: Base, source: UUID
) -> None:
    await db.run("update public.lead_sources set state = 'paused' where id = $1", source)
    assert (await deliver(http, say("1", "a", "x"))).status_code == 200
    assert await stored(db) == [(source, "m:1", "ignored")]
    await db.run("update public.lead_sources set state = 'disconnected' where id = $1", source)
    assert (await deliver(http, say("2", "a", "x"))).status_code == 200
    assert await stored(db) == [(source, "m:1", "ignored")]
