"""Statements of the public intake; they run as the API's own login, which may call these functions and nothing else."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from api.db.sql import load
from api.db.transaction import Transaction
from api.kit.json import as_json

sql = load(__file__)
Kind = Literal["form", "comment"]


@dataclass(frozen=True)
class Site:
    """A live site key: which source it names, which pages may use it, how much it may bring in a minute."""

    public_key: str
    source_id: UUID
    origins: tuple[str, ...]
    per_minute: int
    secret_nonce: bytes | None
    secret_ciphertext: bytes | None


@dataclass(frozen=True)
class Event:
    """What is stored of a submission."""

    kind: Kind
    dedupe_key: str
    headers: dict[str, str]
    content_type: str
    body: bytes
    address: str | None


async def find_site(tx: Transaction, *, public_key: str) -> Site | None:
    """The site behind a public key; None when it is unknown, revoked, or its source is paused."""
    row = await tx.find(sql.site_key, public_key=public_key)
    if row is None:
        return None
    return Site(
        public_key,
        row["source_id"],
        tuple(row["origins"]),
        row["per_minute"],
        row["secret_nonce"],
        row["secret_ciphertext"],
    )


async def site_origins(tx: Transaction) -> list[str]:
    """Every origin that some live key names."""
    found: list[str] = await tx.value(sql.site_origins)
    return found


async def receive(
    tx: Transaction, *, site: Site, event: Event, quarantine_reason: str | None, address_limit: int | None
) -> UUID | None:
    """The id of the stored event, the earlier one for a repeated submission; None when the sender is over every limit.

    Limits are per minute; `address_limit` None leaves the address uncounted (a server signs for many visitors).
    """
    row = await tx.find(
        sql.receive,
        public_key=site.public_key,
        source_id=site.source_id,
        kind=event.kind,
        dedupe_key=event.dedupe_key,
        headers=as_json(event.headers),
        content_type=event.content_type,
        body=event.body,
        address=event.address,
        quarantine_reason=quarantine_reason,
        key_limit=site.per_minute,
        address_limit=address_limit,
    )
    found: UUID | None = row["event_id"] if row else None
    return found
