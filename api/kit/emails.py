"""E-mail addresses as people write them -> what they are compared by."""

import re

# What an address may hold; whether it exists, only a mail tells.
ADDRESS = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\".][^@\s,;<>\"]*\.[^@\s,;<>\".]{2,}")
GMAIL = frozenset({"gmail.com", "googlemail.com"})
SHARED = frozenset(
    """info sales office contact contacts hello hi support help admin administrator mail post email order orders zakaz zakazy zamovlennya shop store
    manager hr job jobs career reception booking reservation billing accounting buh buhgalter marketing pr press service team company director
    noreply no-reply donotreply webmaster postmaster abuse opt dostavka delivery client clients inbox""".split()
)


def normal_email(text: str) -> str | None:
    """Lower case, without `mailto:`, the domain in ASCII (`пошта.укр` as `xn--...`); None for what is no address."""
    lowered = text.strip().lower().removeprefix("mailto:")
    if not ADDRESS.fullmatch(lowered):
        return None
    name, _, domain = lowered.rpartition("@")
    try:
        ascii_domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        return None
    return f"{name}@{ascii_domain}"


def match_key(email: str) -> str:
    """What Gmail delivers to one box is one key: dots and `+...` of the name left out. Only to compare, never to write to."""
    name, _, domain = email.rpartition("@")
    if domain not in GMAIL:
        return email
    return f"{name.partition('+')[0].replace('.', '')}@gmail.com"


def is_shared(email: str) -> bool:
    """A mailbox of a company rather than of a person: `info@`, `sales@`."""
    return email.rpartition("@")[0].partition("+")[0] in SHARED
