"""Phone numbers as people type them -> E.164."""

import re

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

from api.errors import Invalid

# `8 (067) 123-45-67`: the long-distance eight of before 2009, still in people's fingers and files.
OLD_UKRAINIAN = re.compile(r"\s*8[\s()-]*(?=0)")


def to_e164(text: str, region: str) -> str | None:
    """`"067 123-45-67"` with region `UA` as `+380671234567`; None for what cannot be a number.

    Possible rather than assigned numbers are taken: numbering plans change faster than libraries.
    """
    number = _possible(text, region)
    if number is None and region == "UA" and OLD_UKRAINIAN.match(text):
        number = _possible(OLD_UKRAINIAN.sub("", text, count=1), region)
    return number


def _possible(text: str, region: str) -> str | None:
    try:
        number = phonenumbers.parse(text, region)
    except NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def require_e164(text: str, region: str, *, field: str = "phone") -> str:
    """Like `to_e164`; raises Invalid on the field."""
    number = to_e164(text, region)
    if number is None:
        raise Invalid(fields={field: "phone_invalid"})
    return number
