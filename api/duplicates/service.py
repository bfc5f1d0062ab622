"""A double before and after it becomes one client."""

import json
from typing import Any, get_args
from uuid import UUID

from api.clients import queries as clients
from api.clients.schemas import DuplicateHint
from api.contacts.schemas import NewContact
from api.contacts.service import normalize
from api.db.transaction import Transaction
from api.duplicates import queries
from api.duplicates.schemas import MergeField
from api.errors import Invalid, NotFound


async def find(
    tx: Transaction, *, phone: str | None, email: str | None, except_client: UUID | None
) -> list[DuplicateHint]:
    """Hints for a phone and an e-mail as typed; raises Invalid for what is neither."""
    region = await clients.phone_region(tx)
    typed: list[tuple[str, NewContact]] = []
    if phone:
        typed.append(("phone", NewContact(kind="phone", value=phone)))
    if email:
        typed.append(("email", NewContact(kind="email", value=email)))
    hints: list[DuplicateHint] = []
    for field, given in typed:
        contact = normalize(given, region=region, field=field)
        for row in await queries.of_contact(tx, contact=contact, except_client=except_client):
            hints.append(DuplicateHint(kind=contact.kind, value=contact.value, **dict(row)))
    return hints


async def preview(tx: Transaction, *, winner_id: UUID, loser_id: UUID) -> dict[str, Any]:
    """MergePreview as plain data; raises NotFound for either, Invalid for twice the same."""
    if winner_id == loser_id:
        raise Invalid("merge_with_self")
    winner = json.loads(await clients.facts(tx, client_id=winner_id))
    loser = json.loads(await clients.facts(tx, client_id=loser_id))
    if winner["merged_into"] or loser["merged_into"]:
        raise NotFound("client_not_found")
    better = await queries.advice(tx, winner_id=winner_id, loser_id=loser_id)
    rows = [
        {
            "field": field,
            "winner": winner[field],
            "loser": loser[field],
            "result": winner[field] or loser[field],
            "advice": "loser" if field in better else "winner",
        }
        for field in get_args(MergeField)
    ]
    moves = dict(await queries.moves(tx, client_id=loser_id))
    return {"winner": winner, "loser": loser, "rows": rows, "moves": moves}
