"""Deliveries that were kept whole: split once by the channel's adapter, and what no adapter can split waits for a person."""

from collections.abc import Sequence

import pytest

from api.db.pool import Database
from channels import registry
from channels.capabilities import Fragment
from tests.support import talk
from tests.support.database import Base
from tests.support.talk import Talk
from workers.ingest import Ingest
from workers.settings import WorkerSettings
from workers.splitting import split_deliveries


class Broken(Talk):
    """Breaks its contract."""

    def split(self, body: bytes) -> Sequence[Fragment]:
        raise RuntimeError("a slip")


async def test_a_whole_delivery_is_split_once_or_waits(
    db: Base, database: Database, settings: WorkerSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    adapters = {"talk": Talk(), "broken": Broken()}
    monkeypatch.setattr(registry, "find", adapters.get)
    source = await talk.connect(db)
    body = b'{"events": [{"kind": "message", "key": "m:1", "account": "shop", "id": "1", "who": "o", "text": "?", "direction": "in", "at": "2026-11-27T10:00:00+00:00"}]}'  # fmt: skip
    await db.run(
        """insert into private.raw_deliveries (channel, source_id, body, received_at)
        select c, $1, $2 || convert_to(repeat(' ', n::integer), 'utf8'), now() - interval '1 hour' from unnest(array['talk', 'broken', 'gone']) with ordinality u (c, n)""",
        source,
        body,
    )
    assert [await split_deliveries(database), await split_deliveries(database)] == [3, 0]
    stored = "select channel, kind, status, received_at < now() - interval '59 minutes' from private.inbound_events order by channel, kind"
    assert [tuple(row) for row in await db.rows(stored)] == [
        ("broken", "unreadable", "quarantined", True),
        ("gone", "unreadable", "quarantined", True),
        ("talk", "message", "pending", True),
    ]

    release = "update private.inbound_events set status = 'pending' where kind = 'unreadable'"
    ingest = Ingest(database, settings)
    await db.run(release)
    while await ingest.work_once():
        pass
    assert (
        await db.value("select status from private.inbound_events where channel = 'broken'") == "quarantined"
    )
    # An update of the package brings an adapter that can.
    adapters["broken"] = Talk()
    await db.run("delete from private.inbound_events where channel = 'talk'")
    await db.run(release)
    while await ingest.work_once():
        pass
    assert [tuple(row)[:3] for row in await db.rows(stored)] == [
        ("broken", "message", "done"),
        ("broken", "unreadable", "done"),
        ("gone", "unreadable", "quarantined"),
    ]
