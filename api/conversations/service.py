"""Which ways a conversation is open at this moment, and sending by one of them."""

import json
from collections.abc import Sequence
from uuid import UUID

from asyncpg import Record

from api.conversations import queries
from api.conversations.files import kind_for, parts, taken
from api.conversations.schemas import ClientChannel, FileKind, NewMessage, SendWay
from api.conversations.templates import Filled
from api.db.transaction import Transaction
from api.errors import Conflict, Invalid, NotFound
from api.kit.paging import Listing
from channels import registry
from channels.capabilities import Incoming, Sender, Thread, Way
from channels.templates import Templated

READY = ("active", "degraded")


async def channels(
    tx: Transaction, *, client_id: UUID, reply_to: UUID | None = None
) -> Listing[ClientChannel]:
    """Every conversation of the client, with its ways; that of the message `reply_to` with the ways of answering this one."""
    rows = await queries.threads(tx, client_id=client_id)
    named = await queries.answerable(tx, interaction_id=reply_to) if reply_to else None
    shown = [
        _shown(row, _incoming(named) if named and named["conversation_id"] == row["id"] else _last_in(row))
        for row in rows
    ]
    return Listing(items=shown, next=None, total=len(shown))


async def send(
    tx: Transaction, *, client_id: UUID, message: NewMessage, filled: Filled | None = None
) -> list[UUID]:
    """Queues a message; raises NotFound, Conflict with the reason why the way is closed, Invalid for what cannot be sent.

    `filled`: the message's template.
    """
    rows = await queries.threads(tx, client_id=client_id)
    row = next((row for row in rows if row["id"] == message.conversation_id), None)
    if row is None:
        raise NotFound("conversation_not_found")
    sender = _sender(row)
    if sender is None:
        raise Conflict("way_closed", details={"reason": "not_offered"})
    way = _open_way(row, sender, await _answered(tx, row, message.reply_to), message.mode)
    file = await _file(tx, client_id, message)
    header = filled.header if filled else None
    if header and file is None:
        raise Invalid("template_file", fields={"file_id": "template_file"})
    kind = kind_for(sender, message.mode, file, header) if file else None
    return await queries.queue(
        tx,
        conversation_id=row["id"],
        mode=way.mode,
        target=way.target,
        parts=_parts(sender, way, message.text.strip(), kind, filled),
        key=message.key,
        file_id=message.file_id,
        file_kind=kind,
        template=filled.document if filled else None,
    )


def _open_way(row: Record, sender: Sender, incoming: Incoming | None, mode: str) -> Way:
    way = next((way for way in _ways(row, sender, incoming) if way.mode == mode), None)
    if way is None:
        raise Conflict("way_closed", details={"reason": "not_offered"})
    if way.why_not:
        raise Conflict("way_closed", details={"reason": way.why_not})
    return way


def _parts(
    sender: Sender, way: Way, text: str, kind: FileKind | None, filled: Filled | None
) -> Sequence[str]:
    if (way.mode == "template") != (filled is not None):
        raise Invalid(fields={"template": "template_elsewhere" if filled else "missing"})
    if filled is not None:
        return [filled.text]
    if kind:
        return parts(sender, way.mode, kind, text)
    found = sender.parts(way.mode, text)
    if not found:
        raise Invalid(fields={"text": "missing"})
    if way.mode == "private_reply" and len(found) > 1:
        # The vendor takes one for each comment: the rest would be refused when the beginning has left.
        raise Invalid("private_reply_too_long", fields={"text": "private_reply_too_long"})
    return found


async def _file(tx: Transaction, client_id: UUID, message: NewMessage) -> Record | None:
    if message.file_id is None:
        return None
    found = await queries.sendable(tx, client_id=client_id, file_id=message.file_id)
    if found is None:
        raise NotFound("file_not_found")
    return found


async def _answered(tx: Transaction, row: Record, reply_to: UUID | None) -> Incoming | None:
    if reply_to is None:
        return _last_in(row)
    named = await queries.answerable(tx, interaction_id=reply_to)
    if named["conversation_id"] != row["id"]:
        raise NotFound
    return _incoming(named)


def _incoming(named: Record) -> Incoming:
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


def _shown(row: Record, incoming: Incoming | None) -> ClientChannel:
    sender, chosen = _sender(row), json.loads(row["settings"])
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
            for way in _ways(row, sender, incoming)
        ],
        files=taken(sender),
        templates=isinstance(sender, Templated),
    )
