"""Imports of clients and the rows of their files."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from api.db.models.base import Base


class Import(Base):
    """A file of clients and what became of it."""

    __tablename__ = "imports"
    __table_args__ = (Index("imports_owner_idx", "owner_id", text("created_at DESC")),)

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("profiles.id"), server_default=text("auth.uid()"))
    file_name: Mapped[str]
    file_format: Mapped[str]
    encoding: Mapped[str | None]
    delimiter: Mapped[str | None]
    status: Mapped[str] = mapped_column(server_default=text("'uploaded'::text"))
    columns: Mapped[list[Any]] = mapped_column(JSONB)
    row_count: Mapped[int]
    mapping: Mapped[list[Any] | None] = mapped_column(JSONB)
    options: Mapped[dict[str, Any] | None]
    finished_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    updated_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class ImportRow(Base):
    """One row of the file: its words until it is a client, its reasons when it is none."""

    __tablename__ = "import_rows"
    __table_args__ = (
        Index("import_rows_client_idx", "client_id", postgresql_where=text("client_id IS NOT NULL")),
        Index("import_rows_owner_idx", "owner_id"),
        Index(
            "import_rows_pending_idx",
            "import_id",
            "number",
            postgresql_where=text("outcome = 'pending'::text"),
        ),
    )

    import_id: Mapped[UUID] = mapped_column(ForeignKey("imports.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("profiles.id"), server_default=text("auth.uid()"))
    cells: Mapped[list[Any]] = mapped_column(JSONB)
    outcome: Mapped[str] = mapped_column(server_default=text("'pending'::text"))
    reasons: Mapped[list[Any]] = mapped_column(JSONB, server_default=text("'[]'::jsonb"))
    client_id: Mapped[UUID | None]
