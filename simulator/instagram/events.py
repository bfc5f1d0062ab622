"""What Instagram posts to the CRM: https://developers.facebook.com/docs/instagram-platform/webhooks."""

from collections.abc import Mapping
from typing import Any

from simulator.core.dispatch import AFTER_ANSWER, Address, Event
from simulator.instagram.state import Account, Comment, Instagram, Message
from simulator.meta.webhooks import GIVES_UP_AFTER_36_HOURS, envelope, sign
from simulator.world import World

# Which subscription an item of `messaging` needs; a deletion and an echo are messages too.
NEEDS = {
    "message": "messages",
    "message_edit": "message_edit",
    "reaction": "message_reactions",
    "postback": "messaging_postbacks",
    "read": "messaging_seen",
    "referral": "messaging_referral",
}


def tell_comment(world: World, account: Account, comment: Comment) -> bool:
    """The webhook of a comment, also of our own; False when nobody is subscribed."""
    kind = "live_comments" if comment.live else "comments"
    return _tell(
        world, account, Event(account.id, "changes", _comment(world.instagram, account, comment), kind)
    )


def tell_message(
    world: World, account: Account, person: str, item: Mapping[str, Any], *, outgoing: bool = False
) -> bool:
    """The webhook of an item of Direct: `{"message": {...}}`, `{"read": {...}}` and so on."""
    sides = (account.id, person) if outgoing else (person, account.id)
    value = {
        "sender": {"id": sides[0]},
        "recipient": {"id": sides[1]},
        "timestamp": world.clock.ms(),
        **item,
    }
    (kind,) = item
    return _tell(
        world, account, Event(account.id, "messaging", value, NEEDS[kind]), AFTER_ANSWER if outgoing else 0
    )


def echo(world: World, account: Account, person: str, message: Message) -> bool:
    """Our own message comes back, whoever sent it."""
    body: dict[str, Any] = {"mid": message.mid, "is_echo": True}
    if message.text:
        body["text"] = message.text
    if message.attachments:
        body["attachments"] = message.attachments
    return tell_message(world, account, person, {"message": body}, outgoing=True)


def tell_raw(world: World, event: Event) -> None:
    """An event as it is, past all subscriptions: the dashboard's test button."""
    world.dispatcher("instagram").emit(_address(world), event)


def _tell(world: World, account: Account, event: Event, after: float = 0.0) -> bool:
    """Three layers must agree: the app's address, the app's fields, the account's subscription."""
    app = world.instagram.app
    if not app.callback_url or event.field not in app.fields or event.field not in account.subscribed:
        return False
    stamped = Event(event.scope, event.kind, event.value, event.field, world.clock.now())
    world.dispatcher("instagram").emit(_address(world), stamped, after)
    return True


def _address(world: World) -> Address:
    app = world.instagram.app
    return Address(
        vendor="instagram",
        url=app.callback_url,
        secret=app.secret,
        plan=GIVES_UP_AFTER_36_HOURS,
        render=lambda events, faults: envelope("instagram", events, faults),
        sign=sign,
        batches=True,
    )


def _comment(instagram: Instagram, account: Account, comment: Comment) -> dict[str, Any]:
    media = instagram.media[comment.media]
    author: dict[str, Any] = {"id": comment.author, "username": comment.username}
    if comment.author == account.id:
        author["self_ig_scoped_id"] = account.app_scoped_id
    about: dict[str, Any] = {"id": media.id, "media_product_type": media.product_type}
    for name, value in (
        ("ad_id", media.ad_id),
        ("ad_title", media.ad_title),
        ("original_media_id", media.original),
    ):
        if value:
            about[name] = value
    told: dict[str, Any] = {"id": comment.id, "from": author, "text": comment.text, "media": about}
    return {**told, "parent_id": comment.parent} if comment.parent else told
