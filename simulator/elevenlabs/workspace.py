"""The key, the quota, how many requests run at once."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import Request

from simulator.elevenlabs.refusals import ElevenLabsError
from simulator.elevenlabs.state import KEY, ElevenLabs
from simulator.world import world_of


def workspace(request: Request) -> ElevenLabs:
    """The workspace of the key."""
    here, key = world_of(request).elevenlabs, request.headers.get("xi-api-key")
    if not key:
        raise ElevenLabsError("needs_authorization")
    if key != KEY or not here.plan.key_works:
        raise ElevenLabsError("invalid_api_key")
    return here


def spend(here: ElevenLabs, credits: int) -> None:
    """Takes credits from the quota, or refuses."""
    plan = here.plan
    if plan.used + credits > plan.limit:
        left = plan.limit - plan.used
        raise ElevenLabsError(
            "quota_exceeded",
            f"This request exceeds your quota of {plan.limit}. You have {left} credits remaining, while {credits} credits are required for this request.",
        )
    plan.used += credits


@asynccontextmanager
async def one_of_few(here: ElevenLabs) -> AsyncIterator[None]:
    """A request that counts as running until it is answered."""
    if here.running >= here.plan.concurrency:
        raise ElevenLabsError(
            "too_many_concurrent_requests",
            headers={
                "current-concurrent-requests": str(here.running),
                "maximum-concurrent-requests": str(here.plan.concurrency),
            },
        )
    here.running += 1
    try:
        yield
    finally:
        here.running -= 1
