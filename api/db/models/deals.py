"""Stages, deals and their history."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, Computed, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from api.db.models.base import Base


class Stage(Base):
    """A column of the board."""

    __tablename__ = "stages"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    key: Mapped[str | None] = mapped_column(unique=True)
    name: Mapped[str]
    outcome: Mapped[str] = mapped_column(server_default=text("'open'::text"))
    color: Mapped[str] = mapped_column(server_default=text("'new'::text"))
    position: Mapped[int]
    stale_after_days: Mapped[int | None]
    archived_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    updated_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class Deal(Base):
    """A deal."""

    __tablename__ = "deals"
    __table_args__ = (
        ForeignKeyConstraint(
            ["client_id", "owner_id"], ["clients.id", "clients.owner_id"], onupdate="CASCADE"
        ),
        UniqueConstraint("id", "owner_id"),
        Index("deals_client_idx", "client_id", text("created_at DESC")),
        Index(
            "deals_closed_idx",
            text("closed_at DESC"),
            text("id DESC"),
            postgresql_where=text("closed_at IS NOT NULL"),
        ),
        Index("deals_created_by_idx", "created_by"),
        Index(
            "deals_created_idx",
            text("created_at DESC"),
            text("id DESC"),
            postgresql_where=text("archived_at IS NULL"),
        ),
        Index(
            "deals_owner_closed_idx",
            "owner_id",
            text("closed_at DESC"),
            postgresql_where=text("closed_at IS NOT NULL"),
        ),
        Index(
            "deals_open_idx",
            "owner_id",
            "id",
            postgresql_where=text("(outcome = 'open') AND (archived_at IS NULL)"),
        ),
        Index("deals_owner_created_idx", "owner_id", text("created_at DESC"), text("id DESC")),
        Index(
            "deals_owner_stage_closed_idx",
            "owner_id",
            "stage_id",
            text("closed_at DESC"),
            text("id DESC"),
            postgresql_include=["amount_minor", "currency"],
            postgresql_where=text("(closed_at IS NOT NULL) AND (archived_at IS NULL)"),
        ),
        Index(
            "deals_owner_stage_idx",
            "owner_id",
            "stage_id",
            text('"position"'),
            "id",
            postgresql_include=["amount_minor", "currency"],
            postgresql_where=text("archived_at IS NULL"),
        ),
        Index(
            "deals_search_idx",
            "owner_id",
            "search",
            postgresql_using="gin",
            postgresql_ops={"search": "extensions.gin_trgm_ops"},
            postgresql_where=text("archived_at IS NULL"),
        ),
        Index(
            "deals_stage_closed_idx",
            "stage_id",
            text("closed_at DESC"),
            text("id DESC"),
            postgresql_include=["amount_minor", "currency", "owner_id"],
            postgresql_where=text("(closed_at IS NOT NULL) AND (archived_at IS NULL)"),
        ),
        Index(
            "deals_stage_idx",
            "stage_id",
            text('"position"'),
            "id",
            postgresql_include=["amount_minor", "currency", "owner_id"],
            postgresql_where=text("archived_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    client_id: Mapped[UUID]
    owner_id: Mapped[UUID]
    title: Mapped[str]
    amount_minor: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    currency: Mapped[str]
    stage_id: Mapped[UUID] = mapped_column(ForeignKey("stages.id"))
    outcome: Mapped[str] = mapped_column(server_default=text("'open'::text"))
    position: Mapped[int] = mapped_column(BigInteger)
    stage_entered_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    expected_close_on: Mapped[date | None]
    note: Mapped[str | None]
    closed_at: Mapped[datetime | None]
    lost_reason: Mapped[str | None]
    lost_note: Mapped[str | None]
    search: Mapped[str] = mapped_column(Computed("lower(title)", persisted=True))
    archived_at: Mapped[datetime | None]
    created_by: Mapped[UUID | None] = mapped_column(
        ForeignKey("profiles.id"), server_default=text("auth.uid()")
    )
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    updated_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class DealStageEvent(Base):
    """A move between stages; append-only."""

    __tablename__ = "deal_stage_events"
    __table_args__ = (
        Index(
            "deal_stage_events_voids_key", "voids", unique=True, postgresql_where=text("voids IS NOT NULL")
        ),
        ForeignKeyConstraint(["deal_id", "owner_id"], ["deals.id", "deals.owner_id"], onupdate="CASCADE"),
        Index("deal_stage_events_actor_idx", "actor_id"),
        Index(
            "deal_stage_events_closed_idx",
            "occurred_at",
            postgresql_include=[
                "credited_to",
                "source_id",
                "from_outcome",
                "to_outcome",
                "amount_minor",
                "currency",
                "deal_id",
            ],
            postgresql_where=text("to_outcome <> 'open'"),
        ),
        Index("deal_stage_events_credited_idx", "credited_to", "to_outcome", "occurred_at"),
        Index("deal_stage_events_deal_idx", "deal_id", "occurred_at"),
        Index("deal_stage_events_from_stage_idx", "from_stage_id"),
        Index("deal_stage_events_occurred_idx", "occurred_at", "to_outcome"),
        Index("deal_stage_events_owner_idx", "owner_id"),
        Index("deal_stage_events_to_stage_idx", "to_stage_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    deal_id: Mapped[UUID]
    owner_id: Mapped[UUID]
    credited_to: Mapped[UUID] = mapped_column(ForeignKey("profiles.id"))
    from_stage_id: Mapped[UUID | None] = mapped_column(ForeignKey("stages.id"))
    to_stage_id: Mapped[UUID] = mapped_column(ForeignKey("stages.id"))
    from_outcome: Mapped[str | None]
    to_outcome: Mapped[str]
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    reason: Mapped[str | None]
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("profiles.id"))
    occurred_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    source_id: Mapped[UUID | None]
    voids: Mapped[UUID | None] = mapped_column(ForeignKey("deal_stage_events.id"))
    since_outcome: Mapped[str | None]
    since_stage_id: Mapped[UUID | None]
    since_amount_minor: Mapped[int | None] = mapped_column(BigInteger)


class DealAmountEvent(Base):
    """A change of the amount; append-only."""

    __tablename__ = "deal_amount_events"
    __table_args__ = (
        ForeignKeyConstraint(["deal_id", "owner_id"], ["deals.id", "deals.owner_id"], onupdate="CASCADE"),
        Index("deal_amount_events_actor_idx", "actor_id"),
        Index(
            "deal_amount_events_adjusted_idx",
            "occurred_at",
            postgresql_where=text("outcome = 'won'"),
        ),
        Index("deal_amount_events_credited_idx", "credited_to", "occurred_at"),
        Index("deal_amount_events_deal_idx", "deal_id", "occurred_at"),
        Index("deal_amount_events_owner_idx", "owner_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    deal_id: Mapped[UUID]
    owner_id: Mapped[UUID]
    credited_to: Mapped[UUID] = mapped_column(ForeignKey("profiles.id"))
    outcome: Mapped[str]
    before_minor: Mapped[int] = mapped_column(BigInteger)
    after_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("profiles.id"))
    occurred_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    source_id: Mapped[UUID | None]
