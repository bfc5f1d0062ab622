"""A user, his identities and factors as the tables hold them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from local.auth import clock


@dataclass(frozen=True, slots=True)
class Identity:
    """A row of auth.identities: one way to prove who one is."""

    id: UUID
    provider_id: str
    user_id: UUID
    identity_data: dict[str, Any]
    provider: str
    last_sign_in_at: datetime | None
    created_at: datetime
    updated_at: datetime
    email: str | None


@dataclass(frozen=True, slots=True)
class Factor:
    """A row of auth.mfa_factors without its secret."""

    id: UUID
    friendly_name: str | None
    factor_type: str
    status: str
    created_at: datetime
    updated_at: datetime
    phone: str | None
    last_challenged_at: datetime | None


@dataclass(frozen=True, slots=True)
class User:
    """A row of auth.users with what hangs on it. Token columns are '' when nothing is pending."""

    id: UUID
    aud: str
    role: str | None
    email: str | None
    encrypted_password: str | None
    email_confirmed_at: datetime | None
    invited_at: datetime | None
    confirmation_token: str
    confirmation_sent_at: datetime | None
    recovery_token: str
    recovery_sent_at: datetime | None
    email_change_token_new: str
    email_change_token_current: str
    email_change: str
    email_change_sent_at: datetime | None
    email_change_confirm_status: int
    last_sign_in_at: datetime | None
    raw_app_meta_data: dict[str, Any]
    raw_user_meta_data: dict[str, Any]
    created_at: datetime
    updated_at: datetime
    phone: str | None
    phone_confirmed_at: datetime | None
    phone_change: str
    phone_change_sent_at: datetime | None
    confirmed_at: datetime | None
    banned_until: datetime | None
    reauthentication_token: str
    reauthentication_sent_at: datetime | None
    deleted_at: datetime | None
    is_anonymous: bool
    identities: tuple[Identity, ...]
    factors: tuple[Factor, ...]

    @property
    def is_banned(self) -> bool:
        """A ban that has not run out."""
        return self.banned_until is not None and clock.now() < self.banned_until

    @property
    def email_identity(self) -> Identity | None:
        """The identity that signs in with e-mail and password."""
        return next((one for one in self.identities if one.provider == "email"), None)

    @property
    def has_verified_factor(self) -> bool:
        """A second factor is in force."""
        return any(factor.status == "verified" for factor in self.factors)


class Row(Protocol):
    """A record of the driver: read by column name."""

    def __getitem__(self, column: str, /) -> Any: ...


def user_of(row: Row) -> User:
    """A User from a row that carries arrays `identities` and `factors` of their tables' row types."""
    own = {field.name: row[field.name] for field in fields(User)}
    own["identities"] = tuple(_of(Identity, one) for one in row["identities"] or ())
    own["factors"] = tuple(_of(Factor, one) for one in row["factors"] or ())
    own["raw_app_meta_data"] = own["raw_app_meta_data"] or {}
    own["raw_user_meta_data"] = own["raw_user_meta_data"] or {}
    return User(**own)


def _of(kind: type[Any], row: Row) -> Any:
    return kind(**{field.name: row[field.name] for field in fields(kind)})


def merged(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """Shallow merge of metadata; a key that is null in `new` is removed."""
    return {name: value for name, value in {**old, **new}.items() if value is not None or name not in new}
