"""Removes what a crash left: uploads that never arrived, and versions that no row names."""

import asyncio
import logging
from itertools import groupby

from local.storage.database import sql
from local.storage.files import FileKey
from local.storage.store import Store

# A file younger than this may belong to a transaction that is about to commit.
GRACE_SECONDS = 60 * 60
EVERY_SECONDS = 6 * 60 * 60
BATCH = 1000
log = logging.getLogger(__name__)


async def sweep(store: Store, *, older_than: float = GRACE_SECONDS) -> int:
    """One round over all files; how many were removed."""
    removed = await asyncio.to_thread(store.files.drop_stale_incoming, older_than)
    files = await asyncio.to_thread(lambda: sorted(store.files.older_than(older_than)))
    for bucket, group in groupby(files, key=lambda file: file.bucket):
        stored = list(group)
        for start in range(0, len(stored), BATCH):
            rubbish = await _unnamed(store, bucket, stored[start : start + BATCH])
            store.files.remove(*rubbish)
            removed += len(rubbish)
    return removed


async def keep_sweeping(store: Store) -> None:
    """Sweep now and every few hours, until cancelled; a failure is logged and the next round tries again."""
    while True:
        try:
            removed = await sweep(store)
            if removed:
                log.info("removed %d files that no object names", removed)
        except Exception:
            log.exception("the sweep of stored files failed")
        await asyncio.sleep(EVERY_SECONDS)


async def _unnamed(store: Store, bucket: str, files: list[FileKey]) -> list[FileKey]:
    async with store.database.transaction("storage.sweep") as rows:
        found = await rows.all(
            sql.unnamed_versions,
            bucket=bucket,
            object_ids=[file.object_id for file in files],
            versions=[str(file.version) for file in files],
        )
    unnamed = {(row["object_id"], row["version"]) for row in found}
    return [file for file in files if (file.object_id, str(file.version)) in unnamed]
