"""JSON in and out of the calls."""

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from local.storage.errors import InvalidRequest, TooLarge

LARGEST = 2 * 2**20  # a thousand of the longest names


async def document(request: Request) -> dict[str, Any]:
    """The body as a JSON object; an empty body is an empty object."""
    raw = bytearray()
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > LARGEST:
            raise TooLarge("The body exceeded the maximum allowed size")
    try:
        found = json.loads(raw or b"{}")
    except ValueError:
        raise InvalidRequest("Body is not valid JSON") from None
    if not isinstance(found, dict):
        raise InvalidRequest("Body must be a JSON object")
    return found


def text(body: dict[str, Any], name: str, default: str | None = None) -> str:
    """A string member; InvalidRequest when it is missing without a default or something else."""
    value = body.get(name, default)
    if not isinstance(value, str):
        raise InvalidRequest(f"body must have required property '{name}'")
    return value


def names(body: dict[str, Any], name: str, *, most: int) -> list[str]:
    """A list of strings, at most `most`."""
    value = body.get(name)
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise InvalidRequest(f"body/{name} must be an array of strings")
    if len(value) > most:
        raise InvalidRequest(f"Bulk object requests are limited to {most} objects per request.")
    return value


def number(value: object, *, default: int, lowest: int, highest: int) -> int:
    """An integer from JSON or a query string, cut off at `highest`; InvalidRequest below `lowest`."""
    if value is None or value == "":
        return default
    try:
        found = int(str(value))
    except ValueError:
        raise InvalidRequest("limit and offset are integers") from None
    if found < lowest:
        raise InvalidRequest("limit or offset is too small")
    return min(found, highest)


def built(json_text: str) -> Response:
    """JSON that the database made, byte for byte."""
    return Response(json_text, media_type="application/json")
