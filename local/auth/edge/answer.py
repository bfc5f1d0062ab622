"""Answers: JSON with GoTrue's timestamps, and its two error formats."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from starlette.responses import Response

from local.auth.clock import rfc3339
from local.auth.errors import AuthError

API_VERSION = "2024-01-01"
VERSION_HEADER = "X-Supabase-Api-Version"


@dataclass(frozen=True)
class Answer:
    """What a handler says. A body of None is an empty one."""

    body: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    def response(self, more_headers: Mapping[str, str] | None = None) -> Response:
        """The HTTP response."""
        headers = {**(more_headers or {}), **self.headers}
        if self.body is None:
            return Response(status_code=self.status, headers=headers)
        return Response(as_text(self.body), self.status, headers, media_type="application/json")


def as_text(value: Any) -> str:
    """JSON text; times as RFC 3339 with Z, ids as text."""
    return json.dumps(value, default=_plain, ensure_ascii=False, separators=(",", ":"))


def error_answer(error: AuthError, asked_version: str | None) -> Answer:
    """The error in the format of the API version that the client asked for."""
    code = error.code or ("unexpected_failure" if error.status == 500 else "unknown")
    new = is_new_format(asked_version)
    if new:
        body: dict[str, Any] = {"code": code, "message": error.message}
        headers = {VERSION_HEADER: API_VERSION}
    else:
        body = {"code": error.status, "error_code": code, "msg": error.message}
        headers = {}
    if not (new and code == "weak_password"):  # GoTrue's own exception
        headers["X-Sb-Error-Code"] = code
    return Answer({**body, **error.extra}, error.status, headers)


def is_new_format(asked_version: str | None) -> bool:
    """Whether the header names a date from which errors have a text code."""
    try:
        return date.fromisoformat(asked_version or "") >= date.fromisoformat(API_VERSION)
    except ValueError:
        return False


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return rfc3339(value)
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")
