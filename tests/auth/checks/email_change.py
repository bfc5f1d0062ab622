"""Line 7: an address changes when both sides have said yes."""

import re
from typing import Any

from tests.auth.checks import check
from tests.auth.server import Stack, outcome

HALF = "Confirmation link accepted. Please proceed to confirm link sent to the other email"


def hash_in(mail: Any) -> str:
    """The token hash of the mail's link."""
    found = re.search(r"token_hash=([0-9a-f]{56})", mail["text"])
    assert found
    return found[1]


def code_in(mail: Any) -> str:
    """The typed code of the mail."""
    found = re.search(r"\b(\d{6})\b(?!.*\b\d{6}\b)", mail["text"], re.DOTALL)
    assert found
    return found[1]


async def begun(stack: Stack) -> tuple[dict[str, Any], str, str]:
    """A user who asked for another address: himself, the new address, his access token."""
    user = await stack.member()
    token = (await stack.sign_in(user["email"]))["access_token"]
    new = "new." + user["email"]
    answer = await stack.put_user(token, email=new)
    assert answer.status_code == 200, answer.text
    assert (answer.json()["email"], answer.json()["new_email"]) == (user["email"], new)
    return user, new, token


async def address(stack: Stack, user: dict[str, Any]) -> tuple[str, str]:
    """The user's address in his row and in his identity."""
    query = """select u.email, i.email as identity from auth.users u
               join auth.identities i on i.user_id = u.id where u.id = $1::text::uuid"""
    row = (await stack.base.rows(query, user["id"]))[0]
    return row["email"], row["identity"]


@check(7)
async def both_addresses_confirm_by_link(stack: Stack) -> None:
    """In either order: the first is only noted, without a session; the second changes the address."""
    for order in (0, 1):
        user, new, _ = await begun(stack)
        mails = [stack.mails(user["email"], "email_change")[0], stack.mails(new, "email_change")[0]]
        first, second = (mails[order], mails[1 - order])
        answer = await stack.verify(type="email_change", token_hash=hash_in(first))
        assert (answer.status_code, answer.json()) == (200, {"msg": HALF, "code": "200"})
        assert await address(stack, user) == (user["email"], user["email"])
        answer = await stack.verify(type="email_change", token_hash=hash_in(second))
        assert answer.json()["user"]["email"] == new, answer.text
        assert await address(stack, user) == (new, new)
        await stack.sign_in(new)
        assert (await stack.password_grant(user["email"])).status_code == 400


@check(7)
async def one_side_alone_changes_nothing(stack: Stack) -> None:
    """The same link or code twice is not two confirmations."""
    user, new, _ = await begun(stack)
    mail = stack.mails(new, "email_change")[0]
    assert (await stack.verify(type="email_change", token=code_in(mail), email=new)).json().get("msg") == HALF
    again = (
        await stack.verify(type="email_change", token=code_in(mail), email=new),
        await stack.verify(type="email_change", token_hash=hash_in(mail)),
    )
    assert [answer.status_code for answer in again] == [403, 403]
    assert await address(stack, user) == (user["email"], user["email"])


@check(7)
async def a_taken_address_is_refused(stack: Stack) -> None:
    """At the request, and again at the last confirmation."""
    user, new, token = await begun(stack)
    other = await stack.member()
    answer = await stack.put_user(token, email=other["email"].upper())
    assert outcome(answer) == (422, "email_exists")
    mails = [stack.mails(user["email"], "email_change")[0], stack.mails(new, "email_change")[0]]
    await stack.admin("POST", "/admin/users", json={"email": new, "email_confirm": True})
    await stack.verify(type="email_change", token_hash=hash_in(mails[0]))
    answer = await stack.verify(type="email_change", token_hash=hash_in(mails[1]))
    assert outcome(answer) == (422, "email_exists"), answer.text
    assert (await address(stack, user))[0] == user["email"]
