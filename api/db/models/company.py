"""The company: one row."""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Mapped, mapped_column

from api.db.models.base import Base


class Company(Base):
    """The one row that names the installation."""

    __tablename__ = "company"

    id: Mapped[bool] = mapped_column(primary_key=True, server_default=text("true"))
    name: Mapped[str]
    time_zone: Mapped[str]
    currency: Mapped[str]
    phone_region: Mapped[str] = mapped_column(server_default=text("'UA'::text"))
    locale: Mapped[str] = mapped_column(server_default=text("'ru'::text"))
    idle_limit_minutes: Mapped[int] = mapped_column(server_default=text("3"))
    shift_grace_minutes: Mapped[int] = mapped_column(server_default=text("15"))
    late_grace_minutes: Mapped[int] = mapped_column(server_default=text("5"))
    sla_minutes: Mapped[int] = mapped_column(server_default=text("15"))
    conversion_window_days: Mapped[int] = mapped_column(server_default=text("30"))
    retention_months: Mapped[int] = mapped_column(server_default=text("36"))
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    updated_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
