"""The assignment of leads in and out."""

from typing import Literal, Self
from uuid import UUID

from pydantic import BaseModel, Field, model_validator

from api.kit.schemas import Payload

Nobody = Literal["unassigned", "next_shift", "duty"]
To = Literal["rule", "duty"]


class Assignment(BaseModel):
    """What a source's rule goes by."""

    on_shift_only: bool = Field(description="Only people at work now; the rule `on_shift` says so by itself.")
    nobody: Nobody = Field(
        description="When the rule finds nobody: without an owner and the heads are told; the first who begins his shift; who is on duty."
    )
    duty_manager_id: UUID | None
    answer_minutes: int | None = Field(
        description="Minutes of office hours after which a new lead without an answer goes to somebody else; null: never."
    )
    times: int = Field(description="How often it goes on before the heads are told.")
    to: To = Field(description="To whose turn it is among those at work, or to whoever is on duty first.")
    version: int = Field(description="The source's.")


class NewAssignment(Payload):
    """The whole of it, put as one."""

    on_shift_only: bool = False
    nobody: Nobody = "unassigned"
    duty_manager_id: UUID | None = None
    answer_minutes: int | None = Field(default=None, ge=1, le=10_080)
    times: int = Field(default=1, ge=1, le=10)
    to: To = "rule"

    @model_validator(mode="after")
    def _duty_is_somebody(self) -> Self:
        if "duty" in (self.nobody, self.to) and self.duty_manager_id is None:
            raise ValueError("needs a manager on duty")
        return self
