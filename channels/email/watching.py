"""What arrives in a mailbox and what leaves it, as it happens or since a moment: the same mails under the same keys.

IDLE is a wake-up and no more: it names no mail, providers forget it, networks drop it in silence. So it is renewed every minute, and
whether there is something new is asked for each time.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from channels.capabilities import Fragment
from channels.email import envelope
from channels.email.imap import Folder, Session
from channels.email.line import Line
from channels.email.mailbox import Mailbox

INBOX = "INBOX"
WAIT_SECONDS, SOON_SECONDS = 50.0, 2.0
WITHOUT_IDLE_SECONDS = 30.0
# When a folder's numbers begin anew, so much of it is read again: what is known comes to nothing.
AGAIN = timedelta(days=30)
OVERLAP = timedelta(days=1)
BATCH, BATCH_BYTES = 20, 4 * 1024 * 1024

Where = Callable[[Session, Folder, dict[str, Any] | None], Sequence[int]]


async def listen(line: Line, mailbox: Mailbox, cursor: dict[str, Any]) -> AsyncIterator[Sequence[Fragment]]:
    """Mails as they come."""
    sent = await line.do(Session.sent_folder)
    seconds = SOON_SECONDS
    while True:
        has_news = False
        for name in filter(None, (sent, INBOX)):
            async for batch in _new(line, mailbox, name, cursor, _lately):
                has_news = True
                yield batch
        yield []
        # (What arrives between a look and the next IDLE some servers never tell: after news the next look is soon.)
        seconds = SOON_SECONDS if has_news else min(seconds * 3, WAIT_SECONDS)
        if line.can_idle:
            await line.do(partial(Session.wait, seconds=seconds))  # in the inbox, which was opened last
        else:
            await asyncio.sleep(min(seconds, WITHOUT_IDLE_SECONDS))


async def since(
    line: Line, mailbox: Mailbox, moment: datetime, cursor: dict[str, Any]
) -> AsyncIterator[Sequence[Fragment]]:
    """What came since the moment, or after what was read before."""

    def first(session: Session, folder: Folder, before: dict[str, Any] | None) -> Sequence[int]:
        return _unread(session, folder, before) if before else session.since(moment)

    sent = await line.do(Session.sent_folder)
    for name in filter(None, (INBOX, sent)):
        async for batch in _new(line, mailbox, name, cursor, first):
            yield batch


def _lately(session: Session, folder: Folder, before: dict[str, Any] | None) -> Sequence[int]:
    """A day back at the first time: what comes between a reading and the first look of whoever listens must not be missed."""
    return _unread(session, folder, before) if before else session.since(datetime.now(UTC) - OVERLAP)


def _unread(session: Session, folder: Folder, before: dict[str, Any]) -> Sequence[int]:
    if before["validity"] != folder.validity:
        return session.since(datetime.now(UTC) - AGAIN)
    return session.after(before["last"]) if folder.next_uid > before["last"] + 1 else []


async def _new(
    line: Line, mailbox: Mailbox, name: str, cursor: dict[str, Any], where: Where
) -> AsyncIterator[Sequence[Fragment]]:
    """The folder's new mails in batches; the cursor moves on with each."""
    if cursor.get("mailbox") != mailbox.address:
        cursor.clear()
        cursor.update(mailbox=mailbox.address, folders={})
    before = cursor["folders"].get(name)

    def look(session: Session) -> tuple[Folder, Sequence[int]]:
        folder = session.open(name)
        return folder, where(session, folder, before)

    folder, uids = await line.do(look)
    is_known = before and before["validity"] == folder.validity
    # (Where numbers are new, what was not asked for is passed over; else only what was seen: a mail may be numbered and not there yet.)
    last, end = (before["last"], 0) if is_known else (0, folder.next_uid - 1)
    batch: list[Fragment] = []
    for uid in uids:
        letter = await line.do(partial(Session.letter, uid=uid))
        batch += [envelope.sealed(mailbox.address, letter, is_sent=name != INBOX)] if letter else []
        last = max(last, uid)
        if len(batch) >= BATCH or sum(len(one.body) for one in batch) >= BATCH_BYTES:
            cursor["folders"][name] = {"validity": folder.validity, "last": last}
            yield batch
            batch = []
    cursor["folders"][name] = {"validity": folder.validity, "last": max(last, end)}
    if batch:
        yield batch
