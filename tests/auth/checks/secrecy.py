"""Beyond section 13: what a stranger may not learn, and how often he may try."""

import contextlib
import time
import types
from collections.abc import Iterator
from typing import Any

import bcrypt

from local.auth.users import passwords
from tests.auth.checks import check
from tests.auth.server import Stack, outcome


@contextlib.contextmanager
def counted(module: types.ModuleType, name: str) -> Iterator[list[tuple[Any, ...]]]:
    """Notes every call of a function of the module."""
    original, calls = getattr(module, name), []

    def noted(*arguments: Any, **named: Any) -> Any:
        calls.append(arguments)
        return original(*arguments, **named)

    setattr(module, name, noted)
    try:
        yield calls
    finally:
        setattr(module, name, original)


@check(0)
async def nobody_costs_as_much_as_somebody(stack: Stack) -> None:
    """Unknown user, user without a password, wrong password: one answer, one bcrypt each."""
    known = await stack.member()
    invited = await stack.admin("POST", "/invite", json={"email": "invited." + known["email"]})
    answers = []
    for email in (known["email"], "nobody@demo.example", invited["email"]):
        with counted(passwords.bcrypt, "checkpw") as calls:
            answer = await stack.password_grant(email, "a wrong password")
        assert len(calls) == 1, email
        assert bcrypt.checkpw(b"a wrong password", calls[0][1]) is False
        answers.append((answer.status_code, answer.content, answer.headers.get("x-sb-error-code")))
    assert len(set(answers)) == 1
    assert answers[0][0] == 400
    assert b"invalid_credentials" in answers[0][1]


@check(0)
async def recovery_tells_nobody_who_exists(stack: Stack) -> None:
    """The same 200 {} for a known and an unknown address, and the same 429 for both when asked again at once."""
    with stack.settings(mail_interval_seconds=60):
        known = (await stack.member())["email"]
        seen = []
        for email in (known, "nobody." + known):
            for _ in range(2):
                answer = await stack.call("POST", "/recover", json={"email": email})
                seen.append((answer.status_code, answer.content[:40]))
        assert seen[:2] == seen[2:]
        assert [status for status, _ in seen[:2]] == [200, 429]
    assert len(stack.mails(known, "recovery")) == 1
    assert not stack.mails("nobody." + known)


@check(0)
async def recovery_takes_its_time(stack: Stack) -> None:
    """Neither a known nor an unknown address is answered before the floor, which is longer than the work."""
    floor = 0.3
    with stack.settings(recover_floor_seconds=floor):
        known = (await stack.member())["email"]
        for email in (known, "nobody." + known):
            begun = time.monotonic()
            assert (await stack.call("POST", "/recover", json={"email": email})).status_code == 200
            assert time.monotonic() - begun >= floor, email


@check(0)
async def password_guesses_are_limited(stack: Stack) -> None:
    """Per address and e-mail; a success costs nothing, and another account is not shut out."""
    with stack.settings(sign_in_account_burst=3):
        user, other = await stack.member(), await stack.member()
        for _ in range(8):
            await stack.sign_in(other["email"])
        for _ in range(3):
            assert (await stack.password_grant(user["email"], "wrong")).status_code == 400
        answer = await stack.password_grant(user["email"])
        assert outcome(answer) == (429, "over_request_rate_limit")
        await stack.sign_in(other["email"])


@check(0)
async def the_caller_cannot_choose_his_address(stack: Stack) -> None:
    """X-Forwarded-For by a stranger neither dodges the limit nor gets into the session."""
    with stack.settings(sign_in_burst=3):
        user = await stack.member()
        for number in range(3):
            await _guess(stack, f"{number}{user['email']}", f"198.51.100.{number}")
        answer = await _guess(stack, user["email"], "198.51.100.77")
        assert answer == 429
    session = await stack.sign_in(user["email"])
    ip = await stack.base.value(
        "select host(ip) from auth.sessions where user_id = $1::text::uuid", user["id"]
    )
    assert (ip, bool(session)) == ("127.0.0.1", True)


async def _guess(stack: Stack, email: str, forwarded_for: str) -> int:
    answer = await stack.call(
        "POST",
        "/token?grant_type=password",
        json={"email": email, "password": "wrong"},
        headers={"X-Forwarded-For": forwarded_for},
    )
    return answer.status_code
