"""Statements about lead sources."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from asyncpg import Record

from api.db.sql import load
from api.db.transaction import Transaction
from api.errors import NotFound
from api.kit.json import as_json
from api.kit.paging import Page
from api.sources.schemas import KeyPatch, NewKey, NewSource, SourcePatch

sql = load(__file__)


async def require_admin(tx: Transaction) -> None:
    """Raises 403 for everybody else: row level security alone would say «not there»."""
    await tx.rows(sql.require_admin)


async def sources(tx: Transaction, *, channel: str | None, archived: bool) -> list[str]:
    """Every source as a JSON document; a manager's have no keys and no figures."""
    rows = await tx.rows(sql.sources, source_id=None, channel=channel, archived=archived)
    return [row["document"] for row in rows]


async def source(tx: Transaction, source_id: UUID) -> str:
    """One source as a JSON document; raises NotFound."""
    row = await tx.row(sql.sources, source_id=source_id, channel=None, archived=True)
    found: str = row["document"]
    return found


async def add_source(tx: Transaction, new: NewSource) -> UUID:
    """The id of the new source."""
    added: UUID = await tx.value(
        sql.add_source,
        channel=new.channel,
        name=new.name,
        settings=as_json(new.settings),
        assignment_rule=new.assignment_rule,
        fixed_manager_id=new.fixed_manager_id,
    )
    return added


async def change_source(
    tx: Transaction, *, source_id: UUID, version: int, patch: SourcePatch, archived_at: datetime | None
) -> bool:
    """False when the version is another one by now."""
    fields = patch.model_dump(mode="json", exclude_unset=True, exclude={"archived"})
    if "archived" in patch.model_fields_set:
        fields["archived_at"] = archived_at.isoformat() if archived_at else None
    changed = await tx.value(sql.change_source, source_id=source_id, version=version, patch=as_json(fields))
    return changed is not None


async def is_active_member(tx: Transaction, member_id: UUID) -> bool:
    """May leads be given to him?"""
    return bool(await tx.value(sql.is_active_member, member_id=member_id))


async def add_key(tx: Transaction, source_id: UUID, new: NewKey) -> UUID:
    """The id of the new key; raises NotFound when the source takes none."""
    return found(
        await tx.value(sql.add_key, source_id=source_id, origins=new.origins, per_minute=new.per_minute)
    )


async def change_key(
    tx: Transaction, source_id: UUID, key_id: UUID, patch: KeyPatch, *, version: int
) -> bool:
    """Origins and limit of a live key; False when its version is another one by now, raises NotFound."""
    values = {"origins": patch.origins, "per_minute": patch.per_minute}
    key = {"source_id": source_id, "key_id": key_id}
    if await tx.value(sql.change_key, **key, version=version, **values) is not None:
        return True
    await tx.row(sql.live_version, **key)
    return False


async def copy_key(tx: Transaction, source_id: UUID, key_id: UUID) -> UUID:
    """A new key with the origins and the limit of a live one; raises NotFound."""
    return found(await tx.value(sql.copy_key, source_id=source_id, key_id=key_id))


async def revoke_key(tx: Transaction, source_id: UUID, key_id: UUID, *, grace_hours: int) -> None:
    """Ends a key now or after a while; raises NotFound."""
    found(await tx.value(sql.revoke_key, source_id=source_id, key_id=key_id, grace_hours=grace_hours))


async def live_key(tx: Transaction, source_id: UUID, key_id: UUID | None) -> str:
    """A public key that works; raises NotFound."""
    key: str | None = await tx.value(sql.live_key, source_id=source_id, key_id=key_id)
    if key is None:
        raise NotFound("site_key_not_found")
    return key


async def store_credential(
    tx: Transaction, *, source_id: UUID, kind: str, nonce: bytes, ciphertext: bytes
) -> None:
    """Keeps what the vault sealed."""
    await tx.rows(sql.store_credential, source_id=source_id, kind=kind, nonce=nonce, ciphertext=ciphertext)


async def events(
    tx: Transaction, *, source_id: UUID | None, parked_only: bool, page: Page
) -> Sequence[Record]:
    """Raw events, the newest first; one more than the page holds when another page follows."""
    after_at, after_id = page.after(datetime, UUID)
    values = {"limit": page.limit, "after_at": after_at, "after_id": after_id}
    return await tx.rows(sql.events, source_id=source_id, parked_only=parked_only, **values)


async def unclaimed(tx: Transaction) -> str:
    """Accounts with events that no source takes, as one JSON document."""
    found: str = await tx.value(sql.unclaimed)
    return found


async def settle_event(tx: Transaction, event_id: UUID, *, release: bool) -> None:
    """Lets a parked event become a lead after all, or throws it away."""
    await tx.rows(sql.settle_event, event_id=event_id, release=release)


async def send_test_event(tx: Transaction, source_id: UUID, body: dict[str, str]) -> UUID:
    """Stores a made-up lead; its event's id."""
    event_id: UUID = await tx.value(sql.send_test_event, source_id=source_id, body=as_json(body))
    return event_id


def found(row_id: UUID | None) -> UUID:
    """The id that a statement answered; raises NotFound without one."""
    if row_id is None:
        raise NotFound
    return row_id
