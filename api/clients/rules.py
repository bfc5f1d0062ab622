"""Pure rules of clients."""

import re

PHONE_LIKE = re.compile(r"[\d\s()+./-]+")


def search_term(text: str | None) -> str | None:
    """What to look for; None when too short to narrow anything.

    A phone in any spelling is looked for by its digits without the national prefix, which E.164 does not carry:
    `(067) 123-45` and `8 067 123 45` both find +38067 12345.
    """
    term = (text or "").strip().lower()
    if PHONE_LIKE.fullmatch(term):
        digits = re.sub(r"\D", "", term)
        if not term.startswith("+"):
            digits = digits.lstrip("0")
            if digits.startswith("8") and (len(digits) == 11 or re.match(r"8[\s(-]", term)):
                digits = digits[1:].lstrip("0")
        term = digits
    return term if len(term) >= 2 else None
