"""The caller of a request, and how the database is told about him."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal
from uuid import UUID

DatabaseRole = Literal["none", "anon", "authenticated", "service_role"]

# What policies, triggers and definer functions may read. user_metadata is left out on purpose: its owner writes it.
DATABASE_CLAIMS = (
    "sub",
    "role",
    "aud",
    "iss",
    "exp",
    "email",
    "aal",
    "session_id",
    "user_role",
    "app_metadata",
)


@dataclass(frozen=True)
class Principal:
    """A database role and the claims that go with it; built from a verified token or by a worker.

    Role `none` is the login role itself: NOINHERIT, so it may only call the functions granted to it by name.
    """

    role: DatabaseRole
    claims: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def user_id(self) -> UUID:
        """`auth.uid()` of the caller; only an authenticated principal has one (else KeyError)."""
        return UUID(self.claims["sub"])

    @cached_property
    def session_id(self) -> UUID | None:
        """The auth session behind the token."""
        value = self.claims.get("session_id")
        return UUID(value) if value else None

    @property
    def email(self) -> str:
        """The address in the token: for showing, not for deciding."""
        return str(self.claims.get("email", ""))

    @property
    def expires_at(self) -> float:
        """When the token ends, seconds since 1970; infinity for principals without a token."""
        return float(self.claims.get("exp", "inf"))

    @property
    def role_hint(self) -> str | None:
        """`user_role` as the token hook wrote it: stale by nature. The database decides from its own tables."""
        value = self.claims.get("user_role")
        return value if isinstance(value, str) else None

    @cached_property
    def encoded_claims(self) -> str:
        """`request.jwt.claims` in base64: no character of it can end a SQL literal."""
        kept = {name: self.claims[name] for name in DATABASE_CLAIMS if name in self.claims}
        kept["role"] = "anon" if self.role == "none" else self.role
        text = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
        return base64.b64encode(text.encode()).decode("ascii")


LOGIN = Principal("none")
SERVICE = Principal("service_role")


def acting_as(user_id: UUID) -> Principal:
    """A principal that acts as this user without a token, for workers that do something in his name."""
    return Principal("authenticated", {"sub": str(user_id), "aud": "authenticated"})
