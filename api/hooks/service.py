"""One delivery of a vendor's, from its first byte to 200."""

import logging
from dataclasses import dataclass
from uuid import UUID

from fastapi import Request

from api.auth.principal import LOGIN
from api.db.pool import Database
from api.errors import Forbidden, NotFound, TooLarge
from api.hooks import queries
from api.sources.vault import Vault
from channels import registry, splitting
from channels.capabilities import Hook, HookAnswer, Receiver

log = logging.getLogger("smena.hooks")
SECRET_KIND = "hook"  # noqa: S105 -- the kind of a credential
# What a vendor may send without a body of its own: a flood of nothing costs nothing.
OK = HookAnswer(200, "")


@dataclass(frozen=True, slots=True)
class Address:
    """Who is behind `/hooks/<name>`: a channel's one address for all accounts, or one source's own."""

    receiver: Receiver
    source_id: UUID | None
    secrets: tuple[str, ...]


async def take(request: Request, name: str, db: Database, vault: Vault) -> HookAnswer:
    """Raises NotFound for an address that nobody has, Forbidden for a signature that does not hold, TooLarge."""
    address = await _address(name, db, vault)
    hook = Hook(
        method=request.method,
        query=dict(request.query_params),
        headers={key.lower(): value for key, value in request.headers.items()},
        body=await _body(request, address.receiver.max_body),
    )
    answer = address.receiver.handshake(hook)
    if answer is not None:
        return answer
    if not address.receiver.verify(hook, address.secrets):
        raise Forbidden("hook_signature_invalid")
    fragments = splitting.fragments(address.receiver, hook.body)
    if fragments:
        async with db.write(LOGIN) as tx:
            unknown = await queries.receive(
                tx,
                channel=address.receiver.channel,
                source_id=address.source_id,
                fragments=fragments,
                content_type=hook.headers.get("content-type", "")[:200],
            )
        if unknown:
            log.warning("%s events for accounts that no source of %s has: kept until one has", unknown, name)
    return OK


async def _address(name: str, db: Database, vault: Vault) -> Address:
    try:
        source_id = UUID(name)
    except ValueError:
        receiver = registry.find(name)
        if not isinstance(receiver, Receiver) or not receiver.secrets():
            raise NotFound from None
        return Address(receiver, None, tuple(receiver.secrets()))
    async with db.write(LOGIN) as tx:
        row = await queries.hook_source(tx, source_id=source_id)
    receiver = registry.find(row["channel"]) if row else None
    if row is None or not isinstance(receiver, Receiver):
        raise NotFound
    own = vault.open(source_id, SECRET_KIND, row["nonce"], row["ciphertext"]) if row["nonce"] else None
    return Address(receiver, source_id, (own,) if own else tuple(receiver.secrets()))


async def _body(request: Request, most: int) -> bytes:
    stated = request.headers.get("content-length", "0")
    if stated.isdecimal() and int(stated[:12]) > most:
        raise TooLarge
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise TooLarge
    return bytes(body)
