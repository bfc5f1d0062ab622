"""The company's own site: forms and comments, posted by a page, a widget or the site's server."""

from collections.abc import Iterator
from typing import Any

from channels import contacts, fields, forms, language
from channels.base import Company, Contact, ContactKind, Lead, LeadKind, Parked, StoredEvent
from channels.fields import Submission

HANDLES: tuple[ContactKind, ...] = ("telegram", "whatsapp", "viber", "instagram")
# What a lead's details keep of the form beside the message: where it stood, and what the visitor agreed to.
KEPT = ("page_url", "page_title", "form_id", "locale", "time_zone", "consent", "consent_text",
    "thread_url", "thread_title", "parent_id", "elapsed_ms")  # fmt: skip
MAX_MESSAGE = 20_000


class Website:
    """Understands what `POST /api/v1/public/leads` and `/comments` stored."""

    channel = "site"

    def understand(self, event: StoredEvent, company: Company) -> Lead:
        """The lead in a form or comment; raises Parked: `unreadable`, `empty`, `no_contact`."""
        form, sent = read(event)
        found = contacts.distinct(_contacts(event, sent, company.phone_region))
        message = _message(sent, found, company.phone_region)
        name = _name(sent)
        if not (found or name or message):
            raise Parked("empty")
        if not found and not event.released and event.kind != "comment":
            raise Parked("no_contact")
        return Lead(
            external_id=event.dedupe_key,
            kind=_kind(event.kind),
            received_at=event.received_at,
            name=name[:200],
            message=message[:MAX_MESSAGE],
            company=sent.get("company")[:200] or None,
            city=sent.get("city")[:120] or None,
            author_name=name[:200] or None,
            contacts=found,
            first_touch=sent.attribution(),
            details=_details(sent, form.files, name + " " + message),
            test=event.headers.get("test") == "true",
        )


def read(event: StoredEvent) -> tuple[forms.Form, Submission]:
    """The fields of a stored event; raises Parked."""
    try:
        form = forms.decode(event.content_type, event.body)
    except forms.Unreadable as error:
        raise Parked("unreadable") from error
    return form, fields.read(form.fields)


def _kind(kind: str) -> LeadKind:
    return "comment" if kind == "comment" else "form"


def _name(sent: Submission) -> str:
    both = f"{sent.get('first_name')} {sent.get('last_name')}".strip()
    name = sent.get("name")
    if name and sent.get("last_name") and sent.get("last_name") not in name:
        return f"{name} {sent.get('last_name')}"
    return name or both


def _contacts(event: StoredEvent, sent: Submission, region: str) -> Iterator[Contact]:
    """Fields first: a number in the message is often somebody else's."""
    for value in sent.every("phone"):
        yield from filter(None, [contacts.phone(value, region) or contacts.email(value)])
    for value in sent.every("email"):
        yield from filter(None, [contacts.email(value)])
    for value in sent.every("contact"):
        yield from filter(None, [contacts.anything(value, region)])
    for kind in HANDLES:
        yield from filter(None, [contacts.handle(kind, value, region) for value in sent.every(kind)])
    if event.kind == "comment" and sent.get("author_id"):
        author = sent.get("author_id")[:200]
        yield Contact("website", author, f"{event.source_id}/{author.lower()}")
    for value in sent.every("message"):
        yield from contacts.inside(value, region)


def _message(sent: Submission, found: tuple[Contact, ...], region: str) -> str:
    """What the visitor wrote, then every field of the form that we have no place for, and numbers that are none."""
    lines = [*sent.every("subject"), *sent.every("message")]
    extra = [f"{name}: {value}" for name, value in sent.other]
    for field in ("phone", "email", "contact"):
        extra += [value for value in sent.every(field) if contacts.anything(value, region) is None]
    if extra and lines:
        lines.append("")
    return "\n".join(lines + extra)


def _details(sent: Submission, files: tuple[str, ...], text: str) -> dict[str, Any]:
    details: dict[str, Any] = {name: sent.get(name)[:1000] for name in KEPT if sent.get(name)}
    written_in = language.guess(text, sent.get("locale"))
    if written_in:
        details["language"] = written_in
    if sent.other:
        details["fields"] = dict(sent.other)
    if files:
        details["files_left_out"] = list(files)
    return details
