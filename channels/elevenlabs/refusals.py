"""What ElevenLabs' refusals mean: `detail` is an object, a list (422) or, of old, text."""

import json
from collections.abc import Mapping
from typing import Any

from channels.failures import Failure, FailureKind

QUOTA = ("quota_exceeded", "insufficient_credits", "payment_required")
LOST = ("invalid_api_key", "needs_authorization", "missing_permissions", "api_key_disabled")
BUSY_SECONDS, CROWD_SECONDS = 10, 3
# When the quota comes back the refusal does not say; it is looked at once an hour.
QUOTA_SECONDS = 3600


def classify(status: int, body: Any) -> Failure:
    """`body` as it came, or read already."""
    detail = _detail(body)
    word, words = _word(detail), _words(detail, status)
    kind, reason, pause = _meaning(status, word)
    return Failure(kind, reason, words, pause)


def _meaning(status: int, word: str) -> tuple[FailureKind, str, int]:
    """The first line that holds: words say more than numbers."""
    lines: tuple[tuple[bool, FailureKind, str, int], ...] = (
        (word in QUOTA or status == 402, "pause", "quota_exceeded", QUOTA_SECONDS),
        (word == "missing_permissions", "permanent", "permission_missing", 0),
        (word in LOST or status == 401, "reauth", "access_lost", 0),
        (word == "too_many_concurrent_requests", "throttle", "too_many_at_once", CROWD_SECONDS),
        (status == 429, "throttle", "busy", BUSY_SECONDS),
        (status in (502, 504), "ambiguous", "unanswered", 0),
        (status == 408 or status >= 500, "retry", "unavailable", 0),
    )
    found = ((kind, reason, pause) for holds, kind, reason, pause in lines if holds)
    return next(found, ("permanent", word if word.isidentifier() else "refused", 0))


def _detail(body: Any) -> Any:
    if isinstance(body, bytes | str):
        try:
            body = json.loads(body)
        except (ValueError, RecursionError):
            return body.decode("utf-8", "replace") if isinstance(body, bytes) else body
    return body.get("detail", body) if isinstance(body, Mapping) else body


def _word(detail: Any) -> str:
    if not isinstance(detail, Mapping):
        return "invalid_parameters" if isinstance(detail, list) and detail else ""
    return str(detail.get("status") or detail.get("code") or "")[:60]


def _words(detail: Any, status: int) -> str:
    if isinstance(detail, Mapping):
        return str(detail.get("message") or status)[:300]
    if isinstance(detail, list):
        told = [f"{one.get('loc')}: {one.get('msg')}" for one in detail if isinstance(one, Mapping)]
        return "; ".join(told)[:300] or str(status)
    return str(detail or status)[:300]
