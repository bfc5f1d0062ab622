"""JSON that PostgreSQL built goes out as it is; what goes in is written once."""

import json
from typing import Any

from fastapi import Response
from pydantic import BaseModel


class JsonBytes(Response):
    """A response whose body is JSON text or bytes already."""

    media_type = "application/json"


def as_json(value: BaseModel | Any) -> str:
    """A model (only the fields its sender set) or plain data as text for a `json`/`jsonb` parameter."""
    if isinstance(value, BaseModel):
        return value.model_dump_json(exclude_unset=True)
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
