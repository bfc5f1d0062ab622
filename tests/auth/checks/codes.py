"""Line 4: one-time codes work once, for a while, for one caller, and cannot be guessed at leisure."""

import asyncio

from local.auth.codes import codes
from tests.auth.checks import check
from tests.auth.checks.secrecy import counted
from tests.auth.server import PASSWORD, Stack, outcome

PARALLEL = 24


@check(4)
async def codes_work_once(stack: Stack) -> None:
    """By link and typed, for every kind; and what is used is gone from both tables."""
    for kind in ("recovery", "magiclink"):
        email = (await stack.member())["email"]
        link = await stack.link(kind, email)
        assert (await stack.verify(type=kind, token_hash=link["hashed_token"])).status_code == 200
        for body in (
            {"type": kind, "token_hash": link["hashed_token"]},
            {"type": kind, "token": link["email_otp"], "email": email},
        ):
            answer = await stack.verify(**body)
            assert outcome(answer) == (403, "otp_expired"), answer.text
    email = "once." + (await stack.member())["email"]
    link = await stack.link("invite", email)
    assert (await stack.verify(type="invite", token=link["email_otp"], email=email)).status_code == 200
    assert (await stack.verify(type="invite", token=link["email_otp"], email=email)).status_code == 403


@check(4)
async def codes_expire(stack: Stack) -> None:
    """After an hour neither link nor code is good, though nobody used them; for every kind, by POST and by GET."""
    user = await stack.member()
    link = await stack.link("recovery", user["email"])
    await stack.age(user["id"], "recovery_sent_at", 3601)
    assert (await stack.verify(type="recovery", token_hash=link["hashed_token"])).status_code == 403
    answer = await stack.verify(type="recovery", token=link["email_otp"], email=user["email"])
    assert (answer.status_code, answer.json()["message"]) == (403, "Token has expired or is invalid")
    answer = await stack.call("GET", f"/verify?type=recovery&token={link['hashed_token']}")
    assert "error_code=otp_expired" in answer.headers["location"].partition("#")[2]
    for kind, column in (
        ("invite", "confirmation_sent_at"),
        ("magiclink", "recovery_sent_at"),
        ("email_change_current", "email_change_sent_at"),
    ):
        email = f"{kind}.{user['email']}" if kind == "invite" else user["email"]
        link = await stack.link(kind, email, new_email="new." + email, password=PASSWORD)
        await stack.age(link["id"], column, 3601)
        answer = await stack.verify(type=kind.removesuffix("_current"), token_hash=link["hashed_token"])
        assert outcome(answer) == (403, "otp_expired"), kind


@check(4)
async def of_parallel_verifications_one_succeeds(stack: Stack) -> None:
    """The user's row is locked while his code is used up."""
    link = await stack.link("recovery", (await stack.member())["email"])
    body = {"type": "recovery", "token_hash": link["hashed_token"]}
    async with stack.http() as client:
        answers = await asyncio.gather(*(client.post("/verify", json=body) for _ in range(PARALLEL)))
    statuses = sorted(answer.status_code for answer in answers)
    assert statuses == [200] + [403] * (PARALLEL - 1)


@check(4)
async def a_code_is_good_for_its_kind_and_owner(stack: Stack) -> None:
    """Not for another type, not for another address, not without its address."""
    user, other = await stack.member(), await stack.member()
    link = await stack.link("recovery", user["email"])
    for kind in ("signup", "invite", "email_change"):
        answer = await stack.verify(type=kind, token_hash=link["hashed_token"])
        assert answer.status_code == 403, kind
    typed = {"type": "recovery", "token": link["email_otp"]}
    assert (await stack.verify(**typed, email=other["email"])).status_code == 403
    assert (await stack.verify(**typed)).status_code == 400
    wrong = "".join(str((int(digit) + 1) % 10) for digit in link["email_otp"])
    assert (await stack.verify(type="recovery", token=wrong, email=user["email"])).status_code == 403
    assert (await stack.verify(**typed, email=user["email"])).status_code == 200


@check(4)
async def codes_are_compared_in_constant_time(stack: Stack) -> None:
    """By hmac.compare_digest, not by ==."""
    link = await stack.link("recovery", (await stack.member())["email"])
    with counted(codes.hmac, "compare_digest") as calls:
        assert (await stack.verify(type="recovery", token_hash=link["hashed_token"])).status_code == 200
    assert any(link["hashed_token"].encode() in arguments for arguments in calls)


@check(4)
async def guesses_are_limited(stack: Stack) -> None:
    """A few wrong codes, then 429, even for the right one."""
    with stack.settings(verify_burst=3):
        user = await stack.member()
        link = await stack.link("recovery", user["email"])
        for _ in range(3):
            answer = await stack.verify(type="recovery", token="000000x", email=user["email"])
            assert answer.status_code == 403
        answer = await stack.verify(type="recovery", token=link["email_otp"], email=user["email"])
        assert outcome(answer) == (429, "over_request_rate_limit")


@check(4)
async def a_new_code_voids_the_old(stack: Stack) -> None:
    """One pending code per user and kind."""
    email = (await stack.member())["email"]
    old, new = await stack.link("recovery", email), await stack.link("recovery", email)
    assert (await stack.verify(type="recovery", token_hash=old["hashed_token"])).status_code == 403
    assert (await stack.verify(type="recovery", token_hash=new["hashed_token"])).status_code == 200
