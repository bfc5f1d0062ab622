"""Items of `messaging` and `standby`: Instagram's and Messenger's are one language.

https://developers.facebook.com/docs/messenger-platform/reference/webhook-events
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from channels import contacts
from channels.base import (
    Attachment,
    ContactKind,
    Happening,
    Identity,
    Message,
    Nothing,
    Person,
    Reaction,
    Receipt,
    Revision,
    Visit,
)
from channels.meta.moments import moment
from channels.meta.values import number, part, rows
from channels.meta.values import text as text_of

WINDOW = timedelta(hours=24)
LONGEST = 10_000
FIELDS = ("messaging", "standby")
# What a reaction is called where its sign is not told.
SIGNS = {
    **{"love": "❤️", "like": "👍", "dislike": "👎", "smile": "😆"},
    **{"wow": "😮", "sad": "😢", "angry": "😠"},
}


def named(value: Mapping[str, Any]) -> tuple[str, str]:
    """Key and kind of an item; an empty key for what is not known."""
    message, edit, reaction = (part(value, name) for name in ("message", "message_edit", "reaction"))
    postback, read, delivery = (part(value, name) for name in ("postback", "read", "delivery"))
    who, at = part(value, "sender").get("id"), value.get("timestamp")
    pressed = postback.get("mid") or f"postback:{who}:{at}"
    seen, arrived = read.get("mid") or f"{who}:{read.get('watermark')}", delivery.get("watermark")
    lines = (
        (message.get("is_deleted"), f"delete:{message.get('mid')}", "delete"),
        (message.get("mid"), f"message:{message.get('mid')}", "message"),
        (edit.get("mid"), f"edit:{edit.get('mid')}:{edit.get('num_edit')}", "edit"),
        (postback, f"message:{pressed}", "message"),
        (read, f"read:{seen}", "read"),
        (delivery, f"delivery:{who}:{arrived}", "delivery"),
        (reaction.get("mid"), f"reaction:{reaction.get('mid')}:{reaction.get('action')}:{at}", "reaction"),
        ("referral" in value, f"referral:{who}:{at}", "referral"),
    )
    return next(((key, kind) for holds, key, kind in lines if holds), ("", "unknown"))


@dataclass(frozen=True, slots=True)
class Reader:
    """What items mean to one account. `app`: our own id, where echoes name who sent them."""

    kind: ContactKind
    account: str
    region: str
    app: str = ""

    def understand(self, value: Mapping[str, Any], at: datetime, *, standby: bool = False) -> list[Happening]:
        """What happened; `standby`: another app has the thread, nobody of ours may answer there."""
        if part(value, "delivery") or part(value, "read"):
            return self._receipts(value, at)
        return [self._one(value, at, standby=standby)]

    def _one(self, value: Mapping[str, Any], at: datetime, *, standby: bool) -> Happening:
        message, edit = part(value, "message"), part(value, "message_edit")
        if message.get("is_deleted"):
            return Revision(str(message.get("mid")), at, None)
        if edit:
            # Number 0 is no edit: an app in development hears so of a new message, without its text.
            if str(edit.get("num_edit") or "0") == "0" and not edit.get("text"):
                return Nothing("without_text", read_account=True)
            return Revision(
                str(edit.get("mid")), at, str(edit.get("text") or ""), number(edit.get("num_edit"))
            )
        if message or part(value, "postback"):
            return self._message(value, at, standby=standby)
        who = str(part(value, "sender").get("id") or "")
        if who and part(value, "referral"):
            # He came by a link, or an advertisement, and may say something now.
            return Visit(f"direct:{who}", at, referral(part(value, "referral")))
        reaction = part(value, "reaction")
        return self._reaction(value, reaction, at) if reaction.get("mid") else Nothing("unknown")

    def _reaction(self, value: Mapping[str, Any], told: Mapping[str, Any], at: datetime) -> Reaction:
        """A sign that is neither told nor known by its name is a heart."""
        is_own = str(part(value, "sender").get("id")) == self.account
        sign = text_of(told, "emoji") or SIGNS.get(text_of(told, "reaction"), SIGNS["love"])
        is_back = told.get("action") == "unreact"
        return Reaction(str(told["mid"]), at, "" if is_back else sign, "us" if is_own else "client")

    def _receipts(self, value: Mapping[str, Any], at: datetime) -> list[Happening]:
        """Of one message, or of everything up to a moment: Messenger's watermark."""
        read, delivery = part(value, "read"), part(value, "delivery")
        if read.get("mid"):
            return [Receipt(str(read["mid"]), "read", at, through=True)]
        thread, until = (
            f"direct:{part(value, 'sender').get('id')}",
            moment((read or delivery).get("watermark"), at),
        )
        if read:
            return [Receipt(thread, "read", until, through=True, thread_key=thread)]
        mids = delivery.get("mids")
        if isinstance(mids, list) and mids:
            return [Receipt(str(mid), "delivered", until) for mid in mids[:100]]
        return [Receipt(thread, "delivered", until, through=True, thread_key=thread)]

    def _message(self, value: Mapping[str, Any], at: datetime, *, standby: bool) -> Happening:
        message = part(value, "message") or part(value, "postback")
        sender, recipient = (part(value, side) for side in ("sender", "recipient"))
        is_own = bool(message.get("is_echo")) or str(sender.get("id")) == self.account
        side = recipient if is_own else sender
        other = str(side.get("id") or "")
        if not other or message.get("is_self"):
            return Nothing("self")
        text = str(message.get("text") or message.get("title") or "")[:LONGEST]
        return Message(
            external_id=str(message.get("mid") or named(value)[0].removeprefix("message:")),
            kind="message",
            direction="out" if is_own else "in",
            occurred_at=at,
            thread_key=f"direct:{other}",
            address="" if standby else other,
            person=self.person(other, "" if is_own else text, username=str(side.get("username") or "")),
            text=text,
            attachments=attachments(message),
            reply_to=_answered(message),
            reply_until=None if is_own or standby else at + WINDOW,
            by_hand=self._is_by_hand(message),
            outbox=outbox_id(message.get("metadata")),
            hints=_hints(message, value),
            details=_details(message, standby=standby),
        )

    def person(self, external_id: str, text: str, *, name: str = "", username: str = "") -> Person:
        """Somebody by his id here, with what he says of himself."""
        return Person(
            identities=(Identity(self.kind, external_id),) if external_id else (),
            name=name[:200],
            username=username.lower(),
            contacts=contacts.distinct(contacts.inside(text, self.region)),
        )

    def _is_by_hand(self, message: Mapping[str, Any]) -> bool:
        """Meta's own inbox is an app, too."""
        app = str(message.get("app_id") or "")
        return not app or bool(self.app and app != self.app)


def _answered(message: Mapping[str, Any]) -> str | None:
    above = part(message, "reply_to")
    return str(above["mid"]) if above.get("mid") else None


def _hints(message: Mapping[str, Any], value: Mapping[str, Any]) -> dict[str, str]:
    mentioned = any(file.get("type") == "story_mention" for file in rows(message, "attachments"))
    told = referral(part(message, "referral") or part(value, "referral"))
    return {**told, **({"story": "mention"} if mentioned else {})}


def outbox_id(metadata: Any) -> str | None:
    """Our own id of a message, as it comes back with its echo."""
    try:
        return str(UUID(metadata)) if isinstance(metadata, str) else None
    except ValueError:
        return None


def _details(message: Mapping[str, Any], *, standby: bool) -> dict[str, Any]:
    details: dict[str, Any] = {"unsupported": True} if message.get("is_unsupported") else {}
    story = part(part(message, "reply_to"), "story")
    if story:
        details["story"] = {"id": str(story.get("id") or ""), "url": str(story.get("url") or "")}
    return {**details, **({"standby": True} if standby else {})}


def attachments(message: Mapping[str, Any]) -> tuple[Attachment, ...]:
    """Each once: a shared post comes under its old name and its new one."""
    found: dict[str, Attachment] = {}
    for one in rows(message, "attachments"):
        payload = part(one, "payload")
        media = str(payload.get("ig_post_media_id") or payload.get("reel_video_id") or "")
        url, kind = str(payload.get("url") or ""), str(one.get("type") or "file")
        made = Attachment(kind[:40], url[:2000], str(payload.get("title") or kind)[:200], "", media)
        found.setdefault(media or url or kind, made)
    return tuple(found.values())[:20]


def referral(told: Mapping[str, Any]) -> dict[str, str]:
    """What brought somebody to the thread: an advertisement, a link."""
    known = {name: str(told.get(name) or "") for name in ("ref", "source", "ad_id")}
    return {
        **{name: value[:300] for name, value in known.items() if value},
        **advertisement(told, part(told, "ads_context_data")),
    }


def advertisement(known: Mapping[str, Any], titled: Mapping[str, Any]) -> dict[str, str]:
    """Which advertisement brought somebody; its title is what rules of the source know as the campaign."""
    if not known.get("ad_id"):
        return {}
    title = str(titled.get("ad_title") or "")[:300]
    return {"ad_id": str(known["ad_id"]), **({"ad_title": title, "utm_campaign": title} if title else {})}
