"""Forms with files, read whole."""

from dataclasses import dataclass
from typing import Any

from fastapi import Request
from starlette.datastructures import UploadFile


@dataclass(frozen=True)
class Upload:
    """One file of a form."""

    filename: str
    content_type: str
    content: bytes


async def read_form(request: Request) -> list[tuple[str, Any]]:
    """Fields in their order, as text or as Upload; a name may come more than once."""
    async with request.form() as form:
        return [(name, await _value(value)) for name, value in form.multi_items()]


async def _value(value: UploadFile | str) -> Upload | str:
    if isinstance(value, str):
        return value
    return Upload(value.filename or "", value.content_type or "", await value.read())
