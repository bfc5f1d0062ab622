"""Mails as people and machines write them, byte for byte."""

from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any
from uuid import UUID

from channels.base import Company, Happening, StoredEvent
from channels.email import envelope
from channels.email.adapter import Email
from channels.email.imap import Letter
from channels.email.settings import EmailSettings

BOX = "sales@shop.ua"
AT = datetime(2026, 11, 23, 10, tzinfo=UTC)
QUOTED = "Добрий день! Ціна 500 грн."
# Client -> an answer with what it quotes: what the reference's patterns were made for.
ANSWERS = {
    "Gmail, uk": "Дякую, беру дві.\n\nпн, 23 лист. 2026 р. о 10:00 Магазин <sales@shop.ua> пише:\n\n> " + QUOTED,
    "Gmail, ru": "Спасибо, беру две.\n\nпн, 23 нояб. 2026 г. в 10:00, Магазин <sales@shop.ua>:\n\n> " + QUOTED,
    "Gmail, wrapped": "Спасибо!\n\nпн, 23 нояб. 2026 г. в 10:00, Магазин с очень длинным названием\n<sales@shop.ua>:\n\n> " + QUOTED,
    "Gmail, en": "Thanks, two please.\n\nOn Mon, Nov 23, 2026 at 10:00 AM Shop <sales@shop.ua>\nwrote:\n\n> " + QUOTED,
    "Outlook, ru": "Спасибо, беру.\n\n________________________________\nОт: Магазин <sales@shop.ua>\nОтправлено: 23 ноября 2026 г. 10:00\nКому: Олена\nТема: Ціна\n\n" + QUOTED,
    "Outlook, uk": "Дякую.\n\nВід: Магазин <sales@shop.ua>\nНадіслано: понеділок, 23 листопада 2026 р. 10:00\nКому: Олена <o@ukr.net>\nТема: Ціна\n\n" + QUOTED,
    "Outlook, en": "Thanks.\n\n-----Original Message-----\nFrom: Shop <sales@shop.ua>\nSent: Monday, November 23, 2026 10:00 AM\nTo: Olena\nSubject: Price\n\n" + QUOTED,
    "Mail.ru": "Спасибо, беру.\n\n\n>Понедельник, 23 ноября 2026, 10:00 +03:00 от Магазин <sales@shop.ua>:\n>\n>" + QUOTED,
    "Yandex": 'Спасибо, беру.\n\n23.11.2026, 10:00, "Магазин" <sales@shop.ua>:\n' + QUOTED,
    "Apple, uk": "Дякую.\n\nНадіслано з iPhone\n\n> 23 лист. 2026 р. о 10:00 Магазин <sales@shop.ua> пише:\n> \n> " + QUOTED,
    "Apple, ru": "Спасибо.\n\nОтправлено с iPhone\n\n> 23 нояб. 2026 г., в 10:00, Магазин <sales@shop.ua> написал(а):\n> \n> " + QUOTED,
    "Thunderbird, ru": "Спасибо.\n\n23.11.2026 10:00, Магазин пишет:\n> " + QUOTED,
    "ukr.net": 'Дякую.\n\n23 листопада 2026, 10:00:30, від "Магазин" <sales@shop.ua>:\n\n' + QUOTED,
}  # fmt: skip
NOT_QUOTED = (
    "Привіт! 23.11.2026 о 10:00 чекаю вас. Кому писати: Олені. З повагою, Іван",
    "От: Києва до Львова?\nСкільки коштує доставка 23 ноября 2026 года в 10:00?",
    "On Monday I wrote: the price is too high",
)


def letter(
    text: str = "Скільки коштує?",
    *,
    sender: str = "Олена Коваль <olena@ukr.net>",
    to: str = BOX,
    subject: str = "Запитання",
    id: str | None = "<1@ukr.net>",
    html: str | None = None,
    at: datetime = AT,
    files: dict[str, bytes] | None = None,
    **more: str,
) -> bytes:
    """A mail; `more`: further headers, `reply_to="…"`."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Date"] = format_datetime(at)
    if id:
        mail["Message-ID"] = id
    for name, value in more.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    if html is not None:
        mail.add_alternative(html, subtype="html")
    for name, content in (files or {}).items():
        mail.add_attachment(content, maintype="application", subtype="pdf", filename=name)
    return mail.as_bytes()


def bounce(of: str, status: str = "5.1.1", *, to: str = "olena@ukr.net") -> bytes:
    """A report of a server about a mail of ours."""
    return f"""Return-Path: <>
From: Mail Delivery System <MAILER-DAEMON@mx.ukr.net>
To: {BOX}
Subject: Undelivered Mail Returned to Sender
Date: Mon, 23 Nov 2026 12:00:00 +0200
Message-ID: <dsn-{of}-{status}@mx.ukr.net>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.
--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.ukr.net

Final-Recipient: rfc822; {to}
Action: {"failed" if status.startswith("5") else "delayed"}
Status: {status}
Diagnostic-Code: smtp; 550 {status} <{to}>: Recipient address rejected
--B
Content-Type: text/rfc822-headers

From: {BOX}
To: {to}
Subject: Re: hello
Message-ID: <{of}>
--B--
""".replace("\n", "\r\n").encode()


def understood(
    raw: bytes, *, kind: str = "mail", released: bool = False, size: int | None = None
) -> Happening:
    """What the adapter makes of it, stored as the listener stores it."""
    stored = envelope.sealed(BOX, Letter(7, raw, size or len(raw), AT), is_sent=kind == "sent")
    event = StoredEvent(
        UUID(int=1), UUID(int=2), "email", stored.kind, AT, {}, "", stored.body, stored.key, released
    )
    (happened,) = Email(EmailSettings(_env_file=None)).understand(event, Company("UA"))  # type: ignore[call-arg]
    return happened


def told(happened: Any) -> tuple[str, str]:
    """Direction and words."""
    return happened.direction, happened.text
