"""Cloudflare Turnstile: POST /turnstile/v0/siteverify (https://developers.cloudflare.com/turnstile/get-started/server-side-validation/)."""

import secrets
from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from simulator.core.acts import acts_of
from simulator.core.clock import graph_time
from simulator.core.faults import ErrorNext
from simulator.core.forms import read_form
from simulator.turnstile.state import Turnstile
from simulator.world import World, world_of

SECRET = "0x4SimulatedTurnstileSecretKey"  # noqa: S105 -- opens nothing but this simulator
# Cloudflare's own keys for tests.
PASSES, FAILS, SPENT = (f"{n}x0000000000000000000000000000000AA" for n in (1, 2, 3))
TOKEN_LIVES = 300
router = APIRouter(prefix="/challenges.cloudflare.com/turnstile/v0")


@router.post("/siteverify")
async def verify(request: Request) -> Response:
    """Each token is good once, for five minutes."""
    turnstile = world_of(request).turnstile
    kind = request.headers.get("content-type", "")
    given = await request.json() if kind.startswith("application/json") else dict(await read_form(request))
    wrong = _wrong(turnstile, str(given.get("secret") or ""), str(given.get("response") or ""))
    if wrong:
        return _failed(wrong)
    host, moment = turnstile.tokens.pop(str(given["response"]), ("localhost", turnstile.clock.now()))
    return JSONResponse(
        {
            "success": True,
            "challenge_ts": graph_time(moment),
            "hostname": host,
            "error-codes": [],
            "action": "",
            "cdata": "",
        }
    )


def _wrong(turnstile: Turnstile, secret: str, token: str) -> str:
    solved = turnstile.tokens.get(token)
    checks = (
        (not secret, "missing-input-secret"),
        (secret not in (SECRET, PASSES, FAILS, SPENT), "invalid-input-secret"),
        (not token, "missing-input-response"),
        (secret == FAILS, "invalid-input-response"),
        (secret == SPENT, "timeout-or-duplicate"),
        (secret == SECRET and not token.startswith("0.sim"), "invalid-input-response"),
        (secret == SECRET and solved is None, "timeout-or-duplicate"),
        (solved is not None and turnstile.clock.now() - solved[1] > TOKEN_LIVES, "timeout-or-duplicate"),
    )
    return next((code for is_wrong, code in checks if is_wrong), "")


def _failed(code: str) -> Response:
    return JSONResponse({"success": False, "error-codes": [code]})


def refusal(error: ErrorNext) -> Response:
    """A failure of the caller's choice: {"code": "internal-error"}."""
    return _failed(str(error.code))


def solve(world: World, account: str) -> Mapping[str, Any]:
    """A visitor of the host `account` solves the challenge."""
    token = f"0.sim{secrets.token_urlsafe(32)}"
    world.turnstile.tokens[token] = (account, world.clock.now())
    return {"token": token}


ACTS = acts_of(solve)


def shown(world: World) -> dict[str, Any]:
    """What the control API shows."""
    return {"secret": SECRET, "unspent": len(world.turnstile.tokens)}
