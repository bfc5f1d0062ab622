"""The errors an answer can carry: one class per kind, a stable code, a message in the caller's language.

Raise a class with its code; the texts live in `api/messages/<language>.json`. On the wire:
`{"error": {"code", "message", "fields"?, "details"?}}`.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import BaseModel, Field


class ErrorBody(BaseModel):
    """What went wrong."""

    code: str = Field(description="Stable, for programs.", examples=["not_found"])
    message: str = Field(description="A sentence in the caller's language (Accept-Language: ru, uk, en).")
    fields: dict[str, str] | None = Field(
        default=None, description="Messages by field, in the same language."
    )
    details: dict[str, Any] | None = Field(default=None, description="More for programs, by code.")


class ErrorAnswer(BaseModel):
    """The body of every answer with a status of 400 and above."""

    error: ErrorBody


class SmenaError(Exception):
    """Base of all errors that an answer can carry. `code` must be in the message catalogue."""

    status: ClassVar[int] = 500
    default_code: ClassVar[str] = "internal"
    summary: ClassVar[str] = "The server failed; `details.error_id` is in its log."

    def __init__(
        self,
        code: str | None = None,
        *,
        fields: Mapping[str, str] | None = None,
        details: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, Any] | None = None,
    ) -> None:
        """`fields`: field -> code of the `fields` messages; `params` fill the placeholders of the message."""
        self.code = code or self.default_code
        self.fields, self.details = fields, details
        self.headers, self.params = headers, params
        super().__init__(self.code)


class NotSignedIn(SmenaError):
    """401: no token, or one that does not hold."""

    status, default_code, summary = 401, "not_signed_in", "No valid access token."


class Forbidden(SmenaError):
    """403: signed in, but not his to do."""

    status, default_code, summary = 403, "forbidden", "Not allowed for this caller."


class NotFound(SmenaError):
    """404: not there, or not visible to the caller (the two are never told apart)."""

    status, default_code, summary = 404, "not_found", "Not there, or not visible to the caller."


class MethodNotAllowed(SmenaError):
    """405: this address does not take this method."""

    status, default_code, summary = 405, "method_not_allowed", "This address does not take this method."


class Conflict(SmenaError):
    """409: against the present state of the data."""

    status, default_code, summary = 409, "conflict", "Contradicts what is stored now."


class VersionConflict(SmenaError):
    """412: somebody changed the row first; `details.current` is the row as it is now."""

    status, default_code = 412, "version_conflict"
    summary = "Changed by somebody else meanwhile; `details.current` is the present row."

    def __init__(self, current: Mapping[str, Any]) -> None:
        super().__init__(details={"current": current})


class TooLarge(SmenaError):
    """413: the body or file is over the limit."""

    status, default_code, summary = 413, "too_large", "The body is larger than allowed."


class Invalid(SmenaError):
    """422: the payload breaks a rule; `fields` says which field and how."""

    status, default_code, summary = 422, "invalid", "The payload does not hold; see `fields`."


class VersionRequired(SmenaError):
    """428: an edit without `If-Match`."""

    status, default_code, summary = (
        428,
        "version_required",
        "An edit needs If-Match with the version it started from.",
    )


class RateLimited(SmenaError):
    """429: too often; `Retry-After` says when to come back."""

    status, default_code, summary = 429, "rate_limited", "Too many requests; see Retry-After."

    def __init__(self, retry_after: int, code: str | None = None) -> None:
        """`retry_after` in seconds."""
        super().__init__(code, headers={"Retry-After": str(retry_after)}, params={"seconds": retry_after})


class Internal(SmenaError):
    """500: our fault; the caller gets an id that is in the log."""


class UpstreamFailed(SmenaError):
    """502: a service behind us (auth, storage, a vendor) answered with an error."""

    status, default_code, summary = 502, "upstream_failed", "A service behind the API failed."


class Unavailable(SmenaError):
    """503: try again in a moment."""

    status, default_code, summary = 503, "unavailable", "Try again in a moment."


class AuthUnavailable(Unavailable):
    """503: the signing keys cannot be had."""

    default_code = "auth_unavailable"


class TimedOut(SmenaError):
    """504: the database took longer than allowed."""

    status, default_code, summary = 504, "timed_out", "Took longer than allowed."


def by_status(status: int) -> type[SmenaError]:
    """The class for a status that came from elsewhere (SQLSTATE `SMxxx`, Starlette); Internal when unknown."""
    return _BY_STATUS.get(status, Internal)


_BY_STATUS: dict[int, type[SmenaError]] = {
    kind.status: kind
    for kind in (
        NotSignedIn, Forbidden, NotFound, MethodNotAllowed, Conflict, TooLarge, Invalid,
        RateLimited, UpstreamFailed, Unavailable, TimedOut,
    )
}  # fmt: skip


def errors(*kinds: type[SmenaError]) -> dict[int | str, dict[str, Any]]:
    """`responses=errors(NotFound, VersionConflict)`: documents a route's own errors in OpenAPI."""
    return {kind.status: {"model": ErrorAnswer, "description": kind.summary} for kind in kinds}
