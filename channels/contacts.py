"""Phones, addresses and handles in what people write: one normal form each, so that a known person is recognised."""

import re
from collections.abc import Iterator

import phonenumbers
from phonenumbers import PhoneNumberFormat

from api.kit.phones import to_e164
from channels.base import Contact, ContactKind

EMAIL = re.compile(r"[A-Za-z0-9._%+\-]{1,64}@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)*\.[A-Za-z]{2,24}")
_ADDRESS = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\".]{2,}")
_HANDLE = re.compile(r"[\w.\-]{2,64}")
_PAGE = re.compile(
    r"^(https?://)?(www\.|m\.)?(instagram\.com|t\.me|telegram\.me|wa\.me|m\.me|facebook\.com)/", re.IGNORECASE
)
MAX_CONTACTS = 20


def phone(text: str, region: str, kind: ContactKind = "phone") -> Contact | None:
    """One number as typed; also an international one whose plus was left out."""
    number = to_e164(text, region)
    digits = re.sub(r"\D", "", text)
    if len(digits) >= 11 and not text.lstrip().startswith("+"):
        number = _valid("+" + digits) or number
    return Contact(kind, number, number) if number else None


def email(text: str) -> Contact | None:
    """One address."""
    lowered = text.strip().lower().removeprefix("mailto:")
    return Contact("email", lowered[:320], lowered[:320]) if _ADDRESS.fullmatch(lowered) else None


def handle(kind: ContactKind, text: str, region: str) -> Contact | None:
    """A messenger's name or link, or the number behind it."""
    if kind in ("whatsapp", "viber"):
        return phone(text, region, kind)
    bare = re.split(r"[?#]", _PAGE.sub("", text.strip()))[0].strip("/@ ").lower()
    return Contact(kind, text.strip()[:320], bare) if _HANDLE.fullmatch(bare) else None


def anything(text: str, region: str) -> Contact | None:
    """What a field called «contact» holds: an address, a number, or a Telegram name."""
    return (
        email(text)
        or phone(text, region)
        or (handle("telegram", text, region) if text.lstrip().startswith("@") else None)
    )


def inside(text: str, region: str) -> Iterator[Contact]:
    """Addresses and valid numbers inside a message, in the order they stand."""
    for match in EMAIL.finditer(text):
        yield Contact("email", match[0].lower(), match[0].lower())
    without = EMAIL.sub(" ", text)
    for found in phonenumbers.PhoneNumberMatcher(
        without, region, leniency=phonenumbers.Leniency.VALID, max_tries=200
    ):
        number = phonenumbers.format_number(found.number, PhoneNumberFormat.E164)
        yield Contact("phone", number, number)


def distinct(found: Iterator[Contact]) -> tuple[Contact, ...]:
    """Each contact once, the first ones first; a bounded number of them."""
    kept: dict[tuple[str, str], Contact] = {}
    for contact in found:
        kept.setdefault((contact.kind, contact.normalized), contact)
    return tuple(kept.values())[:MAX_CONTACTS]


def _valid(text: str) -> str | None:
    try:
        number = phonenumbers.parse(text, None)
    except phonenumbers.NumberParseException:
        return None
    return (
        phonenumbers.format_number(number, PhoneNumberFormat.E164)
        if phonenumbers.is_valid_number(number)
        else None
    )
