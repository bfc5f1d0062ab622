"""Templates of a conversation's account: asked of its vendor, who approves them, and remembered for a minute."""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from api.auth.principal import LOGIN, Principal
from api.clients import queries as clients
from api.conversations import queries
from api.conversations.schemas import FilledTemplate, MessageTemplate, TakenFile
from api.db.pool import Database
from api.errors import Conflict, Invalid, NotFound, UpstreamFailed
from api.kit.json import as_json
from api.kit.paging import Listing
from api.sources.vault import Vault
from channels import registry
from channels.capabilities import Account
from channels.failures import VendorError
from channels.templates import Header, Template, Templated, as_read

KEPT_SECONDS, KEPT_ACCOUNTS = 60.0, 200
TOKEN_KIND = "token"  # noqa: S105 -- the kind of a credential
_known: dict[UUID, tuple[float, Sequence[Template]]] = {}


@dataclass(frozen=True, slots=True)
class Filled:
    """A template that can go: as the client will read it, as the worker sends it, and which file belongs above it."""

    text: str
    document: str
    header: Header | None


async def offered(
    db: Database, user: Principal, vault: Vault, client_id: UUID, conversation_id: UUID
) -> Listing[MessageTemplate]:
    """What may be sent outside the window; raises NotFound, Conflict for a channel without, UpstreamFailed."""
    found = await _of_conversation(db, user, vault, client_id, conversation_id)
    items = [
        MessageTemplate(
            name=one.name,
            language=one.language,
            body=one.body,
            blanks=list(one.blanks),
            category=one.category,
            header=_header(one),
        )
        for one in found
    ]
    return Listing(items=items, next=None, total=len(items))


async def filled(
    db: Database,
    user: Principal,
    vault: Vault,
    client_id: UUID,
    conversation_id: UUID,
    template: FilledTemplate,
) -> Filled:
    """The template with its values; raises Invalid when there is none such, or a blank is left."""
    found = await _of_conversation(db, user, vault, client_id, conversation_id)
    wanted = (template.name, template.language)
    named = next((one for one in found if (one.name, one.language) == wanted), None)
    if named is None:
        raise Invalid("template_unknown", fields={"template": "template_unknown"})
    if len(template.values) != len(named.blanks):
        raise Invalid("template_blanks", fields={"template": "template_blanks"})
    names = list(named.blanks) if named.named else []
    document = {**template.model_dump(mode="json"), **({"names": names} if names else {})}
    return Filled(as_read(named, template.values), as_json(document), named.header)


def _header(template: Template) -> TakenFile | None:
    found = template.header
    if found is None:
        return None
    return TakenFile(kind=found.kind, most=found.limit.most, types=list(found.limit.types))


async def _of_conversation(
    db: Database, user: Principal, vault: Vault, client_id: UUID, conversation_id: UUID
) -> Sequence[Template]:
    async with db.read(user) as tx:
        await clients.require(tx, client_id=client_id)
        rows = await queries.threads(tx, client_id=client_id)
    row = next((row for row in rows if row["id"] == conversation_id), None)
    if row is None:
        raise NotFound("conversation_not_found")
    return await _of_account(db, vault, row["source_id"])


async def _of_account(db: Database, vault: Vault, source_id: UUID) -> Sequence[Template]:
    now = time.monotonic()
    until, known = _known.get(source_id, (0.0, ()))
    if now < until:
        return known
    async with db.read(LOGIN) as tx:
        row = await queries.sealed_account(tx, source_id=source_id)
    if row is None:
        raise Conflict("source_not_ready")
    keeper = registry.find(row["channel"])
    if not isinstance(keeper, Templated):
        raise Conflict("way_closed", details={"reason": "not_offered"})
    token = vault.open(source_id, TOKEN_KIND, row["nonce"], row["ciphertext"])
    try:
        found = await keeper.templates(
            Account(source_id, row["account_id"], token, json.loads(row["settings"]))
        )
    except VendorError as error:
        raise UpstreamFailed("templates_not_told") from error
    if len(_known) >= KEPT_ACCOUNTS:
        _known.clear()
    _known[source_id] = (now + KEPT_SECONDS, found)
    return found
