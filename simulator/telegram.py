"""Telegram's Bot API as a server of one bot: the calls that Smena makes, with the errors of the real one.

Shapes and words follow https://core.telegram.org/bots/api and answers of api.telegram.org. `Telegram.faults` breaks the
next calls; `/sim` is the other side: people who write to the bot, block it, and read what came.

python -m uvicorn simulator.telegram:create_app --factory --port 8081     (SIMULATOR_BOT_TOKEN names the token)
"""

import asyncio
import json
import os
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

TOKEN = "100200:SIMULATED-token_for-Tests-0123456789abc"  # noqa: S105 -- opens nothing but this simulator
LONGEST_TEXT = 4096
LONGEST_POLL = 50
METHODS = {"getme", "getupdates", "sendmessage"}


class Refusal(Exception):
    """An answer with `ok: false`."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters


@dataclass
class Faults:
    """What goes wrong with the next calls of sendMessage; each counts down."""

    throttle: int = 0  # 429, nothing is sent
    retry_after: int = 1
    internal: int = 0  # 500 in Telegram's words, nothing is sent
    gateway: int = 0  # 502 in a gateway's words after the message was sent
    vanish: int = 0  # the message is sent, the connection is cut without an answer
    delay_seconds: float = 0.0  # between taking a message and answering, for every call

    def take(self, name: str) -> bool:
        """True when this fault is due; it is used up by that."""
        left: int = getattr(self, name)
        if left:
            setattr(self, name, left - 1)
        return left > 0


@dataclass
class Telegram:
    """One bot and its private chats."""

    token: str = TOKEN
    username: str = "smena_test_bot"
    faults: Faults = field(default_factory=Faults)
    people: dict[int, dict[str, Any]] = field(default_factory=dict)
    blocked: set[int] = field(default_factory=set)
    sent: list[dict[str, Any]] = field(default_factory=list)
    updates: list[dict[str, Any]] = field(default_factory=list)
    webhook: str = ""
    _last_update: int = 700
    _message_ids: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    _poll: asyncio.Future[None] | None = None
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    # ---------------------------------------------------------------------------------------- the people's side

    def write(self, chat_id: int, text: str, *, first_name: str = "Анна", language: str = "ru") -> None:
        """A person writes to the bot in private; from now on the bot may write to him."""
        person = {"id": chat_id, "is_bot": False, "first_name": first_name, "language_code": language}
        self.people[chat_id] = person
        chat = {"id": chat_id, "first_name": first_name, "type": "private"}
        message = {
            "message_id": self._next_message(chat_id),
            "from": person,
            "chat": chat,
            "date": 0,
            "text": text,
        }
        self._tell("message", message)

    def block(self, chat_id: int, *, quietly: bool = False) -> None:
        """A person stops the bot; `quietly`: the update is not delivered."""
        self.blocked.add(chat_id)
        if not quietly:
            self._membership(chat_id, "member", "kicked")

    def unblock(self, chat_id: int) -> None:
        """A person lets the bot in again."""
        self.blocked.discard(chat_id)
        self._membership(chat_id, "kicked", "member")

    def texts(self, chat_id: int) -> list[str]:
        """What the bot has written to a person."""
        return [message["text"] for message in self.sent if message["chat"]["id"] == chat_id]

    def _membership(self, chat_id: int, old: str, new: str) -> None:
        bot = {"id": self.bot_id, "is_bot": True, "first_name": "Smena", "username": self.username}
        states = {
            "old_chat_member": {"user": bot, "status": old},
            "new_chat_member": {"user": bot, "status": new},
        }
        chat = {"id": chat_id, "type": "private"}
        self._tell("my_chat_member", {"chat": chat, "from": self.people[chat_id], "date": 0, **states})

    def _tell(self, kind: str, body: dict[str, Any]) -> None:
        self._last_update += 1
        self.updates.append({"update_id": self._last_update, kind: body})
        self._news.set()

    @property
    def bot_id(self) -> int:
        """The number before the colon of the token."""
        return int(self.token.split(":")[0])

    def _next_message(self, chat_id: int) -> int:
        self._message_ids[chat_id] += 1
        return self._message_ids[chat_id]

    # ---------------------------------------------------------------------------------------- the bot's side

    async def getme(self, _body: Mapping[str, Any]) -> dict[str, Any]:
        """https://core.telegram.org/bots/api#getme"""
        return {"id": self.bot_id, "is_bot": True, "first_name": "Smena", "username": self.username}

    async def sendmessage(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """https://core.telegram.org/bots/api#sendmessage"""
        chat_id, text = body.get("chat_id"), str(body.get("text") or "")
        if chat_id in (None, ""):
            raise Refusal(400, "Bad Request: chat_id is empty")
        if not text.strip():
            raise Refusal(400, "Bad Request: message text is empty")
        if len(text) > LONGEST_TEXT:
            raise Refusal(400, "Bad Request: message is too long")
        if self.faults.take("throttle"):
            after = self.faults.retry_after
            raise Refusal(429, f"Too Many Requests: retry after {after}", retry_after=after)
        if self.faults.take("internal"):
            raise Refusal(500, "Internal Server Error")
        if chat_id not in self.people:
            raise Refusal(400, "Bad Request: chat not found")
        if chat_id in self.blocked:
            raise Refusal(403, "Forbidden: bot was blocked by the user")
        chat = {"id": chat_id, "type": "private"}
        message = {"message_id": self._next_message(chat_id), "chat": chat, "date": 0, "text": text}
        self.sent.append(message)
        await asyncio.sleep(self.faults.delay_seconds)
        return message

    async def getupdates(self, body: Mapping[str, Any]) -> list[dict[str, Any]]:
        """https://core.telegram.org/bots/api#getupdates: confirms what lies before `offset`; one caller at a time."""
        if self.webhook:
            raise Refusal(
                409,
                "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
            )
        if self._poll and not self._poll.done():
            self._poll.set_result(None)
        self._poll = mine = asyncio.get_running_loop().create_future()
        offset, seconds = int(body.get("offset") or 0), min(int(body.get("timeout") or 0), LONGEST_POLL)
        self.updates = [update for update in self.updates if update["update_id"] >= offset]
        wanted = self._wanted(body)
        deadline = asyncio.get_running_loop().time() + seconds
        while not wanted and (left := deadline - asyncio.get_running_loop().time()) > 0:
            self._news.clear()
            news = asyncio.ensure_future(self._news.wait())
            await asyncio.wait({news, mine}, timeout=left, return_when=asyncio.FIRST_COMPLETED)
            news.cancel()
            if mine.done():
                raise Refusal(
                    409,
                    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
                )
            wanted = self._wanted(body)
        mine.cancel()
        return wanted[:100]

    def _wanted(self, body: Mapping[str, Any]) -> list[dict[str, Any]]:
        kinds = body.get("allowed_updates") or ["message"]
        return [update for update in self.updates if any(kind in update for kind in kinds)]


def create_app(telegram: Telegram | None = None) -> Starlette:
    """The server. Without a bot of the caller's it is one with SIMULATOR_BOT_TOKEN."""
    bot = telegram or Telegram(os.environ.get("SIMULATOR_BOT_TOKEN", TOKEN))

    async def call(request: Request) -> Response:
        path = re.fullmatch(r"/bot([^/]+)/(\w+)", request.url.path)
        if path is None or path[1] != bot.token:
            return _refused(Refusal(401 if path else 404, "Unauthorized" if path else "Not Found"))
        method = path[2].lower()
        if method not in METHODS:
            return _refused(Refusal(404, "Not Found"))
        try:
            result = await getattr(bot, method)(await _body(request))
        except Refusal as refusal:
            return _refused(refusal)
        if method == "sendmessage" and bot.faults.take("gateway"):
            return PlainTextResponse("<html><h1>502 Bad Gateway</h1></html>", 502)
        if method == "sendmessage" and bot.faults.take("vanish"):
            return _Vanished()
        return JSONResponse({"ok": True, "result": result})

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


async def _body(request: Request) -> dict[str, Any]:
    """Parameters as JSON, as a form, or in the address: Telegram takes all three."""
    if request.headers.get("content-type", "").startswith("application/json"):
        try:
            parsed = json.loads(await request.body() or b"{}")
        except ValueError:
            raise Refusal(400, "Bad Request: can't parse JSON object") from None
        return {**request.query_params, **parsed}
    return dict(request.query_params)


def _refused(refusal: Refusal) -> Response:
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
