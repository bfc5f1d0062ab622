"""Whether a session may go on."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

from local.auth import clock
from local.auth.sessions.queries import Session
from local.auth.settings import AuthSettings

Validity = Literal["valid", "expired", "idle"]


def validity(session: Session, settings: AuthSettings, token_used_at: datetime | None = None) -> Validity:
    """`expired` past its end, `idle` after too long without a refresh.

    `token_used_at` is the moment of the refresh token in hand; it counts while the session has
    never been refreshed.
    """
    if session.not_after is not None and clock.now() > session.not_after:
        return "expired"
    if settings.session_seconds and clock.passed(session.created_at, settings.session_seconds):
        return "expired"
    if settings.idle_seconds and clock.passed(_last_used(session, token_used_at), settings.idle_seconds):
        return "idle"
    return "valid"


def _last_used(session: Session, token_used_at: datetime | None) -> datetime:
    if session.refreshed_at is not None:
        return session.refreshed_at.replace(tzinfo=UTC)
    return max(session.created_at, token_used_at or session.created_at)
