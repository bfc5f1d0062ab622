"""Lead sources, their rules and site keys."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from api.db.models.base import Base


class LeadSource(Base):
    """Where clients come from, and who gets them."""

    __tablename__ = "lead_sources"
    __table_args__ = (
        Index("lead_sources_fixed_manager_id_idx", "fixed_manager_id"),
        Index(
            "lead_sources_account_key",
            "channel",
            "account_id",
            unique=True,
            postgresql_where=text(
                "account_id IS NOT NULL AND archived_at IS NULL AND state <> 'disconnected'::text"
            ),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    channel: Mapped[str]
    name: Mapped[str]
    state: Mapped[str] = mapped_column(server_default=text("'active'::text"))
    settings: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))
    assignment_rule: Mapped[str] = mapped_column(server_default=text("'round_robin'::text"))
    fixed_manager_id: Mapped[UUID | None] = mapped_column(ForeignKey("profiles.id"))
    last_event_at: Mapped[datetime | None]
    last_error: Mapped[str | None]
    account_id: Mapped[str | None]
    account_name: Mapped[str | None]
    connected_at: Mapped[datetime | None]
    access_until: Mapped[datetime | None]
    missing: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'::text[]"))
    simulated: Mapped[bool] = mapped_column(server_default=text("false"))
    archived_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    updated_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class SourceRule(Base):
    """Names a source by channel, kind and campaign."""

    __tablename__ = "source_rules"
    __table_args__ = (Index("source_rules_source_id_idx", "source_id", text('"position"')),)

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    source_id: Mapped[UUID] = mapped_column(ForeignKey("lead_sources.id", ondelete="CASCADE"))
    position: Mapped[int]
    channel: Mapped[str]
    kind: Mapped[str | None]
    campaign_pattern: Mapped[str | None]
    label: Mapped[str]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    updated_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class SiteKey(Base):
    """A public key of a web page."""

    __tablename__ = "site_keys"
    __table_args__ = (Index("site_keys_source_id_idx", "source_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    source_id: Mapped[UUID] = mapped_column(ForeignKey("lead_sources.id", ondelete="CASCADE"))
    public_key: Mapped[str] = mapped_column(
        unique=True,
        server_default=text("('site_'::text || replace((gen_random_uuid())::text, '-'::text, ''::text))"),
    )
    origins: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'::text[]"))
    per_minute: Mapped[int] = mapped_column(server_default=text("30"))
    has_secret: Mapped[bool] = mapped_column(server_default=text("false"))
    revoked_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    updated_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
