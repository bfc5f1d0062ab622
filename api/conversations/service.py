"""Which ways a conversation is open at this moment, and sending by one of them."""

import json
from collections.abc import Sequence
from uuid import UUID

from asyncpg import Record

from api.conversations import queries
from api.conversations.schemas import ClientChannel, NewMessage, SendWay
from api.db.transaction import Transaction
from api.errors import Conflict, Invalid, NotFound
from api.kit.paging import Listing
from channels import registry
from channels.capabilities import Incoming, Sender, Thread, Way

READY = ("active", "degraded")


async def channels(tx: Transaction, *, client_id: UUID) -> Listing[ClientChannel]:
    """Every conversation of the client, with its ways."""
    rows = await queries.threads(tx, client_id=client_id)
    shown = [_shown(row) for row in rows]
    return Listing(items=shown, next=None, total=len(shown))


async def send(tx: Transaction, *, client_id: UUID, message: NewMessage) -> list[UUID]:
    """Queues a message; raises NotFound, Conflict with the reason why the way is closed, Invalid for an empty text."""
    rows = await queries.threads(tx, client_id=client_id)
    row = next((row for row in rows if row["id"] == message.conversation_id), None)
    if row is None:
        raise NotFound("conversation_not_found")
    incoming = await _answered(tx, row, message.reply_to)
    sender = _sender(row)
    way = next((way for way in _ways(row, sender, incoming) if way.mode == message.mode), None)
    if sender is None or way is None:
        raise Conflict("way_closed", details={"reason": "not_offered"})
    if way.why_not:
        raise Conflict("way_closed", details={"reason": way.why_not})
    parts = sender.parts(message.mode, message.text.strip())
    if not parts:
        raise Invalid(fields={"text": "missing"})
    return await queries.queue(
        tx, conversation_id=row["id"], mode=way.mode, target=way.target, parts=parts, key=message.key
    )


async def _answered(tx: Transaction, row: Record, reply_to: UUID | None) -> Incoming | None:
    if reply_to is None:
        return _last_in(row)
    named = await queries.answerable(tx, conversation_id=row["id"], interaction_id=reply_to)
    return Incoming(named["external_id"], named["occurred_at"], named["answered"])


def _last_in(row: Record) -> Incoming | None:
    if row["last_in_id"] is None:
        return None
    return Incoming(row["last_in_id"], row["last_in_at"], row["answered_privately"])


def _sender(row: Record) -> Sender | None:
    adapter = registry.find(row["channel"])
    return adapter if isinstance(adapter, Sender) else None


def _ways(row: Record, sender: Sender | None, incoming: Incoming | None) -> Sequence[Way]:
    if sender is None:
        return ()
    thread = Thread(
        row["kind"], incoming, row["unreachable"], json.loads(row["settings"]), row["missing"] or ()
    )
    ways = sender.ways(thread, row["at"])
    closed = (
        "source_not_ready" if row["state"] not in READY else "unreachable" if row["unreachable"] else None
    )
    return [Way(way.mode, way.until, closed or way.why_not, way.target, way.longest) for way in ways]


def _shown(row: Record) -> ClientChannel:
    chosen = json.loads(row["settings"])
    return ClientChannel(
        conversation_id=row["id"],
        source_id=row["source_id"],
        channel=row["channel"],
        source_name=row["source_name"],
        account_name=row["account_name"],
        state=row["state"],
        simulated=row["simulated"],
        kind=row["kind"],
        name=row["name"],
        last_in_at=row["last_in_at"],
        language=chosen.get("language"),
        private_reply=chosen.get("private_reply"),
        ways=[
            SendWay(
                mode=way.mode,
                allowed=way.why_not is None,
                until=way.until,
                why_not=way.why_not,
                longest=way.longest,
            )
            for way in _ways(row, _sender(row), _last_in(row))
        ],
    )
