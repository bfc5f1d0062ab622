"""Addresses of the database for the tools that log in as its owner."""

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from api.settings import Settings

# Beside Supabase's own ledger: not exposed, and there before the first migration.
VERSION_SCHEMA = "supabase_migrations"


class NoOwnerAddress(Exception):
    """DATABASE_URL is missing."""


def owner_url() -> str:
    """DATABASE_URL; raises NoOwnerAddress with the sentence to show."""
    url = Settings().database_url
    if url is None:
        raise NoOwnerAddress("Set DATABASE_URL to the address of the database owner (see .env.example).")
    return url.get_secret_value()


def sqlalchemy_url(url: str) -> str:
    """`postgresql://...` for SQLAlchemy's asyncpg dialect, which knows `ssl` but not libpq's `sslmode`."""
    parts = urlsplit(url)
    query = [("ssl" if name == "sslmode" else name, value) for name, value in parse_qsl(parts.query)]
    return urlunsplit(("postgresql+asyncpg", parts.netloc, parts.path, urlencode(query), ""))
