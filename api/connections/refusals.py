"""A vendor's refusal as an answer of ours: at the key that is at fault, or about the whole."""

from collections.abc import Sequence

from api.errors import Conflict, Invalid, SmenaError, Unavailable
from api.messages import DEFAULT, find
from channels.capabilities import ConnectRefused
from channels.failures import VendorError
from channels.keyed import KeyField

# What may be otherwise in a minute.
PASSING = frozenset({"retry", "throttle", "pause", "ambiguous"})
LONGEST_WORDS = 500


def refusal_of(error: ConnectRefused | VendorError, fields: Sequence[KeyField]) -> SmenaError:
    """`details.words` are the vendor's own. A reason without a sentence of ours speaks as «refused»."""
    words = {"reason": reason_of(error), "words": words_of(error)}
    if isinstance(error, VendorError) and error.failure.kind in PASSING:
        return Unavailable("vendor_unavailable", details=words)
    code = known(f"connect_{reason_of(error)}") or "connect_refused"
    field = _at_fault(error, fields)
    if field is None:
        return Conflict(code, details=words)
    return Invalid(code, fields={f"keys.{field}": code}, details=words)


def words_of(error: ConnectRefused | VendorError) -> str:
    """In the vendor's own words, or the reason."""
    words = error.words if isinstance(error, ConnectRefused) else error.failure.words
    return (words or reason_of(error))[:LONGEST_WORDS]


def reason_of(error: ConnectRefused | VendorError) -> str:
    """The stable code."""
    return error.reason if isinstance(error, ConnectRefused) else error.failure.reason


def known(code: str) -> str | None:
    """The code, where the catalogue has a sentence for it."""
    return code if find(DEFAULT, "errors", code) else None


def _at_fault(error: ConnectRefused | VendorError, fields: Sequence[KeyField]) -> str | None:
    """The key that the adapter names; of one secret alone we know ourselves that access was lost by it."""
    if isinstance(error, ConnectRefused):
        return error.field
    secrets = [field.name for field in fields if field.kind == "secret" and field.required]
    return secrets[0] if error.failure.kind == "reauth" and len(secrets) == 1 else None
