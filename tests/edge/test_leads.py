"""Leads through the function: the same keys, doubts and refusals as through the API, and one row when both take one."""

import asyncio
import time
from typing import Any
from uuid import UUID

import httpx
from hypothesis import strategies as st

from api.leads import edge as exported
from tests.edge.conftest import Edge
from tests.edge.sent import FORM, HMAC_SECRET, SENT, as_json
from tests.fuzz.submissions import submissions
from tests.fuzz.tries import drawn
from tests.support.site import ORIGIN

OF_THE_CONNECTION = ("content-length", "x-forwarded-for")


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
        minute = 0.0
        while minute != time.time() // 60:  # what has no id of its own is one within a minute of the clock
            await both.base.run("delete from private.inbound_events where body = $1", sent.body)
            now = time.time()
            minute = now // 60
            for client, key in ((both.api, one_key), (both.function, two_key)):
                answer = await client.post(f"/{sent.path}", **sent.request(key, now))
                assert answer.status_code == 202, (sent, answer.text)
            request = sent.request(three_key, now)
            at_once = await asyncio.gather(
                *(client.post(f"/{sent.path}", **request) for client in (both.api, both.function) * 2)
            )
            await both.base.run(limits)
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
        (await both.function.post("/api/v1/public/leads", json={"name": str(n), "submission_id": str(n)}, headers=sent)).status_code
        for n in range(10)
    ]  # fmt: skip
    assert codes[:8] == [202] * 8 and set(codes) <= {202, 429}, (
        "two of 429, unless the minute turns meanwhile"
    )
    assert "too_many" in {row[-1] for row in await rows(both, source)}
    assert {row[6] for row in await rows(both, source)} == {"203.0.113.7"}


def test_what_both_know_is_exported() -> None:
    assert exported.PATH.read_text("utf-8") == exported.text(), "run python -m api.leads.edge"


async def test_bent_forms_are_the_same_to_both(both: Edge) -> None:
    """Whatever is posted, refused by one is refused by the other, and what is stored has one key."""
    (one, one_key), (two, two_key) = [await both.site(per_minute=6_000) for _ in range(2)]
    for path, submission in drawn(st.tuples(st.sampled_from(("leads", "comments")), submissions()), 60):
        said = []
        for client, key in ((both.api, one_key), (both.function, two_key)):
            headers = {**submission["headers"], "x-smena-key": key, "x-smena-signature": ""}
            raw = {name: value.encode() for name, value in headers.items() if name not in OF_THE_CONNECTION}
            answer = await client.post(f"/{path}", content=submission["content"], headers=raw)
            said.append(answer.status_code)
        await both.base.run("delete from private.rate_windows")
        assert said[0] == said[1] < 500, (path, submission)
    assert await rows(both, two) == await rows(both, one)
