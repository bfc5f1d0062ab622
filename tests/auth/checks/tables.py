"""Line 12: rows that real GoTrue reads, and JSON that strict clients parse."""

import json
import re
from typing import Any

import bcrypt

from tests.auth.checks import check
from tests.auth.server import PASSWORD, Stack

TEXT_COLUMNS = (
    "confirmation_token",
    "recovery_token",
    "email_change_token_new",
    "email_change_token_current",
    "email_change",
    "phone_change",
    "phone_change_token",
    "reauthentication_token",
)
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{0,5}[1-9])?Z")


async def row_of(stack: Stack, user_id: str) -> dict[str, Any]:
    """The user's row."""
    return dict((await stack.base.rows("select * from auth.users where id = $1::text::uuid", user_id))[0])


async def every_kind_of_user(stack: Stack) -> list[dict[str, Any]]:
    """Created, invited, signed up, recovering, changing his address, soft-deleted."""
    created, changing, deleted = [await stack.member() for _ in range(3)]
    invited = await stack.admin("POST", "/invite", json={"email": "Invited." + created["email"].upper()})
    with stack.settings(signup=True):
        body = {"email": "Own." + created["email"], "password": PASSWORD}
        signed_up = (await stack.call("POST", "/signup", json=body)).json()
    await stack.call("POST", "/recover", json={"email": created["email"]})
    token = (await stack.sign_in(changing["email"]))["access_token"]
    assert (await stack.put_user(token, email="new." + changing["email"])).status_code == 200
    await stack.admin("DELETE", f"/admin/users/{deleted['id']}", json={"should_soft_delete": True})
    return [created, invited, signed_up, changing, deleted]


@check(12)
async def rows_are_as_gotrue_wants_them(stack: Stack) -> None:
    """The traps of section 4: instance_id, '' not null, lower case, an identity each, metadata objects."""
    for user in await every_kind_of_user(stack):
        row = await row_of(stack, user["id"])
        assert str(row["instance_id"]) == "00000000-0000-0000-0000-000000000000"
        assert [name for name in TEXT_COLUMNS if row[name] is None] == []
        assert (row["aud"], row["role"], row["phone"]) == ("authenticated", "authenticated", None)
        assert row["deleted_at"] or row["email"] == row["email"].lower()
        assert isinstance(json.loads(row["raw_app_meta_data"]), dict)
        assert isinstance(json.loads(row["raw_user_meta_data"]), dict)
        query = "select provider, provider_id, identity_data::text from auth.identities where user_id = $1::text::uuid"
        identities = await stack.base.rows(query, user["id"])
        assert [identity["provider"] for identity in identities] == ["email"]
        assert row["deleted_at"] or identities[0]["provider_id"] == user["id"]


@check(12)
async def hashes_and_codes_carry_over(stack: Stack) -> None:
    """bcrypt $2a$ at the cost of the settings; a pending code is in both tables; times of sessions are UTC."""
    user = await stack.member()
    stored = (await row_of(stack, user["id"]))["encrypted_password"]
    assert stored.startswith("$2a$") and len(stored) == 60
    assert bcrypt.checkpw(PASSWORD.encode(), stored.encode())
    link = await stack.link("recovery", user["email"])
    token = (
        await stack.base.rows("select * from auth.one_time_tokens where user_id = $1::text::uuid", user["id"])
    )[0]
    assert token["token_hash"] == link["hashed_token"] == (await row_of(stack, user["id"]))["recovery_token"]
    assert (token["token_type"], token["relates_to"]) == ("recovery_token", user["email"])
    session = await stack.sign_in(user["email"])
    await stack.refresh(session["refresh_token"])
    drift = "select abs(extract(epoch from (now() at time zone 'utc') - refreshed_at)) from auth.sessions"
    assert await stack.base.value(f"{drift} where user_id = $1::text::uuid", user["id"]) < 60
    kind = "select pg_typeof(user_id)::text from auth.refresh_tokens where token = $1"
    assert await stack.base.value(kind, session["refresh_token"]) == "character varying"


@check(12)
async def times_are_rfc_3339(stack: Stack) -> None:
    """With T and Z, trailing zeros trimmed, absent instead of null: supabase-py refuses all else."""
    user = await stack.member()
    session = await stack.sign_in(user["email"])
    shapes = [user, session["user"], *session["user"]["identities"]]
    for shape in shapes:
        for name, value in shape.items():
            if name.endswith("_at"):
                assert TIME.fullmatch(value), f"{name}: {value}"
    missing = {"invited_at", "recovery_sent_at", "banned_until", "deleted_at", "new_email", "factors"}
    assert not missing & session["user"].keys()
    assert not {"encrypted_password", "recovery_token", "is_sso_user"} & session["user"].keys()


@check(12)
async def errors_have_the_format_of_the_asked_version(stack: Stack) -> None:
    """New with the header, old without it or with an older date; the version is echoed only in the new one."""
    async with stack.http() as client:
        for version, new in (("2024-01-01", True), ("2025-07-01", True), ("2023-01-01", False), ("x", False)):
            answer = await client.get("/user", headers={"X-Supabase-Api-Version": version})
            body = answer.json()
            assert answer.headers["x-sb-error-code"] == "bad_jwt"
            if new:
                assert set(body) == {"code", "message"} and body["code"] == "bad_jwt"
                assert answer.headers["x-supabase-api-version"] == "2024-01-01"
            else:
                assert (body["code"], body["error_code"]) == (403, "bad_jwt") and "msg" in body
                assert "x-supabase-api-version" not in answer.headers
    answer = await stack.call("POST", "/admin/generate_link", secret=True, json={**WEAK})
    assert answer.json() == {
        "code": "weak_password",
        "message": "Password should be at least 10 characters.",
        "weak_password": {"reasons": ["length"]},
    }
    assert "x-sb-error-code" not in answer.headers


WEAK = {"type": "signup", "email": "weak@demo.example", "password": "short"}


@check(12)
async def claims_are_the_exact_set(stack: Stack) -> None:
    """Section 2.1, and the header with kid."""
    from tests.auth.checks.accounts import claims_of

    session = await stack.sign_in((await stack.member())["email"])
    claims = claims_of(session)
    assert set(claims) == {
        *("iss", "sub", "aud", "exp", "iat", "email", "phone", "app_metadata", "user_metadata"),
        *("role", "aal", "amr", "session_id", "is_anonymous"),
    }
    assert claims["iss"] == f"{stack.url}/auth/v1"
    assert claims["exp"] - claims["iat"] == 3600 == session["expires_in"]
    assert claims["exp"] == session["expires_at"]
    assert claims["amr"] == [{"method": "password", "timestamp": claims["iat"]}]
    assert (claims["is_anonymous"], claims["phone"], claims["aal"]) == (False, "", "aal1")
