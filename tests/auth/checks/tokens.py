"""Lines 1 and 2: what a bearer token must prove."""

import base64
import hashlib
import hmac
import json
import time
import uuid
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from local.auth.tokens.jws import TokenKeys
from local.keys import Jwk, Keys
from tests.auth.checks import check
from tests.auth.server import Stack, outcome


def claims(user_id: str = "", **changes: Any) -> dict[str, Any]:
    """What a token of the service says, for an hour."""
    now = int(time.time())
    base = {"sub": user_id, "aud": "authenticated", "role": "authenticated", "iat": now, "exp": now + 3600}
    return {**base, **changes}


def b64(value: bytes) -> str:
    """base64url without padding."""
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def unsigned(header: dict[str, Any], body: dict[str, Any]) -> str:
    """Header and payload of a compact token."""
    return ".".join(b64(json.dumps(part).encode()) for part in (header, body))


async def refused(stack: Stack, token: str, code: str = "bad_jwt", status: int = 403) -> str:
    """GET /user with this token answers so; the message."""
    answer = await stack.user(token)
    assert outcome(answer) == (status, code), answer.text
    return str(answer.json()["message"])


@check(1)
async def signature_is_checked(stack: Stack) -> None:
    """A token by another key under our kid, and one whose payload was changed."""
    user = await stack.member()
    stranger = Keys("", "", ({**_other_key(), "kid": stack.keys.signing_key["kid"]},))
    await refused(stack, TokenKeys(stranger).sign(claims(user["id"])))
    head, _, tail = stack.service.token_keys.sign(claims(str(uuid.uuid4()))).split(".")
    await refused(stack, f"{head}.{b64(json.dumps(claims(user['id'])).encode())}.{tail}")
    await refused(stack, f"{head}.{b64(json.dumps(claims(user['id'])).encode())}.")


@check(1)
async def algorithm_is_bound_to_the_key(stack: Stack) -> None:
    """No `none`, and no HS256 under anything that is public about the key."""
    user = await stack.member()
    kid = stack.keys.signing_key["kid"]
    await refused(stack, unsigned({"alg": "none", "kid": kid, "typ": "JWT"}, claims(user["id"])) + ".")
    text = unsigned({"alg": "HS256", "kid": kid, "typ": "JWT"}, claims(user["id"]))
    for secret in public_bytes(stack.keys.signing_key):
        await refused(stack, f"{text}.{b64(hmac.digest(secret, text.encode(), hashlib.sha256))}")


@check(1)
async def expiry_is_required_and_checked(stack: Stack) -> None:
    """To the second: no leeway, and a token without an end is none."""
    user = await stack.member()
    sign = stack.service.token_keys.sign
    past = claims(user["id"], exp=int(time.time()) - 1)
    assert (await refused(stack, sign(past))).endswith("token has invalid claims: token is expired")
    endless = claims(user["id"])
    del endless["exp"]
    await refused(stack, sign(endless))
    await refused(stack, sign(claims(user["id"], nbf=int(time.time()) + 60)))
    assert (await stack.user(sign(claims(user["id"])))).status_code == 200


@check(1)
async def claims_are_parsed_in_order(stack: Stack) -> None:
    """The table of section 2.3."""
    sign = stack.service.token_keys.sign
    user = await stack.member()
    answer = await stack.call("GET", "/user", headers={"Authorization": "Basic abc"})
    assert outcome(answer) == (401, "no_authorization")
    assert await refused(stack, sign(claims())) == "invalid claim: missing sub claim"
    await refused(stack, sign(claims("not-a-uuid")), status=400)
    await refused(stack, sign(claims(str(uuid.uuid4()))), "user_not_found")
    await refused(stack, sign(claims(user["id"], session_id="x")))
    await refused(stack, sign(claims(user["id"], session_id=str(uuid.uuid4()))), "session_not_found")
    answer = await stack.user(sign(claims(user["id"], aud="other")))
    assert outcome(answer) == (400, "validation_failed")


@check(2)
async def admin_routes_want_an_admin_role(stack: Stack) -> None:
    """Neither a person, nor the publishable key, nor a person who wrote a role into his metadata."""
    user = await stack.member(user_metadata={"role": "service_role"}, app_metadata={"role": "service_role"})
    session = await stack.sign_in(user["email"])
    for token in ("", session["access_token"]):
        for method, path in ADMIN_ROUTES:
            answer = await stack.call(method, path.format(user["id"]), token, json={})
            assert outcome(answer) == (403, "not_admin"), f"{method} {path}"
    assert (await stack.user(session["access_token"])).status_code == 200


ADMIN_ROUTES = (
    ("GET", "/admin/users"),
    ("POST", "/admin/users"),
    ("GET", "/admin/users/{}"),
    ("PUT", "/admin/users/{}"),
    ("DELETE", "/admin/users/{}"),
    ("GET", "/admin/users/{}/factors"),
    ("POST", "/admin/generate_link"),
    ("POST", "/invite"),
)


def public_bytes(key: Jwk) -> list[bytes]:
    """Every form in which the public key could be mistaken for a shared secret."""
    x, y = (base64.urlsafe_b64decode(key[name] + "==") for name in ("x", "y"))
    point = ec.EllipticCurvePublicNumbers(int.from_bytes(x, "big"), int.from_bytes(y, "big"), ec.SECP256R1())
    pem = point.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return [pem, pem.strip(), x + y, key["x"].encode(), b""]


def _other_key() -> Jwk:
    numbers = ec.generate_private_key(ec.SECP256R1()).private_numbers()
    members = {"x": numbers.public_numbers.x, "y": numbers.public_numbers.y, "d": numbers.private_value}
    raw = {name: b64(number.to_bytes(32, "big")) for name, number in members.items()}
    return {"kty": "EC", "crv": "P-256", "alg": "ES256", "key_ops": ["sign"], **raw}
