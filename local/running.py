"""What the running installation says about itself: `running.json`, there while `./smena up` runs."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from local.errors import LocalError, disk_sentence

FILE_NAME = "running.json"


@dataclass(frozen=True)
class Running:
    """The running supervisor and what `./smena status` prints of it."""

    api_url: str
    database_url: str
    publishable_key: str
    secret_key: str
    data_dir: str
    pid: int
    # Numbers of processes come round again: together with its start time one names a process for good.
    started: float
    # Empty where vendors are the real ones.
    simulator_url: str = ""


def announce(running: Running) -> None:
    """Write the file, readable by its owner only (it carries keys)."""
    file = Path(running.data_dir) / FILE_NAME
    draft = file.with_suffix(".new")
    try:
        draft.unlink(missing_ok=True)
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as out:
            json.dump(asdict(running), out, indent=2)
        draft.replace(file)
    except OSError as error:
        raise LocalError(disk_sentence(error, f"write {file}")) from error


def withdraw(data_dir: Path) -> None:
    """The installation is stopping."""
    (data_dir / FILE_NAME).unlink(missing_ok=True)


def left_behind(data_dir: Path) -> bool:
    """True when a predecessor died without withdrawing its announcement."""
    return (data_dir / FILE_NAME).exists() and find(data_dir) is None


def find(data_dir: Path) -> Running | None:
    """The installation running in `data_dir`, or None."""
    file = data_dir / FILE_NAME
    try:
        running = Running(**json.loads(file.read_text()))
        process = psutil.Process(running.pid)
        same = process.create_time() == running.started and process.status() != psutil.STATUS_ZOMBIE
    except PermissionError as error:
        raise LocalError(
            f"No permission to read {file}: the installation belongs to another user."
        ) from error
    except (OSError, ValueError, TypeError, psutil.Error):
        return None
    return running if same else None
