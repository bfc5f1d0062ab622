"""Line 11: what an API key opens."""

import httpx

from local.gateway import api_keys
from tests.auth.checks import check
from tests.auth.checks.secrecy import counted
from tests.auth.server import Stack, outcome


async def ask(stack: Stack, path: str, method: str = "GET", **headers: str) -> httpx.Response:
    """A request with exactly these headers."""
    async with httpx.AsyncClient(base_url=f"{stack.url}/auth/v1", verify=False) as client:
        return await client.request(method, path, headers=headers)


@check(11)
async def keys_are_required_and_known(stack: Stack) -> None:
    """No key, an unknown key, a key as a bearer only: 401. Links and public keys need none."""
    for headers in (
        {},
        {"apikey": "sb_publishable_no"},
        {"Authorization": f"Bearer {stack.keys.secret_key}"},
    ):
        for path in ("/settings", "/user", "/admin/users"):
            assert (await ask(stack, path, **headers)).status_code == 401, (path, headers)
    assert (await ask(stack, "/settings", apikey=stack.keys.publishable_key)).status_code == 200
    assert (await ask(stack, f"/settings?apikey={stack.keys.publishable_key}")).status_code == 200
    assert (await ask(stack, "/.well-known/jwks.json")).status_code == 200
    assert (await ask(stack, "/verify?type=recovery&token=none")).status_code == 303


@check(11)
async def only_the_secret_key_is_an_admin(stack: Stack) -> None:
    """The publishable key never becomes more than anon, whatever stands in Authorization."""
    secret, publishable = stack.keys.secret_key, stack.keys.publishable_key
    assert (await ask(stack, "/admin/users", apikey=secret)).status_code == 200
    assert (
        await ask(stack, "/admin/users", apikey=secret, Authorization=f"Bearer {secret}")
    ).status_code == 200
    for authorization in ("", f"Bearer {publishable}", f"Bearer {secret}", f"bearer {secret}"):
        headers = {"Authorization": authorization} if authorization else {}
        answer = await ask(stack, "/admin/users", apikey=publishable, **headers)
        assert outcome(answer) == (403, "not_admin"), authorization
        answer = await ask(stack, "/user", apikey=publishable, **headers)
        assert answer.json().get("msg") == "invalid claim: missing sub claim"


@check(11)
async def a_users_token_is_kept(stack: Stack) -> None:
    """Even beside the secret key: a person stays a person."""
    session = await stack.sign_in((await stack.member())["email"])
    bearer = f"Bearer {session['access_token']}"
    answer = await ask(stack, "/admin/users", apikey=stack.keys.secret_key, Authorization=bearer)
    assert answer.status_code == 403
    answer = await ask(stack, "/user", apikey=stack.keys.publishable_key, Authorization=bearer)
    assert answer.json()["id"] == session["user"]["id"]


@check(11)
async def the_secret_key_is_refused_from_a_browser(stack: Stack) -> None:
    """By its User-Agent, as hosted projects do."""
    agent = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/140"}
    assert (await ask(stack, "/admin/users", apikey=stack.keys.secret_key, **agent)).status_code == 401
    assert (await ask(stack, "/settings", apikey=stack.keys.publishable_key, **agent)).status_code == 200


@check(11)
async def keys_are_compared_in_constant_time(stack: Stack) -> None:
    """By hmac.compare_digest with both keys, whichever was given."""
    for key in (stack.keys.secret_key, stack.keys.publishable_key, "sb_secret_no"):
        with counted(api_keys.hmac, "compare_digest") as calls:
            await ask(stack, "/settings", apikey=key)
        assert len(calls) == 2, key


@check(11)
async def browsers_of_other_origins_see_the_error_code(stack: Stack) -> None:
    """auth-js reads `code` only if it may see the version header; a refusal of the gateway has CORS too."""
    origin = {"Origin": "https://app.example"}
    preflight = await ask(
        stack,
        "/user",
        "OPTIONS",
        **origin,
        **{
            "Access-Control-Request-Method": "PUT",
            "Access-Control-Request-Headers": "apikey,authorization,content-type,x-client-info,x-supabase-api-version",
        },
    )
    assert preflight.status_code == 200, preflight.text
    assert "apikey" in preflight.headers["access-control-allow-headers"].lower()
    answer = await stack.call("GET", "/user", headers=origin)
    exposed = answer.headers["access-control-expose-headers"].lower()
    assert all(name in exposed for name in ("x-total-count", "link", "x-supabase-api-version"))
    assert answer.headers.get("x-supabase-api-version") == "2024-01-01"
    assert (await ask(stack, "/user", **origin)).headers["access-control-allow-origin"] == "*"
