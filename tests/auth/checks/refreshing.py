"""Line 3: rotation, reuse, and what parallel refreshes see."""

import asyncio
from typing import Any

from tests.auth.checks import check
from tests.auth.server import Stack, outcome

PARALLEL = 24


async def age_tokens(stack: Stack, session: dict[str, Any], seconds: int = 60) -> None:
    """Moves the session's refresh tokens into the past, beyond the reuse interval."""
    await stack.base.run(
        """update auth.refresh_tokens set updated_at = updated_at - make_interval(secs => $2)
           where session_id = (select session_id from auth.refresh_tokens where token = $1)""",
        session["refresh_token"],
        float(seconds),
    )


async def next_token(stack: Stack, token: str) -> str:
    """One successful refresh."""
    answer = await stack.refresh(token)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["refresh_token"])


async def refused(stack: Stack, token: str, code: str) -> None:
    """A refresh that fails so."""
    answer = await stack.refresh(token)
    assert outcome(answer) == (400, code), answer.text


@check(3)
async def tokens_rotate(stack: Stack) -> None:
    """Each refresh gives another token, and the old one is revoked in the table."""
    session = await stack.sign_in((await stack.member())["email"])
    first = session["refresh_token"]
    second = await next_token(stack, first)
    assert second != first
    revoked = await stack.base.value("select revoked from auth.refresh_tokens where token = $1", first)
    parent = await stack.base.value("select parent from auth.refresh_tokens where token = $1", second)
    assert (revoked, parent) == (True, first)


@check(3)
async def a_lost_answer_is_given_again(stack: Stack) -> None:
    """The parent of the active token returns the active token, however late."""
    session = await stack.sign_in((await stack.member())["email"])
    second = await next_token(stack, session["refresh_token"])
    await age_tokens(stack, session, 3600)
    assert await next_token(stack, session["refresh_token"]) == second


@check(3)
async def a_stolen_token_ends_the_session(stack: Stack) -> None:
    """Reuse after the interval: the request fails, and its effect is committed all the same."""
    session = await stack.sign_in((await stack.member())["email"])
    second = await next_token(stack, session["refresh_token"])
    third = await next_token(stack, second)
    await age_tokens(stack, session)
    await refused(stack, session["refresh_token"], "refresh_token_already_used")
    await refused(stack, third, "refresh_token_not_found")
    answer = await stack.user(session["access_token"])
    assert outcome(answer) == (403, "session_not_found")


@check(3)
async def reuse_within_the_interval_is_forgiven(stack: Stack) -> None:
    """Two tabs: an older token may still be exchanged for ten seconds."""
    session = await stack.sign_in((await stack.member())["email"])
    third = await next_token(stack, await next_token(stack, session["refresh_token"]))
    assert await next_token(stack, session["refresh_token"]) != third
    await next_token(stack, third)


@check(3)
async def parallel_refreshes_agree(stack: Stack) -> None:
    """Twenty-four at once: all succeed, with one and the same token."""
    session = await stack.sign_in((await stack.member())["email"])
    async with stack.http() as client:
        body = {"refresh_token": session["refresh_token"]}
        answers = await asyncio.gather(
            *(client.post("/token?grant_type=refresh_token", json=body) for _ in range(PARALLEL))
        )
    assert [answer.status_code for answer in answers] == [200] * PARALLEL
    assert len({answer.json()["refresh_token"] for answer in answers}) == 1


@check(3)
async def odd_tokens_are_refused(stack: Stack) -> None:
    """Wrong shape, unknown, of an ended session, of a session too old or idle too long."""
    answer = await stack.refresh("not a token")
    assert (answer.status_code, answer.json()["message"]) == (400, "Refresh token is not valid")
    await refused(stack, "a" * 12, "refresh_token_not_found")
    session = await stack.sign_in((await stack.member())["email"])
    await _set_session(stack, session, "not_after = now() - interval '1 second'")
    await refused(stack, session["refresh_token"], "session_expired")
    await _set_session(stack, session, "not_after = null, refreshed_at = now() - interval '8 days'")
    await refused(stack, session["refresh_token"], "session_expired")
    await _set_session(stack, session, "refreshed_at = null, created_at = now() - interval '31 days'")
    await refused(stack, session["refresh_token"], "session_expired")


async def _set_session(stack: Stack, session: dict[str, Any], assignments: str) -> None:
    await stack.base.run(
        f"""update auth.sessions set {assignments}
            where id = (select session_id from auth.refresh_tokens where token = $1)""",
        session["refresh_token"],
    )
