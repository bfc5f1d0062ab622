"""The audit trail, in GoTrue's table and words."""

from __future__ import annotations

from typing import Any, Literal

from api.db.sql import load
from local.auth.database import Connection, execute
from local.auth.users.model import User

sql = load(__file__)

Action = Literal[
    "login",
    "logout",
    "token_refreshed",
    "token_revoked",
    "user_signedup",
    "user_invited",
    "user_modified",
    "user_deleted",
    "user_recovery_requested",
    "user_confirmation_requested",
    "user_updated_password",
    "user_reauthenticate_requested",
]
LOG_TYPES: dict[str, str] = {
    "login": "account",
    "logout": "account",
    "token_refreshed": "token",
    "token_revoked": "token",
    "user_signedup": "team",
    "user_invited": "team",
    "user_deleted": "team",
}


async def record(db: Connection, action: Action, ip: str, user: User, **traits: Any) -> None:
    """Notes what happened to `user`, in the transaction of the deed."""
    payload: dict[str, Any] = {
        "action": action,
        "actor_id": str(user.id),
        "actor_username": user.email or user.phone or "",
        "actor_via_sso": False,
        "log_type": LOG_TYPES.get(action, "user"),
    }
    if traits:
        payload["traits"] = traits
    await execute(db, sql.record, payload=payload, ip=ip)
