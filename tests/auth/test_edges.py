"""The edge: bodies, unknown paths, pagination, stubs, the guard, and the factory that reads the environment."""

import asyncio
import logging
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.requests import HTTPConnection

from local.auth.edge import endpoint, limits
from local.auth.edge.address import client_ip
from local.gateway import create_app
from local.gateway.plain_http import PlainHttpGuard
from tests.auth.server import PASSWORD, Stack, listening, outcome, running
from tests.support.cluster import EMPTY, Templates


async def test_bodies_are_checked(stack: Stack) -> None:
    """Empty, broken, of the wrong type, too large; null is absent; the content type does not matter."""
    path = "/token?grant_type=password"
    for raw in (b"", b"{", b"[]", b'{"email": 7}', b'{"email": "a@b.c", "password": {}}', b"\xff"):
        assert outcome(await stack.call("POST", path, content=raw)) == (400, "bad_json"), raw
    assert outcome(await stack.call("POST", path, json={"email": None})) == (400, "validation_failed")
    large = await stack.call("POST", path, content=b" " * (endpoint.LARGEST_BODY + 1))
    assert outcome(large) == (413, "request_entity_too_large")
    user = await stack.member()
    raw = f'{{"email": "{user["email"]}", "password": "{PASSWORD}", "phone": null}}'
    answer = await stack.call("POST", path, content=raw, headers={"Content-Type": "text/plain"})
    assert answer.status_code == 200
    unstorable = await stack.put_user(answer.json()["access_token"], data={"a": "\x00"})
    assert outcome(unstorable) == (400, "validation_failed")


async def test_sign_in_answers_in_gotrues_order(stack: Stack) -> None:
    """Section 7, grant by grant."""
    cases = {
        "password": [
            ({"email": "a@b.c", "phone": "1"}, 400, "validation_failed"),
            ({"phone": "+491"}, 422, "phone_provider_disabled"),
            ({}, 400, "validation_failed"),
            ({"email": "nobody@b.c", "password": "x" * 100}, 400, "invalid_credentials"),
            ({"email": "nobody@b.c", "password": "a\x00b"}, 400, "invalid_credentials"),
        ],
        "web3": [({}, 422, "web3_provider_disabled")],
        "id_token": [({"provider": "google"}, 400, "provider_disabled")],
        "pkce": [({}, 404, "flow_state_not_found")],
        "other": [({}, 400, "invalid_credentials")],
    }
    for grant, tries in cases.items():
        for body, status, code in tries:
            answer = await stack.call("POST", f"/token?grant_type={grant}", json=body)
            assert outcome(answer) == (status, code), (grant, body)


async def test_unknown_paths_are_plain_404(stack: Stack) -> None:
    """No JSON; and what is switched off says so instead."""
    answer = await stack.call("GET", "/nothing")
    assert (answer.status_code, answer.text.strip()) == (404, "404 page not found")
    assert (await stack.call("DELETE", "/token")).status_code == 405
    token = (await stack.sign_in((await stack.member())["email"]))["access_token"]
    stubs = {
        ("POST", "/sso"): (404, "saml_provider_disabled"),
        ("GET", "/user/identities/authorize"): (404, "manual_linking_disabled"),
        ("GET", "/passkeys/x"): (404, "passkey_disabled"),
        ("POST", "/oauth/token"): (404, "feature_disabled"),
        ("GET", "/admin/oauth/clients"): (403, "not_admin"),
        ("GET", "/authorize?provider=google"): (400, "validation_failed"),
        ("POST", "/otp"): (422, "otp_disabled"),
        ("POST", "/magiclink"): (422, "otp_disabled"),
        ("POST", "/factors"): (422, "mfa_totp_enroll_not_enabled"),
        ("POST", "/factors/11111111-1111-4111-8111-111111111111/challenge"): (404, "mfa_factor_not_found"),
        ("POST", "/signup"): (422, "signup_disabled"),
    }
    body = {"email": "a@demo.example", "factor_type": "totp"}
    for (method, path), expected in stubs.items():
        request = {} if method == "GET" else {"json": body}
        assert outcome(await stack.call(method, path, token, **request)) == expected, path


async def test_public_answers(stack: Stack) -> None:
    """Health, settings, keys."""
    assert (await stack.call("GET", "/health")).json()["name"] == "GoTrue"
    settings = (await stack.call("GET", "/settings")).json()
    assert (settings["disable_signup"], settings["external"]["email"], len(settings["external"])) == (
        True,
        True,
        26,
    )
    jwks = await stack.call("GET", "/.well-known/jwks.json")
    assert jwks.headers["cache-control"] == "public, max-age=600"
    assert jwks.json() == stack.keys.public_jwks()


async def test_admin_edges(stack: Stack) -> None:
    """Ids, hashes, addresses: what an admin may get wrong."""

    async def create(**body: Any) -> tuple[int, str]:
        return outcome(await stack.call("POST", "/admin/users", secret=True, json=body))

    assert await create() == (400, "validation_failed")
    assert await create(email="x") == (400, "validation_failed")
    assert await create(email="a@x.example", id="x") == (400, "validation_failed")
    assert await create(email="a@x.example", password="p" * 73) == (400, "validation_failed")
    assert await create(email="a@x.example", password="p", password_hash="h") == (400, "validation_failed")
    assert await create(email="a@x.example", password_hash="md5") == (500, "unexpected_failure")
    hashed = "$2a$04$XWCJbRMOvK3pdkHqWMW1AOyJmqzEGLZSIFbsjOPDbmqB0wLKTGDHi"
    made = await stack.admin(
        "POST", "/admin/users", json={"email": "hash@x.example", "password_hash": hashed}
    )
    stored = "select encrypted_password from auth.users where id = $1::text::uuid"
    assert await stack.base.value(stored, made["id"]) == hashed
    for path, expected in {
        "/admin/users/x": (404, "validation_failed"),
        "/admin/users/11111111-1111-4111-8111-111111111111": (404, "user_not_found"),
    }.items():
        assert outcome(await stack.call("GET", path, secret=True)) == expected
    other = await stack.member()
    taken = await stack.call("PUT", f"/admin/users/{made['id']}", secret=True, json={"email": other["email"]})
    assert outcome(taken) == (422, "email_exists")
    moved = await stack.admin("PUT", f"/admin/users/{made['id']}", json={"email": "Moved@x.example"})
    assert (moved["email"], moved["identities"][0]["identity_data"]["email"]) == ("moved@x.example",) * 2


async def test_sign_up_when_it_is_open(stack: Stack) -> None:
    """With confirmation: a bare user, a mail, and a stranger's shape for an address that is known."""
    known = await stack.member()
    with stack.settings(signup=True):

        async def sign_up(email: str) -> dict[str, Any]:
            answer = await stack.call("POST", "/signup", json={"email": email, "password": PASSWORD})
            assert answer.status_code == 200, answer.text
            body: dict[str, Any] = answer.json()
            return body

        fresh = await sign_up("fresh." + known["email"])
        assert fresh["confirmation_sent_at"] and "access_token" not in fresh
        assert len(stack.mails(fresh["email"], "signup")) == 1
        assert outcome(await stack.password_grant(fresh["email"])) == (400, "email_not_confirmed")
        assert (
            await stack.call("POST", "/resend", json={"type": "signup", "email": fresh["email"]})
        ).json() == {}
        mail = stack.mails(fresh["email"], "signup")[0]
        token_hash = mail["text"].partition("token_hash=")[2][:56]
        assert (await stack.verify(type="signup", token_hash=token_hash)).status_code == 200
        fake = await sign_up(known["email"])
        assert (fake["identities"], fake["role"]) == ([], "")
        assert fake["id"] != known["id"]
        assert not stack.mails(known["email"], "signup")
    invited = await stack.admin("POST", "/invite", json={"email": "invited." + known["email"]})
    with stack.settings(signup=True, autoconfirm=True):
        for email in (known["email"], invited["email"]):
            answer = await stack.call("POST", "/signup", json={"email": email, "password": PASSWORD})
            assert outcome(answer) == (422, "user_already_exists")


async def test_a_slow_request_is_cut_off(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """504 in the format clients retry on."""

    async def sleep_instead(*_arguments: Any) -> bool:
        await asyncio.sleep(5)
        return False

    user = await stack.member()
    monkeypatch.setattr(endpoint, "SLOWEST_SECONDS", 0.2)
    monkeypatch.setattr("local.auth.users.passwords.Hasher.matches", sleep_instead)
    assert outcome(await stack.password_grant(user["email"])) == (504, "request_timeout")


async def test_a_mail_that_cannot_leave_is_told(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """To the admin who invites; never to the stranger who asks for recovery through a slow server."""
    user = await stack.member()
    monkeypatch.setattr("api.mail.senders.keep", _full_disk)
    invited = {"email": "lost." + user["email"]}
    assert outcome(await stack.call("POST", "/invite", secret=True, json=invited)) == (
        500,
        "unexpected_failure",
    )
    monkeypatch.setattr("api.mail.senders.OutboxMailer.is_slow", True)
    assert (await stack.call("POST", "/recover", json={"email": user["email"]})).status_code == 200


def _full_disk(*_arguments: Any) -> None:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize(
    ("peer", "forwarded", "expected"),
    [
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "1.2.3.4, 198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "198.51.100.1, 10.0.0.2", "198.51.100.1"),
        ("127.0.0.1", "198.51.100.1, nonsense", "127.0.0.1"),
        ("127.0.0.1", "2001:db8::1", "2001:db8::1"),
    ],
)
def test_only_a_trusted_proxy_names_the_caller(peer: str, forwarded: str, expected: str) -> None:
    """From the right end, as far as the proxies are ours."""
    headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded else []
    connection = HTTPConnection({"type": "http", "client": (peer, 1), "headers": headers})
    assert client_ip(connection, ("127.0.0.1", "10.0.0.2")) == expected


def test_buckets_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The least used key is forgotten; a bucket refills with time."""
    monkeypatch.setattr(limits, "KEYS_KEPT", 3)
    moment = [1000.0]
    monkeypatch.setattr("time.monotonic", lambda: moment[0])
    buckets = limits.Buckets(2, 10)
    assert [buckets.take("a") for _ in range(3)] == [True, True, False]
    assert buckets.wait_seconds("a") == 5
    moment[0] += 5
    assert [buckets.take("a") for _ in range(2)] == [True, False]
    for key in "bcd":
        buckets.take(key)
    assert len(buckets) == 3
    assert buckets.take("a")


@pytest.mark.parametrize(
    ("server", "scheme", "url", "allowed", "status"),
    [
        ("127.0.0.1", "http", "http://127.0.0.1:8000", False, 200),
        ("::1", "http", "http://127.0.0.1:8000", False, 200),
        ("10.0.0.5", "http", "http://127.0.0.1:8000", False, 403),
        ("10.0.0.5", "http", "http://10.0.0.5:8000", False, 403),
        ("10.0.0.5", "https", "http://127.0.0.1:8000", False, 200),
        ("10.0.0.5", "http", "https://crm.example", False, 200),
        ("10.0.0.5", "http", "http://10.0.0.5:8000", True, 200),
    ],
)
async def test_other_interfaces_need_tls(
    server: str, scheme: str, url: str, allowed: bool, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    """Refused loudly: to the caller and in the log."""
    guard = PlainHttpGuard(_ok, public_url=url, allowed=allowed)
    transport = httpx.ASGITransport(guard)
    host = f"[{server}]" if ":" in server else server
    async with httpx.AsyncClient(transport=transport, base_url=f"{scheme}://{host}") as client:
        with caplog.at_level(logging.ERROR, "smena.gateway"):
            answer = await client.get("/")
    assert answer.status_code == status
    assert ("refuses to serve" in caplog.text) == (status == 403)


async def _ok(scope: Any, _receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b""})


@pytest.fixture
async def address(
    templates: Templates, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[str]:
    """The factory as the launcher calls it, served."""
    async with templates.clone(EMPTY) as base:
        environment = {
            "DATABASE_URL": base.url(),
            "API_DATABASE_URL": base.url("smena_api"),
            "AUTH_DATABASE_URL": base.url("supabase_auth_admin"),
            "STORAGE_DATABASE_URL": base.url("supabase_storage_admin"),
            "SMENA_DATA_DIR": str(tmp_path),
            "PUBLIC_URL": "http://127.0.0.1:8201",
            "SMTP_HOST": "",
        }
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        listener = listening()
        with running(create_app(), listener):
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"


async def test_the_factory_serves_everything(address: str) -> None:
    """Auth, storage, the API and its health behind one address."""
    async with httpx.AsyncClient(base_url=address) as client:
        assert (await client.get("/auth/v1/.well-known/jwks.json")).status_code == 200
        assert (await client.get("/auth/v1/settings")).status_code == 401
        assert (await client.get("/storage/v1/bucket")).status_code in (400, 401, 403)
        assert (await client.get("/api/health")).status_code == 200
        assert (await client.get("/local/v1/outbox")).status_code == 401
