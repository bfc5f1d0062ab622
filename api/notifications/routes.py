"""/api/v1/notifications."""

from datetime import datetime
from uuid import UUID

from api.db.dependencies import Read, Write
from api.kit.json import JsonBytes
from api.kit.paging import Listing, Paging, listing
from api.kit.routing import Router
from api.notifications import queries
from api.notifications.schemas import MarkRead, Notification, Unread

router = Router(prefix="/notifications", tags=["notifications"])


@router.get("", response_model=Listing[Notification])
async def list_notifications(tx: Read, page: Paging, unread: bool = False) -> JsonBytes:
    """One's own, newest first."""
    after_at, after_id = page.after(datetime, UUID)
    return listing(
        await queries.notifications(tx, unread=unread, after_at=after_at, after_id=after_id, limit=page.limit)
    )


@router.get("/unread", response_model=Unread)
async def count_unread_notifications(tx: Read) -> JsonBytes:
    """The number on the bell."""
    return JsonBytes(await queries.unread(tx))


@router.post("/read", response_model=Unread)
async def mark_notifications_read(tx: Write, seen: MarkRead) -> JsonBytes:
    """Marks some or all as read; answers how many are left."""
    await queries.mark_read(tx, ids=seen.ids, until=seen.until)
    return JsonBytes(await queries.unread(tx))
