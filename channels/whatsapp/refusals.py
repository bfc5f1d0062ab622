"""What WhatsApp's refusals mean: at once, or later as the status of a message that was accepted.

https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes
"""

from collections.abc import Mapping

from channels.failures import Failure, FailureKind
from channels.meta import refusals

Meaning = tuple[FailureKind, str, int]
PAIR_SECONDS, MINUTE, HALF_AN_HOUR = 10, 60, 1800
TEMPLATES = range(132000, 133000)
TABLE: tuple[tuple[tuple[int, ...], FailureKind, str, int], ...] = (
    ((131000, 131016, 135000, 133004), "retry", "unavailable", 0),
    ((80007, 130429, 131064), "throttle", "too_often", MINUTE),
    ((131056,), "throttle", "too_often", PAIR_SECONDS),
    ((131048,), "throttle", "spam_limit", HALF_AN_HOUR),
    ((131047,), "permanent", "window_closed", 0),
    ((131026,), "permanent", "undeliverable", 0),
    ((131051, 131052, 131053), "permanent", "file_refused", 0),
    ((131049, 130472), "permanent", "marketing_limited", 0),
    ((131050,), "permanent", "opted_out", 0),
    ((131030, 131005), "permanent", "not_allowed", 0),
    ((131062,), "permanent", "number_needed", 0),
    ((133010,), "permanent", "number_not_registered", 0),
    ((0,), "reauth", "access_lost", 0),
    ((368, 131031, 131045, 131057), "pause", "restricted", HALF_AN_HOUR),
    ((131042,), "pause", "payment", HALF_AN_HOUR),
)
CODES: Mapping[int, Meaning] = {
    code: (kind, reason, pause) for codes, kind, reason, pause in TABLE for code in codes
}


def meaning(code: int, status: int) -> Meaning:
    """By its code; what is not known is this message's own fault, or a server's."""
    if code in TEMPLATES:
        return ("permanent", "template_refused", 0)
    fallback: Meaning = ("retry", "unavailable", 0) if status >= 500 else ("permanent", "refused", 0)
    return CODES.get(code, fallback)


def classify(status: int, headers: Mapping[str, str], body: bytes, *, sending: bool) -> Failure:
    """WhatsApp's own codes first, then those of the Graph API."""
    error = refusals.error_of(body)
    code = refusals.number(error.get("code")) if error else -1
    if error is None or (code not in CODES and code not in TEMPLATES):
        return refusals.classify(status, headers, body, sending=sending)
    kind, reason, pause = meaning(code, status)
    if kind == "throttle":
        pause = refusals.regain(headers) or pause
    return Failure(kind, reason, refusals.words_of(error), pause)
