"""What people and servers do: `POST /_sim/email/sales@simulated.example/{act}`. Letters come in by SMTP, as from any server outside."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from typing import Any

import aiosmtplib

from simulator.core.acts import Impossible, acts_of
from simulator.email.state import PASSWORD
from simulator.world import World

OLENA = "Олена"
REPORT = """From: Mail Delivery System <MAILER-DAEMON@people.example>
To: {box}
Subject: Undelivered Mail Returned to Sender
Date: {date}
Message-ID: <{id}>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain

The mail to {email} could not be delivered.
--B
Content-Type: message/delivery-status

Reporting-MTA: dns; people.example

Final-Recipient: rfc822; {email}
Action: failed
Status: {status}
--B
Content-Type: text/rfc822-headers

Message-ID: {ours}
--B--
"""
Result = Mapping[str, Any]


async def letter(
    world: World,
    account: str,
    name: str = OLENA,
    email: str = "olena@people.example",
    subject: str = "Запитання",
    text: str = "Скільки коштує?",
    html: str = "",
    cc: str = "",
    answers: bool = False,
) -> Result:
    """Somebody writes a letter; `answers`: to our newest one to him. `cc`: another mailbox, which gets it, too."""
    mail = _mail(world, account, formataddr((name, email)), subject, text)
    if html:
        mail.add_alternative(html, subtype="html")
    if cc:
        mail["Cc"] = cc
    if answers:
        ours = _newest(world, email)
        mail["In-Reply-To"] = mail["References"] = ours["id"]
        mail.replace_header("Subject", ours["subject"])
    return await _sent(world, [account, *filter(None, [cc])], email, _id(mail), mail.as_bytes())


async def auto_reply(world: World, account: str, email: str = "olena@people.example") -> Result:
    """His mail program answers by itself that he is away."""
    ours = _newest(world, email)
    mail = _mail(world, account, email, "Автоматична відповідь", "Я у відпустці.")
    mail["In-Reply-To"], mail["Auto-Submitted"] = ours["id"], "auto-replied"
    return await _sent(world, [account], "", _id(mail), mail.as_bytes())


async def bounce(
    world: World, account: str, email: str = "olena@people.example", status: str = "5.1.1"
) -> Result:
    """A server reports that our newest mail to somebody was not delivered."""
    about = {
        "date": format_datetime(_now(world)),
        "id": world.email.next_id(),
        "box": _box(world, account),
        "email": email,
        "status": status,
        "ours": _newest(world, email)["id"],
    }
    return await _sent(
        world, [account], "", about["id"], REPORT.format(**about).replace("\n", "\r\n").encode()
    )


def person(world: World, account: str, email: str = "olena@people.example", gone: bool = True) -> Result:
    """Whether there is somebody at an address outside."""
    (world.email.gone.add if gone else world.email.gone.discard)(email)
    return {"gone": sorted(world.email.gone)}


def password(world: World, account: str, works: bool = False) -> Result:
    """The mailbox gets another password, or the first one again; whoever is signed in is signed out."""
    world.email.passwords[_box(world, account)] = PASSWORD if works else "changed"
    return {"works": works, "lines": world.mail.lines.hang_up() if world.mail else 0}


def revoke(world: World, account: str) -> Result:
    """The owner of the mailbox takes back what he granted to applications."""
    return {"revoked": world.email.tokens.revoke(account)}


def hang_up(world: World, account: str) -> Result:
    """Every IMAP line breaks, those that wait for news included."""
    return {"lines": world.mail.lines.hang_up() if world.mail else 0}


ACTS = acts_of(letter, auto_reply, bounce, person, password, revoke, hang_up)


def shown(world: World) -> dict[str, Any]:
    """What the control API shows."""
    email, ports = world.email, world.mail.doors.ports if world.mail else (None, None)
    return {
        "imap_port": ports[0],
        "smtp_port": ports[1],
        "mailboxes": email.passwords,
        "folders": {box: _counted(world, box) for box in email.passwords},
        "sent": email.sent[-200:],
    }


def _counted(world: World, box: str) -> dict[str, int]:
    own = [letter.folder for letter in world.email.letters if letter.box == box]
    return {folder: own.count(folder) for folder in sorted(set(own))}


def _box(world: World, account: str) -> str:
    if account not in world.email.passwords:
        raise Impossible(f"nobody has the mailbox {account}; there are {', '.join(world.email.passwords)}")
    return account


def _newest(world: World, email: str) -> dict[str, Any]:
    """Our newest mail to him."""
    found = [one for one in world.email.sent if email in one["to"]]
    if not found:
        raise Impossible(f"nothing was sent to {email}")
    return found[-1]


def _mail(world: World, account: str, sender: str, subject: str, text: str) -> EmailMessage:
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"], mail["To"], mail["Subject"] = sender, _box(world, account), subject
    mail["Date"] = format_datetime(_now(world))
    mail["Message-ID"] = f"<{world.email.next_id()}>"
    mail.set_content(text)
    return mail


def _now(world: World) -> datetime:
    return datetime.fromtimestamp(world.clock.now(), UTC)


def _id(mail: EmailMessage) -> str:
    return str(mail["Message-ID"]).strip("<>")


async def _sent(world: World, to: list[str], sender: str, message_id: str, raw: bytes) -> Result:
    """To the provider's own SMTP server, as from a server outside."""
    if world.mail is None:
        raise Impossible("the mail servers do not run: start the simulator with them")
    async with aiosmtplib.SMTP(
        hostname="127.0.0.1", port=world.mail.doors.ports[1], start_tls=False
    ) as client:
        await client.sendmail(sender, to, raw)
    return {"message_id": message_id, "to": to}
