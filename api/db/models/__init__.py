"""The tables of schema public as SQLAlchemy models: a mirror that `alembic check` compares with the migrations."""

from api.db.models.base import Base

__all__ = ["Base"]
