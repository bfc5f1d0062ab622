"""Mistakes about refresh tokens."""

import types
from dataclasses import replace
from typing import Any

import pytest

from local.auth.errors import AuthError
from local.auth.sessions import queries as sessions
from local.auth.sessions import refresh, validity
from tests.auth.broken import broken, nothing, nothing_awaited
from tests.auth.server import Stack


@broken("03_a_stolen_token_ends_the_session")
def the_revocation_is_rolled_back(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    def refused(code: str, reason: str, *, keep_changes: bool = False) -> AuthError:
        return AuthError(400, code, f"Invalid Refresh Token: {reason}")

    patch.setattr(refresh, "refused", refused)


@broken("03_a_stolen_token_ends_the_session")
def reuse_is_only_refused(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    patch.setattr(refresh, "end_stolen_session", nothing_awaited)


@broken("03_a_stolen_token_ends_the_session")
def reuse_is_forgiven_for_ever(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    patch.setattr(refresh, "clock", types.SimpleNamespace(passed=lambda *_: False))


@broken("03_reuse_within_the_interval_is_forgiven")
def reuse_is_never_forgiven(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    patch.setattr(refresh, "clock", types.SimpleNamespace(passed=lambda *_: True))


@broken("03_tokens_rotate")
def tokens_do_not_rotate(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    async def successor(_call: Any, _db: Any, _user: Any, _session: Any, token: Any) -> str:
        return str(token.token)

    patch.setattr(refresh, "successor", successor)


@broken("03_a_lost_answer_is_given_again")
def a_lost_answer_is_an_attack(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    patch.setattr(sessions, "active_refresh_token", nothing_awaited)


@broken("03_parallel_refreshes_agree")
def refreshes_take_no_lock(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    patch.setattr(sessions, "locked_session", sessions.session_by_id)


@broken("03_odd_tokens_are_refused")
def an_end_that_was_set_is_not_looked_at(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    with_session(patch, not_after=None)


@broken("03_odd_tokens_are_refused")
def idle_sessions_go_on(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    with_settings(patch, idle_seconds=0)


@broken("03_odd_tokens_are_refused")
def old_sessions_go_on(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    with_settings(patch, session_seconds=0, idle_seconds=40 * 24 * 3600)


def with_session(patch: pytest.MonkeyPatch, **changed: Any) -> None:
    """The judge of sessions sees another one than there is."""
    careful = validity.validity
    patch.setattr(validity, "validity", lambda session, *more: careful(replace(session, **changed), *more))


def with_settings(patch: pytest.MonkeyPatch, **changed: Any) -> None:
    """The judge of sessions has other settings than the owner's."""
    careful = validity.validity
    patch.setattr(
        validity,
        "validity",
        lambda session, settings, *more: careful(session, settings.model_copy(update=changed), *more),
    )


@broken("03_odd_tokens_are_refused")
def sessions_never_end(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    patch.setattr(refresh, "require_validity", nothing)
