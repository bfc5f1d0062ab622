"""Anything at every public address: no 500, and what came in is stored or refused in words."""

import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import httpx
import pytest
from hypothesis import strategies as st

from api import openapi
from api.db.pool import Database
from channels import registry, splitting
from channels.capabilities import Receiver
from tests.edge.conftest import Edge
from tests.edge.deliveries import DELIVERIES, SIGNED
from tests.fuzz.submissions import headers, submissions
from tests.fuzz.test_adapters import RECEIVERS
from tests.fuzz.tries import drawn
from tests.fuzz.words import bodies, texts, values, written
from tests.support import client
from tests.support.cluster import Templates
from workers.ingest import Ingest
from workers.settings import WorkerSettings

DOCUMENT: dict[str, Any] = json.loads(openapi.text())
PUBLIC = sorted(
    (method.upper(), path)
    for path, methods in DOCUMENT["paths"].items()
    for method, spec in methods.items()
    if not spec.get("security") and not path.startswith("/api/v1/public/")
)


@pytest.fixture(scope="module")
async def house(templates: Templates) -> AsyncIterator[tuple[Edge, httpx.AsyncClient]]:
    """The API on a database of this module's."""
    async with templates.clone() as base, client.running(base, smena_leads_per_address=100_000) as api:
        database = Database(base.url("smena_worker"), min_size=0, max_size=2)
        await database.open()
        http = api.anonymous()
        yield Edge(base, http, http, database), http
        await database.close()


async def send(http: httpx.AsyncClient, method: str, path: str, **request: Any) -> httpx.Response:
    """A request with headers as a socket would carry them; never a 500, and every refusal in our shape."""
    raw = {name: value.encode("utf-8") for name, value in request.pop("headers", {}).items()}
    params = request.pop("params", {})
    request["params"] = {name: value.encode("utf-8", "ignore").decode() for name, value in params.items()}
    answer = await http.request(method, path, headers=raw, **request)
    assert answer.status_code < 500, (method, path, request, answer.text)
    if answer.status_code >= 400 and "json" in answer.headers.get("content-type", ""):
        error = answer.json()["error"]
        assert error["code"] and error["message"]
    return answer


async def test_a_form_is_stored_or_refused_in_words(house: tuple[Edge, httpx.AsyncClient]) -> None:
    edge, http = house
    _, key = await edge.site(per_minute=6_000)
    accepted = set()
    for path, submission in drawn(st.tuples(st.sampled_from(("leads", "comments")), submissions()), 150):
        submission["headers"]["x-smena-key"] = key
        answer = await send(http, "POST", f"/api/v1/public/{path}", **submission)
        assert answer.status_code in (200, 202, 303, 403, 413, 422), answer.text
        if answer.status_code == 202:
            accepted.add(UUID(answer.json()["id"]))
    kept = await edge.base.value("select count(*) from private.inbound_events where id = any ($1::uuid[])", list(accepted))  # fmt: skip
    assert 0 < len(accepted) == kept


@pytest.mark.parametrize("channel", RECEIVERS)
async def test_a_delivery_is_stored_to_the_last_event(house: tuple[Edge, httpx.AsyncClient], channel: str) -> None:  # fmt: skip
    edge, http = house
    receiver = registry.adapters()[channel]
    assert isinstance(receiver, Receiver)
    source = await edge.connect(channel, "fuzz", "own")
    wanted: set[str] = set()
    for body in drawn(bodies(DELIVERIES[channel]), 60):
        answer = await send(http, "POST", f"/hooks/{source}", content=body, headers=SIGNED[channel]("own", body))  # fmt: skip
        assert answer.status_code == 200, body
        wanted |= {fragment.key for fragment in splitting.fragments(receiver, body)}
    stored = await edge.base.rows("select dedupe_key from private.inbound_events where source_id = $1", source)  # fmt: skip
    assert {row["dedupe_key"] for row in stored} == wanted
    await _worked_off(edge, source)


async def _worked_off(edge: Edge, source: UUID) -> None:
    """Each ends somewhere: done, ignored, or where a person sees it."""
    settings = WorkerSettings(
        _env_file=None, worker_database_url=edge.base.url("smena_worker"), smena_worker_attempts=1
    )
    await edge.base.run(
        "update private.inbound_events set status = 'done' where status = 'pending' and source_id <> $1",
        source,
    )
    while await Ingest(edge.database, settings).work_once():
        pass
    left = await edge.base.rows(
        "select last_error, encode(body, 'escape') as body from private.inbound_events where source_id = $1 and status = 'dead'"
        " and last_error !~ '^(ValueError|KeyError|TypeError|IndexError|AttributeError|JSONDecodeError|RecursionError)'",
        source,
    )
    assert [dict(row) for row in left] == []
    assert await edge.base.value("select count(*) from private.inbound_events where status = 'pending'") == 0


async def test_other_public_addresses_know_what_to_say(house: tuple[Edge, httpx.AsyncClient]) -> None:
    asked = st.fixed_dictionaries({
        "address": st.sampled_from(PUBLIC),
        "params": st.dictionaries(st.sampled_from(("state", "code", "error", "x")), texts, max_size=3),
        "content": st.one_of(st.binary(max_size=40), values.map(written)),
        "headers": headers,
    })  # fmt: skip
    for request in drawn(asked, 80):
        method, path = request.pop("address")
        request["headers"] = {"content-type": "application/json", **request["headers"]}
        await send(house[1], method, path, **request)


async def test_strangers_at_the_hooks_are_refused(house: tuple[Edge, httpx.AsyncClient]) -> None:
    names = st.one_of(
        st.sampled_from(("instagram", "site", "%00", "a" * 300, "..%2f..")), st.uuids().map(str)
    )
    asked = st.fixed_dictionaries({
        "name": names,
        "method": st.sampled_from(("GET", "POST", "PUT", "DELETE", "OPTIONS")),
        "params": st.dictionaries(st.sampled_from(("hub.mode", "hub.verify_token", "hub.challenge")), texts, max_size=3),
        "headers": headers,
    })  # fmt: skip
    for request in drawn(asked, 60):
        method, name = request.pop("method"), request.pop("name")
        answer = await send(house[1], method, f"/hooks/{name}", content=b"{}", **request)
        assert answer.status_code in (403, 404, 405, 413), (name, method, request, answer.text)
