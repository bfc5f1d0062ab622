"""The base of everything that comes in."""

from pydantic import BaseModel, ConfigDict


class Payload(BaseModel):
    """A request body: unknown fields are refused, since a misspelt one would be lost in silence."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)
