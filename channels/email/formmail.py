"""Mails that a form wrote: of the company's own site, of Tilda, Wix and their like. The lead is in the lines, not in the sender."""

import re
from dataclasses import dataclass

from channels import contacts, fields
from channels.base import Contact, Person
from channels.email.parts import Address
from channels.fields import Submission

LINE = re.compile(r"^[ \t>*•-]{0,5}([^\n:]{2,60}?)[ \t]{0,5}:[ \t]{0,20}(\S[^\n]*)$", re.MULTILINE)
# Services whose notifications come from an address of theirs.
SERVICES = re.compile(
    r"@([\w-]+\.)*(tilda\.(cc|ws|ru)|tildacdn\.com|wix(-forms)?\.com|wixforms\.com|ascendbywix\.com|squarespace\.info|jotform\.com|formspree\.io|"
    r"getform\.io|typeform\.com|weblium\.com|horoshop\.ua|prom\.ua|olx\.ua|rozetka\.com\.ua|flexbe\.com|lpgenerator\.ru|bitrix24\.\w+|ucoz\.\w+)$"
)
NEEDED = ("phone", "email", "contact", "telegram", "whatsapp", "viber")


@dataclass(frozen=True, slots=True)
class FormMail:
    """Who filled the form in. `answer`: his address, where he gave one; `text`: what he wrote, and what else the form told."""

    person: Person
    answer: str
    text: str
    sent: Submission


def read(text: str, reply_to: Address | None, region: str, *, is_doubtful: bool) -> FormMail | None:
    """The form in a mail's text; None where there is none. Whom to answer is proof enough; else it must look like a form: all
    over, where it may be a colleague's mail (`is_doubtful`)."""
    sent = fields.read((match[1], match[2].strip()) for match in LINE.finditer(text))
    if reply_to is None and not _is_form(sent, text, 2 / 3 if is_doubtful else 1 / 3):
        return None
    answer = contacts.email(reply_to.email) if reply_to else None
    given = [contacts.email(value) for value in sent.every("email")]
    found = contacts.distinct(iter([one for one in (answer, *given, *_ways(sent, text, region)) if one]))
    if not found:
        return None
    name = " ".join(filter(None, (sent.get("name") or sent.get("first_name"), sent.get("last_name"))))
    mails = [one.normalized for one in found if one.kind == "email"]
    person = Person(name=(name or (reply_to.name if reply_to else ""))[:200], contacts=found)
    return FormMail(person, next(iter(mails), ""), text, sent)


def _is_form(sent: Submission, text: str, share: float) -> bool:
    """Who he is or what he wants, how to reach him, and little beside."""
    lines = [line for line in text.splitlines() if line.strip()]
    says = any(sent.get(name) for name in ("name", "first_name", "message"))
    return says and any(sent.get(name) for name in NEEDED) and len(LINE.findall(text)) >= share * len(lines)


def _ways(sent: Submission, text: str, region: str) -> list[Contact | None]:
    ways: list[Contact | None] = [contacts.phone(value, region) for value in sent.every("phone")]
    ways += [contacts.anything(value, region) for value in sent.every("contact")]
    ways += [
        contacts.handle(kind, value, region)
        for kind in ("telegram", "whatsapp", "viber")
        for value in sent.every(kind)
    ]
    return [*ways, *(one for one in contacts.inside(sent.get("message"), region))]
