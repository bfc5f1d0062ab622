"""The custom access token hook: a function in the database that may change or refuse a token's claims."""

from __future__ import annotations

import re
import uuid
from typing import Any

import asyncpg

from api.db.sql import load
from local.auth import clock
from local.auth.database import Connection, fetch_value
from local.auth.errors import AuthError, unexpected
from local.auth.tokens.jws import Claims

sql = load(__file__)

NAME = re.compile(r"([a-z_][a-z0-9_]*)\.([a-z_][a-z0-9_]*)")
MILLISECONDS = 2000
REQUIRED: dict[str, tuple[type, ...]] = {
    "aud": (str, list),
    "exp": (int,),
    "iat": (int,),
    "sub": (str,),
    "email": (str,),
    "phone": (str,),
    "role": (str,),
    "aal": (str,),
    "session_id": (str,),
    "is_anonymous": (bool,),
}
OPTIONAL: dict[str, tuple[type, ...]] = {
    "app_metadata": (dict,),
    "user_metadata": (dict,),
    "amr": (list,),
    "nbf": (int,),
}


class TokenHook:
    """Calls the function named in the settings, `schema.function(event jsonb) returns jsonb`.

    A database in which it does not exist yet (before the migrations) has no hook. Once seen it is
    expected for good: should it vanish, tokens are refused instead of made without it.
    """

    def __init__(self, name: str) -> None:
        parts = NAME.fullmatch(name)
        if name and not parts:
            raise ValueError(f"the hook is written schema.function in lower case, not {name!r}")
        self._parts = parts.groups() if parts else None
        self._seen = False

    async def apply(self, db: Connection, claims: Claims, method: str, ip: str) -> Claims:
        """The claims to sign. Raises the hook's own refusal, or 500 when the hook failed."""
        if not await self._exists(db):
            return claims
        answer = await self._call(db, self._event(claims, method, ip))
        refuse_if_asked(answer)
        return checked_claims(answer)

    async def _exists(self, db: Connection) -> bool:
        if self._parts is None:
            return False
        if not self._seen:
            schema, function = self._parts
            self._seen = bool(
                await fetch_value(db, sql.hook_exists, schema_name=schema, function_name=function)
            )
        return self._seen

    def _event(self, claims: Claims, method: str, ip: str) -> dict[str, Any]:
        metadata = {
            "uuid": str(uuid.uuid4()),
            "time": clock.rfc3339(clock.now()),
            "name": "customize-access-token",
            "ip_address": ip,
        }
        return {
            "metadata": metadata,
            "user_id": claims["sub"],
            "claims": claims,
            "authentication_method": method,
        }

    async def _call(self, db: Connection, event: dict[str, Any]) -> Any:
        assert self._parts is not None  # noqa: S101 - `_exists` said so
        schema, function = self._parts
        try:
            await db.execute(f"set local statement_timeout = {MILLISECONDS}")
            # The two names were matched against NAME: nothing in them needs quoting beyond this.
            answer = await db.fetchval(f'select "{schema}"."{function}"($1)', event)
            await db.execute("set local statement_timeout to default")
        except asyncpg.PostgresError as failed:
            uri = f"pg-functions://postgres/{schema}/{function}"
            raise unexpected(f"Error running hook URI: {uri}") from failed
        return answer


def refuse_if_asked(answer: Any) -> None:
    """Raises the refusal a hook wrote as `{"error": {"http_code", "message"}}`."""
    error = answer.get("error") if isinstance(answer, dict) else None
    if isinstance(error, dict) and error.get("message"):
        raise AuthError(int(error.get("http_code") or 500), "", str(error["message"]))


def checked_claims(answer: Any) -> Claims:
    """The claims of a hook's answer; 500 when something a client relies on is missing or of another type."""
    if isinstance(answer, dict) and "claims" not in answer:
        raise AuthError(500, "", "output claims field is missing")
    claims = answer["claims"] if isinstance(answer, dict) else None
    if not isinstance(claims, dict):
        raise AuthError(500, "", f"{NOT_CONFORMING}\n- (root): Invalid type")
    wrong = [f"{name} is required" for name in REQUIRED if name not in claims]
    wrong += [
        f"{name}: Invalid type"
        for name, kinds in {**REQUIRED, **OPTIONAL}.items()
        if name in claims and not _is_one_of(claims[name], kinds)
    ]
    if wrong:
        raise AuthError(500, "", "\n- ".join([NOT_CONFORMING, *wrong]))
    return claims


NOT_CONFORMING = "output claims do not conform to the expected schema:"


def _is_one_of(value: object, kinds: tuple[type, ...]) -> bool:
    return isinstance(value, kinds) and (bool in kinds or not isinstance(value, bool))
