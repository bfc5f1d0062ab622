"""Events of Instagram: one form for what webhooks deliver and what is read, and what each of them means.

https://developers.facebook.com/docs/instagram-platform/webhooks
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from channels import contacts
from channels.base import Attachment, Happening, Identity, Message, Nothing, Person, Receipt, Revision
from channels.capabilities import Fragment
from channels.meta.deliveries import items
from channels.meta.moments import moment

WINDOW = timedelta(hours=24)
COMMENTS = ("comments", "live_comments")
DIRECT = ("messaging", "standby")
LONGEST = 10_000
LONGEST_KEY = 300


def fragment(account: str, field: str, value: Mapping[str, Any], at: Any) -> Fragment:
    """An event as it is stored, whichever way it came; its key is of what happened, not of who told it."""
    key, kind = _named(field, value)
    event = {"account": account, "field": field, "value": value, "at": at}
    body = json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "ignore")
    if not key or len(key) > LONGEST_KEY or not key.isprintable():
        key = f"{kind}:{hashlib.sha256(body).hexdigest()}"
    return Fragment(key, kind, body, account if account.isprintable() else "")


def split(body: bytes) -> Sequence[Fragment]:
    """The events of a delivery."""
    return [fragment(item.account, item.field, item.value, item.at) for item in items(body)]


def _named(field: str, value: Mapping[str, Any]) -> tuple[str, str]:
    """Key and kind; an empty key for what is not known."""
    if field in COMMENTS:
        comment = value.get("id") or value.get("comment_id")
        return (f"comment:{comment}", "comment") if comment else ("", "unknown")
    if field == "comment_edit":
        digest = hashlib.sha256(str(value.get("text")).encode("utf-8", "ignore")).hexdigest()[:16]
        return f"comment_edit:{value.get('id')}:{digest}", "edit"
    if field == "comment_delete":
        return f"comment_delete:{value.get('id')}", "delete"
    return _named_direct(value) if field in DIRECT else ("", "unknown")


def _named_direct(value: Mapping[str, Any]) -> tuple[str, str]:
    message, edit, reaction = (_part(value, name) for name in ("message", "message_edit", "reaction"))
    postback, read, sender = (_part(value, name) for name in ("postback", "read", "sender"))
    at = value.get("timestamp")
    lines = (
        (message.get("is_deleted"), f"delete:{message.get('mid')}", "delete"),
        (message.get("mid"), f"message:{message.get('mid')}", "message"),
        (edit.get("mid"), f"edit:{edit.get('mid')}:{edit.get('num_edit')}", "edit"),
        (postback.get("mid"), f"message:{postback.get('mid')}", "message"),
        (read.get("mid"), f"read:{read.get('mid')}", "read"),
        (reaction.get("mid"), f"reaction:{reaction.get('mid')}:{reaction.get('action')}:{at}", "reaction"),
        ("referral" in value, f"referral:{sender.get('id')}:{at}", "referral"),
    )
    return next(((key, kind) for holds, key, kind in lines if holds), ("", "unknown"))


# ------------------------------------------------------------------------------------------------ what they mean


def understand(body: bytes, received_at: datetime, region: str) -> Iterator[Happening]:
    """What happened. `received_at` for events without a time of their own."""
    event = json.loads(body)
    account, field, value = event["account"], event["field"], event["value"]
    at = moment(event.get("at"), received_at)
    if field in COMMENTS:
        yield _comment(account, field, value, at, region)
    elif field == "comment_edit":
        yield Revision(str(value["id"]), at, str(value.get("text") or ""))
    elif field == "comment_delete":
        yield Revision(str(value["id"]), at, None)
    elif field in DIRECT:
        yield _direct(account, value, at, region)
    else:
        yield Nothing("unknown")


def _comment(account: str, field: str, value: Mapping[str, Any], at: datetime, region: str) -> Happening:
    author, media = _part(value, "from"), _part(value, "media")
    who = str(author.get("id") or "")
    comment, post = str(value.get("id") or value.get("comment_id") or ""), str(media.get("id") or "")
    if not comment or not who:
        return Nothing("nobody")
    is_own = who == account or "self_ig_scoped_id" in author
    text = str(value.get("text") or "")[:LONGEST]
    details = {"media_id": post, "media_product_type": str(media.get("media_product_type") or "")}
    return Message(
        external_id=comment,
        kind="comment",
        direction="out" if is_own else "in",
        occurred_at=at,
        thread_key=f"comments:{post}:{who}",
        address=who,
        person=Person() if is_own else _person(who, str(author.get("username") or ""), text, region),
        text=text,
        parent=str(value["parent_id"]) if value.get("parent_id") else None,
        hints=_advertisement(media, media),
        details={**details, **({"live": True} if field == "live_comments" else {})},
    )


def _direct(account: str, value: Mapping[str, Any], at: datetime, region: str) -> Happening:
    message, edit, read = _part(value, "message"), _part(value, "message_edit"), _part(value, "read")
    if message.get("is_deleted"):
        return Revision(str(message.get("mid")), at, None)
    if edit:
        # Number 0 is no edit: an app in development hears so of a new message, without its text.
        if str(edit.get("num_edit") or "0") == "0" and not edit.get("text"):
            return Nothing("without_text", read_account=True)
        return Revision(str(edit.get("mid")), at, str(edit.get("text") or ""), _number(edit.get("num_edit")))
    if read:
        return Receipt(str(read.get("mid")), "read", at, through=True)
    if message or _part(value, "postback"):
        return _message(account, value, at, region)
    return Nothing("reaction" if "reaction" in value else "referral" if "referral" in value else "unknown")


def _message(account: str, value: Mapping[str, Any], at: datetime, region: str) -> Happening:
    message = _part(value, "message") or _part(value, "postback")
    sender, recipient = (_part(value, side) for side in ("sender", "recipient"))
    is_own = bool(message.get("is_echo")) or str(sender.get("id")) == account
    side = recipient if is_own else sender
    other = str(side.get("id") or "")
    if not other or message.get("is_self"):
        return Nothing("self")
    text = str(message.get("text") or message.get("title") or "")[:LONGEST]
    above = _part(message, "reply_to")
    story = _part(above, "story")
    details: dict[str, Any] = {"unsupported": True} if message.get("is_unsupported") else {}
    if story:
        details["story"] = {"id": str(story.get("id") or ""), "url": str(story.get("url") or "")}
    return Message(
        external_id=str(message.get("mid")),
        kind="message",
        direction="out" if is_own else "in",
        occurred_at=at,
        thread_key=f"direct:{other}",
        address=other,
        person=_person(other, str(side.get("username") or ""), "" if is_own else text, region),
        text=text,
        attachments=_attachments(message),
        reply_to=str(above["mid"]) if above.get("mid") else None,
        reply_until=None if is_own else at + WINDOW,
        by_hand="app_id" not in message,
        hints=_referral(_part(message, "referral") or _part(value, "referral")),
        details=details,
    )


def _person(external_id: str, username: str, text: str, region: str) -> Person:
    return Person(
        identities=(Identity("instagram", external_id),),
        username=username.lower(),
        contacts=contacts.distinct(contacts.inside(text, region)),
    )


def _attachments(message: Mapping[str, Any]) -> tuple[Attachment, ...]:
    """Each once: a shared post comes under its old name and its new one."""
    found: dict[str, Attachment] = {}
    for one in message.get("attachments") or ():
        payload = _part(one, "payload") if isinstance(one, dict) else {}
        media = str(payload.get("ig_post_media_id") or payload.get("reel_video_id") or "")
        url = str(payload.get("url") or "")
        kind = str(one.get("type") or "file") if isinstance(one, dict) else "file"
        made = Attachment(kind[:40], url[:2000], str(payload.get("title") or kind)[:200], "", media)
        found.setdefault(media or url or kind, made)
    return tuple(found.values())[:20]


def _referral(referral: Mapping[str, Any]) -> dict[str, str]:
    told = {name: str(referral.get(name) or "") for name in ("ref", "source", "ad_id")}
    return {
        **{k: v[:300] for k, v in told.items() if v},
        **_advertisement(referral, _part(referral, "ads_context_data")),
    }


def _advertisement(named: Mapping[str, Any], titled: Mapping[str, Any]) -> dict[str, str]:
    """Which advertisement brought somebody; its title is what rules of the source know as the campaign."""
    if not named.get("ad_id"):
        return {}
    title = str(titled.get("ad_title") or "")[:300]
    return {"ad_id": str(named["ad_id"]), **({"ad_title": title, "utm_campaign": title} if title else {})}


def _part(value: Mapping[str, Any], name: str) -> dict[str, Any]:
    found = value.get(name)
    return found if isinstance(found, dict) else {}


def _number(value: Any) -> int | None:
    try:
        return int(value)
    except (TypeError, ValueError):
        return None
