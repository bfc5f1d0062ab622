"""A company's site in the tests: a lead source with a public key, and what its pages send."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import httpx

from tests.support.database import Base

ORIGIN = "https://shop.example"


@dataclass(frozen=True)
class Site:
    """A source of channel `site` and its key; `post` sends what a browser on its page would."""

    base: Base
    source_id: UUID
    key: str
    http: httpx.AsyncClient = field(repr=False)

    async def post(
        self, path: str = "leads", *, origin: str | None = ORIGIN, **options: Any
    ) -> httpx.Response:
        """POST to the public endpoint; `json` gets the key when it names none."""
        headers = {**({"origin": origin} if origin else {}), **options.pop("headers", {})}
        if "json" in options:
            options["json"] = {"site_key": self.key, **options["json"]}
        return await self.http.post(f"/api/v1/public/{path}", headers=headers, **options)

    async def lead(self, **fields: Any) -> str:
        """A fresh, unsuspicious lead; its event's id."""
        sent = {
            "name": "Олена",
            "phone": "067 123 45 67",
            "submission_id": uuid4().hex,
            "elapsed_ms": 9000,
            **fields,
        }
        answer = await self.post(json=sent)
        assert answer.status_code == 202, answer.text
        found: str = answer.json()["id"]
        return found

    async def event(self, event_id: str) -> dict[str, Any]:
        """The stored row."""
        (row,) = await self.base.rows("select * from private.inbound_events where id = $1", UUID(event_id))
        return dict(row)


async def make(
    base: Base,
    http: httpx.AsyncClient,
    *,
    rule: str = "round_robin",
    fixed: UUID | None = None,
    origins: tuple[str, ...] = (ORIGIN,),
    per_minute: int = 600,
) -> Site:
    """A site source with one key."""
    source_id = await base.value(
        """insert into public.lead_sources (channel, name, assignment_rule, fixed_manager_id)
        values ('site', 'Сайт', $1, $2) returning id""",
        rule,
        fixed,
    )
    key = await base.value(
        "insert into public.site_keys (source_id, origins, per_minute) values ($1, $2, $3) returning public_key",
        source_id,
        list(origins),
        per_minute,
    )
    return Site(base, source_id, key, http)
