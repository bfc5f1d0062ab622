"""The edge of every endpoint: body limit, time limit, errors, mails, and a little upkeep."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg
from starlette.background import BackgroundTasks
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from api.mail import MailNotSentError
from local.auth.edge.answer import VERSION_HEADER, Answer, error_answer
from local.auth.edge.call import Call, Service
from local.auth.errors import AuthError, invalid, unexpected
from local.mail import compose

log = logging.getLogger("smena.auth")

Handler = Callable[[Call], Awaitable[Any]]
Endpoint = Callable[[Request], Awaitable[Response]]

LARGEST_BODY = 1 << 20
SLOWEST_SECONDS = 10.0


def endpoint(handler: Handler) -> Endpoint:
    """The Starlette endpoint around a handler, which returns an Answer or the body of a 200."""

    async def serve(request: Request) -> Response:
        service: Service = request.app.state.service
        call = Call(service, request, b"")
        try:
            answer = await _answered(handler, call)
        except AuthError as error:
            return error_answer(error, request.headers.get(VERSION_HEADER)).response()
        response = answer.response(call.headers)
        response.background = _afterwards(call)
        return response

    return serve


async def _answered(handler: Handler, call: Call) -> Answer:
    """The handler's answer; every failure comes out as an AuthError."""
    try:
        call.raw = await read_body(call.request)
        async with asyncio.timeout(SLOWEST_SECONDS):
            said = await handler(call)
        if not call.answers_first:
            await deliver(call)
    except AuthError:
        raise
    except TimeoutError as late:
        raise AuthError(
            504, "request_timeout", "Processing this request timed out, please retry after a moment."
        ) from late
    except asyncpg.UntranslatableCharacterError as unstorable:
        raise invalid("The request holds a character that cannot be stored") from unstorable
    except ClientDisconnect as gone:
        raise unexpected("The client went away") from gone
    except Exception as failed:
        log.exception("%s %s failed", call.request.method, call.request.url.path)
        raise unexpected("Unexpected failure, please check server logs for more information") from failed
    return said if isinstance(said, Answer) else Answer(said)


def _afterwards(call: Call) -> BackgroundTasks:
    tasks = BackgroundTasks()
    if call.answers_first:
        tasks.add_task(deliver_quietly, call)
    if call.request.method != "GET":
        tasks.add_task(call.service.sweeper.sweep)
    return tasks


async def read_body(request: Request) -> bytes:
    """The whole body; 413 as soon as it is too large."""
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > LARGEST_BODY:
            message = f"Request body too large (max {LARGEST_BODY} bytes)"
            raise AuthError(413, "request_entity_too_large", message)
        parts.append(part)
    return b"".join(parts)


async def deliver(call: Call) -> None:
    """Sends what the committed transaction left. A mail that cannot leave is the request's failure."""
    for letter in call.outgoing:
        try:
            await call.service.mailer.send(compose(letter, call.settings.mail.sender))
        except MailNotSentError as refused:
            log.error("a %s mail was not sent: %s", letter.kind, refused)
            raise unexpected(f"Error sending {letter.kind} email") from refused


async def deliver_quietly(call: Call) -> None:
    """The same once nobody waits for the outcome: a failure is in the log only."""
    with contextlib.suppress(AuthError):
        await deliver(call)
