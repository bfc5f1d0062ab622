"""Files in and out."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.clients.schemas import ClientFile

MAX_BYTES = 500 * 2**20  # the bucket's own limit, supabase/migrations/*_hearing.sql
FileName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=255)]


class NewFile(BaseModel):
    """A file about to be uploaded."""

    model_config = ConfigDict(extra="forbid")

    name: FileName
    size_bytes: Annotated[int, Field(ge=0, le=MAX_BYTES)]
    mime_type: Annotated[str, Field(pattern=r"^[\w.+-]+/[\w.+-]+$", max_length=127)] = (
        "application/octet-stream"
    )
    deal_id: UUID | None = None


class Upload(BaseModel):
    """How to send the bytes: as the caller, straight to storage (supabase-js: `from(bucket).upload(path, file)`)."""

    bucket: Literal["files"]
    path: str
    method: Literal["POST"]
    url: str


class RegisteredFile(BaseModel):
    """The file's row and where its bytes go."""

    file: ClientFile
    upload: Upload
