"""One normal form per kind of contact: what is compared when doubles are looked for."""

import re
from dataclasses import dataclass

from api.contacts.schemas import ContactKind
from api.kit.emails import normal_email
from api.kit.phones import to_e164

PHONES: frozenset[ContactKind] = frozenset({"phone", "whatsapp", "viber"})
ADDRESS_START = re.compile(r"^(https?://)?(www\.|m\.)?", re.IGNORECASE)
PROFILE_PAGES = ("instagram.com/", "t.me/", "telegram.me/", "m.me/", "facebook.com/")


@dataclass(frozen=True)
class NormalContact:
    """A contact ready to store."""

    kind: ContactKind
    value: str
    normalized: str


class BadContact(ValueError):
    """Not a contact of its kind; `code` names the message."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def normal(kind: ContactKind, text: str, *, region: str) -> NormalContact:
    """The stored form of what somebody typed; raises BadContact.

    A phone becomes E.164 (`region` reads national numbers); a messenger's number too, unless it is a name.
    """
    value = text.strip()
    if kind == "email":
        return _email(value)
    if kind in PHONES:
        number = to_e164(value, region)
        if number is not None:
            return NormalContact(kind, number, number)
        if kind == "phone":
            raise BadContact("phone_invalid")
    normalized = _address(value) if kind == "website" else _handle(value)
    if not normalized:
        raise BadContact("invalid")
    return NormalContact(kind, value, normalized)


def _email(value: str) -> NormalContact:
    normalized = normal_email(value)
    if normalized is None:
        raise BadContact("email_invalid")
    return NormalContact("email", value.lower().removeprefix("mailto:"), normalized)


def _handle(value: str) -> str:
    """`https://instagram.com/Anna.K/?x=1` and `@anna.k` are the same person."""
    bare = ADDRESS_START.sub("", value).lower()
    for page in PROFILE_PAGES:
        bare = bare.removeprefix(page)
    return re.split(r"[?#]", bare)[0].strip("/@ ")


def _address(value: str) -> str:
    return ADDRESS_START.sub("", value).lower().rstrip("/")
