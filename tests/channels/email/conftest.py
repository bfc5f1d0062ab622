"""A mailbox's two servers, the adapter, and what an admin fills in."""

from collections.abc import Iterator

import pytest

from channels.email.adapter import Email
from channels.email.settings import EmailSettings
from channels.keyed import HookAddress
from tests.channels.email.letters import BOX
from tests.support import imap, smtp
from tests.support.imap import PASSWORD, Imap
from tests.support.smtp import Mailbox


@pytest.fixture
def servers() -> Iterator[tuple[Imap, Mailbox]]:
    with imap.running(BOX) as incoming, smtp.running(BOX, PASSWORD) as outgoing:
        yield incoming, outgoing


@pytest.fixture
def adapter() -> Email:
    return Email(EmailSettings(_env_file=None, email_private_hosts=True))  # type: ignore[call-arg]


def keys(incoming: Imap, outgoing: Mailbox, **changes: str) -> dict[str, str]:
    """What the admin fills in for servers on his own machine."""
    return {
        "address": BOX,
        "password": PASSWORD,
        "name": "Магазин",
        "imap_host": "127.0.0.1",
        "imap_port": str(incoming.port),
        "imap_tls": "false",
        "smtp_host": "127.0.0.1",
        "smtp_port": str(outgoing.port),
        "smtp_tls": "false",
        **changes,
    }


HOOK = HookAddress("http://smena.test/hooks/x", "secret", public=False)
