"""/clients/{client_id}/channels and /messages/outbound."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response, status

from api.auth.dependencies import CurrentUser
from api.clients import queries as clients
from api.conversations import queries, service, templates
from api.conversations.schemas import (
    ClientChannel,
    MessageTemplate,
    NewMessage,
    QueuedMessage,
    UnsentMessage,
)
from api.db.dependencies import Db, Read, Write
from api.errors import Conflict, NotFound, UpstreamFailed, errors
from api.kit.json import JsonBytes
from api.kit.paging import Listing
from api.kit.routing import Router
from api.sources.vault import Secrets

router = Router(prefix="/clients/{client_id}", tags=["clients"], responses=errors(NotFound))


@router.get("/channels")
async def client_channels(
    client_id: UUID,
    tx: Read,
    reply_to: Annotated[
        UUID | None,
        Query(description="A message of the client's: its conversation shows how this one may be answered."),
    ] = None,
) -> Listing[ClientChannel]:
    """The client's conversations, the liveliest first: what may be sent in each, until when, and why not."""
    await clients.require(tx, client_id=client_id)
    return await service.channels(tx, client_id=client_id, reply_to=reply_to)


@router.get("/channels/{conversation_id}/templates", responses=errors(Conflict, UpstreamFailed))
async def conversation_templates(
    client_id: UUID, conversation_id: UUID, db: Db, user: CurrentUser, vault: Secrets
) -> Listing[MessageTemplate]:
    """Texts that the vendor has approved: what may be sent where the window is closed."""
    return await templates.offered(db, user, vault, client_id, conversation_id)


@router.get("/messages/outbound", response_model=Listing[UnsentMessage])
async def list_unsent_messages(client_id: UUID, tx: Read) -> JsonBytes:
    """Messages to the client that have not arrived; those that have are in the timeline."""
    await clients.require(tx, client_id=client_id)
    return JsonBytes(await queries.unsent(tx, client_id=client_id))


@router.post(
    "/messages/outbound", status_code=status.HTTP_202_ACCEPTED, responses=errors(Conflict, UpstreamFailed)
)
async def send_message(
    client_id: UUID, message: NewMessage, db: Db, user: CurrentUser, vault: Secrets
) -> QueuedMessage:
    """Queues a message in one of the client's conversations; a worker sends it within seconds."""
    filled = None
    if message.template:
        where = (client_id, message.conversation_id)
        filled = await templates.filled(db, user, vault, *where, message.template)
    async with db.write(user) as tx:
        await clients.require(tx, client_id=client_id)
        sent = await service.send(tx, client_id=client_id, message=message, filled=filled)
    return QueuedMessage(ids=sent)


@router.post("/messages/outbound/{message_id}/retry", status_code=204)
async def retry_message(client_id: UUID, message_id: UUID, tx: Write) -> Response:
    """Sends a message again that failed, or of which nobody knows whether it arrived."""
    await clients.require(tx, client_id=client_id)
    await queries.settle(tx, message_id=message_id, retry=True)
    return Response(status_code=204)


@router.post("/messages/outbound/{message_id}/confirm", status_code=204)
async def confirm_message(client_id: UUID, message_id: UUID, tx: Write) -> Response:
    """It arrived, of which nobody knew: it stands in the timeline as sent when it was handed over."""
    await clients.require(tx, client_id=client_id)
    await queries.confirm(tx, message_id=message_id)
    return Response(status_code=204)


@router.post("/messages/outbound/{message_id}/discard", status_code=204)
async def discard_message(client_id: UUID, message_id: UUID, tx: Write) -> Response:
    """Lets a message be, or takes back one that has not left."""
    await clients.require(tx, client_id=client_id)
    await queries.settle(tx, message_id=message_id, retry=False)
    return Response(status_code=204)
