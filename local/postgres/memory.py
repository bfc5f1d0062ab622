"""What the cluster keeps about itself beside its data: port, passwords, checksum of the applied bootstrap."""

import json
import os
import secrets
from dataclasses import asdict, dataclass, field
from pathlib import Path

from local.errors import LocalError, disk_sentence

BOOTSTRAP_ROLES = (
    "supabase_admin",
    "postgres",
    "supabase_auth_admin",
    "supabase_storage_admin",
    "authenticator",
)
# Made by the migrations without a password; the launcher gives them theirs afterwards.
APPLICATION_ROLES = ("smena_api", "smena_worker", "smena_capture")


def _new_passwords() -> dict[str, str]:
    return {role: secrets.token_urlsafe(24) for role in (*BOOTSTRAP_ROLES, *APPLICATION_ROLES)}


@dataclass
class Memory:
    """The content of `cluster.json` (readable by the owner only)."""

    port: int = 0
    bootstrap: str = ""
    passwords: dict[str, str] = field(default_factory=_new_passwords)


def load(file: Path) -> Memory:
    """Read `file`; a missing one gives fresh passwords and no port."""
    if not file.exists():
        return Memory()
    try:
        return Memory(**json.loads(file.read_text()))
    except OSError as error:
        raise LocalError(disk_sentence(error, f"read {file}")) from error
    except (ValueError, TypeError) as error:
        raise LocalError(f"{file} is damaged: put it back from a backup ({error}).") from error


def save(memory: Memory, file: Path) -> None:
    """Replace `file` in one step, so that a crash or a full disk leaves the old one whole."""
    draft = file.with_suffix(".new")
    try:
        draft.unlink(missing_ok=True)
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as out:
            json.dump(asdict(memory), out, indent=2)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(file)
    except OSError as error:
        raise LocalError(disk_sentence(error, f"write {file}")) from error
