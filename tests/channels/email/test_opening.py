"""Opening a mailbox: why one does not open, how its servers are spoken to."""

import asyncio
import json
from pathlib import Path
from uuid import uuid4

import pytest

from channels.capabilities import Account, ConnectRefused, Outgoing
from channels.email.adapter import Email
from channels.email.settings import EmailSettings
from channels.failures import VendorError
from tests.channels.email.conftest import HOOK, keys
from tests.channels.email.letters import BOX, letter
from tests.support import imap, smtp
from tests.support.certificate import make
from tests.support.imap import PASSWORD, Imap
from tests.support.smtp import Mailbox


async def test_a_mailbox_that_does_not_open_says_why(servers: tuple[Imap, Mailbox], adapter: Email) -> None:
    incoming, outgoing = servers
    refusals = {
        "imap_login_refused": {"password": "wrong"},
        "imap_unreachable": {"imap_port": "1"},
        "smtp_unreachable": {"smtp_port": "1"},
        "imap_tls_failed": {"imap_tls": "true"},
        "password_missing": {"password": ""},
    }
    for reason, changes in refusals.items():
        with pytest.raises(ConnectRefused) as refused:
            await adapter.open(keys(incoming, outgoing, **changes), HOOK)
        assert refused.value.reason == reason
    guarded = Email(EmailSettings(_env_file=None))  # type: ignore[call-arg]
    for reason, changes in {
        "encryption_needed": {},
        "host_not_allowed": {"imap_tls": "true", "smtp_tls": "true"},
    }.items():
        with pytest.raises(ConnectRefused, match=reason):
            await guarded.open(keys(incoming, outgoing, **changes), HOOK)
    outgoing.password = "another"
    with pytest.raises(ConnectRefused, match="smtp_login_refused"):
        await adapter.open(keys(incoming, outgoing), HOOK)
    outgoing.password = PASSWORD
    opened = await adapter.open(keys(incoming, outgoing), HOOK)
    account = Account(uuid4(), BOX, opened.access.token)
    await adapter.health(account)
    # Twice a refusal may be a bad moment; the third time the access is lost, before the server locks the mailbox.
    spoilt = Account(
        account.source_id, BOX, opened.access.token.replace(json.dumps(PASSWORD, ensure_ascii=False), '"x"')
    )
    kinds = []
    for _ in range(3):
        with pytest.raises(VendorError) as refused_line:
            async for _batch in adapter.listen(spoilt, {}):
                break
        kinds.append(refused_line.value.failure.kind)
    assert kinds == ["retry", "retry", "reauth"]
    # Nothing was taken of a message that the server puts off.
    outgoing.refuse_mail = ["451 4.7.1 try again later"]
    with pytest.raises(VendorError) as put_off:
        await adapter.send(account, Outgoing(uuid4(), "direct", "o@ukr.net", "Так"))
    assert (put_off.value.failure.kind, put_off.value.failure.pause, outgoing.mails) == ("retry", 900, [])


async def test_servers_are_spoken_to_in_private_only(
    adapter: Email, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate, tls = make(tmp_path)
    private = {"imap_host": "localhost", "smtp_host": "localhost", "imap_tls": "true", "smtp_tls": "true"}
    with smtp.running(BOX, PASSWORD, tls) as outgoing:
        for at_once in (True, False):
            with imap.running(BOX, tls, at_once=at_once) as incoming:
                monkeypatch.delenv("SSL_CERT_FILE", raising=False)
                with pytest.raises(ConnectRefused, match="imap_tls_failed"):
                    await adapter.open(keys(incoming, outgoing, **private), HOOK)
                monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
                opened = await adapter.open(keys(incoming, outgoing, **private), HOOK)
                account = Account(uuid4(), BOX, opened.access.token)
                heard = adapter.listen(account, {})
                assert await anext(heard) == []
                waiting = asyncio.ensure_future(anext(heard))
                await asyncio.sleep(0.2)
                incoming.put(letter())
                assert [one.key for one in await waiting] == ["mail:1@ukr.net"]
                await heard.aclose()
                await adapter.send(account, Outgoing(uuid4(), "direct", "o@ukr.net", "Так"))
                assert len(incoming.mails()) == 1
        assert len(outgoing.mails) == 2
