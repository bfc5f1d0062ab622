"""Calls of Viber's REST Bot API, and what its statuses mean: HTTP says 200 to everything, `status` tells the truth.

https://developers.viber.com/docs/api/rest-bot-api/#error-codes
"""

import json
from collections.abc import Mapping
from typing import Any

import httpx

from channels.failures import Failure, FailureKind, VendorError

ANSWER_SECONDS = 20.0
A_MINUTE, FIVE_MINUTES, HALF_AN_HOUR = 60, 300, 1800
BAD_ADDRESS = 1
# (From 13 on it is what practitioners have met, not Viber's own table.)
MEANINGS: Mapping[int, tuple[FailureKind, str, int]] = {
    BAD_ADDRESS: ("permanent", "bad_address", 0),
    2: ("reauth", "access_lost", 0),
    3: ("permanent", "refused", 0),
    4: ("permanent", "refused", 0),
    5: ("recipient_gone", "recipient_gone", 0),
    6: ("recipient_gone", "recipient_gone", 0),
    7: ("pause", "restricted", HALF_AN_HOUR),
    8: ("pause", "restricted", HALF_AN_HOUR),
    9: ("pause", "restricted", HALF_AN_HOUR),
    # Somebody has taken the webhook off: nothing comes and nothing goes until an admin connects again.
    10: ("reauth", "webhook_lost", 0),
    11: ("permanent", "no_device", 0),
    12: ("throttle", "too_often", FIVE_MINUTES),
    13: ("permanent", "no_device", 0),
    14: ("permanent", "no_device", 0),
    23: ("pause", "no_balance", HALF_AN_HOUR),
    24: ("pause", "no_balance", HALF_AN_HOUR),
}


class Refused(VendorError):
    """Viber's own refusal."""

    def __init__(self, status: int, failure: Failure) -> None:
        super().__init__(failure)
        self.status = status


async def called(
    base_url: str, token: str, method: str, body: Mapping[str, Any], *, sending: bool = False
) -> dict[str, Any]:
    """The answer of a method. Raises VendorError; `sending`: without an answer it may have happened."""
    headers = {"x-viber-auth-token": token}
    # A connection a call: on one kept open, a lost answer and a stale connection look the same.
    async with httpx.AsyncClient(timeout=ANSWER_SECONDS) as http:
        try:
            answer = await http.post(f"{base_url}/{method}", json=dict(body), headers=headers)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.UnsupportedProtocol) as error:
            raise VendorError(Failure("retry", "unreachable", f"{type(error).__name__}: {error}")) from None
        except httpx.HTTPError as error:
            raise VendorError(_unanswered(f"{type(error).__name__}: {error}", sending=sending)) from None
    document = _document(answer.content)
    status = document.get("status")
    if not isinstance(status, int):
        raise VendorError(classify(answer.status_code, answer.content, sending=sending))
    if status:
        raise Refused(status, _meaning(status, document))
    return document


def classify(status: int, body: bytes, *, sending: bool) -> Failure:
    """Of an answer as it came; a gateway's word is no proof that nothing happened."""
    document = _document(body)
    told = document.get("status")
    if isinstance(told, int) and told:
        return _meaning(told, document)
    if status == 429:
        return Failure("throttle", "too_often", str(status), A_MINUTE)
    if status >= 500 or status == 200:
        return _unanswered(str(status), sending=sending)
    return Failure("permanent", "refused", str(status))


def _meaning(status: int, document: Mapping[str, Any]) -> Failure:
    kind, reason, pause = MEANINGS.get(status, ("permanent", "refused", 0))
    return Failure(kind, reason, f"{status} {document.get('status_message', '')}"[:300], pause)


def _unanswered(words: str, *, sending: bool) -> Failure:
    return Failure("ambiguous" if sending else "retry", "unanswered", words)


def _document(body: bytes) -> dict[str, Any]:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return document if isinstance(document, dict) else {}
