"""/api/v1/notification-settings, and /api/v1/deliveries for admins."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from api.auth.dependencies import CurrentUser
from api.db.dependencies import Db, Read, Write
from api.delivery import queries, service
from api.delivery.schemas import (
    Channel,
    DeliverySettings,
    ParkedDelivery,
    SettingsEdit,
    TelegramInvitation,
    TestOutcome,
    WaysEdit,
)
from api.errors import Conflict, NotFound, RateLimited, errors
from api.kit.json import JsonBytes
from api.kit.paging import Listing
from api.kit.routing import Router
from api.notifications.schemas import NotificationKind

router = Router(prefix="/notification-settings", tags=["notifications"])
deliveries_router = Router(prefix="/deliveries", tags=["notifications"])
Limit = Annotated[int, Query(ge=1, le=200)]


@router.get("", response_model=DeliverySettings)
async def read_notification_settings(tx: Read) -> JsonBytes:
    """Which news reaches the caller by which way, and when."""
    return JsonBytes(await queries.settings(tx))


@router.patch("", response_model=DeliverySettings)
async def change_notification_settings(tx: Write, edit: SettingsEdit) -> JsonBytes:
    """Quiet hours and the morning mail."""
    await queries.change(tx, patch=edit.model_dump(mode="json", exclude_unset=True))
    return JsonBytes(await queries.settings(tx))


@router.patch("/kinds/{kind}", response_model=DeliverySettings, responses=errors(NotFound))
async def choose_notification_ways(tx: Write, kind: NotificationKind, edit: WaysEdit) -> JsonBytes:
    """Switches ways of one kind of news on or off."""
    await queries.choose(tx, kind=kind, patch=edit.model_dump(exclude_none=True))
    return JsonBytes(await queries.settings(tx))


@router.post("/telegram", status_code=201, responses=errors(Conflict))
async def connect_telegram(tx: Write) -> TelegramInvitation:
    """A link to the bot with a one-time code. The link before it is void."""
    made = await queries.telegram_code(tx)
    url = f"https://t.me/{made['bot']}?start={made['code']}"
    return TelegramInvitation(url=url, expires_at=made["expires_at"])


@router.delete("/telegram", response_model=DeliverySettings)
async def disconnect_telegram(tx: Write) -> JsonBytes:
    """Sends nothing to the chat any more."""
    await queries.disconnect_telegram(tx)
    return JsonBytes(await queries.settings(tx))


@router.post("/channels/{channel}/test", responses=errors(Conflict, RateLimited))
async def test_notification_channel(db: Db, user: CurrentUser, channel: Channel) -> TestOutcome:
    """Sends the caller a test message and answers what came of it, within ten seconds or so."""
    return await service.test(db, user, channel)


@deliveries_router.get("", response_model=Listing[ParkedDelivery])
async def list_parked_deliveries(tx: Read, limit: Limit = 50) -> JsonBytes:
    """Messages to colleagues that did not arrive or may not have; newest first. Admins only."""
    return JsonBytes(await queries.parked(tx, limit=limit))


@deliveries_router.post("/{delivery_id}/retry", status_code=204, responses=errors(NotFound))
async def retry_delivery(tx: Write, delivery_id: UUID) -> Response:
    """Sends a parked message again. Admins only."""
    await queries.settle(tx, delivery_id, retry=True)
    return Response(status_code=204)


@deliveries_router.post("/{delivery_id}/discard", status_code=204, responses=errors(NotFound))
async def discard_delivery(tx: Write, delivery_id: UUID) -> Response:
    """Puts a parked message away. Admins only."""
    await queries.settle(tx, delivery_id, retry=False)
    return Response(status_code=204)
