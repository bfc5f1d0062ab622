"""The one form in which events of Meta's channels are stored, whichever way they came."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from channels.capabilities import Fragment

LONGEST_KEY = 300


def fragment(named: tuple[str, str], account: str, field: str, value: Mapping[str, Any], at: Any) -> Fragment:
    """`named`: key and kind; the key is of what happened, not of who told it, and empty for what is not known."""
    key, kind = named
    event = {"account": account, "field": field, "value": value, "at": at}
    body = json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "ignore")
    if not key or len(key) > LONGEST_KEY or not key.isprintable():
        key = f"{kind}:{hashlib.sha256(body).hexdigest()}"
    return Fragment(key, kind, body, account if account.isprintable() else "")
