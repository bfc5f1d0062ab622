"""The company's side: its database by the logins of API and workers, and what they do with a message."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import asyncpg

from api.auth.principal import SERVICE, acting_as
from api.conversations import queries as conversations
from api.db.pool import Database
from api.db.sql import load
from api.sources.vault import Vault
from channels import registry, splitting
from channels.base import Identity
from channels.capabilities import Receiver, Sender, Sent
from local.demo.live.stage import Stage
from simulator.core.courier import Post
from workers.accounts.access import Accounts
from workers.ingest import Ingest
from workers.outbox.runner import Outbox
from workers.queries import sql as worker_sql
from workers.settings import WorkerSettings

sql = load(__file__)


class DatedOutbox(Outbox):
    """Sends as the workers do, at the vendor's own time: what left on a day of the past is noted as of that day."""

    def __init__(self, stage: Stage, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._stage = stage
        self._paces, self._thread_paces = {}, []  # weeks pass in a second here

    async def _finish(self, row: asyncpg.Record, sent: Sent) -> None:
        """The vendor's echo comes first, so the moment of the message is the vendor's."""
        async with self._database.write(SERVICE) as tx:
            thread_key = await tx.value(sql.thread_key, conversation_id=row["conversation_id"])
            echo = self._echo(row, sent, sent.thread_key or thread_key)
            values = {"source_id": row["source_id"], "verdict": None, "released": False}
            await tx.row(worker_sql.accept_message, message=json.dumps(echo), **values)
        await super()._finish(row, sent)

    def _echo(self, row: asyncpg.Record, sent: Sent, thread_key: str) -> dict[str, Any]:
        to, is_comment = sent.recipient or row["address"], row["mode"] == "comment"
        identity = {"kind": self._channel, "external_id": to, "scope": "account"}
        return {
            "external_id": sent.external_id,
            "kind": "comment" if is_comment else "message",
            "direction": "out",
            "occurred_at": self._stage.now.isoformat(),
            "thread_key": thread_key,
            "address": to,
            "person": {"identities": [identity], "contacts": [], "verified": []},
            "text": row["body"],
            "by_hand": False,
        }


@dataclass(frozen=True)
class Company:
    """`owner` is the database owner's connection: for what has no way but his, the casting and the bells."""

    settings: WorkerSettings
    vault: Vault
    api: Database
    workers: Database
    owner: asyncpg.Connection
    stage: Stage

    async def take(self, channel: str, source_id: UUID, post: Post) -> None:
        """Stores a delivery as of the stage's moment, and works through what waits."""
        receiver = registry.find(channel)
        assert isinstance(receiver, Receiver)  # noqa: S101 -- both channels of the demo are
        found = splitting.fragments(receiver, post.body)
        async with self.workers.write(SERVICE) as tx:
            await tx.rows(
                worker_sql.receive_delivered,
                channel=channel,
                source_id=source_id,
                accounts=[""] * len(found),
                kinds=[fragment.kind for fragment in found],
                keys=[fragment.key for fragment in found],
                bodies=[fragment.body for fragment in found],
                content_type="application/json",
                received_at=datetime.fromtimestamp(post.due, UTC),
            )

    async def work(self, ingest: Ingest) -> None:
        """Everything that was stored is understood."""
        while await ingest.work_once():
            pass

    async def queue(self, author: UUID, thread: asyncpg.Record, mode: str, text: str, key: UUID) -> None:
        """A manager's answer, as he would write it on the card."""
        target = thread["last_in"] if mode in ("comment", "private_reply") else None
        async with self.api.write(acting_as(author)) as tx:
            await conversations.queue(
                tx,
                conversation_id=thread["id"],
                mode=mode,
                target=target,
                parts=[text],
                key=key,
            )

    def outbox(self, channel: str) -> DatedOutbox:
        """What sends the channel's messages."""
        sender = registry.find(channel)
        assert isinstance(sender, Sender)  # noqa: S101 -- both channels of the demo are
        accounts = Accounts(self.workers, self.vault)
        return DatedOutbox(self.stage, self.workers, self.settings, accounts, channel, sender)

    async def know(self, client_id: UUID, account_id: str, identity: Identity, name: str) -> None:
        """The company has known the client at the vendor before."""
        said = {"kind": identity.kind, "external_id": identity.external_id, "scope": identity.scope}
        person = {"name": name, "username": "", "identities": [said], "contacts": [], "verified": []}
        await fetch(
            self.owner, sql.know, client_id=client_id, account_id=account_id, person=json.dumps(person)
        )


async def fetch(connection: asyncpg.Connection, query: Any, **values: Any) -> list[asyncpg.Record]:
    """Rows of a named statement on a bare connection."""
    rows: list[asyncpg.Record] = await connection.fetch(query.text, *query.arguments(values))
    return rows


@asynccontextmanager
async def opened(stage: Stage) -> AsyncIterator[Company]:
    """The company whose addresses the environment has."""
    settings = WorkerSettings()
    assert settings.database_url and settings.api_database_url  # noqa: S101 -- `up` starts nothing without them
    api = Database(settings.api_database_url.get_secret_value(), settings.database_pooler, 0, 2)
    workers = Database(settings.dsn, settings.database_pooler, 0, 2)
    owner = await asyncpg.connect(settings.database_url.get_secret_value(), statement_cache_size=0)
    await api.open()
    await workers.open()
    try:
        yield Company(settings, Vault(settings), api, workers, owner, stage)
    finally:
        await workers.close()
        await api.close()
        await owner.close()
