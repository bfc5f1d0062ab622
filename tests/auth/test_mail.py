"""Mails: words in three languages, links, SMTP, and the outbox directory."""

import socket
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

from api.mail import MailNotSentError, MailSettings, OutboxMailer, SmtpMailer, make_mailer
from api.mail.outbox import KEPT, keep, newest
from local.auth import AuthSettings
from local.auth.codes.links import action_link, mail_link
from local.mail import Letter, compose
from local.mail.texts import IGNORE, LOCALES, OR_CODE, WORDS, Kind, Locale

SENDER = "Smena <smena@crm.example>"
LINK = "https://crm.example/auth/confirm?token_hash=abc&type=recovery"


def letter(kind: Kind = "recovery", locale: Locale = "ru", link: str = LINK) -> Letter:
    """A letter to Anna."""
    return Letter(kind, "anna@demo.example", locale, "anna@demo.example", "123456", link, "new@demo.example")


def test_every_kind_has_words_in_every_language() -> None:
    """And only placeholders that are filled in."""
    assert set(WORDS) == set(LOCALES) == set(OR_CODE) == set(IGNORE)
    for kinds in WORDS.values():
        assert set(kinds) == set(get_args(Kind))
        texts = [text for words in kinds.values() for text in (words.subject, words.lead, words.button)]
        names = {name for text in texts for _, name, _, _ in Formatter().parse(text) if name}
        assert names == {"email", "new_email", "code"}


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("kind", get_args(Kind))
def test_a_mail_has_a_plain_and_an_html_part(kind: Kind, locale: Locale) -> None:
    """Both with code and link; nothing left unfilled; and it survives the wire."""
    link = "" if kind == "reauthentication" else LINK
    raw = compose(letter(kind, locale, link), "Smena <smena@crm.example>").as_bytes(policy=policy.SMTP)
    message = message_from_bytes(raw, policy=policy.default)
    parts = [message.get_body((kind,)) for kind in ("plain", "html")]
    texts = [part.get_content() for part in parts if part is not None]
    assert len(texts) == 2
    assert (message["To"], message["Content-Language"]) == ("anna@demo.example", locale)
    for text in texts:
        assert "123456" in text and "{" not in text.replace("{ ", "")
    assert (link in texts[0]) and (link.replace("&", "&amp;") in texts[1])


def test_words_are_escaped_in_html() -> None:
    """An address may hold `'` and `&`."""
    sender = "Smena <smena@crm.example>"
    odd = Letter("recovery", "a&b'@demo.example", "en", "a&b'@demo.example", "1", 'https://x/?a="><script>')
    page = compose(odd, sender).get_body(("html",))
    assert page is not None
    assert "<script>" not in page.get_content()
    assert "a&amp;b" in page.get_content()


async def test_the_outbox_is_private_and_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Newest first; files for their owner only; the oldest are forgotten."""
    folder = tmp_path / "outbox"
    assert newest(folder) == []
    mailer = make_mailer(MailSettings(host=""), folder)
    assert isinstance(mailer, OutboxMailer)
    await mailer.send(compose(letter(locale="ru"), SENDER))
    await mailer.send(compose(letter("invite", "uk"), SENDER))
    kept = newest(folder)
    assert [mail["kind"] for mail in kept] == ["invite", "recovery"]
    assert kept[0]["subject"] == "Вас запросили до Smena"
    assert LINK in kept[0]["text"]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert KEPT >= 100
    monkeypatch.setattr("api.mail.outbox.KEPT", 2)
    keep(folder, compose(letter("signup"), "x@crm.example"))
    assert [mail["kind"] for mail in newest(folder)] == ["signup", "invite"]


async def test_a_disk_that_refuses_is_told(tmp_path: Path) -> None:
    """MailNotSentError, not a half-written file."""
    (tmp_path / "outbox").write_text("a file is in the way")
    with pytest.raises(MailNotSentError):
        await OutboxMailer(tmp_path / "outbox").send(compose(letter(), SENDER))


async def test_smtp_gets_the_mail(tmp_path: Path) -> None:
    """Through a real conversation; a server that refuses is MailNotSentError."""
    with smtp_server() as (port, received):
        settings = MailSettings(host="127.0.0.1", port=port, sender=SENDER, tls="none")
        mailer = make_mailer(settings, tmp_path)
        assert isinstance(mailer, SmtpMailer)
        await mailer.send(compose(letter(), SENDER))
    message = message_from_bytes(received[0], policy=policy.default)
    assert (message["From"], message["To"]) == ("Smena <smena@crm.example>", "anna@demo.example")
    assert message["Subject"] == "Новый пароль для Smena"
    with pytest.raises(MailNotSentError):
        await mailer.send(compose(letter(), SENDER))


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """SMTP_HOST and its companions."""
    for name, value in {"HOST": "mx", "PORT": "25", "FROM": "a@b.c", "SECURITY": "tls", "USER": "u"}.items():
        monkeypatch.setenv(f"SMTP_{name}", value)
    settings = MailSettings()
    assert (settings.host, settings.port, settings.sender, settings.tls, settings.user) == (
        "mx",
        25,
        "a@b.c",
        "tls",
        "u",
    )


def test_links_lead_to_the_site() -> None:
    """`next` is a path of our own; GoTrue's link escapes a target that would break its query."""
    settings = AuthSettings(database_url="", data_dir=Path(), public_url="https://crm.example/")
    assert mail_link(settings, "invite", "ab", "https://crm.example") == (
        "https://crm.example/auth/confirm?token_hash=ab&type=invite"
    )
    own = mail_link(settings, "recovery", "ab", "https://crm.example/deals?a=1")
    assert own.endswith("&type=recovery&next=%2Fdeals%3Fa%3D1")
    for elsewhere in (
        "https://other.example/x",
        "https://crm.example//evil.example",
        "https://crm.example/auth/confirm",
    ):
        assert "next" not in mail_link(settings, "recovery", "ab", elsewhere)
    assert action_link(settings, "invite", "ab", "https://x.example/?a=1").endswith(
        "/auth/v1/verify?token=ab&type=invite&redirect_to=https%3A%2F%2Fx.example%2F%3Fa%3D1"
    )


@contextmanager
def smtp_server() -> Iterator[tuple[int, list[bytes]]]:
    """A server that takes one mail on loopback."""
    received: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_converse, args=(listener, received))
        thread.start()
        yield listener.getsockname()[1], received
        thread.join(5)


def _converse(listener: socket.socket, received: list[bytes]) -> None:
    connection, _ = listener.accept()
    with connection, connection.makefile("rwb", 0) as lines:
        lines.write(b"220 test\r\n")
        for line in lines:
            command = line.strip().upper()
            if command == b"DATA":
                lines.write(b"354 go on\r\n")
                received.append(b"".join(iter(lines.readline, b".\r\n")))
            lines.write(b"221 bye\r\n" if command == b"QUIT" else b"250 ok\r\n")
            if command == b"QUIT":
                return
