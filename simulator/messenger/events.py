"""What Facebook posts to the CRM about a page (https://developers.facebook.com/docs/messenger-platform/webhooks)."""

from collections.abc import Mapping
from typing import Any

import httpx

from simulator.core.courier import Post
from simulator.core.dispatch import AFTER_ANSWER, Address, Event
from simulator.messenger.state import Comment, Lead, Message, Messenger, Page, Person
from simulator.meta.webhooks import GIVES_UP_AFTER_36_HOURS, envelope, sign
from simulator.world import World

# An app whose webhook has failed for so long is cut off until it subscribes the page again.
CUT_OFF_AFTER = 3600
DELIVERED_AFTER = 0.2
NEEDS = {
    "message": "messages",
    "message_edit": "message_edits",
    "reaction": "message_reactions",
    "postback": "messaging_postbacks",
    "delivery": "message_deliveries",
    "read": "message_reads",
    "referral": "messaging_referrals",
}


def tell_item(world: World, page: Page, person: Person, item: Mapping[str, Any], after: float = 0.0) -> bool:
    """An item of `messaging` from a person."""
    (kind,) = item
    return _messaging(world, page, (person.id, page.id), item, NEEDS[kind], after)


def tell_standby(world: World, page: Page, person: Person, item: Mapping[str, Any]) -> bool:
    """The same while another app owns the thread."""
    return _messaging(world, page, (person.id, page.id), item, "standby", 0.0, "standby")


def tell_sent(
    world: World, page: Page, person: Person, message: Message, metadata: str, ours: bool = True
) -> bool:
    """Echo and delivery of a message of the page."""
    body: dict[str, Any] = {"mid": message.mid, "is_echo": True, "text": message.text}
    if ours:
        body["app_id"] = int(world.messenger.app.id)
    if metadata:
        body["metadata"] = metadata
    if message.attachments:
        body = {**body, "attachments": message.attachments}
        del body["text"]
    told = _messaging(world, page, (page.id, person.id), {"message": body}, "message_echoes", AFTER_ANSWER)
    if not person.offline:
        delivery = {"mids": [message.mid], "watermark": int(message.at * 1000) + 100}
        tell_item(world, page, person, {"delivery": delivery}, DELIVERED_AFTER)
    return told


def tell_comment(world: World, page: Page, comment: Comment, verb: str) -> bool:
    """A change of the feed: add, edited, remove, hide, unhide."""
    value: dict[str, Any] = {
        "item": "comment",
        "verb": verb,
        "comment_id": comment.id,
        "post_id": comment.post,
        "parent_id": comment.parent,
        "from": {"id": comment.author, "name": comment.name},
        "created_time": int(world.clock.now()),
    }
    if verb in ("add", "edited"):
        value["message"] = comment.text
    return tell_change(world, page, "feed", value)


def tell_lead(world: World, page: Page, lead: Lead) -> bool:
    """Somebody sent a form; what he wrote must be asked for."""
    value = {
        "leadgen_id": lead.id,
        "form_id": lead.form,
        "page_id": page.id,
        "ad_id": lead.ad_id,
        "adgroup_id": f"{lead.ad_id}3" if lead.ad_id else "",
        "created_time": int(lead.at),
    }
    return tell_change(world, page, "leadgen", value)


def tell_change(world: World, page: Page, field: str, value: Mapping[str, Any]) -> bool:
    """Any change of the page."""
    return _tell(world, page, Event(page.id, "changes", value, field, world.clock.now()), 0.0)


def _messaging(
    world: World,
    page: Page,
    sides: tuple[str, str],
    item: Mapping[str, Any],
    field: str,
    after: float,
    kind: str = "messaging",
) -> bool:
    value = {
        "sender": {"id": sides[0]},
        "recipient": {"id": sides[1]},
        "timestamp": world.clock.ms(),
        **item,
    }
    return _tell(world, page, Event(page.id, kind, value, field, world.clock.now()), after)


def _tell(world: World, page: Page, event: Event, after: float) -> bool:
    app = world.messenger.app
    if not app.callback_url or event.field not in app.fields or event.field not in page.subscribed:
        return False
    world.dispatcher("messenger").emit(_address(world.messenger, page), event, after)
    return True


def _address(messenger: Messenger, page: Page) -> Address:
    def told(post: Post, answer: httpx.Response | None) -> None:
        if answer is not None and answer.is_success:
            page.failing_since = None
            return
        page.failing_since = page.failing_since or post.first
        if messenger.clock.now() - page.failing_since >= CUT_OFF_AFTER:
            page.subscribed = set()

    app = messenger.app
    return Address(
        vendor="messenger",
        url=app.callback_url,
        secret=app.secret,
        plan=GIVES_UP_AFTER_36_HOURS,
        render=lambda events, faults: envelope("page", events, faults),
        sign=sign,
        batches=True,
        told=told,
    )
