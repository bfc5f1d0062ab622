"""Writes a backup."""

import asyncio
import json
import os
import tarfile
import tempfile
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from local.archive import database
from local.archive.store import ApiStore, DiskStore, Store, guarded
from local.archive.tools import Tools
from local.errors import LocalError
from local.target import Target

FORMAT = 1
MANIFEST = "manifest.json"
DUMP = "database.dump"
FILES = "files"
SECRETS = "secrets"
# What an embedded installation cannot be brought back without: its signing keys, and the key of stored credentials.
SECRET_FILES = ("keys.json", "credentials.key")


def store_of(target: Target) -> Store:
    """Where the target's files are."""
    if target.installation is None:
        return ApiStore(target.settings)
    return DiskStore(target.installation.data_dir / "storage")


def write(target: Target, file: Path) -> dict[str, Any]:
    """Write the whole backup to `file` (readable by its owner only) and return its manifest; all or nothing."""
    draft = file.with_name(f".{file.name}.part")
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as out, tarfile.open(fileobj=out, mode="w") as archive:
            manifest = asyncio.run(_fill(archive, target, draft.parent))
            out.flush()
        with draft.open("rb") as written:
            os.fsync(written.fileno())
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
    return manifest


async def _fill(archive: tarfile.TarFile, target: Target, workplace: Path) -> dict[str, Any]:
    connection = await database.connect(target.owner_url)
    # One snapshot for the rows and for the list of files, however busy the installation is meanwhile.
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            revision = await database.revision(connection)
            if revision is None:
                raise LocalError("This database holds no Smena yet: there is nothing to back up.")
            snapshot: str = await connection.fetchval("select pg_export_snapshot()")
            stored = await database.objects(connection)
            with tempfile.TemporaryDirectory(dir=workplace, prefix=".smena-backup-") as folder:
                lost = _add_files(archive, target, stored, Path(folder))
                _dump(target, connection.get_server_version().major, snapshot, Path(folder) / DUMP)
                archive.add(Path(folder) / DUMP, DUMP)
                manifest = _manifest(revision, [found for found in stored if found.id not in lost])
                (Path(folder) / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1))
                archive.add(Path(folder) / MANIFEST, MANIFEST)
            _add_secrets(archive, target)
    finally:
        await connection.close()
    return manifest


def _manifest(revision: str, stored: list[database.StoredObject]) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "revision": revision,
        "objects": [asdict(found) for found in stored],
    }


def _add_files(
    archive: tarfile.TarFile, target: Target, stored: list[database.StoredObject], folder: Path
) -> set[str]:
    """Add every stored file; returns the ids of objects whose file was removed meanwhile."""
    store, lost, copy = store_of(target), set[str](), folder / "file"

    def work() -> None:
        for found in stored:
            if store.fetch(found, copy):
                archive.add(copy, f"{FILES}/{found.file}")
            else:
                lost.add(found.id)

    guarded(work)
    return lost


def _dump(target: Target, server_version: int, snapshot: str, file: Path) -> None:
    patterns = [f"--table={pattern}" for pattern in database.PATTERNS]
    # Through the root: the partitions of the target were made in other months.
    options = [
        "--format=custom",
        "--data-only",
        "--no-owner",
        "--load-via-partition-root",
        f"--exclude-table={database.BOOKKEEPING}",
    ]
    Tools(target.owner_url, server_version).run(
        "pg_dump", *options, *patterns, f"--snapshot={snapshot}", f"--file={file}", doing="read the database"
    )


def _add_secrets(archive: tarfile.TarFile, target: Target) -> None:
    if target.installation is None:
        return
    for name in SECRET_FILES:
        file = target.installation.data_dir / name
        if file.exists():
            archive.add(file, f"{SECRETS}/{name}")
