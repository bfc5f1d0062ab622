"""Phones, addresses and handles in what people write: one normal form each, so that a known person is recognised."""

import re
from collections.abc import Iterator

import phonenumbers
from phonenumbers import PhoneNumberFormat

from api.kit import emails, phones
from channels.base import Contact, ContactKind

EMAIL = re.compile(r"[A-Za-z0-9._%+\-]{1,64}@(?:[^\W_](?:[\w\-]{0,61}[^\W_])?\.)+[^\W\d_]{2,24}")
_HANDLE = re.compile(r"[\w.\-]{2,64}")
_PAGE = re.compile(
    r"^(https?://)?(www\.|m\.)?(instagram\.com|t\.me|telegram\.me|wa\.me|m\.me|facebook\.com)/", re.IGNORECASE
)
# `8 916 123-45-67` inside a message: the matcher knows the long-distance eight at home in Russia and Kazakhstan only.
_LONG_DISTANCE = re.compile(r"(?<![\d+])8[\s(-]*[3479]\d\d[\s)-]*\d{3}[\s-]*\d\d[\s-]*\d\d(?!\d)")
PHONES: frozenset[ContactKind] = frozenset({"phone", "whatsapp", "viber"})
MAX_CONTACTS = 20
LONGEST = 320  # of a contact, in the database


def phone(text: str, region: str, kind: ContactKind = "phone") -> Contact | None:
    """One number as typed; also an international one whose plus was left out. An extension stays in the value, as in a tel: link."""
    number = phones.read(text, region)
    if number is None:
        return None
    value = f"{number.e164};ext={number.extension}" if number.extension else number.e164
    return Contact(kind, value, number.e164)


def email(text: str) -> Contact | None:
    """One address."""
    normalized = emails.normal_email(text)
    if normalized is None:
        return None
    return Contact("email", text.strip().lower().removeprefix("mailto:")[:LONGEST], normalized[:LONGEST])


def handle(kind: ContactKind, text: str, region: str) -> Contact | None:
    """A messenger's name or link, or the number behind it."""
    if kind in ("whatsapp", "viber"):
        return phone(_PAGE.sub("", text.strip()), region, kind)
    bare = re.split(r"[?#]", _PAGE.sub("", text.strip()))[0].strip("/@ ").lower()
    return Contact(kind, text.strip()[:LONGEST], bare) if _HANDLE.fullmatch(bare) else None


def anything(text: str, region: str) -> Contact | None:
    """What a field called «contact» holds: an address, a number, or a Telegram name."""
    return (
        email(text)
        or phone(text, region)
        or (handle("telegram", text, region) if text.lstrip().startswith("@") else None)
    )


def inside(text: str, region: str) -> Iterator[Contact]:
    """Addresses and valid numbers inside a message, in the order they stand; numbers of orders are neither."""
    for match in EMAIL.finditer(text):
        yield from filter(None, [email(match[0])])
    for number in _numbers(EMAIL.sub(" ", text), region):
        yield Contact("phone", number, number)


def has_number(text: str, region: str) -> bool:
    """Whether there is a valid number in a message: stops at the first."""
    return any(True for _ in _matched(text, region)) or any(True for _ in _long_distance(text, region))


def _numbers(text: str, region: str) -> Iterator[str]:
    found = sorted([*_matched(text, region), *_long_distance(text, region)])
    yield from dict.fromkeys(number for _, number in found)


def _matched(text: str, region: str) -> Iterator[tuple[int, str]]:
    matcher = phonenumbers.PhoneNumberMatcher(
        text, region, leniency=phonenumbers.Leniency.VALID, max_tries=200
    )
    for match in matcher:
        yield match.start, phonenumbers.format_number(match.number, PhoneNumberFormat.E164)


def _long_distance(text: str, region: str) -> Iterator[tuple[int, str]]:
    for match in _LONG_DISTANCE.finditer(text):
        number = phones.read(match[0], region)
        if number is not None and number.is_valid:
            yield match.start(), number.e164


def distinct(found: Iterator[Contact]) -> tuple[Contact, ...]:
    """Each contact once, the first ones first; a bounded number of them."""
    kept: dict[tuple[str, str], Contact] = {}
    for contact in found:
        kept.setdefault((contact.kind, contact.normalized), contact)
    return tuple(kept.values())[:MAX_CONTACTS]


def is_strong(contact: Contact) -> bool:
    """Whether two people with this contact are one: a valid number without an extension, a mailbox that is nobody's else.

    Names of messengers can be changed and taken over: they tell about a person, they do not prove him.
    """
    if contact.kind == "email":
        return not emails.is_shared(contact.normalized)
    if contact.kind not in PHONES or ";ext=" in contact.value:
        return False
    number = phones.read(contact.normalized, "ZZ")
    return number is not None and number.is_valid


def match_key(kind: str, normalized: str) -> str:
    """What contacts of one person have in common where their normal forms differ: Gmail's dots, Mexico's 1, Argentina's 9. Only to
    compare; the database has the same (app.match_key), and a test holds the two together."""
    if kind in PHONES:
        return f"phone:{phones.match_key(normalized)}"
    return f"{kind}:{emails.match_key(normalized) if kind == 'email' else normalized}"
