"""The server's settings: sensible for a machine of 2-4 GB, rewritten at every start."""

from pathlib import Path

import psutil

INITDB = (
    "--username=supabase_admin",
    "--encoding=UTF8",
    # Cyrillic trigrams need lc_ctype C.UTF-8: with plain C pg_trgm finds none and every search becomes a scan.
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--lc-collate=C",
    "--lc-ctype=C.UTF-8",
    "--auth=scram-sha-256",
)
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
CONFIG_NAME = "smena.conf"


def settings(port: int, *, fast: bool) -> dict[str, str]:
    """The settings of the server on `port`; `fast` gives up crash safety (for tests)."""
    memory_mb = psutil.virtual_memory().total // 2**20
    shared_mb = max(64, min(512, memory_mb // 8))
    return {
        "listen_addresses": "127.0.0.1",
        "port": str(port),
        # No socket file: its path may not be longer than 107 bytes, and loopback serves everyone.
        "unix_socket_directories": "",
        "max_connections": "100",
        "shared_buffers": f"{shared_mb}MB",
        "effective_cache_size": f"{max(256, memory_mb // 2)}MB",
        "work_mem": "8MB",
        "maintenance_work_mem": f"{max(32, min(256, memory_mb // 16))}MB",
        "max_wal_size": "512MB",
        "random_page_cost": "1.1",
        "jit": "off",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "lc_messages": "C",
        "log_line_prefix": "%m [%p] %u@%d ",
        **(FAST if fast else {}),
    }


def write(pgdata: Path, values: dict[str, str]) -> None:
    """Write `values` beside `postgresql.conf` and include them there."""
    lines = [f"{name} = '{value}'" for name, value in values.items()]
    (pgdata / CONFIG_NAME).write_text("\n".join(lines) + "\n")
    main = pgdata / "postgresql.conf"
    include = f"include = '{CONFIG_NAME}'\n"
    if include not in main.read_text():
        with main.open("a") as out:
            out.write(include)
