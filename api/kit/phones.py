"""Phone numbers as people and vendors write them -> E.164."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

from api.errors import Invalid

# `8 (067) 123-45-67`: the long-distance eight of before 2009, still in people's fingers and files.
OLD_UKRAINIAN = re.compile(r"\s*8[\s()-]*(?=0)")
INTERNATIONAL = re.compile(r"^\s*00(?=[\s()-]*[1-9])")
EXTENSION = re.compile(
    r"[\s,;.(]*(?:доб(?:авочный)?|дод(?:атковий)?|вн(?:утр(?:енний|ішній)?)?|ext(?:ension)?)[\s.:№#]*(\d{1,7})\)?\s*$",
    re.IGNORECASE,
)
SURELY_INTERNATIONAL = 11  # digits: so long a number has its country code, with the plus or without
OLD_MEXICAN = re.compile(r"\+521(?=\d{10}$)")
OLD_BRAZILIAN = re.compile(r"\+55(\d\d)(?=[6-9]\d{7}$)")
ARGENTINE_MOBILE = re.compile(r"\+549(?=\d{10}$)")


@dataclass(frozen=True, slots=True)
class Number:
    """`is_valid`: the numbering plan has such a number; otherwise only its length fits. `extension` is no part of `e164`."""

    e164: str
    extension: str = ""
    is_valid: bool = True


def read(text: str, region: str) -> Number | None:
    """The number in a field, `region` being at home; None for what cannot be one.

    Possible rather than assigned numbers are taken: numbering plans change faster than libraries.
    """
    bare, extension = _split(text)
    typed = INTERNATIONAL.sub("+", bare, count=1)
    for spelled in _spellings(typed, region):
        number = _parsed(spelled, region)
        if number is not None and phonenumbers.is_valid_number(number):
            return Number(_e164(number), extension or number.extension or "")
    number = _parsed(typed, region)
    if number is None or not phonenumbers.is_possible_number(number):
        return None
    return Number(_e164(number), extension or number.extension or "", is_valid=False)


def to_e164(text: str, region: str) -> str | None:
    """`"067 123-45-67"` with region `UA` as `+380671234567`; None for what cannot be a number."""
    number = read(text, region)
    return number.e164 if number else None


def require_e164(text: str, region: str, *, field: str = "phone") -> str:
    """Like `to_e164`; raises Invalid on the field."""
    number = to_e164(text, region)
    if number is None:
        raise Invalid(fields={field: "phone_invalid"})
    return number


def candidates(e164: str) -> tuple[str, ...]:
    """The number and other ways in which the same one is written: Mexico's 1, Brazil's ninth digit, Argentina's 9.

    WhatsApp and people do not agree on them; whoever looks for a person looks for all.
    """
    key = match_key(e164)
    twins = [e164, key]
    twins += [re.sub(r"^\+52", "+521", key)] if key.startswith("+52") else []
    twins += [re.sub(r"^\+54", "+549", key)] if key.startswith("+54") else []
    twins += [re.sub(r"^(\+55\d\d)9(?=[6-9]\d{7}$)", r"\1", key)] if key.startswith("+55") else []
    return tuple(dict.fromkeys(twins))


def match_key(e164: str) -> str:
    """One form for all of `candidates`: without Mexico's 1 and Argentina's 9, with Brazil's ninth digit."""
    return ARGENTINE_MOBILE.sub("+54", _of_today(e164))


def _of_today(e164: str) -> str:
    return OLD_BRAZILIAN.sub(r"+55\g<1>9", OLD_MEXICAN.sub("+52", e164))


def _split(text: str) -> tuple[str, str]:
    """«044 123-45-67 доб. 12» as the number and its extension."""
    found = EXTENSION.search(text)
    return (text[: found.start()], found[1]) if found else (text, "")


def _spellings(typed: str, region: str) -> Iterator[str]:
    """The text as it may have been meant, the likeliest first; what is guessed must be a valid number."""
    digits = re.sub(r"\D", "", typed)
    today = _of_today(f"+{digits}")
    if typed.lstrip().startswith("+"):
        yield today if today != f"+{digits}" else typed
    elif len(digits) >= SURELY_INTERNATIONAL:
        yield from (today, typed)
    else:
        yield from (typed, today)
    if len(digits) == SURELY_INTERNATIONAL and digits.startswith("8"):
        # The long-distance eight of Russia and Kazakhstan, where the region is another.
        yield f"+7{digits[1:]}"
    if region == "UA" and OLD_UKRAINIAN.match(typed):
        yield f"+38{digits[1:]}"


def _parsed(text: str, region: str) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(text, region)
    except NumberParseException:
        return None


def _e164(number: phonenumbers.PhoneNumber) -> str:
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)
