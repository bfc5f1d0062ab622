"""Brings a backup back."""

import asyncio
import json
import os
import shutil
import tarfile
import tempfile
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from alembic import command

from api.db import migrate
from api.db.sqlfile import files, version_of
from local import schema
from local.archive import database, pack
from local.archive.database import StoredObject
from local.archive.store import Store, guarded
from local.archive.tools import Tools
from local.errors import LocalError
from local.target import Target


def read(target: Target, file: Path, *, force: bool) -> dict[str, Any]:
    """Replace the target's content by the backup in `file` and return its manifest.

    Without `force` only an installation in which nobody has an account is filled. The rows change in one
    transaction: a backup that cannot be loaded changes nothing.
    """
    try:
        with (
            tarfile.open(file) as archive,
            tempfile.TemporaryDirectory(dir=file.parent, prefix=".restore-") as name,
        ):
            folder = Path(name)
            _extract(archive, folder)
            manifest = _manifest(folder)
            _restore(target, folder, manifest, force=force)
    except tarfile.TarError as error:
        raise LocalError(f"{file} is no backup of Smena, or is damaged: {error}.") from error
    return manifest


def _extract(archive: tarfile.TarFile, folder: Path) -> None:
    for member in archive:
        path = PurePosixPath(member.name)
        content = archive.extractfile(member) if member.isfile() else None
        if content is None or path.is_absolute() or ".." in path.parts:
            raise LocalError(f"This file is no backup of Smena: it carries {member.name}.")
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as out:
            shutil.copyfileobj(content, out)


def _manifest(folder: Path) -> dict[str, Any]:
    file = folder / pack.MANIFEST
    manifest: dict[str, Any] = json.loads(file.read_text()) if file.exists() else {}
    if manifest.get("format") != pack.FORMAT:
        raise LocalError("This file is no backup of Smena, or one of a newer version.")
    if manifest["revision"] not in {version_of(path) for path in files()}:
        raise LocalError("This backup was made by a newer version of Smena: update this one first.")
    return manifest


def _restore(target: Target, folder: Path, manifest: dict[str, Any], *, force: bool) -> None:
    schema.bring_up_to_date(target.settings)
    stored = [StoredObject(**row) for row in manifest["objects"]]
    store = pack.store_of(target)
    before = asyncio.run(_look(target, force=force))
    if manifest["revision"] != before.revision:
        _go_back(target, manifest["revision"], empty=before.empty)
    if store.rows_are_ours:
        # Files first: their names are never used twice, so the rows still in place do not notice.
        _put_files(store, folder, stored)
        asyncio.run(_load(target, folder, store))
    else:
        asyncio.run(_load(target, folder, store))
        _put_files(store, folder, stored)
        asyncio.run(_give_owners(target, stored))
    kept = {store.identity(found) for found in stored}
    guarded(lambda: store.forget([found for found in before.objects if store.identity(found) not in kept]))
    _put_secrets(target, folder)
    schema.bring_up_to_date(target.settings)


class _Before:
    """What the target held."""

    def __init__(self, revision: str | None, objects: list[StoredObject], *, empty: bool) -> None:
        self.revision = revision
        self.objects = objects
        self.empty = empty


async def _look(target: Target, *, force: bool) -> _Before:
    connection = await database.connect(target.owner_url)
    try:
        empty = await database.is_empty(connection)
        if not empty and not force:
            raise LocalError(
                "This installation has accounts already: add --force to replace everything in it."
            )
        return _Before(await database.revision(connection), await database.objects(connection), empty=empty)
    finally:
        await connection.close()


def _go_back(target: Target, revision: str, *, empty: bool) -> None:
    """Build the schema of the backup's time; what was there is kept in a backup of its own."""
    if not empty:
        name = f"before-restore-{datetime.now():%Y%m%d-%H%M%S}.tar"
        kept = Path(target.settings["SMENA_DATA_DIR"]) / name
        pack.write(target, kept)
        print(f"What was there is kept in {kept}", flush=True)
    asyncio.run(_rebuild(target.owner_url))
    command.upgrade(migrate.config(target.owner_url), revision)


async def _rebuild(url: str) -> None:
    connection = await database.connect(url)
    try:
        await database.rebuild(connection)
    finally:
        await connection.close()


async def _load(target: Target, folder: Path, store: Store) -> None:
    """Empty and fill in one transaction, with triggers and foreign keys at rest."""
    connection = await database.connect(target.owner_url)
    try:
        version = connection.get_server_version().major
        (folder / "clear.sql").write_text(
            await database.clearing_sql(connection, with_objects=store.rows_are_ours)
        )
    finally:
        await connection.close()
    tools = Tools(target.owner_url, version)
    without = [] if store.rows_are_ours else ["--exclude-schema=storage"]
    clear, load, dump = (str(folder / name) for name in ("clear.sql", "load.sql", pack.DUMP))
    tools.run("pg_restore", "--data-only", "--no-owner", *without, "-f", load, dump, doing="read the backup")
    tools.run("psql", "-Xq1", "-v", "ON_ERROR_STOP=1", "-f", clear, "-f", load, doing="load the backup")


async def _give_owners(target: Target, stored: list[StoredObject]) -> None:
    connection = await database.connect(target.owner_url)
    try:
        await database.give_owners(connection, stored)
    finally:
        await connection.close()


def _put_files(store: Store, folder: Path, stored: list[StoredObject]) -> None:
    def work() -> None:
        for found in stored:
            store.put(found, folder / pack.FILES / found.file)

    guarded(work)


def _put_secrets(target: Target, folder: Path) -> None:
    """The keys come back with the data: without them stored credentials could not be read."""
    if target.installation is None:
        return
    for file in (folder / pack.SECRETS).glob("*"):
        if file.name in pack.SECRET_FILES:
            file.chmod(0o600)
            draft = target.installation.data_dir / f".{file.name}"
            shutil.copy2(file, draft)
            os.replace(draft, target.installation.data_dir / file.name)
