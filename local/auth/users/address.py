"""What counts as an e-mail address or a phone number."""

from __future__ import annotations

import re

from local.auth.errors import invalid

LABEL = r"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
EMAIL = re.compile(rf"[a-zA-Z0-9.!#$%&'*+/=?^_`{{|}}~-]+@{LABEL}(?:\.{LABEL})*")
PHONE = re.compile(r"[1-9][0-9]{1,14}")


def checked_email(text: str) -> str:
    """The address in lower case; 400 validation_failed when it is none (the rule of HTML's input field)."""
    if not text:
        raise invalid("An email address is required")
    if len(text) > 255:
        raise invalid("An email address is too long")
    if not EMAIL.fullmatch(text):
        raise invalid("Unable to validate email address: invalid format")
    return text.lower()


def checked_phone(text: str) -> str:
    """The number's digits; 400 validation_failed when it is not E.164."""
    digits = text.replace("+", "", 1).replace(" ", "")
    if not PHONE.fullmatch(digits):
        raise invalid("Invalid phone number format (E.164 required)")
    return digits
