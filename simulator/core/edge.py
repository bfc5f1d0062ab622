"""In front of every vendor: the journal, the faults of answers, the marks of a simulation."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from simulator.core.faults import ErrorNext, Faults
from simulator.core.journal import Journal

MARK = (b"x-simulated", b"smena")
VERSION = re.compile(r"/(graph\.instagram\.com|graph\.facebook\.com|www\.facebook\.com)/(v\d+\.\d+)(/.*)")


@dataclass(frozen=True)
class Rules:
    """What the edge asks about a vendor."""

    vendor_of: Callable[[str], str | None]
    faults: Callable[[str], Faults]
    refusal: Callable[[str, ErrorNext], Response]
    headers: Callable[[str], Mapping[str, str]]
    now: Callable[[], float]
    settle: Callable[[], Awaitable[None]]
    met: Callable[[str], None]


@dataclass
class Heard:
    """An answer of the application on its way."""

    start: Message = field(default_factory=dict)
    body: list[Message] = field(default_factory=list)


class Edge:
    """ASGI middleware. Paths of no vendor pass."""

    def __init__(self, app: ASGIApp, rules: Callable[[], Rules], journal: Callable[[], Journal]) -> None:
        self._app, self._rules, self._journal = app, rules, journal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One call."""
        if scope["type"] == "http":
            self._rules().met(_address(scope))
        vendor = self._rules().vendor_of(scope["path"]) if scope["type"] == "http" else None
        if vendor is None:
            await self._app(scope, receive, send)
        else:
            await self._at_vendor(vendor, scope, receive, send)

    async def _at_vendor(self, vendor: str, scope: Scope, receive: Receive, send: Send) -> None:
        rules, body = self._rules(), await _read(receive)
        entry = self._journal().add(rules.now(), vendor, *_seen(scope), body)
        faults = rules.faults(vendor)
        state = scope.setdefault("state", {})
        if faults.hang_s:
            seconds, faults.hang_s = faults.hang_s, 0
            await asyncio.sleep(seconds)
        inner = {**scope, **_without_version(scope, state)}
        heard = await self._heard(_fault(rules, vendor, faults) or self._app, inner, body)
        if state.get("sent") and faults.early_events:
            await rules.settle()
        if state.get("sent") and faults.take("close_connection_after_send"):
            await _cut(send)
            return
        entry.status = heard.start["status"]
        await _answer(heard, rules.headers(vendor), send)

    async def _heard(self, app: ASGIApp, scope: Scope, body: bytes) -> Heard:
        heard, given = Heard(), False

        async def receive() -> Message:
            nonlocal given
            if given:
                await asyncio.Event().wait()
            given = True
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                heard.start = message
            else:
                heard.body.append(message)

        await app(scope, receive, send)
        return heard


def _fault(rules: Rules, vendor: str, faults: Faults) -> Response | None:
    """The answer of a fault that is due."""
    if faults.http_status_next:
        due = faults.http_status_next.pop(0)
        headers = {} if due.retry_after is None else {"retry-after": str(due.retry_after)}
        return PlainTextResponse(f"<html><h1>{due.status}</h1></html>", due.status, headers, "text/html")
    if faults.error_next:
        return rules.refusal(vendor, faults.error_next.pop(0))
    return None


async def _read(receive: Receive) -> bytes:
    parts, more = [], True
    while more:
        message = await receive()
        parts.append(message.get("body", b""))
        more = message.get("more_body", False)
    return b"".join(parts)


def _seen(scope: Scope) -> tuple[str, str, str, dict[str, str]]:
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    return scope["method"], scope["path"], scope["query_string"].decode("latin-1"), headers


def _address(scope: Scope) -> str:
    """How the caller calls this server."""
    hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
    return f"{scope['scheme']}://{hosts[0]}" if hosts else ""


def _without_version(scope: Scope, state: dict[str, Any]) -> dict[str, Any]:
    """`/graph.instagram.com/v25.0/me` is the same as without the version."""
    found = VERSION.fullmatch(scope["path"])
    if found is None:
        return {}
    state["graph_version"] = found[2]
    path = f"/{found[1]}{found[3]}"
    return {"path": path, "raw_path": path.encode()}


async def _cut(send: Send) -> None:
    """Promises an answer and never gives it: the server closes the connection."""
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"512"), MARK]})


async def _answer(heard: Heard, more: Mapping[str, str], send: Send) -> None:
    extra = [(name.encode(), value.encode()) for name, value in more.items()]
    await send({**heard.start, "headers": [*heard.start.get("headers", []), MARK, *extra]})
    for message in heard.body:
        await send(message)
