"""SQLSTATE -> the error an answer carries. The one place where the database's refusals get an HTTP status.

Functions in schema `app` raise their own: `raise exception using errcode = 'SM409', message = 'stage_in_use',
detail = '{"deals": 3}'` (or `perform app.fail(409, 'stage_in_use', '{"deals": 3}')`). The last three digits are the
status, the message is a code of the message catalogue, the optional detail is JSON: `field` (or `fields`) in it names
what is marked in the form, for 412 it is the present row, the rest fills details and placeholders.
"""

import json
from typing import Any

from asyncpg.exceptions import PostgresError

from api import errors

OWN = "SM"
RETRIABLE = frozenset(
    {"40001", "40P01"}
)  # serialisation failure, deadlock: nothing was done, doing it again is safe

STATES: dict[str, tuple[type[errors.SmenaError], str]] = {
    "42501": (errors.Forbidden, "forbidden"),
    "23505": (errors.Conflict, "already_exists"),
    "23503": (errors.Conflict, "still_referenced"),
    "23P01": (errors.Conflict, "already_exists"),
    "23514": (errors.Invalid, "rule_broken"),
    "23502": (errors.Invalid, "value_missing"),
    "P0002": (errors.NotFound, "not_found"),
    "25006": (errors.MethodNotAllowed, "read_only"),
    "57014": (errors.TimedOut, "timed_out"),
    "25P04": (errors.TimedOut, "timed_out"),
    "40001": (errors.Unavailable, "try_again"),
    "40P01": (errors.Unavailable, "try_again"),
    "55P03": (errors.Unavailable, "busy"),
    "53300": (errors.Unavailable, "database_unavailable"),
}
# Classes: data exceptions are the payload's fault; connection, resources and shutdown are the database's.
CLASSES: dict[str, tuple[type[errors.SmenaError], str]] = {
    "22": (errors.Invalid, "invalid"),
    "08": (errors.Unavailable, "database_unavailable"),
    "53": (errors.Unavailable, "database_unavailable"),
    "57": (errors.Unavailable, "database_unavailable"),
}


def translate(error: PostgresError) -> errors.SmenaError | None:
    """The answer's error, or None when the database says something that only a bug of ours can cause."""
    state = error.sqlstate or ""
    if state.startswith(OWN):
        return _own(state, error)
    found = STATES.get(state) or CLASSES.get(state[:2])
    if found is None:
        return None
    kind, code = found
    # The error's own detail quotes stored values (a colleague's phone): only names of constraints leave the house.
    constraint = getattr(error, "constraint_name", None)
    return kind(code, details={"constraint": constraint} if constraint else None)


def _own(state: str, error: PostgresError) -> errors.SmenaError | None:
    if not state[2:].isdigit():
        return None
    kind = errors.by_status(int(state[2:]))
    code = getattr(error, "message", None) or str(error)
    details = _details(getattr(error, "detail", None))
    if int(state[2:]) == errors.VersionConflict.status:
        return errors.VersionConflict(details.get("current", details))
    if kind is errors.RateLimited:
        return errors.RateLimited(int(details.get("retry_after", 60)), code)
    fields = details.pop("fields", None)
    if "field" in details:
        fields = {details.pop("field"): code}
    return kind(code, fields=fields, details=details or None, params=details)


def _details(text: str | None) -> dict[str, Any]:
    try:
        loaded = json.loads(text) if text else {}
    except ValueError:
        return {}
    return loaded if isinstance(loaded, dict) else {}
