"""Notifications, files, audit trail."""

from datetime import datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from api.db.models.base import Base


class Notification(Base):
    """Something one member should know."""

    __tablename__ = "notifications"
    __table_args__ = (
        Index(
            "notifications_occasion_key",
            "kind",
            "occasion",
            "user_id",
            unique=True,
            postgresql_where=text("occasion IS NOT NULL"),
        ),
        Index("notifications_unread_idx", "user_id", postgresql_where=text("read_at IS NULL")),
        Index("notifications_user_idx", "user_id", text("created_at DESC"), text("id DESC")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("profiles.id"))
    kind: Mapped[str] = mapped_column(ForeignKey("notification_kinds.kind"))
    params: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))
    client_id: Mapped[UUID | None]
    deal_id: Mapped[UUID | None]
    task_id: Mapped[UUID | None]
    read_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    occasion: Mapped[str | None]


class NotificationKind(Base):
    """What can happen, and the ways it goes until a person chooses."""

    __tablename__ = "notification_kinds"

    kind: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(unique=True)
    audience: Mapped[str] = mapped_column(server_default=text("'all'::text"))
    email: Mapped[bool]
    telegram: Mapped[bool]
    urgent: Mapped[bool] = mapped_column(server_default=text("false"))
    optional: Mapped[bool] = mapped_column(server_default=text("true"))
    morning_mail: Mapped[bool] = mapped_column(server_default=text("false"))


class NotificationChoice(Base):
    """The ways that a person chose for a kind; null is the kind's own."""

    __tablename__ = "notification_choices"
    __table_args__ = (Index("notification_choices_kind_idx", "kind"),)

    user_id: Mapped[UUID] = mapped_column(
        ForeignKey("profiles.id"), primary_key=True, server_default=text("auth.uid()")
    )
    kind: Mapped[str] = mapped_column(ForeignKey("notification_kinds.kind"), primary_key=True)
    in_app: Mapped[bool | None]
    email: Mapped[bool | None]
    telegram: Mapped[bool | None]


class NotificationSettings(Base):
    """When a person may be disturbed."""

    __tablename__ = "notification_settings"

    user_id: Mapped[UUID] = mapped_column(
        ForeignKey("profiles.id"), primary_key=True, server_default=text("auth.uid()")
    )
    quiet_hours: Mapped[bool] = mapped_column(server_default=text("true"))
    digest_at: Mapped[time | None]


class TelegramLink(Base):
    """A person's chat with the bot."""

    __tablename__ = "telegram_links"
    __table_args__ = (Index("telegram_links_chat_idx", "chat_id"),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("profiles.id"), primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str]
    linked_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    blocked_at: Mapped[datetime | None]


class File(Base):
    """A file of a client, in storage."""

    __tablename__ = "files"
    __table_args__ = (
        ForeignKeyConstraint(
            ["client_id", "owner_id"], ["clients.id", "clients.owner_id"], onupdate="CASCADE"
        ),
        Index("files_client_idx", "client_id", text("created_at DESC")),
        Index("files_owner_idx", "owner_id"),
        Index("files_uploaded_by_idx", "uploaded_by"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    client_id: Mapped[UUID]
    deal_id: Mapped[UUID | None]
    owner_id: Mapped[UUID]
    path: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    mime_type: Mapped[str]
    uploaded_by: Mapped[UUID | None] = mapped_column(
        ForeignKey("profiles.id"), server_default=text("auth.uid()")
    )
    archived_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class AuditEntry(Base):
    """Who changed what; append-only, partitioned by month."""

    __tablename__ = "audit_log"
    __table_args__ = (
        Index("audit_log_actor_idx", "actor_id", text("occurred_at DESC")),
        Index("audit_log_row_idx", "table_name", "row_id", text("occurred_at DESC")),
        Index(
            "audit_log_removed_contact_idx",
            text("(before ->> 'client_id'::text)"),
            postgresql_where=text("table_name = 'client_contacts'::text AND action = 'delete'::text"),
        ),
        {"postgresql_partition_by": "RANGE (occurred_at)"},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    occurred_at: Mapped[datetime] = mapped_column(primary_key=True, server_default=text("now()"))
    actor_id: Mapped[UUID | None]
    action: Mapped[str]
    table_name: Mapped[str]
    row_id: Mapped[str]
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]
