"""Days, sign-ins, schedules."""

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Time, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import INET
from sqlalchemy.orm import Mapped, mapped_column

from api.db.models.base import Base


class WorkDay(Base):
    """One working day of one manager."""

    __tablename__ = "work_schedule"
    __table_args__ = (
        UniqueConstraint("manager_id", "day"),
        Index("work_schedule_day_idx", "day"),
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
