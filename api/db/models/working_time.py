"""Days, sign-ins, schedules."""

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Time, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import BIT, INET
from sqlalchemy.orm import Mapped, mapped_column

from api.db.models.base import Base


class WorkDay(Base):
    """One working day of one manager."""

    __tablename__ = "work_schedule"
    __table_args__ = (
        UniqueConstraint("manager_id", "day"),
        Index("work_schedule_day_idx", "day"),
        Index(
            "work_schedule_unanswered_idx",
            "manager_id",
            "day",
            postgresql_where=text("closed_by = 'auto' AND answer IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    manager_id: Mapped[UUID] = mapped_column(ForeignKey("profiles.id"))
    day: Mapped[date]
    planned_start: Mapped[datetime | None]
    planned_end: Mapped[datetime | None]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    closed_by: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    answer: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    correction: Mapped[str | None]


class WorkSession(Base):
    """One sign-in."""

    __tablename__ = "work_sessions"
    __table_args__ = (
        Index("work_sessions_day_idx", "day", "manager_id"),
        Index("work_sessions_manager_idx", "manager_id", "day", "started_at"),
        Index(
            "work_sessions_open_key",
            "auth_session_id",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    manager_id: Mapped[UUID] = mapped_column(ForeignKey("profiles.id"))
    day: Mapped[date]
    auth_session_id: Mapped[UUID | None]
    started_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    last_beat_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]
    user_agent: Mapped[str | None]
    ip: Mapped[str | None] = mapped_column(INET)


class WorkBreak(Base):
    """Time off within a shift."""

    __tablename__ = "work_breaks"
    __table_args__ = (
        Index("work_breaks_open_key", "manager_id", unique=True, postgresql_where=text("ended_at IS NULL")),
        Index("work_breaks_manager_idx", "manager_id", "day", "started_at"),
        Index("work_breaks_day_idx", "day"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    manager_id: Mapped[UUID] = mapped_column(ForeignKey("profiles.id"))
    day: Mapped[date]
    started_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]


class ActivityDay(Base):
    """The minutes of a day in which a manager was at work: bit n is the n-th minute after `starts_at`."""

    __tablename__ = "activity_days"
    __table_args__ = (Index("activity_days_day_idx", "day"),)

    manager_id: Mapped[UUID] = mapped_column(ForeignKey("profiles.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    starts_at: Mapped[datetime] = mapped_column(primary_key=True)
    minutes: Mapped[str] = mapped_column(BIT(1500))
    focused: Mapped[str] = mapped_column(BIT(1500), server_default=text("repeat('0', 1500)::bit(1500)"))
    updated_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class FocusMinutes(Base):
    """The minutes of a day that a manager gave to one client or deal."""

    __tablename__ = "focus_minutes"
    __table_args__ = (
        UniqueConstraint(
            "client_id",
            "manager_id",
            "day",
            "starts_at",
            "deal_id",
            name="focus_minutes_key",
            postgresql_nulls_not_distinct=True,
        ),
        Index("focus_minutes_manager_idx", "manager_id", "day"),
        Index("focus_minutes_day_idx", "day"),
        Index("focus_minutes_deal_idx", "deal_id", postgresql_where=text("deal_id IS NOT NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    manager_id: Mapped[UUID] = mapped_column(ForeignKey("profiles.id"))
    day: Mapped[date]
    starts_at: Mapped[datetime]
    client_id: Mapped[UUID] = mapped_column(ForeignKey("clients.id"))
    deal_id: Mapped[UUID | None] = mapped_column(ForeignKey("deals.id"))
    minutes: Mapped[str] = mapped_column(BIT(1500))
    updated_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class TimeCorrection(Base):
    """A disputed day and what was decided."""

    __tablename__ = "time_corrections"
    __table_args__ = (
        Index(
            "time_corrections_open_key",
            "manager_id",
            "day",
            unique=True,
            postgresql_where=text("status = 'open'"),
        ),
        Index("time_corrections_manager_idx", "manager_id", "day"),
        Index("time_corrections_created_idx", text("created_at DESC"), text("id DESC")),
        Index("time_corrections_asked_by_idx", "asked_by"),
        Index("time_corrections_decided_by_idx", "decided_by"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    manager_id: Mapped[UUID] = mapped_column(ForeignKey("profiles.id"))
    day: Mapped[date]
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("profiles.id"))
    kind: Mapped[str]
    proposed_start: Mapped[datetime | None]
    proposed_end: Mapped[datetime | None]
    reason: Mapped[str]
    status: Mapped[str] = mapped_column(server_default=text("'open'"))
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("profiles.id"))
    decided_at: Mapped[datetime | None]
    decision: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class ScheduleRule(Base):
    """A weekly plan."""

    __tablename__ = "schedule_rules"
    __table_args__ = (Index("schedule_rules_manager_idx", "manager_id", "weekday", "valid_from"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    manager_id: Mapped[UUID] = mapped_column(ForeignKey("profiles.id"))
    weekday: Mapped[int]
    starts: Mapped[time] = mapped_column(Time)
    ends: Mapped[time] = mapped_column(Time)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class ScheduleException(Base):
    """A day that differs from the plan."""

    __tablename__ = "schedule_exceptions"
    __table_args__ = (
        Index("schedule_exceptions_day_idx", "day"),
        Index(
            "schedule_exceptions_key",
            text("COALESCE(manager_id, '00000000-0000-0000-0000-000000000000'::uuid)"),
            "day",
            unique=True,
        ),
        Index("schedule_exceptions_manager_idx", "manager_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    manager_id: Mapped[UUID | None] = mapped_column(ForeignKey("profiles.id"))
    day: Mapped[date]
    kind: Mapped[str]
    starts: Mapped[time | None] = mapped_column(Time)
    ends: Mapped[time | None] = mapped_column(Time)
    note: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
