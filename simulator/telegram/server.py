"""HTTP of the Bot API: `/bot{token}/{method}` and `/file/bot{token}/{path}`.

By itself: python -m uvicorn simulator.telegram:create_app --factory --port 8081     (SIMULATOR_BOT_TOKEN names the token)
"""

import json
import os
import re
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from simulator.core.forms import read_form
from simulator.telegram.bot import FILES_LIVE, TOKEN, Refusal, Telegram
from simulator.telegram.methods import METHODS

CALL = re.compile(r"/bot([^/]+)/(\w+)")
FILE = re.compile(r"/file/bot([^/]+)/(.+)")


def create_app(telegram: Telegram | None = None) -> Starlette:
    """A server of one bot alone. Without a bot of the caller's it is one with SIMULATOR_BOT_TOKEN."""
    bot = telegram or Telegram(os.environ.get("SIMULATOR_BOT_TOKEN", TOKEN))

    async def call(request: Request) -> Response:
        return await answer(bot, request, request.url.path)

    async def act(request: Request) -> Response:
        order = await request.json()
        what, chat_id = order["do"], int(order["chat_id"])
        if what == "write":
            bot.write(chat_id, order["text"], language=order.get("language", "ru"))
        elif what == "block":
            bot.block(chat_id)
        elif what == "unblock":
            bot.unblock(chat_id)
        return JSONResponse({"texts": bot.texts(chat_id)})

    return Starlette(
        routes=[
            Route("/sim", act, methods=["POST"]),
            Route("/{path:path}", call, methods=["GET", "POST"]),
        ]
    )


async def answer(bot: Telegram, request: Request, path: str) -> Response:
    """The answer to one call."""
    if (wanted := FILE.fullmatch(path)) is not None:
        return _file(bot, wanted[1], wanted[2])
    found = CALL.fullmatch(path)
    if found is None or found[1] != bot.token or bot.revoked:
        return refused(Refusal(401 if found else 404, "Unauthorized" if found else "Not Found"))
    name = found[2].lower()
    if name not in METHODS:
        return refused(Refusal(404, "Not Found"))
    try:
        result = await METHODS[name](bot, await _given(request))
    except Refusal as refusal:
        return refused(refusal)
    except (ValueError, TypeError, AttributeError):
        return refused(Refusal(400, f"Bad Request: can't parse the parameters of {found[2]}"))
    return (
        _sent(bot, request, result)
        if name.startswith("send")
        else JSONResponse({"ok": True, "result": result})
    )


def _sent(bot: Telegram, request: Request, result: Any) -> Response:
    request.state.sent = True
    if bot.faults.take("gateway"):
        return PlainTextResponse("<html><h1>502 Bad Gateway</h1></html>", 502)
    if bot.faults.take("vanish"):
        return _Vanished()
    return JSONResponse({"ok": True, "result": result})


def _file(bot: Telegram, token: str, path: str) -> Response:
    file = next((f for f in bot.files.values() if f.path == path), None)
    if token != bot.token or file is None or bot.now() - file.asked > FILES_LIVE:
        return refused(Refusal(404, "Not Found"))
    return Response(file.content, media_type="application/octet-stream")


async def _given(request: Request) -> dict[str, Any]:
    """Parameters as JSON, as a form, or in the address: Telegram takes all three."""
    kind, raw = request.headers.get("content-type", ""), await request.body()
    if kind.startswith("application/json"):
        try:
            parsed = json.loads(raw or b"{}")
        except ValueError:
            raise Refusal(400, "Bad Request: can't parse JSON object") from None
        return {**request.query_params, **parsed}
    return {**request.query_params, **(dict(await read_form(request)) if raw else {})}


def refused(refusal: Refusal) -> Response:
    """`{"ok": false, ...}`."""
    body: dict[str, Any] = {"ok": False, "error_code": refusal.code, "description": refusal.description}
    if refusal.parameters:
        body["parameters"] = refusal.parameters
    return JSONResponse(body, refusal.code)


class _Vanished(Response):
    """Promises an answer and never gives it: the server cuts the connection."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"512")]})
        await send({"type": "http.response.body", "body": b"", "more_body": True})
        raise ConnectionAbortedError
