"""Turns every exception into the one error shape, in the caller's language."""

import asyncio
import json
import logging
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from asyncpg.exceptions import InterfaceError, PostgresError
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from api import errors
from api.db.errors import translate
from api.messages import Language, find, language_of

log = logging.getLogger("smena.api")


def answer(error: errors.SmenaError, language: Language) -> Response:
    """The error as a JSON response; a code without a message of its own speaks through its class."""
    body: dict[str, Any] = {"code": error.code, "message": _message(error, language)}
    if error.fields:
        body["fields"] = {name: _field_message(code, {}, language) for name, code in error.fields.items()}
    if error.details:
        body["details"] = error.details
    return _json(error.status, body, error.headers)


def unhandled(error: BaseException, language: Language) -> Response:
    """500 with an id; what happened goes to the log under the same id, never to the caller."""
    error_id = uuid.uuid4().hex[:12]
    log.error("unhandled error %s", error_id, exc_info=error)
    return answer(errors.Internal(details={"error_id": error_id}), language)


def of_exception(error: Exception, language: Language) -> Response:
    """Any exception as a response."""
    if isinstance(error, errors.SmenaError):
        return answer(error, language)
    if isinstance(error, PostgresError):
        known = translate(error)
        if known is not None:
            return answer(known, language)
    if isinstance(
        error, ClientDisconnect
    ):  # he left in the middle of his request: nobody hears this, and it is no fault of ours
        return answer(errors.Invalid(), language)
    if isinstance(error, (ConnectionError, asyncio.TimeoutError)) or (
        isinstance(error, InterfaceError) and "connection" in str(error)
    ):
        log.warning("database out of reach: %r", error)
        return answer(errors.Unavailable("database_unavailable"), language)
    return unhandled(error, language)


def install(app: FastAPI) -> None:
    """Registers the handlers. What no handler knows is caught by `api.envelope`."""

    async def known(request: Request, error: Exception) -> Response:
        return of_exception(error, caller_language(request))

    async def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)  # noqa: S101  # narrows the type Starlette hands over
        kind = errors.by_status(error.status_code)
        if error.status_code < 500 and kind is errors.Internal:
            kind = errors.Invalid
        return answer(kind(headers=error.headers), caller_language(request))

    async def invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)  # noqa: S101
        return validation_answer(error.errors(), caller_language(request))

    app.add_exception_handler(errors.SmenaError, known)
    app.add_exception_handler(PostgresError, known)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(RequestValidationError, invalid)


def validation_answer(problems: Iterable[Mapping[str, Any]], language: Language) -> Response:
    """pydantic's complaints as 422 with one message per field."""
    fields: dict[str, str] = {}
    for problem in problems:
        location = [str(part) for part in problem["loc"]]
        name = ".".join(location[1:] if len(location) > 1 else location)
        fields.setdefault(name, _field_message(problem["type"], problem.get("ctx") or {}, language))
    body = {"code": "invalid", "message": find(language, "errors", "invalid"), "fields": fields}
    return _json(errors.Invalid.status, body, None)


def caller_language(request: Request) -> Language:
    """The language of the answer, from `Accept-Language`."""
    return language_of(request.headers.get("accept-language", ""))


def _message(error: errors.SmenaError, language: Language) -> str:
    constraint = (error.details or {}).get("constraint")
    if constraint and (text := find(language, "constraints", constraint)):
        return text
    return (
        find(language, "errors", error.code, error.params)
        or find(language, "errors", error.default_code, error.params)
        or error.code
    )


def _field_message(code: str, context: Mapping[str, Any], language: Language) -> str:
    return (
        find(language, "fields", code, context)
        or find(language, "errors", code, context)
        or find(language, "fields", "invalid")
        or code
    )


def _json(status: int, body: Mapping[str, Any], headers: Mapping[str, str] | None) -> Response:
    content = json.dumps({"error": body}, ensure_ascii=False, separators=(",", ":"), default=str)
    return Response(content, status, dict(headers or {}), "application/json")
