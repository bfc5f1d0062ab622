"""A mail before it is sent: who, why, in which language, and its plain and HTML form."""

from __future__ import annotations

import html
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from string import Template

from local.mail.texts import IGNORE, LOCALES, OR_CODE, WORDS, Kind, Locale, Words

PAGE = Template(
    """<!doctype html>
<html lang="$locale"><body style="margin:0;padding:24px;background:#f5f5f4;font:16px/1.5 sans-serif;color:#1c1917">
<div style="max-width:480px;margin:0 auto;padding:24px;background:#fff;border-radius:12px">
<h1 style="margin:0 0 12px;font-size:20px">$subject</h1>
<p>$lead</p>
$action
<p style="color:#57534e;font-size:14px">$ignore</p>
</div></body></html>
"""
)
BUTTON = Template(
    '<p><a href="$link" style="display:inline-block;padding:10px 18px;border-radius:8px;'
    'background:#1c1917;color:#fff;text-decoration:none">$button</a></p>\n'
    '<p style="font-size:14px;word-break:break-all">$link</p>'
)


@dataclass(frozen=True)
class Letter:
    """One mail to one address. `link` is empty for a mail that carries only a code."""

    kind: Kind
    to: str
    locale: Locale
    email: str
    code: str
    link: str = ""
    new_email: str = ""


def known_locale(wanted: object, default: Locale) -> Locale:
    """`wanted` if we have words in it, else `default`."""
    return next((locale for locale in LOCALES if locale == wanted), default)


def compose(letter: Letter, sender: str) -> EmailMessage:
    """The MIME message: plain text with a simple HTML alternative."""
    words = _filled(letter)
    message = EmailMessage()
    message["From"] = sender
    message["To"] = letter.to
    message["Subject"] = words.subject
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2].rstrip("> ") or "localhost")
    message["Auto-Submitted"] = "auto-generated"
    message["X-Smena-Kind"] = letter.kind
    message.set_content(_plain(letter, words))
    message.add_alternative(_page(letter, words), subtype="html")
    message["Content-Language"] = (
        letter.locale
    )  # not earlier: making it multipart moves Content-* into the part
    return message


def _filled(letter: Letter) -> Words:
    words = WORDS[letter.locale][letter.kind]
    values = {"email": letter.email, "new_email": letter.new_email, "code": letter.code}
    return Words(words.subject.format(**values), words.lead.format(**values), words.button)


def _plain(letter: Letter, words: Words) -> str:
    code = OR_CODE[letter.locale].format(code=letter.code) if letter.link else letter.code
    action = [letter.link, code] if letter.link else [code]
    return "\n\n".join([words.lead, *action, IGNORE[letter.locale]]) + "\n"


def _page(letter: Letter, words: Words) -> str:
    if letter.link:
        button = BUTTON.substitute(link=html.escape(letter.link), button=html.escape(words.button))
        action = f"{button}\n<p>{html.escape(OR_CODE[letter.locale].format(code=letter.code))}</p>"
    else:
        action = f'<p style="font-size:28px;letter-spacing:4px">{html.escape(letter.code)}</p>'
    return PAGE.substitute(
        locale=letter.locale,
        subject=html.escape(words.subject),
        lead=html.escape(words.lead),
        action=action,
        ignore=html.escape(IGNORE[letter.locale]),
    )
