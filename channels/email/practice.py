"""The simulated mailbox: where its servers are, what opens it, and that nothing else is opened while it stands for all mailboxes."""

from dataclasses import dataclass, field, replace
from urllib.parse import unquote, urlsplit

from channels.capabilities import ConnectRefused
from channels.email.mailbox import Mailbox, Server
from channels.failures import Failure, VendorError
from channels.keyed import KeyField


@dataclass(frozen=True, slots=True)
class Practice:
    """Its servers on this machine, without encryption, and the keys that an admin finds filled in."""

    address: str
    password: str = field(repr=False)
    imap: tuple[str, int]
    smtp: tuple[str, int]

    def filled(self, one: KeyField) -> KeyField:
        """The field with what opens the mailbox already in it."""
        known = {
            "address": self.address,
            "password": self.password,
            "imap_host": self.imap[0],
            "imap_port": str(self.imap[1]),
            "imap_tls": "false",
            "smtp_host": self.smtp[0],
            "smtp_port": str(self.smtp[1]),
            "smtp_tls": "false",
        }
        return replace(one, default=known.get(one.name, one.default))

    def admit(self, mailbox: Mailbox) -> None:
        """Raises ConnectRefused for a mailbox of the world outside: its password must not end in a simulator."""
        if mailbox.domain != self.address.rpartition("@")[2]:
            raise ConnectRefused("practice_only", "address")

    def led(self, mailbox: Mailbox) -> Mailbox:
        """The mailbox at the simulator's servers, wherever they listen today. Raises VendorError for one of the world outside."""
        if not mailbox.simulated:
            raise VendorError(Failure("retry", "practice_only"))
        imap, smtp = (Server(*where, mailbox.address, tls=False) for where in (self.imap, self.smtp))
        return replace(mailbox, imap=imap, smtp=smtp)


def practice(imap: str, smtp: str) -> Practice | None:
    """Of the simulator's two addresses, `imap://user:password@host:port` and `smtp://host:port`."""
    if not imap or not smtp:
        return None
    incoming, outgoing = urlsplit(imap), urlsplit(smtp)
    return Practice(
        unquote(incoming.username or ""),
        unquote(incoming.password or ""),
        (incoming.hostname or "", incoming.port or 0),
        (outgoing.hostname or "", outgoing.port or 0),
    )
