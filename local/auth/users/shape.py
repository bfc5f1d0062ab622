"""A user in JSON, member for member as GoTrue writes him: absent times are left out, never null."""

from __future__ import annotations

from typing import Any

from local.auth.users.model import Factor, Identity, User

Shape = dict[str, Any]

ONLY_IF_SET = (
    "email_confirmed_at",
    "invited_at",
    "phone_confirmed_at",
    "confirmation_sent_at",
    "confirmed_at",
    "recovery_sent_at",
    "email_change_sent_at",
    "phone_change_sent_at",
    "reauthentication_sent_at",
    "last_sign_in_at",
    "banned_until",
    "deleted_at",
)


def user_shape(user: User, *, listed: bool = False) -> Shape:
    """The user object. In a list GoTrue does not load identities and writes null."""
    shape: Shape = {
        "id": user.id,
        "aud": user.aud,
        "role": user.role or "",
        "email": user.email or "",
        "phone": user.phone or "",
        "app_metadata": user.raw_app_meta_data,
        "user_metadata": user.raw_user_meta_data,
        "identities": None if listed else [identity_shape(one) for one in user.identities],
        "created_at": user.created_at,
        "updated_at": user.updated_at,
        "is_anonymous": user.is_anonymous,
    }
    shape |= {name: getattr(user, name) for name in ONLY_IF_SET if getattr(user, name)}
    if user.email_change:
        shape["new_email"] = user.email_change
    if user.phone_change:
        shape["new_phone"] = user.phone_change
    if user.factors:
        shape["factors"] = [factor_shape(factor) for factor in user.factors]
    return shape


def identity_shape(identity: Identity) -> Shape:
    """The identity object; its `id` is the provider's name for the user."""
    shape: Shape = {
        "identity_id": identity.id,
        "id": identity.provider_id,
        "user_id": identity.user_id,
        "identity_data": identity.identity_data,
        "provider": identity.provider,
        "created_at": identity.created_at,
        "updated_at": identity.updated_at,
    }
    if identity.last_sign_in_at:
        shape["last_sign_in_at"] = identity.last_sign_in_at
    if identity.email:
        shape["email"] = identity.email
    return shape


def factor_shape(factor: Factor) -> Shape:
    """The factor object, without its secret."""
    shape: Shape = {
        "id": factor.id,
        "created_at": factor.created_at,
        "updated_at": factor.updated_at,
        "status": factor.status,
        "factor_type": factor.factor_type,
        "phone": factor.phone or "",
        "last_challenged_at": factor.last_challenged_at,
    }
    if factor.friendly_name:
        shape["friendly_name"] = factor.friendly_name
    return shape
