"""The custom access token hook: on the product's own database, and everything a hook may answer."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.auth.checks.accounts import claims_of
from tests.auth.server import PASSWORD, Stack, outcome, served
from tests.support.cluster import EMPTY, Templates
from tests.support.database import Base

HOOK = "public.auth_test_hook"


@pytest.fixture
async def migrated(templates: Templates) -> AsyncIterator[Base]:
    """A database with the migrations in it."""
    async with templates.clone(EMPTY) as base:
        yield base


@pytest.fixture
def product(migrated: Base, data_dir: Path) -> Iterator[Stack]:
    """The gateway on it, with the settings an owner has."""
    with served(migrated, data_dir) as running:
        yield running


async def test_with_the_migrations(product: Stack) -> None:
    """The first account becomes the admin and says so in its token; an uninvited one has no access."""
    admin = await product.member()
    session = await product.sign_in(admin["email"])
    assert claims_of(session)["user_role"] == "admin"
    assert claims_of((await product.refresh(session["refresh_token"])).json())["user_role"] == "admin"
    stranger = await product.member()
    answer = await product.password_grant(stranger["email"])
    assert outcome(answer) == (403, "unknown")
    assert answer.json()["message"] == "profile_inactive"
    sessions = "select count(*) from auth.sessions where user_id = $1::text::uuid"
    assert await product.base.value(sessions, stranger["id"]) == 0
    assert await product.base.value("select count(*) from public.work_sessions") >= 1


async def test_the_outbox_page_is_for_the_local_admin(product: Stack) -> None:
    """Nobody, a stranger's token, the secret key, a deactivated admin: no."""
    admin = await product.member()
    await product.call("POST", "/recover", json={"email": admin["email"]})
    token = (await product.sign_in(admin["email"]))["access_token"]
    page = await _outbox(product, token)
    assert page.status_code == 200
    body = page.json()
    assert (body["next"], body["total"]) == (None, 1)
    assert body["items"][0]["to"] == admin["email"]
    assert "token_hash=" in body["items"][0]["text"]
    assert page.headers["cache-control"] == "no-store"
    for other in ("", product.keys.secret_key, product.keys.publishable_key):
        assert (await _outbox(product, other)).status_code == 401
    refused = await _outbox(product, "")
    assert refused.json()["error"]["code"] == "not_signed_in"
    with product.settings(trusted_proxies=("127.0.0.1",)):
        assert (await _outbox(product, token, {"X-Forwarded-For": "203.0.113.5"})).status_code == 404
        assert (await _outbox(product, token)).status_code == 200
    await product.base.run("update public.profiles set role = 'manager' where role = 'admin'")
    assert (await _outbox(product, token)).status_code == 403
    await product.base.run(
        "update public.profiles set role = 'admin', status = 'inactive' where role = 'manager'"
    )
    assert (await _outbox(product, token)).status_code == 403


async def _outbox(stack: Stack, token: str, more: dict[str, str] | None = None) -> Any:
    headers = {"Authorization": f"Bearer {token}" if token else "", **(more or {})}
    async with stack.http(**headers) as client:
        return await client.get(f"{stack.url}/local/v1/outbox?limit=5")


@pytest.fixture
async def hooked(stack: Stack) -> AsyncIterator[Stack]:
    """The bare stack with a hook whose answer a test writes."""
    with stack.settings(hook=HOOK):
        yield stack
    await stack.base.run(f"drop function if exists {HOOK}(jsonb)")


async def _hook_says(stack: Stack, body: str, declared: str = "jsonb") -> None:
    await stack.base.run(f"drop function if exists {HOOK}(jsonb)")
    await stack.base.run(
        f"create function {HOOK}(event jsonb) returns {declared} language plpgsql as $$ begin {body} end $$"
    )
    await stack.base.run(f"grant execute on function {HOOK}(jsonb) to supabase_auth_admin")


async def test_a_hook_changes_the_claims(hooked: Stack) -> None:
    """It sees the event of section 10 and replaces the claims; before it exists tokens are plain."""
    user = await hooked.member()
    assert "seen" not in claims_of(await hooked.sign_in(user["email"]))
    await _hook_says(
        hooked,
        """return jsonb_build_object('claims', event -> 'claims' || jsonb_build_object(
             'seen', event - 'claims', 'as', current_user));""",
    )
    session = await hooked.sign_in(user["email"])
    claims = claims_of(session)
    assert claims["as"] == "supabase_auth_admin"
    assert (claims["seen"]["user_id"], claims["seen"]["authentication_method"]) == (user["id"], "password")
    assert claims["seen"]["metadata"]["name"] == "customize-access-token"
    assert claims["seen"]["metadata"]["ip_address"] == "127.0.0.1"
    refreshed = (await hooked.refresh(session["refresh_token"])).json()
    assert claims_of(refreshed)["seen"]["authentication_method"] == "token_refresh"


CLAIMS = "(event -> 'claims')"
FAILURES = {
    "raise exception 'broken';": (
        500,
        "unexpected_failure",
        f"Error running hook URI: pg-functions://postgres/{HOOK}",
    ),
    'return \'{"error": {"http_code": 403, "message": "go away"}}\'::jsonb;': (403, "unknown", "go away"),
    'return \'{"error": {"message": "no code"}}\'::jsonb;': (500, "unexpected_failure", "no code"),
    "return '{}'::jsonb;": (500, "unexpected_failure", "output claims field is missing"),
    "return null;": (
        500,
        "unexpected_failure",
        "output claims do not conform to the expected schema:\n- (root)",
    ),
    f"return jsonb_build_object('claims', {CLAIMS} - 'sub');": (500, "unexpected_failure", "sub is required"),
    f"return jsonb_build_object('claims', {CLAIMS} || '{{\"exp\": \"x\"}}');": (
        500,
        "unexpected_failure",
        "exp: Invalid type",
    ),
}


@pytest.mark.parametrize("body", FAILURES)
async def test_a_hook_that_fails_lets_nobody_in(hooked: Stack, body: str) -> None:
    """Neither by password nor by refresh, and no session is left behind."""
    user = await hooked.member()
    session = await hooked.sign_in(user["email"])
    await _hook_says(hooked, body)
    status, code, words = FAILURES[body]
    for answer in (
        await hooked.password_grant(user["email"]),
        await hooked.refresh(session["refresh_token"]),
    ):
        assert outcome(answer) == (status, code)
        assert words.replace(HOOK, HOOK.replace(".", "/")) in answer.json()["message"]
    count = "select count(*) from auth.sessions where user_id = $1::text::uuid"
    assert await hooked.base.value(count, user["id"]) == 1
    assert (await hooked.user(session["access_token"])).status_code == 200


async def test_a_hook_that_vanishes_is_missed(hooked: Stack) -> None:
    """Once seen, its absence is a failure and not a plain token."""
    user = await hooked.member()
    await _hook_says(hooked, f"return jsonb_build_object('claims', {CLAIMS});")
    await hooked.sign_in(user["email"])
    await hooked.base.run(f"drop function {HOOK}(jsonb)")
    assert outcome(await hooked.password_grant(user["email"], PASSWORD)) == (500, "unexpected_failure")
