"""Fetches the files of stored messages while their vendors still have them; files follow their messages when those become another
client's, and go when they are taken back.

Claim, fetch, store, note: the number of attempts is the claim's token, as everywhere. A file has its place in storage from the
beginning, so one that a killed worker left half done is done again in the same place.
"""

import asyncio
import hashlib
import json
import logging
from collections.abc import Mapping
from dataclasses import replace
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from asyncpg import Record

from api.auth.principal import SERVICE
from api.db.pool import Database
from api.errors import SmenaError
from api.kit.json import as_json
from api.sources.vault import Vault
from channels import registry
from channels.failures import VendorError
from channels.media import MediaInside, MediaKeeper
from workers.accounts.access import Accounts
from workers.media.download import MAX_BYTES, Content, download
from workers.media.failures import Failed, Gone, Refused
from workers.media.queries import sql
from workers.media.store import Missing, Store, StoreFailed
from workers.media.types import UNTOLD, shown_name, taken
from workers.settings import WorkerSettings
from workers.waiting import DATABASE_ERRORS, Stop, backoff

log = logging.getLogger("smena.workers.media")
BATCH = 4
LOCK_SECONDS = 300
IN_MEMORY = 2**20
BEGINNING = 16
# About three hours: vendors come back, and most keep files for longer.
ATTEMPTS, FIRST_PAUSE, LONGEST_PAUSE = 12, 5.0, 3600.0


class Media:
    """One runner for all channels; several may run, in this process and in others."""

    def __init__(self, database: Database, settings: WorkerSettings, vault: Vault) -> None:
        self._database, self._settings = database, settings
        self._accounts = Accounts(database, vault)
        self._store = Store(settings)

    async def run(self, wake: asyncio.Event, stop: Stop) -> None:
        """Works until the process stops; sleeps while there is nothing to do."""
        failures = 0
        while not stop:
            wake.clear()
            try:
                claimed = await self.work_once()
                failures = 0
            except DATABASE_ERRORS as error:
                failures += 1
                log.warning("the database does not answer: %s", error)
                await stop.wait(backoff(failures, most=10))
                continue
            if not claimed:
                await stop.wait(self._settings.smena_worker_poll_seconds, wake)

    async def work_once(self) -> int:
        """A few files side by side; the number claimed."""
        async with self._database.write(SERVICE) as tx:
            rows = await tx.rows(sql.claim, max_rows=BATCH, lock_seconds=LOCK_SECONDS)
        await asyncio.gather(*(self._handle(row) for row in rows))
        return len(rows)

    async def _handle(self, row: Record) -> None:
        try:
            if row["state"] == "removing":
                await self._remove(row)
            elif row["state"] == "moving":
                await self._move(row)
            else:
                await self._bring(row, json.loads(row["attachment"]))
        except Refused as refusal:
            await self._note(row, {"state": "refused", "reason": refusal.reason})
        except Gone as gone:
            await self._note(row, {"state": "gone", "reason": gone.reason})
        except VendorError as error:
            await self._vendor_failed(row, error)
        except Failed as failure:
            await self._put_off(row, str(failure), counts=True)
        except (StoreFailed, SmenaError) as trouble:  # of our own: mended without the vendor
            log.warning("file %s: %s", row["id"], trouble)
            await self._put_off(row, str(trouble), counts=False)
        except DATABASE_ERRORS:  # the claim runs out by itself
            raise
        except Exception as error:  # an adapter's own failure stops no other file
            log.exception("file %s could not be fetched", row["id"])
            await self._put_off(row, f"{type(error).__name__}: {error}", counts=True)

    # ---------------------------------------------------------------------------------------- bringing

    async def _bring(self, row: Record, attachment: Mapping[str, Any]) -> None:
        with SpooledTemporaryFile(IN_MEMORY) as file:
            content = await self._content(row, attachment, file)
            file.seek(0)
            mime_type = taken(content.mime_type, attachment, file.read(BEGINNING))
            outcome = {
                "state": "stored",
                "sha256": content.sha256,
                "size_bytes": content.size,
                "mime_type": mime_type,
                "name": shown_name(attachment, mime_type),
            }
            if await self._note(row, outcome) != "upload":
                return
            await self._store.put(row["path"], file, content.size, mime_type)
        if await self._note(row, {**outcome, "uploaded": True}) == "lost":
            await self._store.remove(row["path"])

    async def _content(self, row: Record, attachment: Mapping[str, Any], into: IO[bytes]) -> Content:
        """The bytes, wherever the channel has them."""
        adapter = registry.find(row["channel"])
        if isinstance(adapter, MediaInside):
            return await self._taken_out(row, adapter, attachment, into)
        if not isinstance(adapter, MediaKeeper):
            raise Refused("not_offered")
        account = await self._accounts.find(row["source_id"])
        if account is None:
            raise Gone("not_connected")
        place = await adapter.place(account, attachment)
        content = await download(place, adapter.media_hosts, into)
        # (Some hosts say nothing of the type, and their vendor did before.)
        known = content.mime_type if content.mime_type not in UNTOLD else ""
        return replace(content, mime_type=known or place.mime_type)

    async def _taken_out(
        self, row: Record, letters: MediaInside, attachment: Mapping[str, Any], into: IO[bytes]
    ) -> Content:
        async with self._database.read(SERVICE) as tx:
            body = await tx.value(sql.event, id=row["id"])
        found = letters.content(body, str(attachment.get("media_id") or "")) if body else None
        if found is None:
            raise Gone
        if len(found) > MAX_BYTES:
            raise Refused("too_big")
        into.write(found)
        return Content(len(found), hashlib.sha256(found).hexdigest())

    async def _note(self, row: Record, outcome: Mapping[str, Any]) -> str:
        async with self._database.write(SERVICE) as tx:
            done: str = await tx.value(
                sql.keep, id=row["id"], attempts=row["attempts"], outcome=as_json(outcome)
            )
        return done

    # ---------------------------------------------------------------------------------------- failing

    async def _vendor_failed(self, row: Record, error: VendorError) -> None:
        await self._accounts.minds(row["source_id"], error.failure)
        if error.failure.kind in ("permanent", "recipient_gone", "done"):
            await self._note(row, {"state": "gone", "reason": error.failure.reason})
        else:
            await self._put_off(
                row, error.failure.reason, counts=error.failure.kind in ("retry", "ambiguous")
            )

    async def _put_off(self, row: Record, words: str, *, counts: bool) -> None:
        if counts and row["attempts"] >= ATTEMPTS:
            log.warning("file %s is given up: %s", row["id"], words)
            await self._note(row, {"state": "gone", "reason": "unreachable"})
            return
        delay = backoff(row["attempts"], first=FIRST_PAUSE, most=LONGEST_PAUSE) if counts else 60.0
        async with self._database.write(SERVICE) as tx:
            await tx.run(
                sql.put_off,
                id=row["id"],
                attempts=row["attempts"],
                delay=delay,
                error=words[:500],
                counts=counts,
            )

    # ---------------------------------------------------------------------------------------- moving and removing

    async def _move(self, row: Record) -> None:
        """Copied, noted, and the old place is left to be removed."""
        if row["home"] != row["path"]:
            try:
                await self._store.copy(row["path"], row["home"])
            except Missing:  # somebody has removed it in storage: it is nowhere
                log.warning("file %s is not at its place", row["id"])
        async with self._database.write(SERVICE) as tx:
            moved = await tx.value(sql.move, id=row["id"], attempts=row["attempts"], path=row["home"])
        if not moved and row["home"] != row["path"]:
            await self._store.remove(row["home"])

    async def _remove(self, row: Record) -> None:
        """The object first, then the row: what a killed worker left is done again."""
        async with self._database.read(SERVICE) as tx:
            shown = await tx.value(sql.is_shown_elsewhere, id=row["id"], path=row["path"])
        if not shown:
            await self._store.remove(row["path"])
        async with self._database.write(SERVICE) as tx:
            await tx.run(sql.forget, id=row["id"])
