"""The audit trail, and what is cleared away behind it."""

import json

import pytest

from local.auth.database import open_pool
from local.auth.upkeep import cleanup
from tests.auth.checks.refreshing import age_tokens, next_token
from tests.auth.server import Stack

DAY = 24 * 3600


async def test_the_audit_trail_tells_the_story(stack: Stack) -> None:
    """In GoTrue's words, by the person it happened to."""
    user = await stack.member()
    session = await stack.sign_in(user["email"])
    await stack.refresh(session["refresh_token"])
    await stack.put_user(session["access_token"], password="another horse 2")
    await stack.call("POST", "/recover", json={"email": user["email"]})
    await stack.call("POST", "/logout", session["access_token"])
    await stack.admin("DELETE", f"/admin/users/{user['id']}")
    query = "select payload::text, ip_address from auth.audit_log_entries where payload ->> 'actor_id' = $1 order by created_at"
    entries = [
        (json.loads(row["payload"]), row["ip_address"]) for row in await stack.base.rows(query, user["id"])
    ]
    assert [entry["action"] for entry, _ in entries if entry["action"] != "user_updated_password"] == [
        "user_signedup",
        "login",
        "token_refreshed",
        "user_modified",
        "user_recovery_requested",
        "logout",
        "user_deleted",
    ]
    assert {ip for _, ip in entries} == {"127.0.0.1"}
    assert {entry["actor_username"] for entry, _ in entries} == {user["email"]}


async def test_old_rows_are_cleared_away(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """Revoked tokens after a day, ended and forgotten sessions, unused codes; what is alive stays."""
    monkeypatch.setattr(cleanup, "SECONDS_BETWEEN", -1.0)
    lasting = await stack.sign_in((await stack.member())["email"])
    active = await next_token(stack, lasting["refresh_token"])
    await age_tokens(stack, lasting, 2 * DAY)
    ended, forgotten = [await stack.member() for _ in range(2)]
    for user, change in ((ended, "not_after = now() - interval '4 days'"), (forgotten, FORGOTTEN)):
        await stack.sign_in(user["email"])
        await stack.base.run(f"update auth.sessions set {change} where user_id = $1::text::uuid", user["id"])
    await stack.link("recovery", forgotten["email"])
    aged = "update auth.one_time_tokens set created_at = now() - interval '8 days' where user_id = $1::text::uuid"
    await stack.base.run(aged, forgotten["id"])
    async with open_pool(stack.base.url("supabase_auth_admin"), 1) as pool:
        sweeper = cleanup.Sweeper(pool)
        for _ in cleanup.KINDS:
            await sweeper.sweep()
    left = "select array_agg(token) from auth.refresh_tokens where token = any ($1)"
    assert await stack.base.value(left, [active, lasting["refresh_token"]]) == [active]
    for table in ("sessions", "one_time_tokens"):
        count = f"select count(*) from auth.{table} where user_id = any ($1::text[]::uuid[])"
        assert await stack.base.value(count, [ended["id"], forgotten["id"]]) == 0
    assert (await stack.user(lasting["access_token"])).status_code == 200


FORGOTTEN = "created_at = now() - interval '100 days', refreshed_at = now() - interval '91 days'"


async def test_a_sweep_that_fails_is_only_logged(stack: Stack, caplog: pytest.LogCaptureFixture) -> None:
    """And at most one runs in a while."""
    async with open_pool(stack.base.url("supabase_auth_admin"), 1) as pool:
        sweeper = cleanup.Sweeper(pool)
        await sweeper.sweep()
    assert not caplog.records
    sweeper._last -= cleanup.SECONDS_BETWEEN + 1
    await sweeper.sweep()
    assert "clearing away old rows failed" in caplog.text
