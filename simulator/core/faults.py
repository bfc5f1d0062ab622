"""What goes wrong at a vendor, on demand. Counts are used up one by one; everything else stands until it is cleared."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

Schedule = list[float]


class StatusNext(BaseModel):
    """An answer of the vendor's gateway instead of the vendor's own: 429 may say when to come back."""

    model_config = ConfigDict(extra="forbid")
    status: int = Field(ge=100, le=599)
    retry_after: int | None = None


class ErrorNext(BaseModel):
    """A refusal in the vendor's own words for one call."""

    model_config = ConfigDict(extra="forbid")
    code: int | str
    subcode: int | None = None
    status: int | None = None


class Faults(BaseModel):
    """The knobs of one vendor."""

    model_config = ConfigDict(extra="forbid", validate_assignment=True)

    # What the CRM's webhook gets.
    duplicate: int = Field(0, ge=0, description="so many more copies of every post")
    reorder: int = Field(0, ge=0, description="hold so many events, then post them backwards")
    batch: int = Field(1, ge=1, description="hold so many events, then post them as one")
    delay_ms: int = Field(0, ge=0, description="on the vendors' clock")
    drop: int = Field(0, ge=0, description="so many posts never leave")
    bad_signature: int = Field(0, ge=0, description="so many posts are signed with a damaged signature")
    wrong_secret: int = Field(0, ge=0, description="so many posts are signed with another secret")
    truncate: int = Field(0, ge=0, description="so many posts are cut in half, then signed")
    retry_schedule: Schedule | None = Field(None, description="seconds after the first attempt")
    shape: Literal["changes", "flat", "array"] = Field("changes", description="of Meta's envelopes")
    early_events: bool = Field(False, description="echoes and statuses arrive before the answer to the send")

    # What the CRM's calls get.
    http_status_next: list[StatusNext] = Field(default_factory=list)
    error_next: list[ErrorNext] = Field(default_factory=list)
    hang_s: float = Field(0, ge=0, description="the next call waits so long")
    usage_header: int | None = Field(None, description="percent of the limits used, as Meta tells it")
    close_connection_after_send: int = Field(0, ge=0, description="so many sends happen and are not answered")
    token_shape: Literal["data", "flat"] = Field("data", description="of Instagram's answer to a code")

    @field_validator("http_status_next", mode="before")
    @classmethod
    def _statuses(cls, given: Any) -> Any:
        """500 is short for {"status": 500}; one is short for a list of one."""
        listed = given if isinstance(given, list) else [given]
        return [{"status": one} if isinstance(one, int) else one for one in listed]

    @field_validator("error_next", mode="before")
    @classmethod
    def _errors(cls, given: Any) -> Any:
        return given if isinstance(given, list) else [given]

    def changed(self, knobs: dict[str, Any]) -> "Faults":
        """These faults with some knobs turned; pydantic's ValidationError for one that is none."""
        return Faults.model_validate({**self.model_dump(), **knobs})

    def take(self, knob: str) -> bool:
        """True when this fault is due; it is used up by that."""
        left: int = getattr(self, knob)
        if left:
            setattr(self, knob, left - 1)
        return left > 0
