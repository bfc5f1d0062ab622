"""The keys that sign access tokens: a JWK set bound to its algorithms, refreshed when an unknown `kid` appears."""

import asyncio
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx
from jose import jwk
from jose.backends.base import Key

from api.settings import Settings

# Which algorithm each kind of public key may be used with. Symmetric and unknown kinds are never taken from a set.
ALGORITHMS: Mapping[tuple[str, str | None], str] = {("EC", "P-256"): "ES256", ("RSA", None): "RS256"}
REFRESH_SECONDS = 600.0
UNKNOWN_KID_SECONDS = 10.0  # a stranger inventing key ids must not make us fetch on every request


@dataclass(frozen=True)
class SigningKey:
    """A verification key and the one algorithm it may be used with."""

    algorithm: str
    key: Key


def parse_set(document: Mapping[str, Any]) -> dict[str, SigningKey]:
    """`{"keys": [...]}` as kid -> key; keys without a kid or of an unknown kind are left out."""
    found: dict[str, SigningKey] = {}
    for item in document.get("keys", ()):
        algorithm = ALGORITHMS.get((item.get("kty", ""), item.get("crv")))
        if algorithm is None or not item.get("kid") or item.get("alg", algorithm) != algorithm:
            continue
        found[item["kid"]] = SigningKey(algorithm, jwk.construct(dict(item), algorithm))
    return found


class KeyRing:
    """Finds the key of a token header; fetches the set lazily and again when a new `kid` turns up."""

    def __init__(self, settings: Settings) -> None:
        self._url = settings.jwks_url
        self._inline = settings.supabase_jwks is not None
        self._keys = parse_set(json.loads(settings.supabase_jwks)) if settings.supabase_jwks else {}
        secret = settings.supabase_jwt_secret
        self._shared = (
            SigningKey("HS256", jwk.construct(secret.get_secret_value(), "HS256"))
            if secret is not None
            else None
        )
        self._fetched_at = float("-inf")
        self._lock = asyncio.Lock()

    async def find(self, algorithm: str, kid: str | None) -> SigningKey | None:
        """The key for this header, or None: unknown kid, or an algorithm the key is not bound to."""
        if algorithm == "HS256":
            return self._shared
        if kid is None:
            return None
        age = time.monotonic() - self._fetched_at
        if not self._inline and (
            age > REFRESH_SECONDS or (kid not in self._keys and age > UNKNOWN_KID_SECONDS)
        ):
            await self._refresh()
        key = self._keys.get(kid)
        return key if key is not None and key.algorithm == algorithm else None

    async def _refresh(self) -> None:
        before = self._fetched_at
        async with self._lock:
            if self._fetched_at != before:  # another request fetched while this one waited
                return
            self._fetched_at = time.monotonic()
            try:
                async with httpx.AsyncClient(timeout=5) as client:
                    answer = await client.get(self._url)
                    answer.raise_for_status()
                    self._keys = parse_set(answer.json())
            except (httpx.HTTPError, ValueError):
                if not self._keys:
                    self._fetched_at = float("-inf")
                    raise
