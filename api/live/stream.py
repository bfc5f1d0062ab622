"""One server-sent event stream, from the first byte to its end."""

import asyncio
import time
from collections.abc import AsyncIterator

from api.auth.principal import Principal
from api.db.pool import Database
from api.errors import Forbidden
from api.live import queries
from api.live.hub import Listener, LiveHub
from api.live.schemas import Change

HEARTBEAT_SECONDS = 15.0


def frame(event: str, data: str = "{}", event_id: int | None = None) -> bytes:
    """One event in the wire format; without an id the browser keeps the last one it saw."""
    head = f"id: {event_id}\n" if event_id is not None else ""
    return f"{head}event: {event}\ndata: {data}\n\n".encode()


async def standing_of(db: Database, user: Principal) -> queries.Standing:
    """What the caller may hear; raises Forbidden for an inactive profile."""
    async with db.read(user) as tx:
        found = await queries.standing(tx)
    if found is None:
        raise Forbidden("profile_inactive")
    return found


async def changes_since(db: Database, user: Principal, after: int | None) -> tuple[list[Change], int, bool]:
    """Missed events, the newest id, and whether too much was missed to tell."""
    async with db.read(user) as tx:
        oldest, newest = await queries.window(tx)
        if after is None:
            return [], newest, False
        if after + 1 < oldest or after > newest:  # pruned meanwhile, or an id of another database
            return [], newest, True
        rows = await queries.events_since(tx, after=after)
    if len(rows) == queries.REPLAY_ROWS:
        return [], newest, True
    return [Change(**dict(row)) for row in rows], newest, False


async def events(
    hub: LiveHub, db: Database, user: Principal, last_event_id: int | None
) -> AsyncIterator[bytes]:
    """Frames until the token expires, the profile is switched off, or the process stops.

    `ready` carries the newest id, `change` a Change, `reset` asks to read everything again, `bye` says why it ends.
    Subscribes before it replays: an event in between comes twice rather than never.
    """
    standing = await standing_of(db, user)
    with hub.subscribed(Listener(standing.user_id, standing.is_admin)) as listener:
        missed, newest, reset = await changes_since(db, user, last_event_id)
        yield frame("reset", event_id=newest) if reset else frame("ready", event_id=newest)
        for change in missed:
            yield frame("change", change.model_dump_json(), change.id)
        while (seconds := user.expires_at - time.time()) > 0 and not listener.closing:
            change_or_none = await _next(listener, min(seconds, HEARTBEAT_SECONDS))
            if listener.reset:
                listener.reset = False
                yield frame("reset")
            elif change_or_none is None:
                yield b": still here\n\n"
            else:
                yield frame("change", change_or_none.model_dump_json(), change_or_none.id)
                if not await _still_welcome(db, user, listener, change_or_none):
                    yield frame("bye", '{"reason":"profile_inactive"}')
                    return
        yield frame("bye", '{"reason":"closing"}' if listener.closing else '{"reason":"token_expired"}')


async def _next(listener: Listener, seconds: float) -> Change | None:
    try:
        return await asyncio.wait_for(listener.events.get(), seconds)
    except TimeoutError:
        return None


async def _still_welcome(db: Database, user: Principal, listener: Listener, change: Change) -> bool:
    """Asks again what the caller may hear when his own profile changed."""
    if change.topic != "profile" or change.user_id != listener.user_id:
        return True
    try:
        listener.hears_all = (await standing_of(db, user)).is_admin
    except Forbidden:
        return False
    return True
