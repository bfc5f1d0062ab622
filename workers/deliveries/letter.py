"""A message as a mail: plain text, and HTML that any client shows alike (inline styles, one accent, no images)."""

import html
from email.message import EmailMessage
from email.utils import format_datetime
from string import Template

from workers.deliveries.delivery import Delivery
from workers.deliveries.message import Message, Section

PAGE = Template(
    """<!doctype html>
<html lang="$locale"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">\
<meta name="color-scheme" content="light"><title>$title</title></head>
<body style="margin:0;padding:24px;background:#f7f7f9;font:15px/1.5 -apple-system,'Segoe UI',Roboto,Arial,sans-serif;color:#22232b">
<div style="max-width:520px;margin:0 auto;padding:24px;background:#ffffff;border:1px solid #e6e6ec;border-radius:12px">
<h1 style="margin:0 0 12px;font-size:19px;line-height:1.35;font-weight:600">$title</h1>
$body
<p style="margin:20px 0 0"><a href="$link" style="display:inline-block;padding:9px 18px;border-radius:6px;\
background:#4f46c8;color:#ffffff;text-decoration:none;font-weight:500">$button</a></p>
</div>
<p style="max-width:520px;margin:16px auto 0;color:#6b6c78;font-size:12px">$company. \
<a href="$footer_link" style="color:#6b6c78">$footer</a></p>
</body></html>
"""
)
LINE = '<p style="margin:0 0 4px">{}</p>'
HEADING = '<h2 style="margin:20px 0 6px;font-size:14px;font-weight:600">{}</h2>'
ROW = (
    '<p style="margin:0;padding:6px 0;border-top:1px solid #e6e6ec">'
    '<a href="{}" style="color:#4f46c8;text-decoration:none">{}</a>{}</p>'
)
MORE = '<p style="margin:0;padding:6px 0;border-top:1px solid #e6e6ec;color:#6b6c78;font-size:13px">{}</p>'
NOTE = '<br><span style="color:#6b6c78;font-size:13px">{}</span>'


def letter(delivery: Delivery, message: Message, *, sender: str, domain: str) -> EmailMessage:
    """The MIME message. Its id is the delivery's own: whoever gets it twice can tell."""
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = delivery.email
    mail["Subject"] = " ".join(message.title.split())
    mail["Date"] = format_datetime(delivery.at)
    mail["Message-ID"] = f"<{delivery.id}@{domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Smena-Kind"] = delivery.kind
    mail.set_content(f"{message.plain()}\n\n-- \n{message.footer}: {message.footer_link}\n")
    mail.add_alternative(_page(delivery, message), subtype="html")
    mail["Content-Language"] = message.locale
    for file in message.attachments:
        main, _, sub = file.media_type.partition("/")
        mail.add_attachment(file.content, maintype=main, subtype=sub, filename=file.name)
    return mail


def _page(delivery: Delivery, message: Message) -> str:
    body = [LINE.format(html.escape(line)) for line in message.lines]
    body += [_section(section) for section in message.sections]
    body += [f'<div style="margin:20px 0 0">{message.html}</div>'] if message.html else []
    told = {
        "locale": message.locale,
        "title": message.title,
        "link": message.link,
        "button": message.button,
        "company": delivery.company,
        "footer": message.footer,
        "footer_link": message.footer_link,
    }
    return PAGE.substitute({name: html.escape(text) for name, text in told.items()}, body="\n".join(body))


def _section(section: Section) -> str:
    rows = [
        ROW.format(
            html.escape(item.link),
            html.escape(item.text),
            NOTE.format(html.escape(item.note)) if item.note else "",
        )
        for item in section.items
    ]
    more = [MORE.format(html.escape(section.more))] if section.more else []
    head = [HEADING.format(html.escape(section.title))] if section.title else []
    return "\n".join([*head, *rows, *more])
