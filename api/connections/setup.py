"""What connecting takes, told before anybody fills anything in."""

import json
from collections.abc import Mapping
from typing import get_args
from uuid import UUID

from api.auth.principal import Principal
from api.connections import queries
from api.connections.addresses import is_public, webhook_url
from api.connections.safe import FORM_KIND
from api.connections.schemas import ConnectionSetup, How, OfferedChannel, SetupField
from api.db.pool import Database
from api.errors import Unavailable
from api.sources.schemas import Channel
from api.sources.vault import Vault
from channels import registry
from channels.base import SourceAdapter
from channels.capabilities import Connector, Poller, Receiver
from channels.keyed import Keyed, SignIn
from channels.listening import Listened

BACK_PATH = "/api/v1/lead-sources/connected"


async def setup(
    db: Database, user: Principal, vault: Vault, source_id: UUID, public_url: str
) -> ConnectionSetup:
    """What the installation has for connecting the source, and what the vendor must be told; raises NotFound."""
    async with db.read(user) as tx:
        row = await queries.account(tx, source_id=source_id)
        form = await queries.sealed(tx, source_id=source_id, kind=FORM_KIND)
    adapter = registry.find(row["channel"])
    able = adapter if isinstance(adapter, Connector | Keyed) else None
    simulated = able is not None and able.is_simulated
    return ConnectionSetup(
        how=how_of(adapter),
        configured=able is not None and able.is_configured,
        simulated=simulated,
        public=simulated or is_public(public_url),
        read=isinstance(adapter, Poller | Listened),
        history=isinstance(adapter, Poller),
        webhook_url=webhook_url(adapter, source_id, row["channel"], public_url),
        redirect_url=public_url + BACK_PATH,
        providers=list(adapter.providers) if isinstance(adapter, SignIn) else [],
        fields=_fields(able, _kept(vault, source_id, form["nonce"], form["ciphertext"])),
    )


def offered() -> list[OfferedChannel]:
    """Every channel that an installed adapter serves, in the order of their names."""
    found = [(name, adapter, how_of(adapter)) for name, adapter in sorted(registry.adapters().items())]
    return [_offered(name, adapter, how) for name, adapter, how in found if how]


def how_of(adapter: SourceAdapter | None) -> How | None:
    """How a source of the adapter's channel is connected."""
    if isinstance(adapter, Keyed):
        return "keys"
    if isinstance(adapter, Connector):
        return "page"
    # Its leads come with a key that a page carries.
    return "snippet" if adapter is not None and not isinstance(adapter, Receiver) else None


def _offered(name: str, adapter: SourceAdapter, how: How) -> OfferedChannel:
    able = adapter if isinstance(adapter, Connector | Keyed) else None
    own = name in get_args(Channel)
    return OfferedChannel(
        channel=name if own else "other",
        adapter=None if own else name,
        how=how,
        configured=able is None or able.is_configured,
        simulated=able is not None and able.is_simulated,
    )


def _fields(able: object, kept: Mapping[str, str]) -> list[SetupField]:
    if not isinstance(able, Keyed):
        return []
    return [
        SetupField(
            name=field.name,
            kind=field.kind,
            required=field.required,
            default=field.default,
            value=None if field.kind == "secret" else kept.get(field.name),
            kept=bool(kept.get(field.name)),
        )
        for field in able.keys
    ]


def _kept(vault: Vault, source_id: UUID, nonce: bytes | None, ciphertext: bytes | None) -> dict[str, str]:
    """What was filled in last. Sealed with a key that is gone it is nothing: the form begins empty."""
    if nonce is None or ciphertext is None:
        return {}
    try:
        found: dict[str, str] = json.loads(vault.open(source_id, FORM_KIND, nonce, ciphertext))
    except Unavailable:
        return {}
    return found
