"""Tasks."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Computed, ForeignKey, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from api.db.models.base import Base


class Task(Base):
    """Something to do."""

    __tablename__ = "tasks"
    __table_args__ = (
        ForeignKeyConstraint(
            ["client_id", "owner_id"],
            ["clients.id", "clients.owner_id"],
            onupdate="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
        ForeignKeyConstraint(
            ["deal_id", "owner_id"],
            ["deals.id", "deals.owner_id"],
            onupdate="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
        Index("tasks_client_idx", "client_id", "due_at", postgresql_where=text("client_id IS NOT NULL")),
        Index(
            "tasks_completed_idx",
            text("completed_at DESC"),
            text("id DESC"),
            postgresql_where=text("completed_at IS NOT NULL"),
        ),
        Index("tasks_created_by_idx", "created_by"),
        Index(
            "tasks_created_idx",
            text("created_at DESC"),
            text("id DESC"),
            postgresql_where=text("archived_at IS NULL"),
        ),
        Index("tasks_deal_idx", "deal_id", "due_at", postgresql_where=text("deal_id IS NOT NULL")),
        Index(
            "tasks_due_idx",
            "due_at",
            "id",
            postgresql_where=text("(completed_at IS NULL) AND (archived_at IS NULL)"),
        ),
        Index(
            "tasks_owner_completed_idx",
            "owner_id",
            text("completed_at DESC"),
            text("id DESC"),
            postgresql_where=text("completed_at IS NOT NULL"),
        ),
        Index(
            "tasks_owner_created_idx",
            "owner_id",
            text("created_at DESC"),
            text("id DESC"),
            postgresql_where=text("archived_at IS NULL"),
        ),
        Index(
            "tasks_owner_due_idx",
            "owner_id",
            "due_at",
            "id",
            postgresql_where=text("(completed_at IS NULL) AND (archived_at IS NULL)"),
        ),
        Index(
            "tasks_remind_idx",
            "remind_at",
            postgresql_where=text(
                "(completed_at IS NULL) AND (archived_at IS NULL) AND (remind_at IS NOT NULL)"
            ),
        ),
        Index(
            "tasks_search_idx",
            "owner_id",
            "search",
            postgresql_using="gin",
            postgresql_ops={"search": "extensions.gin_trgm_ops"},
            postgresql_where=text("archived_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("profiles.id"), server_default=text("auth.uid()"))
    client_id: Mapped[UUID | None]
    deal_id: Mapped[UUID | None]
    title: Mapped[str]
    note: Mapped[str | None]
    kind: Mapped[str] = mapped_column(server_default=text("'task'::text"))
    priority: Mapped[str] = mapped_column(server_default=text("'normal'::text"))
    due_at: Mapped[datetime | None]
    remind_at: Mapped[datetime | None]
    status: Mapped[str] = mapped_column(server_default=text("'open'::text"))
    completed_at: Mapped[datetime | None]
    snoozes: Mapped[int] = mapped_column(server_default=text("0"))
    search: Mapped[str] = mapped_column(Computed("lower(title)", persisted=True))
    archived_at: Mapped[datetime | None]
    created_by: Mapped[UUID | None] = mapped_column(
        ForeignKey("profiles.id"), server_default=text("auth.uid()")
    )
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    updated_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
