"""The access token: GoTrue's claims, exactly, and its signature."""

from __future__ import annotations

import time
from dataclasses import dataclass
from uuid import UUID

from api.db.sql import load
from local.auth.database import Connection, fetch_rows
from local.auth.settings import AuthSettings
from local.auth.tokens.hook import TokenHook
from local.auth.tokens.jws import Claims, TokenKeys
from local.auth.users.model import User

sql = load(__file__)

SECOND_FACTORS = {"totp", "mfa/phone", "mfa/webauthn"}


@dataclass(frozen=True)
class AccessToken:
    """A signed token and its expiry in seconds of the epoch."""

    text: str
    expires_at: int


class TokenMaker:
    """Makes access tokens for sessions."""

    def __init__(self, settings: AuthSettings, keys: TokenKeys) -> None:
        self._settings = settings
        self._keys = keys
        self._hook = TokenHook(settings.hook)

    async def make(
        self, db: Connection, *, user: User, session_id: UUID, method: str, ip: str
    ) -> AccessToken:
        """A token for the session; `method` is how it came about, told to the hook."""
        issued = int(time.time())
        expires = issued + self._settings.jwt_seconds
        used = await fetch_rows(db, sql.authentication_methods, session_id=session_id)
        methods = [
            {"method": row["authentication_method"], "timestamp": int(row["updated_at"].timestamp())}
            for row in used
        ]
        claims = {
            "iss": self._settings.external_url,
            **own_claims(user),
            "exp": expires,
            "iat": issued,
            "aal": "aal2" if any(one["method"] in SECOND_FACTORS for one in methods) else "aal1",
            "amr": methods,
            "session_id": str(session_id),
        }
        return AccessToken(self._keys.sign(await self._hook.apply(db, claims, method, ip)), expires)


def own_claims(user: User) -> Claims:
    """What a token says about the person himself, read from his row each time."""
    return {
        "sub": str(user.id),
        "aud": user.aud,
        "email": user.email or "",
        "phone": user.phone or "",
        "app_metadata": user.raw_app_meta_data,
        "user_metadata": user.raw_user_meta_data,
        "role": user.role or "",
        "is_anonymous": user.is_anonymous,
    }
