"""One session with a mailbox's IMAP server: blocking, over a socket that was checked; what is read is left unread there.

https://www.rfc-editor.org/rfc/rfc3501
"""

import imaplib
import re
import socket
import ssl
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BufferedReader
from typing import Any, cast

from imap_tools import BaseMailBox
from imap_tools.errors import ImapToolsError, MailboxLoginError
from imap_tools.idle import get_socket_poller

from channels.email import hosts
from channels.email.mailbox import Mailbox
from channels.failures import Failure, VendorError

ANSWER_SECONDS = 20.0
WHOLE_BYTES, PART_BYTES = 20 * 1024 * 1024, 1024 * 1024
# What a server may raise, in whatever layer it fails.
IMAP_ERRORS = (imaplib.IMAP4.error, ImapToolsError, OSError, UnicodeError, ValueError)
SENT_NAMES = re.compile(
    r"(^|[./])(sent|sent items|sent messages|отправленные|надіслані|відправлені)$", re.IGNORECASE
)
# A refusal of this moment, not of the keys.
BUSY = re.compile(r"\[(UNAVAILABLE|INUSE|LIMIT|SERVERBUG)\]|too many|try again|temporar", re.IGNORECASE)
SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


@dataclass(frozen=True, slots=True)
class Folder:
    """How a folder stands: a new `validity` means that its numbers begin anew."""

    validity: int
    next_uid: int


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as it lies there. `size`: of all of it, when `raw` is its beginning only."""

    uid: int
    raw: bytes
    size: int
    arrived: datetime | None


class _Plain(imaplib.IMAP4):
    """Over a socket of ours instead of one by name."""

    def __init__(self, sock: socket.socket, host: str) -> None:
        self._given = sock
        super().__init__(host)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        return self._given


class Session(BaseMailBox):
    """A mailbox, signed in to."""

    def __init__(self, mailbox: Mailbox, secret: str, *, private: bool) -> None:
        """`secret`: the password, or an access token. Raises VendorError."""
        self._box, self._private = mailbox, private
        # Does the server tell of new mails by itself?
        self.can_idle = False
        try:
            super().__init__()
        except hosts.HostRefused as error:
            raise VendorError(Failure("permanent", "host_not_allowed", mailbox.imap.host)) from error
        except ssl.SSLError as error:
            raise VendorError(Failure("retry", "imap_tls_failed", _words(error))) from error
        except IMAP_ERRORS as error:
            raise VendorError(Failure("retry", "imap_unreachable", _words(error))) from error
        try:
            self._sign_in(secret)
            _, told = self.client.capability()  # another answer than before
            self.can_idle = (
                b"IDLE" in b" ".join(one for one in told if isinstance(one, bytes)).upper().split()
            )
        except IMAP_ERRORS as error:
            self.close()
            raise VendorError(_refusal(error)) from error

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        server = self._box.imap
        sock = hosts.connected(server.host, server.port, private=self._private)
        try:
            if server.is_encrypted_at_once:
                sock = hosts.secured(sock, server.host)
            sock.settimeout(ANSWER_SECONDS)
            client = _Plain(sock, server.host)
        except BaseException:
            sock.close()
            raise
        if server.tls and not server.is_encrypted_at_once:
            _encrypt(client)
        return client

    def _sign_in(self, secret: str) -> None:
        user = self._box.imap.user
        if self._box.oauth:
            self.xoauth2(user, secret, None)
        elif user.isascii() and secret.isascii():
            self.login(user, secret, None)
        else:
            self.login_utf8(user, secret, None)

    # ---------------------------------------------------------------------------------------- folders

    def sent_folder(self) -> str | None:
        """Where what was sent lies: as the server marks it, or by its name."""
        folders = self.folder.list()
        marked = [one.name for one in folders if "\\sent" in (flag.lower() for flag in one.flags)]
        return next(iter([*marked, *(one.name for one in folders if SENT_NAMES.search(one.name))]), None)

    def open(self, name: str) -> Folder:
        """To read only: nothing there is marked as seen. Opened anew each time: some servers show nothing new before."""
        self.client.untagged_responses.clear()
        self.folder.set(name, readonly=True)
        validity, following = (self._code(code) for code in ("UIDVALIDITY", "UIDNEXT"))
        return Folder(validity or 0, following or max(self._search("ALL"), default=0) + 1)

    def _code(self, name: str) -> int | None:
        told = self.client.untagged_responses.get(name) or [b""]
        return int(told[-1]) if isinstance(told[-1], bytes) and told[-1].isdigit() else None

    # ---------------------------------------------------------------------------------------- mails

    def after(self, uid: int) -> Sequence[int]:
        """Numbers above this one. (A range beyond the end answers the newest there is.)"""
        return [one for one in self._search(f"UID {uid + 1}:*") if one > uid]

    def since(self, moment: datetime) -> Sequence[int]:
        """Numbers of what arrived since this day."""
        day = moment.astimezone(UTC)
        month = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()[day.month - 1]
        return self._search(f"SINCE {day.day}-{month}-{day.year}")

    def named(self, message_id: str) -> Sequence[int]:
        """Numbers of mails with this Message-ID."""
        return self._search(f'HEADER Message-ID "{message_id}"')

    def letter(self, uid: int) -> Letter | None:
        """A mail; of one that is too big the beginning; None when it is gone meanwhile."""
        size = self._size(uid)
        if size is None:
            return None
        part = f"<0.{PART_BYTES}>" if size > WHOLE_BYTES else ""
        _, data = self._ask("FETCH", str(uid), f"(UID INTERNALDATE BODY.PEEK[]{part})")
        for told in data:
            if isinstance(told, tuple):
                rest = b" ".join(one for one in data if isinstance(one, bytes))
                return Letter(uid, told[1], size, _arrived(told[0] + b" " + rest))
        return None

    def keep_sent(self, folder: str, raw: bytes) -> None:
        """Lays a mail of ours into the folder, as read."""
        self.append(raw, folder, flag_set="\\Seen")

    def wait(self, seconds: float) -> None:
        """Until something happens in the open folder, or the time is over. What it is, is read only after that: half a line would be lost."""
        idle = cast(Any, self.idle)
        idle.start()
        if not self._has_more():
            get_socket_poller(self.client.sock, seconds)  # type: ignore[arg-type]  # parts of a second are fine
        idle.stop()

    def _has_more(self) -> bool:
        """Something came together with the last answer: the socket itself would be silent about it."""
        sock = self.client.sock
        sock.settimeout(0)
        try:
            return bool(cast(BufferedReader, self.client.file).peek(1))
        except OSError:  # (nothing there, with encryption)
            return False
        finally:
            sock.settimeout(ANSWER_SECONDS)

    def hang_up(self) -> None:
        """From another thread: whatever waits in the session's own ends."""
        with suppress(OSError):
            # (Not SSLSocket's own: that one takes the encryption from under the thread that reads.)
            socket.socket.shutdown(self.client.sock, socket.SHUT_RDWR)

    def close(self) -> None:
        """The end of it."""
        with suppress(*IMAP_ERRORS):
            self.client.shutdown()

    def _search(self, criteria: str) -> Sequence[int]:
        _, data = self._ask("SEARCH", criteria)
        return sorted(int(one) for line in data if line for one in line.split())

    def _size(self, uid: int) -> int | None:
        _, data = self._ask("FETCH", str(uid), "(UID RFC822.SIZE)")
        found = (SIZE.search(line) for line in data if isinstance(line, bytes))
        return next((int(one[1]) for one in found if one), None)

    def _ask(self, command: str, *arguments: str) -> tuple[str, list[Any]]:
        status, data = self.client.uid(command, *arguments)
        if status != "OK":
            raise imaplib.IMAP4.error(f"{command}: {data!r}"[:200])
        return status, data


def _encrypt(client: imaplib.IMAP4) -> None:
    """Before anything is said; a server that cannot is not spoken to."""
    try:
        client.starttls(ssl.create_default_context())
    except (imaplib.IMAP4.error, OSError) as error:
        client.shutdown()
        raise VendorError(Failure("retry", "imap_tls_failed", _words(error))) from error


def _arrived(told: bytes) -> datetime | None:
    parsed = imaplib.Internaldate2tuple(told)
    return datetime.fromtimestamp(time.mktime(parsed), UTC) if parsed else None


def _refusal(error: Exception) -> Failure:
    words = _words(error)
    is_answer = isinstance(error, (MailboxLoginError, imaplib.IMAP4.error))
    if is_answer and not isinstance(error, imaplib.IMAP4.abort) and not BUSY.search(words):
        return Failure("reauth", "imap_login_refused", words)
    return Failure("retry", "imap_unreachable", words)


def _words(error: Exception) -> str:
    """The server's own words, never with what was said to it."""
    return f"{type(error).__name__}: {error}"[:300]
