"""What the storage service needs to know; the composition root (`local`) fills it in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MEBIBYTE = 2**20

# Gives a bearer token's claims, or None when the token must not be believed (signature, expiry, issuer, ...).
Verify = Callable[[str], Mapping[str, Any] | None]


@dataclass(frozen=True, kw_only=True)
class StorageSettings:
    """`database_url` logs in as supabase_storage_admin; `root` holds the files; `file_size_limit` is in bytes."""

    database_url: str
    root: Path
    verify: Verify
    file_size_limit: int = 500 * MEBIBYTE
    connections: int = 5
