"""Events of Instagram: one form for what webhooks deliver and what is read, and what each of them means.

https://developers.facebook.com/docs/instagram-platform/webhooks
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from channels.base import Happening, Message, Nothing, Person, Revision
from channels.capabilities import Fragment
from channels.meta import events, messaging
from channels.meta.deliveries import items
from channels.meta.moments import moment
from channels.meta.values import fingerprint, part

COMMENTS = ("comments", "live_comments")
LONGEST = 10_000


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
    comment = value.get("id") or value.get("comment_id")
    digest = fingerprint(str(value.get("text")))
    lines = (
        (field in COMMENTS and comment, f"comment:{comment}", "comment"),
        (field == "comment_edit", f"comment_edit:{value.get('id')}:{digest}", "edit"),
        (field == "comment_delete", f"comment_delete:{value.get('id')}", "delete"),
        (field == "mentions", f"mention:{value.get('media_id')}:{comment or ''}", "mention"),
    )
    return next(((key, kind) for holds, key, kind in lines if holds), ("", "unknown"))


# ------------------------------------------------------------------------------------------------ what they mean


def understand(body: bytes, received_at: datetime, region: str) -> Iterator[Happening]:
    """What happened. `received_at` for events without a time of their own."""
    event = json.loads(body)
    account, field, value = event["account"], event["field"], event["value"]
    at = moment(event.get("at"), received_at)
    reader = messaging.Reader("instagram", account, region)
    if field in COMMENTS:
        yield _comment(reader, field, value, at)
    elif field == "comment_edit":
        yield Revision(str(value["id"]), at, str(value.get("text") or ""))
    elif field == "comment_delete":
        yield Revision(str(value["id"]), at, None)
    elif field in messaging.FIELDS:
        yield from reader.understand(value, at, standby=field == "standby")
    else:
        # (A mention under somebody else's post names ids that this login may not read.)
        yield Nothing("mention" if field == "mentions" else "unknown")


def _comment(reader: messaging.Reader, field: str, value: Mapping[str, Any], at: datetime) -> Happening:
    author, media = part(value, "from"), part(value, "media")
    who = str(author.get("id") or "")
    comment, post = str(value.get("id") or value.get("comment_id") or ""), str(media.get("id") or "")
    if not comment or not who:
        return Nothing("nobody")
    is_own = who == reader.account or "self_ig_scoped_id" in author
    text = str(value.get("text") or "")[:LONGEST]
    username = str(author.get("username") or "")
    details = {"media_id": post, "media_product_type": str(media.get("media_product_type") or "")}
    return Message(
        external_id=comment,
        kind="comment",
        direction="out" if is_own else "in",
        occurred_at=at,
        thread_key=f"comments:{post}:{who}",
        address=who,
        person=Person() if is_own else reader.person(who, text, username=username),
        text=text,
        parent=str(value["parent_id"]) if value.get("parent_id") else None,
        hints=messaging.advertisement(media, media),
        details={**details, **({"live": True} if field == "live_comments" else {})},
    )
