"""The one place that verifies access tokens (python-jose)."""

import time
from collections import OrderedDict
from typing import Any
from uuid import UUID

import httpx
from jose import ExpiredSignatureError, JWTError, jwt

from api.auth.keys import KeyRing
from api.auth.principal import Principal
from api.errors import AuthUnavailable, NotSignedIn
from api.settings import Settings

AUDIENCE = "authenticated"
LEEWAY_SECONDS = 5
CACHE_SIZE = 4_096
# jose checks only what it is told to: without these a token lacking `exp` and `aud` passes.
REQUIRED = {"require_exp": True, "require_aud": True, "require_iss": True, "require_sub": True}


class TokenVerifier:
    """Access token -> Principal. Verified tokens are remembered, bounded in number, until they expire.

    What a token cannot know (role, status, session) is asked of the database by every statement's policies.
    """

    def __init__(self, settings: Settings) -> None:
        self._keys = KeyRing(settings)
        self._issuer = settings.jwt_issuer
        self._known: OrderedDict[str, Principal] = OrderedDict()

    async def verify(self, token: str) -> Principal:
        """The caller behind the token; raises NotSignedIn for any fault and AuthUnavailable without keys."""
        known = self._known.get(token)
        if known is not None:
            if known.expires_at + LEEWAY_SECONDS > time.time():
                return known
            del self._known[token]
            raise NotSignedIn("token_expired")
        principal = principal_of(await self._decode(token))
        self._known[token] = principal
        if len(self._known) > CACHE_SIZE:
            self._known.popitem(last=False)
        return principal

    async def _decode(self, token: str) -> dict[str, Any]:
        try:
            header = jwt.get_unverified_header(token)
            key = await self._keys.find(str(header.get("alg")), header.get("kid"))
            if key is None:
                raise NotSignedIn("token_invalid")
            return jwt.decode(
                token,
                key.key,
                algorithms=[key.algorithm],
                audience=AUDIENCE,
                issuer=self._issuer,
                options={**REQUIRED, "leeway": LEEWAY_SECONDS},
            )
        except ExpiredSignatureError as error:
            raise NotSignedIn("token_expired") from error
        except JWTError as error:
            raise NotSignedIn("token_invalid") from error
        except httpx.HTTPError as error:
            raise AuthUnavailable from error


def principal_of(claims: dict[str, Any]) -> Principal:
    """Verified claims as a principal; raises NotSignedIn unless they are those of a signed-in user."""
    try:
        UUID(str(claims["sub"]))
        UUID(str(claims.get("session_id") or claims["sub"]))
    except ValueError as error:
        raise NotSignedIn("token_invalid") from error
    if claims.get("role") != "authenticated" or claims.get("is_anonymous") is True:
        raise NotSignedIn("token_invalid")
    return Principal("authenticated", claims)
