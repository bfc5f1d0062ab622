"""One embedded installation: its database, its keys, and the settings its processes get."""

import base64
import json
import os
import secrets
from pathlib import Path

from local.environment import configured
from local.errors import LocalError, disk_sentence
from local.keys import Keys
from local.postgres.cluster import Cluster

CREDENTIALS_FILE = "credentials.key"


class Installation:
    """The embedded stack in one data directory."""

    def __init__(self, data_dir: Path) -> None:
        self.cluster = Cluster(data_dir)
        self.data_dir = self.cluster.data_dir

    def keys(self) -> Keys:
        """The installation's keys, made at the first call."""
        try:
            return Keys.load_or_create(self.data_dir)
        except OSError as error:
            raise LocalError(disk_sentence(error, f"use {self.data_dir / 'keys.json'}")) from error
        except ValueError as error:
            raise LocalError(f"{self.data_dir / 'keys.json'}: {error}; put it back from a backup.") from error

    def settings(self, base_url: str) -> dict[str, str]:
        """The settings that make the embedded stack look like a configured Supabase project."""
        keys = self.keys()
        return {
            "DATABASE_URL": self.cluster.url("postgres"),
            "API_DATABASE_URL": self.cluster.url("smena_api"),
            "WORKER_DATABASE_URL": self.cluster.url("smena_worker"),
            "AUTH_DATABASE_URL": self.cluster.url("supabase_auth_admin"),
            "STORAGE_DATABASE_URL": self.cluster.url("supabase_storage_admin"),
            "SUPABASE_URL": base_url,
            "SUPABASE_PUBLISHABLE_KEY": keys.publishable_key,
            "SUPABASE_SECRET_KEY": keys.secret_key,
            "SUPABASE_JWKS": json.dumps(keys.public_jwks(), separators=(",", ":")),
            "PUBLIC_URL": base_url,
            "SMENA_DATA_DIR": str(self.data_dir),
            "SMENA_OUTBOX_DIR": str(self.data_dir / "outbox"),
            "CREDENTIALS_KEY": self._credentials_key(),
        }

    def _credentials_key(self) -> str:
        """The key that encrypts the tokens of connected channels: configured, else made once (32 bytes, base64)."""
        wanted = configured().get("CREDENTIALS_KEY")
        if wanted:
            return wanted
        file = self.data_dir / CREDENTIALS_FILE
        try:
            if not file.exists():
                _write_secret(file, base64.b64encode(secrets.token_bytes(32)).decode())
            return file.read_text().strip()
        except OSError as error:
            raise LocalError(disk_sentence(error, f"use {file}")) from error


def _write_secret(file: Path, text: str) -> None:
    draft = file.with_name(f".{file.name}")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(text + "\n")
        out.flush()
        os.fsync(out.fileno())
    draft.replace(file)
