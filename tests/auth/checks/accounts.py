"""Lines 5, 6, 9 and 10: sessions and bans, what a new password ends, what a person may not give himself."""

import base64
import json
from typing import Any

from tests.auth.checks import check
from tests.auth.server import PASSWORD, Stack, outcome

NEW_PASSWORD = "another horse 2"


def claims_of(session: dict[str, Any]) -> dict[str, Any]:
    """What the access token says."""
    payload = session["access_token"].split(".")[1]
    claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(payload + "=="))
    return claims


async def code_of(stack: Stack, session: dict[str, Any]) -> str:
    """'' when the session's access token works, else the error code."""
    answer = await stack.user(session["access_token"])
    return "" if answer.status_code == 200 else str(answer.json()["code"])


@check(5)
async def an_ended_session_is_over_at_once(stack: Stack) -> None:
    """By every scope of logout: the access token is refused although it has not expired."""
    email = (await stack.member())["email"]
    one, two, three = [await stack.sign_in(email) for _ in range(3)]

    async def log_out(session: dict[str, Any], scope: str) -> int:
        return (await stack.call("POST", f"/logout?scope={scope}", session["access_token"])).status_code

    assert await log_out(one, "local") == 204
    assert [await code_of(stack, each) for each in (one, two, three)] == ["session_not_found", "", ""]
    assert await log_out(two, "others") == 204
    assert [await code_of(stack, each) for each in (two, three)] == ["", "session_not_found"]
    four = await stack.sign_in(email)
    assert await log_out(two, "global") == 204
    assert [await code_of(stack, each) for each in (two, four)] == ["session_not_found"] * 2
    assert (await stack.refresh(four["refresh_token"])).status_code == 400
    assert await log_out(four, "global") == 403


@check(5)
async def a_ban_works_at_once_and_everywhere(stack: Stack) -> None:
    """At every call, at refresh, sign-in and verify; lifting it gives the session back."""
    user = await stack.member()
    session = await stack.sign_in(user["email"])
    link = await stack.link("recovery", user["email"])
    banned = await stack.admin("PUT", f"/admin/users/{user['id']}", json={"ban_duration": "24h"})
    assert banned["banned_until"] > banned["updated_at"]
    assert await code_of(stack, session) == "user_banned"
    for answer, status in (
        (await stack.refresh(session["refresh_token"]), 400),
        (await stack.password_grant(user["email"]), 400),
        (await stack.verify(type="recovery", token_hash=link["hashed_token"]), 403),
        (await stack.put_user(session["access_token"], data={"a": 1}), 403),
    ):
        assert outcome(answer) == (status, "user_banned")
    freed = await stack.admin("PUT", f"/admin/users/{user['id']}", json={"ban_duration": "none"})
    assert "banned_until" not in freed
    assert await code_of(stack, session) == ""
    answer = await stack.call(
        "PUT", f"/admin/users/{user['id']}", secret=True, json={"ban_duration": "1 day"}
    )
    assert answer.status_code == 400


@check(5)
async def a_deleted_user_is_gone(stack: Stack) -> None:
    """Hard and soft: neither his token nor his password works, and the address is free again."""
    for soft in (False, True):
        user = await stack.member()
        session = await stack.sign_in(user["email"])
        body = {"should_soft_delete": soft}
        await stack.admin("DELETE", f"/admin/users/{user['id']}", json=body)
        assert await code_of(stack, session) in ("user_not_found", "session_not_found")
        assert (await stack.password_grant(user["email"])).status_code == 400
        body = {"email": user["email"], "password": PASSWORD}
        assert (await stack.admin("POST", "/admin/users", json=body))["id"] != user["id"]


@check(6)
async def a_new_password_ends_other_sessions(stack: Stack) -> None:
    """This session stays; set by an admin, none does."""
    user = await stack.member()
    mine, other = await stack.sign_in(user["email"]), await stack.sign_in(user["email"])
    assert (await stack.put_user(mine["access_token"], password=NEW_PASSWORD)).status_code == 200
    assert [await code_of(stack, each) for each in (mine, other)] == ["", "session_not_found"]
    assert (await stack.refresh(other["refresh_token"])).status_code == 400
    assert (await stack.password_grant(user["email"])).status_code == 400
    await stack.sign_in(user["email"], NEW_PASSWORD)
    await stack.admin("PUT", f"/admin/users/{user['id']}", json={"password": PASSWORD})
    assert await code_of(stack, mine) == "session_not_found"
    await stack.sign_in(user["email"])


@check(6)
async def a_new_password_voids_pending_codes(stack: Stack) -> None:
    """A recovery mail in somebody else's hands is worth nothing afterwards, nor is an e-mail change."""
    user = await stack.member()
    session = await stack.sign_in(user["email"])
    change = await stack.link("email_change_current", user["email"], new_email="new." + user["email"])
    link = await stack.link("recovery", user["email"])
    assert (await stack.put_user(session["access_token"], password=NEW_PASSWORD)).status_code == 200
    for kind, made in (("recovery", link), ("email_change", change)):
        assert (await stack.verify(type=kind, token_hash=made["hashed_token"])).status_code == 403
        typed = {"type": kind, "token": made["email_otp"], "email": user["email"]}
        assert (await stack.verify(**typed)).status_code == 403
    columns = "recovery_token, email_change_token_current, email_change_token_new, reauthentication_token"
    row = (await stack.base.rows(f"select {columns} from auth.users where id = $1::text::uuid", user["id"]))[
        0
    ]
    assert set(row.values()) == {""}


@check(6)
async def an_old_session_needs_a_code_for_a_new_password(stack: Stack) -> None:
    """After a day: 400 without the nonce, 422 with a wrong one; a good one works once."""
    user = await stack.member()
    session = await stack.sign_in(user["email"])
    token = session["access_token"]
    await stack.base.run(
        "update auth.sessions set created_at = now() - interval '25 hours' where user_id = $1::text::uuid",
        user["id"],
    )
    answer = await stack.put_user(token, password=NEW_PASSWORD)
    assert outcome(answer) == (400, "reauthentication_needed")
    answer = await stack.put_user(token, password=NEW_PASSWORD, nonce="000000x")
    assert outcome(answer) == (422, "reauthentication_not_valid")
    assert (await stack.call("GET", "/reauthenticate", token)).status_code == 200
    nonce = stack.mails(user["email"], "reauthentication")[0]["subject"].split()[0]
    assert (await stack.put_user(token, password=NEW_PASSWORD, nonce=nonce)).status_code == 200
    assert (await stack.put_user(token, password=PASSWORD, nonce=nonce)).status_code == 422


@check(6)
async def a_recovery_needs_no_old_password(stack: Stack) -> None:
    """Where the owner wants the old one, who comes from the mail does not know it; who signed in by it does."""
    with stack.settings(require_current_password=True):
        user = await stack.member()
        token = (await stack.sign_in(user["email"]))["access_token"]
        answer = await stack.put_user(token, password=NEW_PASSWORD)
        assert outcome(answer) == (400, "current_password_required")
        answer = await stack.put_user(token, password=NEW_PASSWORD, current_password="not it")
        assert outcome(answer) == (400, "current_password_invalid")
        link = await stack.link("recovery", user["email"])
        mailed = (await stack.verify(type="recovery", token_hash=link["hashed_token"])).json()
        answer = await stack.put_user(mailed["access_token"], password=NEW_PASSWORD)
        assert answer.status_code == 200, answer.text
        assert (await stack.password_grant(user["email"])).status_code == 400
        token = (await stack.sign_in(user["email"], NEW_PASSWORD))["access_token"]
        answer = await stack.put_user(token, password=PASSWORD, current_password=NEW_PASSWORD)
        assert answer.status_code == 200, answer.text


@check(9)
async def nobody_writes_his_own_rights(stack: Stack) -> None:
    """app_metadata is refused; a role in the body or the metadata changes nothing, at sign-up neither."""
    user = await stack.member()
    session = await stack.sign_in(user["email"])
    token = session["access_token"]
    answer = await stack.put_user(token, app_metadata={"admin": True})
    assert outcome(answer) == (403, "not_admin")
    answer = await stack.put_user(token, role="service_role", aud="x", data={"role": "service_role"})
    assert answer.status_code == 200
    await require_ordinary(stack, user["email"], user["id"], user["app_metadata"])
    with stack.settings(signup=True, autoconfirm=True):
        email = "own." + user["email"]
        body = {"email": email, "password": PASSWORD, "role": "service_role", "app_metadata": {"admin": True}}
        answer = await stack.call("POST", "/signup", json={**body, "data": {"role": "service_role"}})
        assert answer.status_code == 200, answer.text
    await require_ordinary(stack, email, answer.json()["user"]["id"], user["app_metadata"])


async def require_ordinary(stack: Stack, email: str, user_id: str, app_metadata: dict[str, Any]) -> None:
    """In the row and in a fresh token the person is an ordinary one."""
    query = (
        "select role, aud, is_super_admin, raw_app_meta_data::text from auth.users where id = $1::text::uuid"
    )
    row = (await stack.base.rows(query, user_id))[0]
    assert (row["role"], row["aud"], bool(row["is_super_admin"])) == ("authenticated", "authenticated", False)
    assert json.loads(row["raw_app_meta_data"]) == app_metadata
    claims = claims_of(await stack.sign_in(email))
    assert (claims["role"], claims["aud"], claims["aal"]) == ("authenticated", "authenticated", "aal1")
    assert claims["app_metadata"] == app_metadata


@check(10)
async def a_second_factor_guards_password_and_address(stack: Stack) -> None:
    """With a verified factor an aal1 session changes neither; metadata it may, and at aal2 both."""
    user = await stack.member()
    token = (await stack.sign_in(user["email"]))["access_token"]
    await stack.base.run(
        """insert into auth.mfa_factors (id, user_id, factor_type, status, created_at, updated_at, secret)
           values (gen_random_uuid(), $1::text::uuid, 'totp', 'verified', now(), now(), 'x')""",
        user["id"],
    )
    for change in (
        {"password": NEW_PASSWORD},
        {"email": "new." + user["email"]},
        {"phone": "+4915112345678"},
    ):
        answer = await stack.put_user(token, **change)
        assert outcome(answer) == (401, "insufficient_aal"), change
    assert (await stack.put_user(token, data={"a": 1})).status_code == 200
    await stack.base.run("update auth.sessions set aal = 'aal2' where user_id = $1::text::uuid", user["id"])
    assert (await stack.put_user(token, password=NEW_PASSWORD)).status_code == 200
