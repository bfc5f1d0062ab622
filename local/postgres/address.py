"""Database addresses as PostgreSQL's own programs take them."""

from urllib.parse import parse_qsl, unquote, urlsplit

LOOPBACK = {"127.0.0.1", "::1", "localhost"}
PARAMETERS = {"sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "options": "PGOPTIONS"}


def libpq_environment(url: str) -> dict[str, str]:
    """`url` as environment variables for psql, pg_dump...: a command line would show the password to `ps`."""
    parts = urlsplit(url)
    values = {
        "PGHOST": parts.hostname or "",
        "PGPORT": str(parts.port or 5432),
        "PGUSER": unquote(parts.username or ""),
        "PGPASSWORD": unquote(parts.password or ""),
        "PGDATABASE": unquote(parts.path.lstrip("/")),
        "PGCONNECT_TIMEOUT": "10",
    }
    values |= {PARAMETERS[name]: value for name, value in parse_qsl(parts.query) if name in PARAMETERS}
    return {name: value for name, value in values.items() if value}


def needs_tls(url: str) -> bool:
    """True when the server is another machine and nobody said that the way there is safe without TLS."""
    values = libpq_environment(url)
    return values.get("PGHOST", "") not in LOOPBACK and values.get("PGSSLMODE") != "disable"
