"""What people do on Facebook: `POST /_sim/messenger/{page}/{act}`; `name` is who acts, and he appears when he is first named."""

from collections.abc import Mapping
from typing import Any

from simulator.core.acts import Impossible, acts_of
from simulator.messenger import events
from simulator.messenger.state import FORM, Comment, Lead, Message, Page, Person
from simulator.world import World

OLENA = "Olena K"
Result = Mapping[str, Any]


def dm(
    world: World,
    account: str,
    name: str = OLENA,
    text: str = "Скільки коштує?",
    attachment: str = "",
    referral: Mapping[str, Any] | None = None,
    standby: bool = False,
) -> Result:
    """A message; `standby`: another app owns the thread."""
    page, person = _sides(world, account, name)
    files = [{"type": attachment, "payload": {"url": world.file("scontent.fbcdn.net", attachment, "sent")}}]
    message = _say(world, person, "" if attachment else text, files if attachment else [])
    body: dict[str, Any] = {"mid": message.mid}
    body |= {"attachments": files} if attachment else {"text": text}
    if referral:
        body["referral"] = referral
    tell = events.tell_standby if standby else events.tell_item
    return _result(message, person, tell(world, page, person, {"message": body}))


def ad_dm(
    world: World,
    account: str,
    name: str = OLENA,
    text: str = "Скільки коштує?",
    ad_id: str = "120210000000001",
    ad_title: str = "Autumn sale",
    ref: str = "promo_11",
) -> Result:
    """The first message after a click on an ad."""
    context = {"ad_title": ad_title, "post_id": world.messenger.newest_post(_page(world, account).id).id}
    referral = {
        "ref": ref,
        "ad_id": ad_id,
        "source": "ADS",
        "type": "OPEN_THREAD",
        "ads_context_data": context,
    }
    return dm(world, account, name, text, referral=referral)


def edit(world: World, account: str, mid: str, text: str) -> Result:
    """A person changes what he wrote."""
    message = _message(world, mid)
    message.text, message.edits = text, message.edits + 1
    return _on(
        world, account, message, {"message_edit": {"mid": mid, "text": text, "num_edit": message.edits}}
    )


def unsend(world: World, account: str, mid: str) -> Result:
    """A person takes a message back."""
    message = _message(world, mid)
    message.deleted = True
    return _on(world, account, message, {"message": {"mid": mid, "is_deleted": True}})


def react(world: World, account: str, mid: str, emoji: str = "❤️", reaction: str = "love") -> Result:
    """A person reacts to a message; an empty emoji takes the reaction back."""
    told = {"action": "react", "reaction": reaction, "emoji": emoji} if emoji else {"action": "unreact"}
    return _on(world, account, _message(world, mid), {"reaction": {"mid": mid, **told}})


def read(world: World, account: str, name: str = OLENA) -> Result:
    """A person has read everything up to now: a watermark, no message ids."""
    page, person = _sides(world, account, name)
    return {"told": events.tell_item(world, page, person, {"read": {"watermark": world.clock.ms()}})}


def postback(
    world: World, account: str, name: str = OLENA, title: str = "Узнать цену", payload: str = "PRICE"
) -> Result:
    """A person presses a button."""
    page, person = _sides(world, account, name)
    message = _say(world, person, title, [])
    item = {"postback": {"mid": message.mid, "title": title, "payload": payload}}
    return _result(message, person, events.tell_item(world, page, person, item))


def referral(world: World, account: str, name: str = OLENA, ref: str = "qr_shop") -> Result:
    """A person comes to the thread by an m.me link."""
    page, person = _sides(world, account, name)
    item = {"referral": {"ref": ref, "source": "SHORTLINK", "type": "OPEN_THREAD"}}
    return {"from": person.id, "told": events.tell_item(world, page, person, item)}


def inbox_reply(world: World, account: str, name: str = OLENA, text: str = "Здравствуйте!") -> Result:
    """Somebody of the company answers in Meta's own inbox: an echo of another app."""
    page, person = _sides(world, account, name)
    message = world.messenger.message(world.messenger.thread(person), text, outgoing=True)
    return _result(message, person, events.tell_sent(world, page, person, message, "", ours=False))


def comment(
    world: World, account: str, name: str = OLENA, text: str = "Скільки?", post: str = "", parent: str = ""
) -> Result:
    """Comments under a post (the newest by default), or under another comment."""
    page, person = _sides(world, account, name)
    under = world.messenger.posts[post] if post else world.messenger.newest_post(page.id)
    if parent:
        under = world.messenger.posts[_comment(world, parent).post]
    made = world.messenger.comment(under, parent or under.id, person.id, person.name, text)
    return {
        "comment_id": made.id,
        "post_id": under.id,
        "from": person.id,
        "told": events.tell_comment(world, page, made, "add"),
    }


def edit_comment(world: World, account: str, comment_id: str, text: str) -> Result:
    """Somebody changes his comment."""
    made = _comment(world, comment_id)
    made.text = text
    return {"told": events.tell_comment(world, _page(world, account), made, "edited")}


def delete_comment(world: World, account: str, comment_id: str) -> Result:
    """Somebody deletes his comment."""
    made = _comment(world, comment_id)
    made.deleted = True
    return {"told": events.tell_comment(world, _page(world, account), made, "remove")}


def like(world: World, account: str, name: str = OLENA) -> Result:
    """A reaction to a post: noise of the feed."""
    page, person = _sides(world, account, name)
    post = world.messenger.newest_post(page.id).id
    value = {
        "item": "reaction",
        "verb": "add",
        "reaction_type": "like",
        "post_id": post,
        "from": {"id": person.id, "name": name},
    }
    return {"told": events.tell_change(world, page, "feed", value)}


def lead(
    world: World,
    account: str,
    full_name: str = OLENA,
    phone_number: str = "+380671234567",
    email: str = "",
    ad_id: str = "120210000000001",
    platform: str = "ig",
    answers: Mapping[str, str] | None = None,
) -> Result:
    """Somebody sends the form of a lead ad."""
    page = _page(world, account)
    given = {"full_name": full_name, "phone_number": phone_number, "email": email, **(answers or {})}
    kept = {name: value for name, value in given.items() if value}
    made = Lead(world.messenger.ids.next("555", 15), FORM, page.id, ad_id, world.clock.now(), kept, platform)
    world.messenger.leads[made.id] = made
    return {"leadgen_id": made.id, "form_id": FORM, "told": events.tell_lead(world, page, made)}


def person(
    world: World, account: str, name: str = OLENA, blocks: bool = False, offline: bool = False
) -> Result:
    """What a person is like from now on."""
    _, known = _sides(world, account, name)
    known.blocks, known.offline = blocks, offline
    return {"from": known.id}


def token(world: World, account: str, subcode: int = 463) -> Result:
    """Ends the page's tokens: 460 password changed, 492 the user lost his role."""
    return {"ended": world.messenger.tokens.kill(_page(world, account).id, subcode)}


def _page(world: World, account: str) -> Page:
    page = world.messenger.page(account)
    if page is None:
        raise Impossible(f"there is no page {account}; there is {', '.join(world.messenger.pages)}")
    return page


def _sides(world: World, account: str, name: str) -> tuple[Page, Person]:
    page = _page(world, account)
    return page, world.messenger.person(page.id, name)


def _say(world: World, person: Person, text: str, files: list[dict[str, Any]]) -> Message:
    return world.messenger.message(world.messenger.thread(person), text, outgoing=False, attachments=files)


def _message(world: World, mid: str) -> Message:
    if mid not in world.messenger.messages:
        raise Impossible(f"there is no message {mid}")
    return world.messenger.messages[mid]


def _comment(world: World, comment_id: str) -> Comment:
    if comment_id not in world.messenger.comments:
        raise Impossible(f"there is no comment {comment_id}")
    return world.messenger.comments[comment_id]


def _on(world: World, account: str, message: Message, item: Mapping[str, Any]) -> Result:
    person = world.messenger.people[world.messenger.threads[message.thread].person]
    return _result(message, person, events.tell_item(world, _page(world, account), person, item))


def _result(message: Message, person: Person, told: bool) -> Result:
    return {"mid": message.mid, "from": person.id, "thread": message.thread, "told": told}


ACTS = acts_of(
    *(dm, ad_dm, edit, unsend, react, read, postback, referral, inbox_reply),
    *(comment, edit_comment, delete_comment, like, lead, person, token),
)
