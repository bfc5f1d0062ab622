"""Who calls: the role and the claims that the policies will see."""

import json
from dataclasses import dataclass
from uuid import UUID

from starlette.requests import Request

from local.storage.errors import AccessDenied, RoleRefused
from local.storage.settings import Verify

ROLES = frozenset({"anon", "authenticated", "service_role"})


@dataclass(frozen=True)
class Caller:
    """`role` None is the service itself, past every policy: used after a signed URL was verified."""

    role: str | None
    claims: str
    subject: str | None

    @property
    def owner(self) -> UUID | None:
        """The subject for the old `owner` column, which takes uuids only."""
        try:
            return UUID(self.subject) if self.subject else None
        except ValueError:
            return None


def itself(subject: str | None = None) -> Caller:
    """The service, writing for `subject`."""
    return Caller(role=None, claims="", subject=subject)


def caller(request: Request) -> Caller:
    """The caller a bearer token names; AccessDenied without a token that holds."""
    found = caller_or_none(request)
    if found is None:
        raise AccessDenied("Invalid or missing token")
    return found


def caller_or_none(request: Request) -> Caller | None:
    """As `caller`, but None where public buckets may still be read."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        return None
    verify: Verify = request.app.state.store.settings.verify
    claims = verify(token.strip())
    if claims is None or claims.get("role") not in ROLES:
        return None
    subject = claims.get("sub")
    return Caller(
        role=str(claims["role"]),
        claims=json.dumps(claims, default=str),
        subject=str(subject) if subject else None,
    )


def service_caller(request: Request) -> Caller:
    """The caller, who must be the service role."""
    found = caller(request)
    if found.role != "service_role":
        raise RoleRefused()
    return found
