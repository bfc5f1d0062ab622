"""Hears recordings: claim, fetch, ask, note, each a transaction of its own; the number of attempts is the claim's token.

Every attempt is a whole one, with the recording and everything that is to be done with it. What the plan does not pay for now
waits until it does; nothing is lost meanwhile. A worker that is killed in between leaves a claim that runs out.
"""

import asyncio
import json
import logging
from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta
from pathlib import PurePosixPath
from tempfile import TemporaryFile
from typing import Any

from asyncpg import Record

from api.auth.principal import SERVICE
from api.db.pool import Database
from api.errors import SmenaError
from api.kit.json import as_json
from api.sources.vault import Vault
from channels.elevenlabs import keyring
from channels.elevenlabs.keyring import Opened
from channels.elevenlabs.transcripts import Transcript, clock, of_reply, roles_in, spoken
from channels.elevenlabs.workspace import Given, Recording
from channels.failures import Failure, VendorError
from workers.accounts.access import TOKEN_KIND, Accounts
from workers.media.store import Missing, Store, StoreFailed
from workers.settings import WorkerSettings
from workers.voice.queries import sql
from workers.waiting import DATABASE_ERRORS, Stop, backoff

log = logging.getLogger("smena.workers.voice")
# Few at once: plans allow from two on, and whoever presses «voice» wants one of them.
BATCH = 2
LOCK_SECONDS = 900
ATTEMPTS, FIRST_PAUSE, LONGEST_PAUSE = 8, 5.0, 1800.0
UNOPENED_PAUSE = 600
# Half an hour of speech, or some minutes of music: what is longer is not waited for on an open connection.
LONG = 4 * 2**20
HEARING = "hearing"
FIRST_LOOK, LONGEST_LOOK, LONGEST_HEARING = 20.0, 600.0, timedelta(hours=12)
MOST_TURNS = 2000
SUBJECTS = {"ru": "Расшифровка: {name}", "uk": "Розшифровка: {name}", "en": "Transcript: {name}"}
NOTHING_SAID = {"ru": "(речи не слышно)", "uk": "(мовлення не чути)", "en": "(no speech)"}


class Voice:
    """One runner; several may run, in this process and in others."""

    def __init__(self, database: Database, settings: WorkerSettings, vault: Vault) -> None:
        self._database, self._settings, self._vault = database, settings, vault
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
        """A few recordings side by side; the number claimed."""
        async with self._database.write(SERVICE) as tx:
            rows = await tx.rows(sql.claim, max_rows=BATCH, lock_seconds=LOCK_SECONDS)
        await asyncio.gather(*(self._handle(row) for row in rows))
        return len(rows)

    async def _handle(self, row: Record) -> None:
        try:
            opened = await self._opened()
            if opened is None:
                await self._wait(row, "not_connected", "", UNOPENED_PAUSE, counts=False)
                return
            await self._hear(row, opened)
        except (StoreFailed, SmenaError) as trouble:  # of our own: mended without the vendor
            log.warning("recording %s: %s", row["id"], trouble)
            await self._wait(row, None, str(trouble), 60, counts=False)

    async def _hear(self, row: Record, opened: Opened) -> None:
        try:
            outcome = await (self._collected(row, opened) if row["vendor_id"] else self._heard(row, opened))
        except Missing:
            await self._settle(row, {"state": "failed", "reason": "file_gone"})
        except VendorError as error:
            await self._refused(row, opened, error.failure)
        except DATABASE_ERRORS:
            raise
        except Exception as error:  # a reply that nobody expected must not be asked for at once again
            log.exception("recording %s could not be heard", row["id"])
            await self._again(row, "unreadable", f"{type(error).__name__}: {error}")
        else:
            if outcome is None:
                await self._again(row, "unanswered", "it was given and never heard", forget=True)
            else:
                await self._settle(row, outcome)

    async def _heard(self, row: Record, opened: Opened) -> dict[str, Any]:
        """At once; a long one is given, where a webhook of ours can be told of it."""
        with TemporaryFile() as file:
            size = await self._store.fetch(row["path"], file)
            recording = Recording(_file_name(row), file, row["mime_type"])
            if size > LONG and opened.webhook_id and (given := await _given(recording, opened)):
                return {"state": "pending", "reason": HEARING, "pause": FIRST_LOOK, "given": asdict(given)}
            return noted(await opened.workspace.hear(recording), row["name"], row["path"], row["locale"])

    async def _collected(self, row: Record, opened: Opened) -> dict[str, Any] | None:
        """What the webhook brought, else what the vendor says; None when he has had it for too long."""
        heard = _delivered(row["delivered"]) or await opened.workspace.collect(row["vendor_id"])
        if heard is not None:
            return noted(heard, row["name"], row["path"], row["locale"])
        if row["waited"] > LONGEST_HEARING:
            return None
        # Asked about less and less often: the webhook comes by itself.
        pause = min(LONGEST_LOOK, max(FIRST_LOOK, row["waited"].total_seconds() / 2))
        return {"state": "pending", "reason": HEARING, "pause": pause, "counts": False}

    async def _opened(self) -> Opened | None:
        async with self._database.read(SERVICE) as tx:
            found = await tx.find(sql.account)
        if found is None:
            return keyring.of_installation()
        token = self._vault.open(found["source_id"], TOKEN_KIND, found["nonce"], found["ciphertext"])
        return keyring.of_token(token, found["source_id"])

    # ---------------------------------------------------------------------------------------- failing

    async def _refused(self, row: Record, opened: Opened, failure: Failure) -> None:
        words = failure.words or failure.reason
        if failure.kind == "permanent":
            await self._settle(row, {"state": "failed", "reason": failure.reason, "error": words})
        elif failure.kind in ("pause", "reauth"):
            # (Calls of the agent cost nothing to read: an empty plan must not keep the account from being read.)
            if failure.kind == "reauth" and opened.source_id:
                await self._accounts.minds(opened.source_id, failure)
            await self._wait(row, failure.reason, words, failure.pause or UNOPENED_PAUSE, counts=False)
        elif failure.kind == "throttle":
            await self._wait(row, failure.reason, words, failure.pause, counts=False)
        elif row["vendor_id"]:
            # He did not say how far he is; what he has is not given to him again.
            await self._wait(row, HEARING, words, LONGEST_LOOK, counts=False)
        else:
            await self._again(row, failure.reason, words)

    async def _again(self, row: Record, reason: str, words: str, *, forget: bool = False) -> None:
        if row["attempts"] >= ATTEMPTS:
            await self._settle(row, {"state": "failed", "reason": reason, "error": words})
            return
        pause = backoff(row["attempts"], first=FIRST_PAUSE, most=LONGEST_PAUSE)
        await self._wait(row, reason, words, pause, counts=True, forget=forget)

    async def _wait(
        self,
        row: Record,
        reason: str | None,
        words: str,
        pause: float,
        *,
        counts: bool,
        forget: bool = False,
    ) -> None:
        outcome = {"state": "pending", "reason": reason, "error": words, "pause": pause, "counts": counts}
        outcome |= {"given": None} if forget else {}
        await self._settle(row, outcome)

    async def _settle(self, row: Record, outcome: Mapping[str, Any]) -> None:
        async with self._database.write(SERVICE) as tx:
            mine = await tx.value(
                sql.settle, id=row["id"], attempts=row["attempts"], outcome=as_json(dict(outcome))
            )
        if not mine:
            log.warning("recording %s is another worker's by now, or nobody's", row["id"])


def noted(heard: Transcript, name: str, path: str, locale: str) -> dict[str, Any]:
    """The transcript as a note of the timeline, in the words of whoever asked for it."""
    words = locale if locale in SUBJECTS else "ru"
    turns = [
        {"speaker": turn.speaker, "at": clock(turn.start), "text": turn.text}
        for turn in heard.turns[:MOST_TURNS]
    ]
    return {
        "state": "done",
        "subject": SUBJECTS[words].format(name=name),
        "body": spoken(heard.turns, roles_in(words)) or NOTHING_SAID[words],
        "seconds": round(heard.seconds),
        "details": {"transcript": turns, "language": heard.language, "recording": path},
    }


def _file_name(row: Record) -> str:
    """ASCII, with the extension: some servers of forms stumble over anything else."""
    suffix = PurePosixPath(row["name"]).suffix.encode("ascii", "ignore").decode()[:10]
    return f"recording{suffix}"


async def _given(recording: Recording, opened: Opened) -> Given | None:
    """None where the vendor does not take it so: it is heard at once then, and he says what is wrong with the recording, if that was it."""
    try:
        return await opened.workspace.give(recording, opened.webhook_id)
    except VendorError as error:
        if error.failure.kind != "permanent":
            raise
        log.warning("a long recording is heard at once: %s", error)
        return None


def _delivered(body: bytes | None) -> Transcript | None:
    """The text in what the webhook brought; None where it brought none."""
    try:
        told = json.loads(body or b"{}")["data"]["transcription"]
        return of_reply(told) if told.get("words") or told.get("transcripts") or "text" in told else None
    except (ValueError, LookupError, TypeError, AttributeError):
        return None
