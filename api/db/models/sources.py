"""Lead sources, their rules and site keys."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, Text, UniqueConstraint, text
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
    """A company's own rule of sources, or its change to one that comes with Smena."""

    __tablename__ = "source_rules"
    __table_args__ = (Index("source_rules_changed_by_idx", "changed_by"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    position: Mapped[Decimal]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    updated_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    rule: Mapped[str] = mapped_column(unique=True)
    is_on: Mapped[bool] = mapped_column(server_default=text("true"))
    document: Mapped[dict[str, Any] | None]
    changed_by: Mapped[UUID | None] = mapped_column(ForeignKey("profiles.id"))


class Touch(Base):
    """Where a lead or message of a client came from, with what it was judged by."""

    __tablename__ = "touches"
    __table_args__ = (
        ForeignKeyConstraint(
            ["interaction_id", "owner_id"], ["interactions.id", "interactions.owner_id"], onupdate="CASCADE"
        ),
        Index("touches_owner_idx", "owner_id"),
        Index("touches_created_idx", text("created_at DESC")),
        Index("touches_rerun_idx", "rerun_id", postgresql_where=text("rerun_id IS NOT NULL")),
    )

    interaction_id: Mapped[UUID] = mapped_column(primary_key=True)
    owner_id: Mapped[UUID]
    hints: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))
    verdict: Mapped[dict[str, Any]]
    previous: Mapped[dict[str, Any] | None]
    rerun_id: Mapped[UUID | None]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class IntentWord(Base):
    """A phrase that a company adds to a list of words."""

    __tablename__ = "intent_words"
    __table_args__ = (UniqueConstraint("list", "phrase"), Index("intent_words_created_by_idx", "created_by"))

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    list: Mapped[str]
    phrase: Mapped[str]
    is_off: Mapped[bool] = mapped_column(server_default=text("false"))
    created_by: Mapped[UUID | None] = mapped_column(
        ForeignKey("profiles.id"), server_default=text("auth.uid()")
    )
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class ProductPost(Base):
    """A post of a connected account that sells something."""

    __tablename__ = "product_posts"
    __table_args__ = (
        UniqueConstraint("source_id", "media_id"),
        Index("product_posts_marked_by_idx", "marked_by"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    source_id: Mapped[UUID] = mapped_column(ForeignKey("lead_sources.id", ondelete="CASCADE"))
    media_id: Mapped[str]
    marked_by: Mapped[UUID | None] = mapped_column(
        ForeignKey("profiles.id"), server_default=text("auth.uid()")
    )
    marked_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class RuleDemotion(Base):
    """A rule of intent that opens no lead by itself until an admin trusts it again."""

    __tablename__ = "rule_demotions"
    __table_args__ = (
        Index("rule_demotions_rule_key", "rule", unique=True, postgresql_where=text("reverted_at IS NULL")),
        Index("rule_demotions_reverted_by_idx", "reverted_by"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    rule: Mapped[str]
    hits: Mapped[int]
    correct: Mapped[int]
    demoted_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    reverted_at: Mapped[datetime | None]
    reverted_by: Mapped[UUID | None] = mapped_column(ForeignKey("profiles.id"))


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
