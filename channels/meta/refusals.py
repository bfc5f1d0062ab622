"""What the Graph API's refusals mean. Codes and subcodes of Meta's pages and of what others have met."""

import json
import re
from collections.abc import Mapping
from typing import Any

from channels.failures import Failure, FailureKind

THROTTLED = {4, 17, 32, 613, 80001, 80002, 80006, 80007}
RESTRICTED = {1893063, 2534122, 2534029, 2534013}
WINDOW_CLOSED = {2018278, 2534022}
GONE = {2018001, 2534014, 1545041}
APP_REMOVED, OTHER_APP = 458, 2018300
FIVE_MINUTES, HALF_AN_HOUR = 300, 1800
TOKEN = re.compile(r"(access_token=)[^&\s\"]+")


def classify(status: int, headers: Mapping[str, str], body: bytes, *, sending: bool) -> Failure:
    """`sending`: a refusal that may have come after the deed is no reason to do it again."""
    error = error_of(body)
    if error is None:
        return _without_words(status, headers, sending=sending)
    code, subcode = number(error.get("code")), number(error.get("error_subcode"))
    kind, reason, pause = _meaning(code, subcode, status, transient=error.get("is_transient") is True)
    if kind == "throttle":
        pause = regain(headers) or _retry_after(headers) or FIVE_MINUTES
    return Failure(kind, reason, words_of(error), pause)


def words_of(error: Mapping[str, Any]) -> str:
    """Meta's words for people, else for developers, with the codes that Meta's support asks for, and never with a token."""
    details = error.get("error_data")
    told = details.get("details") if isinstance(details, Mapping) else None
    words = TOKEN.sub(r"\1***", str(error.get("error_user_msg") or told or error.get("message") or ""))
    code, subcode, trace = (
        number(error.get("code")),
        number(error.get("error_subcode")),
        error.get("fbtrace_id"),
    )
    named = f"{code}/{subcode}, {trace}" if trace else f"{code}/{subcode}"
    return f"{words[:300]} ({named})"


def _meaning(code: int, subcode: int, status: int, *, transient: bool) -> tuple[FailureKind, str, int]:
    """The first line that holds: subcodes say more than codes."""
    lines: tuple[tuple[bool, FailureKind, str, int], ...] = (
        (subcode == 2534025, "permanent", "private_reply_used", 0),
        ((code, subcode) == (20, 1772107), "ambiguous", "created_anyway", 0),
        ((code, subcode) == (190, APP_REMOVED), "reauth", "access_withdrawn", 0),
        (code == 190, "reauth", "access_lost", 0),
        (subcode == OTHER_APP, "permanent", "thread_elsewhere", 0),
        (subcode in WINDOW_CLOSED, "permanent", "window_closed", 0),
        (subcode in RESTRICTED or code == 368, "pause", "restricted", HALF_AN_HOUR),
        (code in THROTTLED or status == 429, "throttle", "too_often", 0),
        (
            subcode in GONE or code == 551 or (code, subcode) == (100, 33),
            "recipient_gone",
            "recipient_gone",
            0,
        ),
        (code == 230, "permanent", "no_consent", 0),
        (code in (3, 10) or 200 <= code <= 299, "permanent", "not_allowed", 0),
        (transient or code in (1, 2) or status >= 500, "retry", "unavailable", 0),
    )
    found = ((kind, reason, pause) for holds, kind, reason, pause in lines if holds)
    return next(found, ("permanent", "refused", 0))


def _without_words(status: int, headers: Mapping[str, str], *, sending: bool) -> Failure:
    """A gateway between us and Meta spoke."""
    if status == 429:
        return Failure("throttle", "too_often", str(status), _retry_after(headers) or FIVE_MINUTES)
    if status in (502, 503, 504) or status >= 500:
        return Failure("ambiguous" if sending else "retry", "unanswered", str(status))
    return Failure("permanent", "refused", str(status))


def regain(headers: Mapping[str, str]) -> int:
    """Seconds until access returns, as Meta tells it in minutes; 0 when it does not."""
    return max((60 * number(use.get("estimated_time_to_regain_access")) for use in _uses(headers)), default=0)


def usage(headers: Mapping[str, str]) -> int:
    """How much of its limits the account has used, in percent; 0 when nothing is told."""
    names = ("call_count", "total_time", "total_cputime")
    uses = [*_uses(headers), _json(headers.get("x-app-usage", ""))]
    return max((number(use.get(name)) for use in uses for name in names), default=0)


def _uses(headers: Mapping[str, str]) -> list[dict[str, Any]]:
    told = _json(headers.get("x-business-use-case-usage", ""))
    return [use for uses in told.values() if isinstance(uses, list) for use in uses if isinstance(use, dict)]


def error_of(body: bytes) -> dict[str, Any] | None:
    """The refusal in Meta's words, if they are Meta's."""
    document = _json(body.decode("utf-8", "replace"))
    error = document.get("error")
    return error if isinstance(error, dict) else None


def _json(text: str) -> dict[str, Any]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return document if isinstance(document, dict) else {}


def number(value: Any) -> int:
    """A number, also one written as text; 0 for what is none."""
    try:
        return int(value)
    except (TypeError, ValueError):
        return 0


def _retry_after(headers: Mapping[str, str]) -> int:
    return number(headers.get("retry-after"))
