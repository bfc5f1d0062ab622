"""Imports in and out."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.clients.schemas import Status, Tag

MAX_BYTES = 20 * 2**20
MAX_ROWS = 50_000
MAX_COLUMNS = 100

ImportField = Literal[
    "name", "first_name", "last_name", "company", "job_title", "city", "note", "tags", "status", "phone", "email",
    "instagram", "telegram", "whatsapp", "viber", "website", "source", "owner", "received_at",
]  # fmt: skip
Outcome = Literal["pending", "created", "updated", "skipped", "failed"]
Duplicates = Literal["skip", "update", "create"]


class ImportColumn(BaseModel):
    """A column of the file."""

    name: str
    samples: list[str] = Field(description="The first values that are not empty.")
    suggested: ImportField | None = Field(description="What it looks like; null: leave it out.")


class ImportOptions(BaseModel):
    """How rows become clients."""

    model_config = ConfigDict(extra="forbid")

    duplicates: Duplicates = Field(
        default="skip",
        description="A row whose contact is known: leave it, add it to the client, or make a second client.",
    )
    source_id: UUID | None = Field(
        default=None, description="For rows without one; else the import's own source."
    )
    owner_id: UUID | None = Field(default=None, description="Admin: whose they are; else the caller's.")
    status: Status = "lead"
    tags: Annotated[list[Tag], Field(max_length=10)] = Field(default=[], description="Added to every client.")
    date_order: Literal["dmy", "mdy"] = Field(default="dmy", description="How 03/04/2026 is read.")


class ImportPlan(BaseModel):
    """Which column is what, and how rows become clients."""

    model_config = ConfigDict(extra="forbid")

    mapping: Annotated[list[ImportField | None], Field(min_length=1, max_length=MAX_COLUMNS)] = Field(
        description="One entry for each column, null: leave it out."
    )
    options: ImportOptions = ImportOptions()


class ImportCounts(BaseModel):
    """What became of the rows so far."""

    pending: int
    created: int
    updated: int
    skipped: int
    failed: int


class Import(BaseModel):
    """A file of clients and what became of it."""

    id: UUID
    file_name: str
    file_format: Literal["csv", "xlsx"]
    encoding: str | None
    delimiter: str | None
    status: Literal["uploaded", "running", "done", "undone"]
    columns: list[ImportColumn]
    row_count: int
    mapping: list[ImportField | None] | None
    options: ImportOptions | None
    counts: ImportCounts
    created_at: datetime
    finished_at: datetime | None


class ImportSummary(BaseModel):
    """A row in the list of imports."""

    id: UUID
    file_name: str
    status: Literal["uploaded", "running", "done", "undone"]
    row_count: int
    counts: ImportCounts
    created_at: datetime
    finished_at: datetime | None


class RowReason(BaseModel):
    """Why a row did not become a client."""

    code: str
    field: str | None
    value: str | None
    message: str = Field(description="In the caller's language.")


class PreviewRow(BaseModel):
    """A row as it would be."""

    number: int = Field(description="The line of the file.")
    outcome: Outcome
    name: str | None
    company: str | None
    phone: str | None
    email: str | None
    city: str | None
    status: Status | None
    tags: list[str]
    client_id: UUID | None = Field(description="The client that has its contact already.")
    reasons: list[RowReason]


class ImportPreview(BaseModel):
    """What a run would do."""

    rows: list[PreviewRow] = Field(
        description="The first 20, and up to 20 more that would not become clients."
    )
    looked_at: int = Field(description="How many rows the counts are of: 5,000 at most.")
    created: int
    updated: int
    skipped: int
    failed: int


class UndoneImport(BaseModel):
    """How many clients went to the archive; those that somebody has worked on since stay."""

    archived: int
