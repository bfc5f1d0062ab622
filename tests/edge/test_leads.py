"""Leads through the function: the same keys, doubts and refusals as through the API, and one row when both take one."""

import asyncio
import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx

from api.leads import edge as exported
from tests.edge.conftest import Edge
from tests.support.site import ORIGIN

FORM = "application/x-www-form-urlencoded"
HMAC_SECRET = "smsec_test"


@dataclass(frozen=True)
class Sent:
    """A submission without its site's key."""

    body: bytes
    kind: str = "application/json"
    path: str = "leads"
    headers: dict[str, str | bytes] = field(default_factory=dict)
    signed: bool = False

    def request(self, key: str) -> dict[str, Any]:
        headers = {"content-type": self.kind, "x-smena-key": key, "origin": ORIGIN, **self.headers}
        if self.signed:
            at = str(int(time.time()))
            headers["x-smena-timestamp"] = at
            told = at.encode() + b"." + self.body
            headers["x-smena-signature"] = hmac.new(HMAC_SECRET.encode(), told, hashlib.sha256).hexdigest()
        return {"content": self.body, "headers": headers}


def as_json(**fields: Any) -> bytes:
    return json.dumps({"name": "Олена", "phone": "0671234567", **fields}, ensure_ascii=False).encode()


def multipart(*parts: tuple[str, bytes]) -> bytes:
    head = b'--b\r\nContent-Disposition: form-data; name="'
    return (
        b"".join(head + name.encode() + b"\r\n\r\n" + value + b"\r\n" for name, value in parts) + b"--b--\r\n"
    )


SENT = (
    Sent(as_json(submission_id="s-1", elapsed_ms=9000)),
    Sent(as_json(submission_id=9223372036854775807123)),
    Sent(as_json(fields={"submission id": "s-3", "your-message": "цена?"})),
    Sent(as_json(submission_id="ж" * 129)),
    Sent(as_json(_gotcha="bot", submission_id="s-5")),
    Sent(as_json(elapsed_ms=20, submission_id="s-6")),
    Sent(as_json(submission_id="s-7"), headers={"origin": "https://elsewhere.example"}),
    Sent(as_json(submission_id="s-8"), "text/plain;charset=UTF-8"),
    Sent(as_json(submission_id="unused"), headers={"idempotency-key": "k-9", "user-agent": "Ґ".encode()}),
    Sent(b"name=%D0%9E&phone=067+123&Submission-ID=s-10&x=", FORM),
    Sent("имя=Оля&submission_id=эй&utm_source=x".encode("cp1251"), FORM),
    Sent(b"_charset_=koi8-u&submission_id=" + "ключ".encode("koi8-u"), FORM),
    Sent(multipart(('submission_id"', b"s-13"), ('n"; filename="a.txt"', b"file"), ('name"', "Їжак".encode())), 'multipart/form-data; boundary="b"'),
    Sent(b"--b\r\nbroken", "multipart/form-data; boundary=b"),
    Sent(b'{"name": ', "application/json"),
    Sent(b"[1]", "application/json"),
    Sent(as_json(author={"id": 7, "name": "І"}, external_id="wp-1", text="?"), path="comments"),
    Sent(as_json(text="без номера"), path="comments"),
    Sent(as_json(name="Заказ 1042"), signed=True, headers={"origin": "https://elsewhere.example"}),
    Sent(as_json(name="без ключа")),
)  # fmt: skip


async def rows(both: Edge, source: UUID) -> list[tuple[Any, ...]]:
    found = await both.base.rows(
        """select channel, kind, dedupe_key, headers, content_type, body, host(remote_ip), status, quarantine_reason
        from private.inbound_events where source_id = $1 order by dedupe_key""",
        source,
    )
    return [tuple(row) for row in found]


async def test_the_function_stores_what_the_api_stores(both: Edge) -> None:
    """Row by row; both at once; and a repetition answers the id of the first."""
    (one, one_key), (two, two_key), (three, three_key) = [await both.site() for _ in range(3)]
    for source in (one, two, three):
        await both.seal(source, "site_hmac", HMAC_SECRET)
    limits = "delete from private.rate_windows where starts_with(key, 'address:')"
    for sent in SENT:
        while True:  # what has no id of its own is one within a minute of the clock
            minute = time.time() // 60
            request = sent.request(three_key)
            for client, key in ((both.api, one_key), (both.function, two_key)):
                answer = await client.post(f"/{sent.path}", **sent.request(key))
                assert answer.status_code == 202, (sent, answer.text)
            at_once = await asyncio.gather(
                *(client.post(f"/{sent.path}", **request) for client in (both.api, both.function) * 2)
            )
            await both.base.run(limits)
            if minute == time.time() // 60:
                break
        assert {answer.status_code for answer in at_once} == {202}
        assert len({answer.text for answer in at_once}) == 1, sent
    stored = await rows(both, one)
    assert len(stored) == len(SENT)
    assert {row[-1] for row in stored} == {None, "honeypot", "too_fast", "origin", "unreadable"}
    assert await rows(both, two) == stored
    assert await rows(both, three) == stored


async def told(client: httpx.AsyncClient, method: str, path: str, **request: Any) -> tuple[Any, ...]:
    """Everything of an answer that a page or a server can see of it."""
    answer = await client.request(method, path, **request)
    headers = {name: answer.headers.get(name) for name in (
        "location", "access-control-allow-origin", "access-control-allow-headers", "access-control-expose-headers", "vary", "retry-after",
    )}  # fmt: skip
    is_json = answer.headers.get("content-type", "").startswith("application/json")
    shown = answer.json().get("error") if is_json else answer.text
    return answer.status_code, headers, shown


async def test_the_function_refuses_and_answers_as_the_api_does(both: Edge) -> None:
    _, key = await both.site()
    page = {
        "content-type": FORM,
        "accept": "text/html,*/*",
        "origin": ORIGIN,
        "referer": f"{ORIGIN}/contacts?a=1",
        "x-smena-key": key,
    }
    sent = {"content-type": "application/json", "x-smena-key": key, "origin": ORIGIN, "accept-language": "uk"}
    old = {"x-smena-timestamp": "1", "x-smena-signature": "0" * 64}
    forged = {"x-smena-timestamp": str(int(time.time())), "x-smena-signature": "sha256=" + "0" * 64}
    asked: list[tuple[str, str, dict[str, Any]]] = [
        ("POST", "/leads", {"headers": sent, "content": as_json(submission_id="x" * 300)}),
        ("POST", "/leads", {"headers": sent, "content": b"{}"}),
        ("POST", "/leads", {"headers": {**sent, "x-smena-key": "nobody"}, "content": as_json()}),
        ("POST", "/leads", {"json": {"name": "?"}, "headers": {"origin": "https://any.example", "accept-language": "de, en;q=0.5"}}),
        ("POST", "/leads", {"headers": {**sent, **old}, "content": as_json()}),
        ("POST", "/comments", {"headers": {**sent, **forged}, "content": as_json()}),
        ("POST", "/leads", {"headers": sent, "content": b"x" * 70_000}),
        ("POST", "/leads", {"headers": page, "content": b"name=O&submission_id=1&_redirect=/thanks%3Fx"}),
        ("POST", "/leads", {"headers": page, "content": b"name=O&submission_id=1&_redirect=https://evil.example/"}),
        ("POST", "/comments", {"headers": {**page, "accept-language": "en"}, "content": b"text=O%3C&submission_id=2"}),
        ("POST", "/leads", {"headers": page, "content": b"&locale=en"}),
        ("POST", "/leads", {"headers": {**page, "x-smena-key": "nobody"}, "content": b"name=O&locale=uk"}),
        ("OPTIONS", "/leads", {"headers": {"origin": ORIGIN}}),
        ("OPTIONS", "/comments", {"headers": {"origin": "https://elsewhere.example"}}),
        ("GET", "/leads", {}),
    ]  # fmt: skip
    for method, path, request in asked:
        answers = [await told(client, method, path, **request) for client in (both.api, both.function)]
        assert answers[0][0] < 500, (path, request, answers)
        if method == "GET":
            answers = [answer[:1] for answer in answers]
        assert answers[0] == answers[1], (path, request)


async def test_a_flood_is_parked_and_then_refused(both: Edge) -> None:
    source, key = await both.site(per_minute=2)
    await both.base.run("delete from private.rate_windows")
    sent = {"x-smena-key": key, "x-forwarded-for": "203.0.113.7, 10.0.0.1"}
    codes = [
        (await both.function.post("/leads", json={"name": str(n), "submission_id": str(n)}, headers=sent)).status_code
        for n in range(10)
    ]  # fmt: skip
    assert codes in ([202] * 8 + [429] * 2, [202] * 10), "the minute may turn once"
    assert "too_many" in {row[-1] for row in await rows(both, source)}
    assert {row[6] for row in await rows(both, source)} == {"203.0.113.7"}


def test_what_both_know_is_exported() -> None:
    assert exported.PATH.read_text("utf-8") == exported.text(), "run python -m api.leads.edge"
