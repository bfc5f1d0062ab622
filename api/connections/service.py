"""To the vendor's page and back: external calls happen between transactions, as the admin who began."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode
from uuid import UUID

from asyncpg.exceptions import PostgresError

from api.auth.principal import LOGIN, Principal, acting_as
from api.connections import choice, queries
from api.connections.safe import FORM_KIND, TOKEN_KIND, account_of
from api.connections.setup import BACK_PATH
from api.db.errors import translate
from api.db.pool import Database
from api.errors import Conflict, SmenaError
from api.sources.vault import Vault
from channels import registry
from channels.capabilities import Access, Connector, ConnectRefused
from channels.failures import VendorError
from channels.keyed import Keyed, SignIn

log = logging.getLogger("smena.connections")


async def begin(
    db: Database, user: Principal, vault: Vault, source_id: UUID, provider: str | None, public_url: str
) -> str:
    """The address of the vendor's page, or of the provider's whom one signs in with; raises Conflict where there is nothing to
    connect with, Unavailable without a key."""
    vault.seal(source_id, TOKEN_KIND, "")
    async with db.write(user) as tx:
        begun = await queries.begin(tx, source_id=source_id)
        page = _page_of(begun["channel"], provider or "")
    return page.url(begun["code"], public_url + BACK_PATH)


async def finish(db: Database, vault: Vault, params: Mapping[str, str], public_url: str) -> str:
    """Where the browser goes next: to the source that is connected now, or to what went wrong."""
    code, _, provider = params.get("state", "").partition(".")
    async with db.write(LOGIN) as tx:
        way = await queries.take_code(tx, code=code)
    if way is None:
        return _back(public_url, refused="expired")
    try:
        access = await _page_of(way["channel"], provider).access(code, params, public_url + BACK_PATH)
        await _keep(db, vault, way["source_id"], way["user_id"], way["channel"], access)
    except ConnectRefused as refusal:
        log.warning("source %s was not connected: %s", way["source_id"], refusal.reason)
        return _back(public_url, source=str(way["source_id"]), refused=refusal.reason)
    return _back(public_url, source=str(way["source_id"]), connected="1")


async def _keep(
    db: Database, vault: Vault, source_id: UUID, user_id: UUID, channel: str, access: Access
) -> None:
    async with db.read(acting_as(user_id)) as tx:
        access = await choice.of(tx, source_id, access)
    sealed = vault.seal(source_id, TOKEN_KIND, access.token)
    try:
        async with db.write(acting_as(user_id)) as tx:
            await queries.connect(tx, source_id=source_id, access=access, subscribed=True)
            await queries.store(tx, source_id=source_id, kind=TOKEN_KIND, sealed=sealed)
            if isinstance(
                registry.find(channel), Keyed
            ):  # the keys that opened it before are nobody's any more
                emptied = vault.seal(source_id, FORM_KIND, "{}")
                await queries.store(tx, source_id=source_id, kind=FORM_KIND, sealed=emptied)
    except PostgresError as error:
        known = translate(error)
        if isinstance(known, Conflict):
            raise ConnectRefused("account_taken") from error
        raise (known or error) from error
    await choice.begin(registry.find(channel), source_id, access)


async def disconnect(db: Database, user: Principal, vault: Vault, source_id: UUID) -> None:
    """Ends the connection here whatever the vendor says; raises NotFound."""
    async with db.write(user) as tx:
        row = await queries.sealed(tx, source_id=source_id, kind=TOKEN_KIND)
        await queries.disconnect(tx, source_id=source_id)
    adapter = registry.find(row["channel"])
    if not isinstance(adapter, Connector | Keyed) or row["nonce"] is None:
        return
    try:
        token = vault.open(source_id, TOKEN_KIND, row["nonce"], row["ciphertext"])
        await adapter.disconnect(account_of(source_id, row, token))
    # The access may be gone already: the vendor's side ends with it.
    except (VendorError, SmenaError) as error:
        log.warning("source %s: the vendor was not told: %s", source_id, error)


@dataclass(frozen=True, slots=True)
class Page:
    """The page on which access is granted, and what is made of what it sends back."""

    url: Callable[[str, str], str]
    access: Callable[[str, Mapping[str, str], str], Awaitable[Access]]


def _page_of(channel: str, provider: str) -> Page:
    """The channel's own page, or that of a provider whom one may sign in with. Raises Conflict."""
    found = registry.find(channel)
    if isinstance(found, SignIn) and provider in found.providers:
        return Page(partial(found.sign_in_url, provider), partial(found.signed_in, provider))
    if not isinstance(found, Connector) or not found.is_configured:
        raise Conflict("channel_not_configured")
    connector = found
    return Page(connector.connect_url, lambda _, params, back: connector.complete(params, back))


def _back(public_url: str, **what: str) -> str:
    return f"{public_url}/sources?{urlencode(what)}"
