"""Mistakes that tell a stranger too much, or let him try too often."""

import contextlib
from collections.abc import AsyncIterator
from typing import Any

import pytest

from local.auth.edge import limits
from local.auth.errors import AuthError
from local.auth.routes import recovery
from local.auth.users import passwords
from local.auth.users import queries as users
from tests.auth.broken import broken, nothing
from tests.auth.server import Stack


@broken("00_nobody_costs_as_much_as_somebody")
def unknown_users_are_answered_at_once(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    careful = passwords.Hasher.matches

    async def matches(self: passwords.Hasher, password: str, stored: str | None) -> bool:
        return bool(stored) and await careful(self, password, stored)

    patch.setattr(passwords.Hasher, "matches", matches)


@broken("00_recovery_tells_nobody_who_exists")
def recovery_refuses_unknown_addresses(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    careful = users.user_by_email

    async def user_by_email(db: Any, *, email: str, audience: str) -> Any:
        found = await careful(db, email=email, audience=audience)
        if found is None:
            raise AuthError(404, "user_not_found", "User not found")
        return found

    patch.setattr(recovery.users, "user_by_email", user_by_email)


@broken("00_recovery_tells_nobody_who_exists")
def only_known_addresses_are_throttled(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    patch.setattr(limits.Limits, "mail_to", nothing)


@broken("00_recovery_takes_its_time")
def who_is_unknown_is_told_sooner(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    @contextlib.asynccontextmanager
    async def unhurried(_call: Any) -> AsyncIterator[None]:
        yield

    patch.setattr(recovery, "unhurried", unhurried)


@broken("00_password_guesses_are_limited")
def passwords_can_be_guessed(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    patch.setattr(limits.Attempts, "begin", nothing)


@broken("00_password_guesses_are_limited")
def success_counts_as_a_guess(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    patch.setattr(limits.Attempts, "forgive", nothing)


@broken("00_the_caller_cannot_choose_his_address")
def forwarded_for_is_believed(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    def client_ip(connection: Any, _trusted: Any) -> str:
        return str(connection.headers.get("x-forwarded-for", "127.0.0.1").split(",")[0])

    patch.setattr("local.auth.edge.call.client_ip", client_ip)
