"""Events of a page: Messenger, the feed, Lead Ads; one form for what webhooks deliver and what is read.

https://developers.facebook.com/docs/graph-api/webhooks/reference/page
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from channels.base import Attachment, Happening, Lead, Message, Nothing, Person, Revision
from channels.capabilities import Fragment
from channels.messenger import leads
from channels.meta import events, messaging
from channels.meta.deliveries import items
from channels.meta.moments import moment
from channels.meta.values import fingerprint, part, text

LONGEST = 10_000
ADDED, EDITED, REMOVED, HIDDEN = ("add",), ("edited", "edit"), ("remove", "delete"), ("hide", "unhide")


def fragment(account: str, field: str, value: Mapping[str, Any], at: Any) -> Fragment:
    """An event as it is stored, whichever way it came."""
    return events.fragment(_named(field, value), account, field, value, at)


def split(body: bytes) -> Sequence[Fragment]:
    """The events of a delivery."""
    return [fragment(item.account, item.field, item.value, item.at) for item in items(body)]


def _named(field: str, value: Mapping[str, Any]) -> tuple[str, str]:
    """Key and kind; an empty key for what is not known."""
    if field in messaging.FIELDS:
        return messaging.named(value)
    if field == "leadgen":
        # (One that is only named is not yet the lead: reading must be able to bring it.)
        return f"{'lead' if 'field_data' in value else 'leadgen'}:{value.get('leadgen_id')}", "lead_form"
    if field != "feed" or value.get("item") != "comment" or not value.get("comment_id"):
        return "", "feed" if field == "feed" else "unknown"
    comment, verb = value["comment_id"], value.get("verb")
    lines = (
        (verb in ADDED, f"comment:{comment}", "comment"),
        (verb in EDITED, f"comment_edit:{comment}:{fingerprint(text(value, 'message'))}", "edit"),
        (verb in REMOVED, f"comment_delete:{comment}", "delete"),
    )
    hidden = (f"comment_{verb}:{comment}:{value.get('created_time')}", "feed")
    return next(((key, kind) for holds, key, kind in lines if holds), hidden)


# ------------------------------------------------------------------------------------------------ what they mean


def understand(body: bytes, received_at: datetime, region: str, app: str) -> Iterator[Happening]:
    """What happened. `received_at` for events without a time of their own; `app`: our own id, which echoes name."""
    event = json.loads(body)
    account, field, value = event["account"], event["field"], event["value"]
    at = moment(event.get("at"), received_at)
    reader = messaging.Reader("messenger", account, region, app)
    if field in messaging.FIELDS:
        yield from reader.understand(value, at, standby=field == "standby")
    elif field == "leadgen":
        yield _lead(value, at, region)
    elif field == "feed" and value.get("item") == "comment" and value.get("comment_id"):
        yield _of_comment(reader, value, at)
    else:
        yield Nothing("feed" if field == "feed" else "unknown")


def _lead(value: Mapping[str, Any], at: datetime, region: str) -> Lead | Nothing:
    if not value.get("leadgen_id"):
        return Nothing("unknown")
    if "field_data" not in value:
        return Nothing("lead_named", read_account=True)
    return leads.lead(value, moment(value.get("created_time"), at), region)


def _of_comment(reader: messaging.Reader, value: Mapping[str, Any], at: datetime) -> Happening:
    verb, comment = value.get("verb"), str(value["comment_id"])
    if verb in EDITED:
        return Revision(comment, at, text(value, "message")[:LONGEST])
    if verb in REMOVED:
        return Revision(comment, at, None)
    if verb in ADDED:
        return _comment(reader, comment, value, moment(value.get("created_time"), at))
    return Nothing("hidden" if verb in HIDDEN else "unknown")


def _comment(reader: messaging.Reader, comment: str, value: Mapping[str, Any], at: datetime) -> Message:
    """Who wrote it may not be told: it can be answered all the same, and is a thread of its own."""
    author = part(value, "from")
    who = text(author, "id") or text(value, "sender_id")
    post, parent = text(value, "post_id"), text(value, "parent_id")
    words, name = text(value, "message")[:LONGEST], text(author, "name") or text(value, "sender_name")
    is_own = who == reader.account
    return Message(
        external_id=comment,
        kind="comment",
        direction="out" if is_own else "in",
        occurred_at=at,
        thread_key=f"comments:{post}:{who or comment}",
        address=who,
        person=Person() if is_own else reader.person(who, words, name=name),
        text=words,
        attachments=_attachments(value),
        parent=parent if parent and parent != post else None,
        details={"media_id": post},
    )


def _attachments(value: Mapping[str, Any]) -> tuple[Attachment, ...]:
    kinds = (("photo", "image"), ("video", "video"))
    return tuple(
        Attachment(kind, text(value, name)[:2000], kind) for name, kind in kinds if text(value, name)
    )
