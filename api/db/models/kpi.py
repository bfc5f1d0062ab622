"""Rollups, targets, and what the figures need beside the facts."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Computed, ForeignKey, Index, Numeric, Time, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import TSTZRANGE, Range
from sqlalchemy.orm import Mapped, MappedColumn, mapped_column

from api.db.models.base import Base

LATE = """CASE
    WHEN due_at IS NOT NULL AND (closed_at IS NULL OR closed_at > GREATEST(due_at, opened_at))
    THEN tstzrange(GREATEST(due_at, opened_at), COALESCE(closed_at, 'infinity'::timestamp with time zone), '(]'::text)
    ELSE NULL::tstzrange
END"""


def count() -> MappedColumn[int]:
    """An additive figure."""
    return mapped_column(BigInteger, server_default=text("0"))


class KpiDay(Base):
    """Every additive figure of one manager on one day."""

    __tablename__ = "kpi_daily"
    __table_args__ = (Index("kpi_daily_day_idx", "day"),)

    manager_id: Mapped[UUID] = mapped_column(ForeignKey("profiles.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    leads: Mapped[int] = count()
    converted: Mapped[int] = count()
    answered: Mapped[int] = count()
    answered_in_time: Mapped[int] = count()
    answer_due: Mapped[int] = count()
    leads_handled: Mapped[int] = count()
    repeat_inquiries: Mapped[int] = count()
    deals_created: Mapped[int] = count()
    deals_won: Mapped[int] = count()
    deals_lost: Mapped[int] = count()
    closed_rated: Mapped[int] = count()
    won_value: Mapped[int] = count()
    closed_value: Mapped[int] = count()
    sales: Mapped[int] = count()
    unconverted: Mapped[int] = count()
    cycles: Mapped[int] = count()
    cycle_seconds: Mapped[int] = count()
    cycles_negative: Mapped[int] = count()
    tasks_done: Mapped[int] = count()
    tasks_on_time: Mapped[int] = count()
    tasks_overdue: Mapped[int] = count()
    interactions_out: Mapped[int] = count()
    interactions_in: Mapped[int] = count()
    presence_minutes: Mapped[int] = count()
    active_minutes: Mapped[int] = count()
    attested_minutes: Mapped[int] = count()
    planned_minutes: Mapped[int] = count()
    adherent_minutes: Mapped[int] = count()
    late_minutes: Mapped[int] = count()
    left_early_minutes: Mapped[int] = count()
    focus_minutes: Mapped[int] = count()
    focus_won_minutes: Mapped[int] = count()


class KpiSourceDay(Base):
    """What the report of sources adds up."""

    __tablename__ = "kpi_daily_sources"
    __table_args__ = (
        UniqueConstraint(
            "manager_id",
            "day",
            "source_id",
            name="kpi_daily_sources_key",
            postgresql_nulls_not_distinct=True,
        ),
        Index("kpi_daily_sources_day_idx", "day"),
        Index("kpi_daily_sources_source_idx", "source_id"),
    )

    # Of its own: a source may be null.
    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    manager_id: Mapped[UUID] = mapped_column(ForeignKey("profiles.id"))
    day: Mapped[date] = mapped_column()
    source_id: Mapped[UUID | None] = mapped_column(ForeignKey("lead_sources.id"))
    leads: Mapped[int] = count()
    converted: Mapped[int] = count()
    answered: Mapped[int] = count()
    answered_in_time: Mapped[int] = count()
    answer_due: Mapped[int] = count()
    repeat_inquiries: Mapped[int] = count()
    deals_created: Mapped[int] = count()
    deals_won: Mapped[int] = count()
    deals_lost: Mapped[int] = count()
    closed_rated: Mapped[int] = count()
    sales: Mapped[int] = count()
    unconverted: Mapped[int] = count()
    focus_minutes: Mapped[int] = count()


class Target(Base):
    """A manager's goal of a month."""

    __tablename__ = "targets"
    __table_args__ = (
        UniqueConstraint("manager_id", "month", "metric"),
        Index("targets_set_by_idx", "set_by"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    manager_id: Mapped[UUID] = mapped_column(ForeignKey("profiles.id"))
    month: Mapped[date]
    metric: Mapped[str]
    goal: Mapped[int] = mapped_column(BigInteger)
    set_by: Mapped[UUID | None] = mapped_column(ForeignKey("profiles.id"), server_default=text("auth.uid()"))
    updated_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class TaskSpan(Base):
    """A task while it was open with one owner and one due time."""

    __tablename__ = "task_spans"
    __table_args__ = (
        Index("task_spans_closed_by_idx", "closed_by"),
        Index("task_spans_done_idx", "closed_at", postgresql_where=text("closed_as = 'completed'")),
        Index(
            "task_spans_late_idx",
            "late",
            postgresql_using="gist",
            postgresql_where=text("late IS NOT NULL"),
        ),
        Index("task_spans_manager_idx", "manager_id"),
        Index("task_spans_open_key", "task_id", unique=True, postgresql_where=text("closed_at IS NULL")),
        Index("task_spans_opened_by_idx", "opened_by"),
        Index("task_spans_task_idx", "task_id", "opened_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    task_id: Mapped[UUID] = mapped_column(ForeignKey("tasks.id", ondelete="CASCADE"))
    manager_id: Mapped[UUID] = mapped_column(ForeignKey("profiles.id"))
    due_at: Mapped[datetime | None]
    opened_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    opened_by: Mapped[UUID | None] = mapped_column(ForeignKey("profiles.id"))
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[UUID | None] = mapped_column(ForeignKey("profiles.id"))
    closed_as: Mapped[str | None]
    late: Mapped[Range[datetime] | None] = mapped_column(TSTZRANGE, Computed(LATE, persisted=True))


class ExchangeRate(Base):
    """A rate from its moment on; append-only."""

    __tablename__ = "exchange_rates"
    __table_args__ = (
        Index("exchange_rates_pair_idx", "currency", "to_currency", "set_at"),
        Index("exchange_rates_set_by_idx", "set_by"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    currency: Mapped[str]
    to_currency: Mapped[str]
    rate: Mapped[Decimal] = mapped_column(Numeric(20, 10))
    set_by: Mapped[UUID | None] = mapped_column(ForeignKey("profiles.id"))
    set_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class BusinessHours(Base):
    """When the office is open on a weekday."""

    __tablename__ = "business_hours"

    weekday: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    opens: Mapped[time] = mapped_column(Time)
    closes: Mapped[time] = mapped_column(Time)


class StoredReport(Base):
    """Figures of a closed period as they were when it was made."""

    __tablename__ = "reports"
    __table_args__ = (
        UniqueConstraint("kind", "from_day", "manager_id"),
        Index("reports_list_idx", text("to_day DESC"), text("id DESC")),
        Index("reports_manager_idx", "manager_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    kind: Mapped[str]
    from_day: Mapped[date]
    to_day: Mapped[date]
    manager_id: Mapped[UUID] = mapped_column(ForeignKey("profiles.id"))
    snapshot: Mapped[dict[str, Any]]
    made_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
