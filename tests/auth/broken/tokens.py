"""Mistakes about tokens and the admin role."""

import hashlib
import hmac
from dataclasses import replace
from typing import Any

import pytest

from local.auth.sessions import bearer
from local.auth.tokens import jws
from tests.auth.broken import broken, nothing
from tests.auth.checks.tokens import public_bytes
from tests.auth.server import Stack


@broken("01_signature_is_checked")
def signatures_are_not_checked(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    patch.setattr(jws, "require_signature", nothing)


@broken("01_algorithm_is_bound_to_the_key")
def the_header_chooses_the_algorithm(patch: pytest.MonkeyPatch, stack: Stack) -> None:
    careful = jws.TokenKeys.verify

    def verify(keys: jws.TokenKeys, token: str) -> dict[str, Any]:
        header, claims, signature = jws._split(token)
        text = token.rpartition(".")[0].encode()
        if header["alg"] == "HS256":
            secret = public_bytes(stack.keys.signing_key)[0]
            if hmac.digest(secret, text, hashlib.sha256) == signature:
                return claims
        return careful(keys, token)

    patch.setattr(jws.TokenKeys, "verify", verify)


@broken("01_algorithm_is_bound_to_the_key")
def alg_none_is_believed(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    careful = jws.TokenKeys.verify

    def verify(keys: jws.TokenKeys, token: str) -> dict[str, Any]:
        header, claims, _ = jws._split(token)
        return claims if header["alg"] == "none" else careful(keys, token)

    patch.setattr(jws.TokenKeys, "verify", verify)


@broken("01_expiry_is_required_and_checked")
def tokens_never_expire(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    patch.setattr(jws, "require_in_force", nothing)


@broken("01_expiry_is_required_and_checked")
def expiry_has_a_leeway(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    strict = jws._moment
    patch.setattr(jws, "_moment", lambda claims, name: strict(claims, name) + (30 if name == "exp" else 0))


@broken("01_expiry_is_required_and_checked")
def a_token_needs_no_expiry(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    strict = jws._moment
    patch.setattr(jws, "_moment", lambda claims, name: strict({"exp": 1e12, **claims}, name))


@broken("01_claims_are_parsed_in_order")
def the_audience_is_not_compared(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    async def signed_in(call: Any, db: Any) -> Any:
        caller = await bearer.caller_of(db, bearer.bearer_claims(call))
        return replace(caller, claims={**caller.claims, "aud": "authenticated"})

    patch.setattr(bearer, "signed_in", signed_in)


@broken("02_admin_routes_want_an_admin_role")
def any_token_is_an_admin(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    async def require_admin(call: Any, _db: Any) -> Any:
        return bearer.bearer_claims(call)

    patch.setattr(bearer, "require_admin", require_admin)


@broken("02_admin_routes_want_an_admin_role")
def metadata_makes_an_admin(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    careful = bearer.require_admin

    async def require_admin(call: Any, db: Any) -> Any:
        claims = bearer.bearer_claims(call)
        if claims.get("app_metadata", {}).get("role") == "service_role":
            return claims
        return await careful(call, db)

    patch.setattr(bearer, "require_admin", require_admin)
