"""Failures in GoTrue's words: clients compare the codes, people read the messages."""

from __future__ import annotations

from typing import Any


class AuthError(Exception):
    """An answer that is not a success.

    `keep_changes` commits what the request wrote before it failed: taking a stolen session away
    must outlive the refusal. `extra` members go into the body as they are. An empty `code` is
    GoTrue's "no code set".
    """

    def __init__(
        self, status: int, code: str, message: str, *, keep_changes: bool = False, **extra: Any
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.keep_changes = keep_changes
        self.extra = extra


def invalid(message: str, status: int = 400) -> AuthError:
    """A request that can never succeed as it is."""
    return AuthError(status, "validation_failed", message)


def unexpected(message: str) -> AuthError:
    """Our own failure, or the database's."""
    return AuthError(500, "unexpected_failure", message)


def bad_json(reason: str) -> AuthError:
    """The body is not what the endpoint reads."""
    return AuthError(400, "bad_json", f"Could not parse request body as JSON: {reason}")


def invalid_credentials(message: str = "Invalid login credentials") -> AuthError:
    """Unknown user, wrong password: one answer, so that nobody learns which."""
    return AuthError(400, "invalid_credentials", message)


def email_exists() -> AuthError:
    """Another account has this address."""
    return AuthError(422, "email_exists", "A user with this email address has already been registered")


def user_not_found(message: str = "User not found") -> AuthError:
    """An admin named nobody."""
    return AuthError(404, "user_not_found", message)


def signup_disabled() -> AuthError:
    """Accounts come by invitation."""
    return AuthError(422, "signup_disabled", "Signups not allowed for this instance")


def too_many_requests() -> AuthError:
    """A bucket is empty."""
    return AuthError(429, "over_request_rate_limit", "Request rate limit reached")


def too_many_mails(seconds: int | None = None) -> AuthError:
    """This address, or the whole installation when `seconds` is None, was sent mail just now."""
    message = (
        "email rate limit exceeded"
        if seconds is None
        else f"For security purposes, you can only request this after {seconds} seconds."
    )
    return AuthError(429, "over_email_send_rate_limit", message)
