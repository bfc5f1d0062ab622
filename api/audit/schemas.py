"""The trail as it is shown."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from api.clients.schemas import PersonRef

Action = Literal["insert", "update", "delete"]


class AuditEntry(BaseModel):
    """One change of one row."""

    id: UUID
    occurred_at: datetime
    actor: PersonRef | None = Field(description="Null: the system itself.")
    action: Action
    table: str
    row_id: str
    before: dict[str, Any] | None = Field(
        description="Changed fields only; null for an insert and after erasure."
    )
    after: dict[str, Any] | None
