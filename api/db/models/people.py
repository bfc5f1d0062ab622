"""People and invitations."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from api.db.models.base import Base


class Profile(Base):
    """A member of the team; outlives the account."""

    __tablename__ = "profiles"
    __table_args__ = (Index("profiles_email_idx", "email"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(server_default=text("''::text"))
    full_name: Mapped[str] = mapped_column(server_default=text("''::text"))
    phone: Mapped[str | None]
    photo_path: Mapped[str | None]
    role: Mapped[str] = mapped_column(server_default=text("'manager'::text"))
    status: Mapped[str] = mapped_column(server_default=text("'inactive'::text"))
    hired_on: Mapped[date | None]
    locale: Mapped[str] = mapped_column(server_default=text("'ru'::text"))
    preferences: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))
    first_signed_in_at: Mapped[datetime | None]
    deactivated_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    updated_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class Invitation(Base):
    """Who is awaited, and as what."""

    __tablename__ = "invitations"
    __table_args__ = (
        Index("invitations_invited_by_idx", "invited_by"),
        Index("invitations_user_id_idx", "user_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    email: Mapped[str] = mapped_column(unique=True)
    full_name: Mapped[str]
    phone: Mapped[str | None]
    role: Mapped[str] = mapped_column(server_default=text("'manager'::text"))
    hired_on: Mapped[date | None]
    locale: Mapped[str] = mapped_column(server_default=text("'ru'::text"))
    invited_by: Mapped[UUID | None] = mapped_column(ForeignKey("profiles.id"))
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("profiles.id"))
    sent_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
