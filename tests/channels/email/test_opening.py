"""Opening a mailbox: why one does not open, how its servers are spoken to, a refresh token in place of a password."""

import asyncio
import json
from pathlib import Path
from uuid import uuid4

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from channels.capabilities import Account, ConnectRefused, Outgoing
from channels.email.adapter import Email
from channels.email.mailbox import Mailbox as Mailbox_
from channels.email.mailbox import Server
from channels.email.settings import EmailSettings
from channels.failures import VendorError
from tests.channels.email.conftest import HOOK, keys
from tests.channels.email.letters import BOX, letter
from tests.support import imap, processes, smtp
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


async def test_a_mailbox_without_a_password_is_opened_with_a_refresh_token() -> None:
    given: list[str] = []

    async def token(request: Request) -> JSONResponse:
        form = await request.form()
        given.append(str(form["refresh_token"]))
        if form["refresh_token"] != "r1" or form["client_secret"] != "quiet":
            return JSONResponse({"error": "invalid_grant"}, 400)
        return JSONResponse({"access_token": "a1", "expires_in": 3600, "refresh_token": "r2"})

    def offering(url: str) -> Email:
        settings = {
            "email_google_client_id": "app",
            "email_google_client_secret": "quiet",
            "email_google_token_url": url,
        }
        return Email(EmailSettings(_env_file=None, email_private_hosts=True, **settings))  # type: ignore[arg-type, call-arg]

    assert "refresh_token" not in [one.name for one in Email(EmailSettings(_env_file=None)).keys]  # type: ignore[call-arg]
    with processes.serving(lambda _: Starlette(routes=[Route("/", token, methods=["POST"])])) as url:
        adapter = offering(url)
        assert {one.name: one.required for one in adapter.keys}["password"] is False
        mailbox = Mailbox_(
            "a@gmail.com", Server("localhost", 1, "a@gmail.com"), Server("localhost", 1, "a@gmail.com"),
            refresh_token="r1", oauth="google",
        )  # fmt: skip
        renewed = await adapter.renew(Account(uuid4(), "a@gmail.com", mailbox.document()))
        assert json.loads(renewed.token)["refresh_token"] == "r2" and renewed.until is not None
        with pytest.raises(VendorError) as refused:
            await adapter.renew(Account(uuid4(), "a@gmail.com", renewed.token))
        assert (refused.value.failure.kind, refused.value.failure.reason) == ("reauth", "oauth_refused")
        with pytest.raises(ConnectRefused, match="oauth_refused"):
            await adapter.open({"address": "a@gmail.com", "refresh_token": "r9"}, HOOK)
    assert given == ["r1", "r2", "r9"]
    with pytest.raises(ConnectRefused, match="oauth_unknown"):
        await adapter.open({"address": "a@firma.ua", "refresh_token": "r1"}, HOOK)
