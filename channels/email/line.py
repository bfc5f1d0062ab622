"""An IMAP session for the event loop: everything of it happens in one thread of its own, one thing after the other."""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import TypeVar

from channels.email.imap import IMAP_ERRORS, Session
from channels.email.mailbox import Mailbox
from channels.failures import Failure, VendorError

Answer = TypeVar("Answer")


class Line:
    """A mailbox that is signed in to."""

    def __init__(self, session: Session, thread: ThreadPoolExecutor) -> None:
        self._session, self._thread = session, thread
        self.can_idle = session.can_idle

    async def do(self, what: Callable[[Session], Answer]) -> Answer:
        """Does it in the session's thread; raises VendorError when the line is lost."""
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, what, self._session)
        except IMAP_ERRORS as error:
            raise VendorError(
                Failure("retry", "imap_lost", f"{type(error).__name__}: {error}"[:300])
            ) from error


@asynccontextmanager
async def line(mailbox: Mailbox, secret: str, *, private: bool) -> AsyncIterator[Line]:
    """A line to the mailbox, ended at the end whatever its thread is waiting for; raises VendorError."""
    thread = ThreadPoolExecutor(1, thread_name_prefix="imap")
    begun = thread.submit(Session, mailbox, secret, private=private)
    try:
        yield Line(await asyncio.shield(asyncio.wrap_future(begun)), thread)
    finally:
        # (Cancelled while it was begun, it ends as soon as it is there.)
        begun.add_done_callback(_hang_up)
        thread.submit(_close, begun)
        thread.shutdown(wait=False)


def _hang_up(begun: Future[Session]) -> None:
    if not begun.exception():
        begun.result().hang_up()


def _close(begun: Future[Session]) -> None:
    if not begun.exception():
        begun.result().close()
