"""Who somebody is on WhatsApp: an id that is the business's own name for him, and a number, of which he may hide the second.

https://developers.facebook.com/docs/whatsapp/business-scoped-user-ids
"""

from collections.abc import Mapping, Sequence
from typing import Any

from channels import contacts
from channels.base import Contact, Identity, Person
from channels.meta.values import part, text

NEW_NUMBER = ("user_changed_number", "customer_changed_number")
FEWEST_DIGITS = 7


def sender_of(event: Mapping[str, Any], senders: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Of the contacts of a delivery the one that a message or a status is of."""
    ids = {text(event, "from_user_id", "recipient_user_id"), text(event, "from", "recipient_id")} - {""}
    named = (one for one in senders if {text(one, "user_id"), text(one, "wa_id")} & ids)
    return next(named, senders[0] if len(senders) == 1 and not ids else {})


def identities(message: Mapping[str, Any], contact: Mapping[str, Any]) -> tuple[Identity, ...]:
    """The id first: it stays when a username does not, and a number may not be there."""
    found = (_user_id(message, contact), _number(message, contact))
    return tuple(Identity("whatsapp", one, "global") for one in found if one)


def address(message: Mapping[str, Any], contact: Mapping[str, Any]) -> str:
    """Where to answer him: the number, where he shows it."""
    return _number(message, contact) or _user_id(message, contact)


def thread_key(message: Mapping[str, Any], contact: Mapping[str, Any]) -> str:
    """Of the id, so that a number that is hidden or shown later changes nothing."""
    return f"direct:{_user_id(message, contact) or _number(message, contact)}"


def person(message: Mapping[str, Any], contact: Mapping[str, Any], words: str, region: str) -> Person:
    """Everything that is known of him; for the number WhatsApp vouches."""
    profile, number = part(contact, "profile"), _number(message, contact)
    verified = contacts.phone(f"+{number}", region, "whatsapp") if number else None
    return Person(
        identities=identities(message, contact),
        name=text(profile, "name")[:200],
        username=text(profile, "username").lower()[:200],
        contacts=contacts.distinct(contacts.inside(words, region)),
        verified=_shown(verified, number),
    )


def _shown(verified: Contact | None, number: str) -> tuple[Contact, ...]:
    """As WhatsApp writes it; compared in the form of today (Brazil's ninth digit, without Mexico's 1)."""
    return (Contact("whatsapp", f"+{number}", verified.normalized),) if verified else ()


def _user_id(message: Mapping[str, Any], contact: Mapping[str, Any]) -> str:
    return (text(message, "from_user_id") or text(contact, "user_id"))[:200]


def _number(message: Mapping[str, Any], contact: Mapping[str, Any]) -> str:
    """Digits without a plus; what is none is a hidden number's stand-in."""
    found = text(message, "from") or text(contact, "wa_id")
    return found if found.isascii() and found.isdigit() and len(found) >= FEWEST_DIGITS else ""
