"""Which of several accounts that the admin granted in one go a source gets, and the beginning of its deliveries."""

import logging
from uuid import UUID

from api.connections import queries
from api.db.transaction import Transaction
from channels.base import SourceAdapter
from channels.capabilities import Access, Account, Starter
from channels.failures import VendorError

log = logging.getLogger("smena.connections")


async def of(tx: Transaction, source_id: UUID, access: Access) -> Access:
    """The one that the source had, else the first that no source has, else the first."""
    granted = (access, *access.others)
    if len(granted) == 1:
        return access
    holders = await queries.holders(tx, source_id=source_id, accounts=[one.account_id for one in granted])
    own = (one for one in granted if holders.get(one.account_id) == source_id)
    free = (one for one in granted if one.account_id not in holders)
    return next(own, None) or next(free, access)


async def begin(adapter: SourceAdapter | None, source_id: UUID, access: Access) -> None:
    """Deliveries of the chosen account. What fails here reading does again, and shows."""
    if not isinstance(adapter, Starter):
        return
    try:
        await adapter.begin(Account(source_id, access.account_id, access.token), access.missing)
    except VendorError as error:
        log.warning("source %s: deliveries have not begun: %s", source_id, error)
