"""What is more than one statement: sources with their first key, rotation, secrets, reading parked events."""

import json
import secrets
from collections.abc import Sequence
from uuid import UUID

from asyncpg import Record

from api.db.transaction import Transaction
from api.errors import Invalid
from api.kit import clock
from api.kit.paging import Listing, Page, encode
from api.kit.versions import refuse
from api.messages import Language
from api.sources import queries
from api.sources.schemas import EventContact, KeyEnd, KeyPatch, NewKey, NewSource, SourceEvent, SourcePatch
from api.sources.vault import Vault
from channels import registry
from channels.base import Company, Contact, Lead, Message, StoredEvent, happenings

SECRET_KIND = "site_hmac"  # noqa: S105 -- the kind of a credential
BODY_SHOWN = 4_000
TEST_NAMES: dict[Language, tuple[str, str]] = {
    "ru": ("Проверка связи", "Проверочная заявка: так придёт настоящая. В отчёты она не попадёт."),
    "uk": ("Перевірка зв’язку", "Перевірна заявка: так надійде справжня. До звітів вона не потрапить."),
    "en": ("Connection test", "A test lead: a real one will come like this. It counts in no report."),
}


async def add_source(tx: Transaction, new: NewSource) -> str:
    """The new source; a site with its first key."""
    await _check_manager(tx, new.fixed_manager_id)
    source_id = await queries.add_source(tx, new)
    if new.channel == "site":
        await queries.add_key(tx, source_id, NewKey(origins=new.origins))
    return await queries.source(tx, source_id)


async def change_source(tx: Transaction, source_id: UUID, patch: SourcePatch, version: int) -> str:
    """The source as it is now; raises VersionConflict, NotFound, Invalid for a manager who is not there."""
    await _check_manager(tx, patch.fixed_manager_id)
    archived_at = clock.now() if patch.archived else None
    changed = await queries.change_source(
        tx, source_id=source_id, version=version, patch=patch, archived_at=archived_at
    )
    current = await queries.source(tx, source_id)
    return current if changed else refuse(current)


async def rotate_key(tx: Transaction, source_id: UUID, key_id: UUID, end: KeyEnd) -> str:
    """A new key in place of an old one, which works on for a while."""
    await queries.copy_key(tx, source_id, key_id)
    await queries.revoke_key(tx, source_id, key_id, grace_hours=end.grace_hours)
    return await queries.source(tx, source_id)


async def make_secret(tx: Transaction, source_id: UUID, vault: Vault) -> str:
    """A new server secret; the one before ends. The database gets it sealed."""
    await queries.live_key(tx, source_id, None)
    secret = f"smsec_{secrets.token_urlsafe(32)}"
    nonce, ciphertext = vault.seal(source_id, SECRET_KIND, secret)
    await queries.store_credential(
        tx, source_id=source_id, kind=SECRET_KIND, nonce=nonce, ciphertext=ciphertext
    )
    return secret


async def send_test_event(tx: Transaction, source_id: UUID, language: Language) -> UUID:
    """A lead that goes the whole way and counts nowhere."""
    name, message = TEST_NAMES[language]
    address = f"test-{secrets.token_hex(4)}@smena.invalid"
    return await queries.send_test_event(tx, source_id, {"name": name, "email": address, "message": message})


async def events(
    tx: Transaction, *, source_id: UUID | None, parked_only: bool, page: Page
) -> Listing[SourceEvent]:
    """A page of events, the newest first, read as the worker would read them."""
    rows = await queries.events(tx, source_id=source_id, parked_only=parked_only, page=page)
    shown = rows[: page.limit]
    keys = [[row["received_at"].isoformat(), str(row["id"])] for row in shown]
    following = encode(json.dumps(keys[-1])) if len(rows) > page.limit else None
    return Listing(items=[_shown(row) for row in shown], next=following, total=None)


async def change_key(tx: Transaction, source_id: UUID, key_id: UUID, patch: KeyPatch, version: int) -> str:
    """The source with the changed key; raises VersionConflict with the present one, NotFound."""
    changed = await queries.change_key(tx, source_id, key_id, patch, version=version)
    current = await queries.source(tx, source_id)
    return current if changed else refuse(current)


def _shown(row: Record) -> SourceEvent:
    read = read_event(row)
    return SourceEvent(
        id=row["id"],
        source_id=row["source_id"],
        channel=row["channel"],
        kind=row["kind"],
        status=row["status"],
        reason=row["reason"],
        received_at=row["received_at"],
        processed_at=row["processed_at"],
        attempts=row["attempts"],
        client_id=row["client_id"],
        name=_name(read) or row["client_name"],
        message=read.message if isinstance(read, Lead) else read.text if read else None,
        contacts=[EventContact(kind=c.kind, value=c.value) for c in _contacts(read)],
        body=row["body"][: BODY_SHOWN * 4].decode("utf-8", "replace").replace("\x00", "")[:BODY_SHOWN],
    )


def _name(read: Lead | Message | None) -> str | None:
    if isinstance(read, Message):
        return read.person.name or read.person.username
    return read.name if read else None


def _contacts(read: Lead | Message | None) -> Sequence[Contact]:
    if isinstance(read, Message):
        return [*read.person.verified, *read.person.contacts]
    return read.contacts if read else ()


def read_event(row: Record) -> Lead | Message | None:
    """What somebody wrote, as if released; None when the adapter can make nothing of it."""
    adapter = registry.find(row["channel"])
    if adapter is None:
        return None
    event = StoredEvent(
        id=row["id"],
        source_id=row["source_id"],
        channel=row["channel"],
        kind=row["kind"],
        received_at=row["received_at"],
        headers={},
        content_type=row["content_type"],
        body=row["body"],
        dedupe_key="",
        released=True,
    )
    try:
        read = happenings(adapter.understand(event, Company(row["phone_region"])))
        return next((one for one in read if isinstance(one, Lead | Message)), None)
    except Exception:  # the very reason why it lies here
        return None


async def _check_manager(tx: Transaction, member_id: UUID | None) -> None:
    if member_id is not None and not await queries.is_active_member(tx, member_id):
        raise Invalid(fields={"fixed_manager_id": "not_found"})
