"""What an admin chooses for a source, kept in its `settings`: the whole of it, so that a misspelt choice is refused and not lost."""

from typing import Annotated, Literal

from pydantic import Field, JsonValue

from api.kit.schemas import Payload
from api.messages import Language


class SourceSettings(Payload):
    """Only what is chosen is kept; the rest is as the description says."""

    adapter: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,39}$")] | None = Field(
        default=None, description="The package that reads a source of channel `other`."
    )
    take: Literal["comments", "direct", "both"] = Field(default="both", description="What is taken in.")
    leads: Literal["off", "review", "auto"] = Field(
        default="auto", description="Does a stranger become a client: never, after a look, by himself?"
    )
    backfill_days: int | None = Field(
        default=None,
        ge=0,
        le=365,
        description="How far back the first reading goes; null: as the channel does.",
    )
    language: Language | None = Field(
        default=None, description="The language of answers; null: that of the company."
    )
    private_reply: Annotated[str, Field(max_length=1_000)] | None = Field(
        default=None, description="A text to begin private replies to comments with."
    )
    # Its fields are checked by the database (app.assignment_holds), beside the rule that they refine.
    assignment: dict[str, JsonValue] | None = Field(
        default=None, description="How leads are given away beyond the rule."
    )
