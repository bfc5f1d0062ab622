"""What the database does with a deal by itself."""

from uuid import UUID

from tests.support.database import Base
from tests.support.people import ANNA


async def _client(db: Base, source: UUID, received: str) -> UUID:
    made: UUID = await db.value(
        "insert into public.clients (owner_id, name, source_id, received_at) values ($1, 'x', $2, $3::text::timestamptz) returning id",
        ANNA.id,
        source,
        received,
    )
    return made


async def test_a_deal_carries_its_clients_source(db: Base) -> None:
    """From the beginning, when a merge gives the client an earlier source, and when the deal itself moves; never as an edit."""
    site, call = (await db.value("select array_agg(id order by channel desc) from public.lead_sources"))[:2]
    later = await _client(db, site, "2026-03-01")
    earlier = await _client(db, call, "2026-01-01")
    kept, moved = [
        await db.value("insert into public.deals (client_id, title) values ($1, 'x') returning id", client)
        for client in (later, earlier)
    ]
    sources = "select source_id from public.deals where id = any ($1) order by id = $2"
    assert [row[0] for row in await db.rows(sources, [kept, moved], moved)] == [site, call]
    async with db.as_user(ANNA.id) as anna:
        await anna.execute("select app.merge_clients($1, $2)", later, earlier)
    rows = await db.rows("select source_id, version from public.deals where id = $1", kept)
    assert tuple(rows[0]) == (call, 1)
    assert [row[0] for row in await db.rows(sources, [kept, moved], moved)] == [call, call]
