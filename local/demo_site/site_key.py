"""Finds the demo's site key and lets this page's origin use it: what an admin would do on the sources screen."""

from dataclasses import dataclass

import asyncpg

FIND = """
select k.id, k.public_key, coalesce((select c.name from public.company c), 'Мебель на заказ') as company
from public.site_keys k
join public.lead_sources s on s.id = k.source_id
where s.channel = 'site' and s.archived_at is null and s.state <> 'paused' and k.revoked_at is null
  and ($1::text is null or k.public_key = $1)
order by k.created_at, k.id
limit 1
"""
ALLOW = (
    "update public.site_keys set origins = array_append(origins, $2) where id = $1 and not $2 = any (origins)"
)


@dataclass(frozen=True)
class Listed:
    """The key that the page carries, and whose page it is."""

    public_key: str
    company: str


class NoSiteKey(Exception):
    """The installation has no live site key."""


async def listed(database_url: str, origin: str, public_key: str | None = None) -> Listed:
    """The named key, or the first live one, with `origin` among its origins; raises NoSiteKey."""
    connection = await asyncpg.connect(database_url, statement_cache_size=0)
    try:
        row = await connection.fetchrow(FIND, public_key)
        if row is None:
            raise NoSiteKey("The installation has no live site key: add a source of channel «site» first.")
        await connection.execute(ALLOW, row["id"], origin)
        return Listed(row["public_key"], row["company"])
    finally:
        await connection.close()
