"""The bot among the other vendors: api.telegram.org, its webhook, its limits."""

import json
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from simulator.core.faults import ErrorNext
from simulator.core.limits import Limit
from simulator.talkers import hears
from simulator.telegram import acts
from simulator.telegram.bot import Refusal
from simulator.telegram.server import CALL, answer, refused
from simulator.world import World, world_of

# About thirty a second in all and one a second in a chat, says the documentation; short bursts pass.
OVERALL, IN_A_CHAT = Limit(30, 1), Limit(5, 5)
HOST = "api.telegram.org"
router = APIRouter(prefix=f"/{HOST}")


@router.api_route("/{path:path}", methods=["GET", "POST"])
async def call(request: Request, path: str) -> Response:
    """Every method, and files."""
    world = world_of(request)
    bot, found = world.telegram, CALL.fullmatch(f"/{path}")
    if found is not None and found[2].lower().startswith("send"):
        wait = _wait(world, (await request.body())[:2000])
        if wait:
            return refused(Refusal(429, f"Too Many Requests: retry after {wait}", retry_after=wait))
    before = bot.webhook
    done = await answer(bot, request, f"/{path}")
    if getattr(request.state, "sent", False):
        hears(world, "telegram", str(bot.sent[-1]["chat"]["id"]), acts.message)
    if before and bot.webhook != before:
        world.courier.withdraw(lambda post: post.vendor == "telegram")
    return done


def _wait(world: World, raw: bytes) -> int:
    """Seconds until another message may be sent."""
    try:
        chat = str(json.loads(raw).get("chat_id"))
    except (ValueError, AttributeError):
        chat = ""
    limits = [("telegram", OVERALL), *([(f"telegram {chat}", IN_A_CHAT)] if chat else [])]
    return max(int(wait) + 1 if wait else 0 for wait in (world.limiter.wait(*one) for one in limits))


def refusal(error: ErrorNext) -> Response:
    """A refusal in Telegram's words; `subcode` is how long a 429 asks to wait."""
    words = {
        400: "Bad Request",
        401: "Unauthorized",
        403: "Forbidden: bot was blocked by the user",
        409: "Conflict",
    }
    code = int(error.code)
    if code == 429:
        after = error.subcode or 1
        return refused(Refusal(429, f"Too Many Requests: retry after {after}", retry_after=after))
    return refused(Refusal(code, words.get(code, "Internal Server Error")))


def shown(world: World) -> dict[str, Any]:
    """What the control API shows."""
    bot = world.telegram
    return {
        "token": bot.token,
        "bot": bot.me(),
        "webhook": bot.webhook,
        "pending": bot.waiting(),
        "people": list(bot.people.values()),
        "sent": bot.sent[-200:],
        "business": list(bot.business.values()),
    }
