"""A delivery as its events: by the adapter where it can, whole where it cannot. Nothing that a vendor signed is thrown away."""

import hashlib
import json
import logging
from collections.abc import Sequence
from dataclasses import replace

from channels.capabilities import Fragment, Receiver

log = logging.getLogger("smena.channels")
UNREADABLE, NOTHING = "unreadable", "nothing"  # kinds that app.receive_events knows
LONGEST_KEY = 300
LONGEST_ACCOUNT = 200


def fragments(receiver: Receiver, body: bytes) -> Sequence[Fragment]:
    """What the adapter finds in it; a delivery without events is one fragment itself, an empty one none."""
    if not body:
        return ()
    try:
        found = receiver.split(body)
    except Exception:  # against its contract, and somebody else's code: the delivery is kept all the same
        log.exception("a delivery of %s could not be split", receiver.channel)
        return (whole(body, UNREADABLE),)
    if not found:
        return (whole(body, NOTHING if _is_json(body) else UNREADABLE),)
    return [storable(fragment) for fragment in found]


def storable(fragment: Fragment) -> Fragment:
    """With a key and an account that the database can hold; whoever makes odd ones is known by what the event says instead."""
    key = fragment.key
    if not key or len(key) > LONGEST_KEY or not key.isprintable():
        key = f"{fragment.kind}:{hashlib.sha256(fragment.body).hexdigest()}"
    account = fragment.account if fragment.account.isprintable() else ""
    return replace(fragment, key=key, account=account[:LONGEST_ACCOUNT])


def whole(body: bytes, kind: str) -> Fragment:
    """The delivery as it came: `unreadable` waits for a person, `nothing` had no event in it."""
    return Fragment(f"delivery:{hashlib.sha256(body).hexdigest()}", kind, body)


def _is_json(body: bytes) -> bool:
    try:
        json.loads(body)
    except (ValueError, RecursionError):
        return False
    return True
