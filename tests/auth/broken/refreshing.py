"""Mistakes about refresh tokens."""

import types
from typing import Any

import pytest

from local.auth.errors import AuthError
from local.auth.sessions import queries as sessions
from local.auth.sessions import refresh
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
def sessions_never_end(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    patch.setattr(refresh, "require_validity", nothing)
