"""WhatsApp's codes (https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes): at once, or later as a status."""

from collections.abc import Mapping
from typing import Any

from simulator.meta.refusals import GraphError

# code -> HTTP status, title
TITLES: Mapping[int, tuple[int, str]] = {
    100: (400, "Invalid parameter"),
    130429: (429, "Rate limit hit"),
    131000: (500, "Something went wrong"),
    131005: (403, "Access denied"),
    131008: (400, "Required parameter is missing"),
    131009: (400, "Parameter value is not valid"),
    131016: (500, "Service unavailable"),
    131026: (400, "Message undeliverable"),
    131031: (403, "Business Account locked"),
    131042: (402, "Business eligibility payment issue"),
    131047: (400, "Re-engagement message"),
    131048: (429, "Spam rate limit hit"),
    131050: (400, "User has stopped receiving marketing messages"),
    131051: (400, "Unsupported message type"),
    131053: (400, "Media upload error"),
    131056: (400, "(Business Account, Consumer Account) pair rate limit hit"),
    131062: (400, "Business-scoped user id is not supported for this message type"),
    132000: (400, "Template parameter count mismatch"),
    132001: (404, "Template does not exist"),
    133010: (400, "Phone number not registered"),
    135000: (500, "Generic user error"),
}


def at_once(code: int, details: str) -> GraphError:
    """The send is refused."""
    status, title = TITLES.get(code, (400, "Refused"))
    data = {"messaging_product": "whatsapp", "details": details}
    return GraphError(code, f"(#{code}) {title}", None, status, data=data)


def later(code: int, details: str) -> dict[str, Any]:
    """The `errors[]` item of a failed status."""
    title = TITLES[code][1]
    return {"code": code, "title": title, "message": title, "error_data": {"details": details}}
