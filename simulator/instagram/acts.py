"""What people do on Instagram: `POST /_sim/instagram/{account}/{act}`.

`account` is an id or a username; `username` is who acts, and he appears when he is first named.
"""

from collections.abc import Mapping
from typing import Any

from simulator.core.acts import Impossible, acts_of
from simulator.core.courier import Plan, Post
from simulator.core.dispatch import Event
from simulator.instagram import events
from simulator.instagram.state import Account, Media, Message, Person
from simulator.meta.tokens import APP_REMOVED, EXPIRED
from simulator.meta.webhooks import signed_request
from simulator.world import World

LOOKASIDE = "lookaside.fbsbx.com"


def comment(
    world: World,
    account: str,
    username: str = "olena.k",
    text: str = "Ціна?",
    media: str = "",
    parent: str = "",
    ad_id: str = "",
    ad_title: str = "",
    live: bool = False,
    count: int = 1,
) -> Mapping[str, Any]:
    """Comments under a post (the newest by default), under an ad, or under another comment; `count` of them at once."""
    instagram, owner = world.instagram, world.instagram.account(account)
    person = instagram.person(owner.id, username)
    under = _media(world, owner, media, parent, ad_id, ad_title)
    made = []
    for number in range(count):
        words = text if count == 1 else f"{text} {number + 1}"
        written = instagram.comment(under, person.id, person.username, words, parent)
        written.live = live
        made.append(written)
    told = [events.tell_comment(world, owner, one) for one in made]
    return {
        "comment_id": made[0].id,
        "comment_ids": [one.id for one in made],
        "media_id": under.id,
        "from": person.id,
        "count": count,
        "told": all(told),
    }


def _media(world: World, owner: Account, media: str, parent: str, ad_id: str, ad_title: str) -> Media:
    instagram = world.instagram
    if parent:
        if parent not in instagram.comments:
            raise Impossible(f"there is no comment {parent}")
        return instagram.media[instagram.comments[parent].media]
    found = instagram.media.get(media) if media else instagram.newest_post(owner.id)
    if found is None:
        raise Impossible(f"there is no post {media}")
    if not ad_id:
        return found
    for known in instagram.media.values():
        if known.ad_id == ad_id and known.account == owner.id:
            return known
    ad = instagram.post(owner.id, ad_title or "Autumn sale", "AD")
    ad.ad_id, ad.ad_title, ad.original = ad_id, ad_title or "Autumn sale", found.id
    return ad


def edit_comment(world: World, account: str, comment_id: str, text: str) -> Mapping[str, Any]:
    """Somebody changes his comment. Instagram tells nobody: only the list shows it."""
    world.instagram.comments[_existing(world.instagram.comments, comment_id)].text = text
    return {"comment_id": comment_id, "told": False}


def delete_comment(world: World, account: str, comment_id: str) -> Mapping[str, Any]:
    """Somebody deletes his comment, or Instagram does. Again only the list shows it."""
    world.instagram.comments[_existing(world.instagram.comments, comment_id)].deleted = True
    return {"comment_id": comment_id, "told": False}


def dm(
    world: World,
    account: str,
    username: str = "olena.k",
    text: str = "Добрий день, яка ціна?",
    name: str = "",
    attachment: str = "",
    reply_to: str = "",
    referral: Mapping[str, Any] | None = None,
    via_edit: bool = False,
) -> Mapping[str, Any]:
    """A message. `attachment`: image, audio, ig_post ...; `via_edit`: as apps in development get it, an edit number 0."""
    owner, person = _sides(world, account, username, name)
    files = (
        [{"type": attachment, "payload": {"url": world.file(LOOKASIDE, attachment, "sent")}}]
        if attachment
        else []
    )
    extra = {"reply_to": {"mid": reply_to}} if reply_to else {}
    message = _say(world, owner, person, "" if attachment else text, files, extra.get("reply_to"))
    if via_edit:
        item: dict[str, Any] = {"message_edit": {"mid": message.mid, "num_edit": 0}}
    else:
        item = {"message": _told(message, {**extra, **({"referral": referral} if referral else {})})}
    return _result(message, person, events.tell_message(world, owner, person.id, item))


def ad_dm(
    world: World,
    account: str,
    username: str = "olena.k",
    text: str = "Добрий день, яка ціна?",
    ad_id: str = "120210000000001",
    ad_title: str = "Autumn sale",
    ref: str = "promo_11",
) -> Mapping[str, Any]:
    """The first message after a click on an ad that leads to Direct."""
    context = {"ad_title": ad_title, "photo_url": world.file(LOOKASIDE, "image", ad_id)}
    referral = {
        "ref": ref,
        "ad_id": ad_id,
        "source": "ADS",
        "type": "OPEN_THREAD",
        "ads_context_data": context,
    }
    return dm(world, account, username, text, referral=referral)


def story_reply(
    world: World,
    account: str,
    username: str = "olena.k",
    text: str = "скільки?",
    story: str = "17880000000000001",
) -> Mapping[str, Any]:
    """A message that answers a story of the account."""
    owner, person = _sides(world, account, username)
    above = {"story": {"id": story, "url": world.file(LOOKASIDE, "image", story)}}
    message = _say(world, owner, person, text, [], above)
    item = {"message": _told(message, {"reply_to": above})}
    return _result(message, person, events.tell_message(world, owner, person.id, item))


def story_mention(world: World, account: str, username: str = "olena.k") -> Mapping[str, Any]:
    """Somebody mentions the account in a story."""
    return dm(world, account, username, attachment="story_mention")


def unsupported(world: World, account: str, username: str = "olena.k") -> Mapping[str, Any]:
    """A message that Instagram does not hand over."""
    owner, person = _sides(world, account, username)
    message = _say(world, owner, person, "", [], None)
    item = {"message": {"mid": message.mid, "is_unsupported": True}}
    return _result(message, person, events.tell_message(world, owner, person.id, item))


def edit(world: World, account: str, mid: str, text: str, as_number: bool = False) -> Mapping[str, Any]:
    """A person changes what he wrote; the number of the edit comes as text, or as a number."""
    message = world.instagram.messages[_existing(world.instagram.messages, mid)]
    message.text, message.edits = text, message.edits + 1
    count: str | int = message.edits if as_number else str(message.edits)
    return _on(world, account, message, {"message_edit": {"mid": mid, "text": text, "num_edit": count}})


def unsend(world: World, account: str, mid: str, quietly: bool = False) -> Mapping[str, Any]:
    """A person takes a message back; from the web client Instagram may not tell (`quietly`)."""
    message = world.instagram.messages[_existing(world.instagram.messages, mid)]
    message.deleted = True
    if quietly:
        return {"mid": mid, "told": False}
    return _on(world, account, message, {"message": {"mid": mid, "is_deleted": True}})


def react(
    world: World, account: str, mid: str, emoji: str = "❤️", reaction: str = "love"
) -> Mapping[str, Any]:
    """A person reacts to a message; an empty emoji takes the reaction back."""
    message = world.instagram.messages[_existing(world.instagram.messages, mid)]
    body = {"mid": mid, "action": "react", "reaction": reaction, "emoji": emoji}
    return _on(world, account, message, {"reaction": body if emoji else {"mid": mid, "action": "unreact"}})


def read(world: World, account: str, mid: str) -> Mapping[str, Any]:
    """A person has read up to a message of ours."""
    message = world.instagram.messages[_existing(world.instagram.messages, mid)]
    return _on(world, account, message, {"read": {"mid": mid}})


def postback(
    world: World, account: str, username: str = "olena.k", title: str = "Узнать цену", payload: str = "PRICE"
) -> Mapping[str, Any]:
    """A person presses an ice breaker or a button."""
    owner, person = _sides(world, account, username)
    message = _say(world, owner, person, title, [], None)
    item = {"postback": {"mid": message.mid, "title": title, "payload": payload}}
    return _result(message, person, events.tell_message(world, owner, person.id, item))


def referral(
    world: World, account: str, username: str = "olena.k", ref: str = "qr_shop"
) -> Mapping[str, Any]:
    """A person comes to the thread by an ig.me link."""
    owner, person = _sides(world, account, username)
    item = {"referral": {"ref": ref, "source": "IGME-SOURCE-LINK", "type": "OPEN_THREAD"}}
    return {"from": person.id, "told": events.tell_message(world, owner, person.id, item)}


def app_reply(
    world: World, account: str, username: str = "olena.k", text: str = "Здравствуйте!", quietly: bool = False
) -> Mapping[str, Any]:
    """Somebody of the company answers in the Instagram app: an echo, which at times does not come (`quietly`)."""
    owner, person = _sides(world, account, username)
    thread = world.instagram.thread(owner.id, person.id)
    message = world.instagram.message(thread, text, outgoing=True)
    return _result(message, person, not quietly and events.echo(world, owner, person.id, message))


def block(world: World, account: str, username: str = "olena.k", blocked: bool = True) -> Mapping[str, Any]:
    """A person takes no more messages of the account, or does again."""
    _, person = _sides(world, account, username)
    person.blocks = blocked
    return {"from": person.id, "blocked": blocked}


def restrict(
    world: World, account: str, username: str = "olena.k", restricted: bool = True
) -> Mapping[str, Any]:
    """The account restricts a person: his comments are missing in the lists."""
    _, person = _sides(world, account, username)
    person.restricted = restricted
    return {"from": person.id, "restricted": restricted}


def post(
    world: World, account: str, caption: str = "Новий пост", product_type: str = "FEED"
) -> Mapping[str, Any]:
    """The account publishes something."""
    return {"media_id": world.instagram.post(world.instagram.account(account).id, caption, product_type).id}


def history(
    world: World, account: str, people: int = 10, messages: int = 20, comments: int = 0, days: float = 30
) -> Mapping[str, Any]:
    """What there was before the CRM was connected: threads and comments spread over so many days, told to nobody."""
    instagram, owner = world.instagram, world.instagram.account(account)
    start, step = world.clock.now() - days * 86400, days * 86400 / max(1, messages)
    for number in range(people):
        person = instagram.person(owner.id, f"old.friend.{number}")
        thread = instagram.thread(owner.id, person.id)
        for turn in range(messages):
            made = instagram.message(thread, f"{turn + 1}: давня розмова", outgoing=turn % 2 == 1)
            made.at = start + turn * step
            thread.heard = thread.heard if made.outgoing else made.at
    under = instagram.newest_post(owner.id)
    for number in range(comments):
        person = instagram.person(owner.id, f"old.friend.{number % max(1, people)}")
        made_comment = instagram.comment(under, person.id, person.username, f"давній коментар {number + 1}")
        made_comment.at = start + number * days * 86400 / comments
    return {"threads": people, "messages": people * messages, "comments": comments, "told": False}


def token(world: World, account: str, subcode: int = EXPIRED) -> Mapping[str, Any]:
    """Ends the account's tokens: 463 expired, 460 password changed, 458 app removed, 467 invalidated."""
    return {"ended": world.instagram.tokens.kill(world.instagram.account(account).id, subcode)}


def deauthorize(world: World, account: str) -> Mapping[str, Any]:
    """The person removes the app: his tokens end, and the app's address for it is told."""
    owner = world.instagram.account(account)
    ended = world.instagram.tokens.kill(owner.id, APP_REMOVED)
    owner.subscribed = set()
    return {"ended": ended, "told": _signed(world, owner, world.instagram.app.deauthorize_url)}


def delete_data(world: World, account: str) -> Mapping[str, Any]:
    """The person wants his data deleted: the app answers with an address and a code."""
    owner = world.instagram.account(account)
    return {"told": _signed(world, owner, world.instagram.app.deletion_url)}


def test(world: World, account: str, field: str = "comments") -> Mapping[str, Any]:
    """The test button of the developers' dashboard: ids that belong to nobody."""
    if field == "messages":
        item = {"sender": {"id": "12334"}, "recipient": {"id": "23245"}, "timestamp": "1527459824"}
        value: dict[str, Any] = {**item, "message": {"mid": "random_mid", "text": "random_text"}}
    else:
        who = {"id": "232323232", "username": "test"}
        media = {"id": "123123123", "media_product_type": "FEED"}
        value = {"id": "17865799348089039", "from": who, "text": "This is an example.", "media": media}
    events.tell_raw(world, Event("0", "changes", value, field, world.clock.now()))
    return {"told": True}


def _signed(world: World, account: Account, url: str) -> bool:
    app = world.instagram.app
    if not url:
        return False
    payload = {
        "algorithm": "HMAC-SHA256",
        "issued_at": int(world.clock.now()),
        "user_id": account.app_scoped_id,
    }
    body = f"signed_request={signed_request(app.secret, payload)}".encode()
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "User-Agent": "smena-simulator (instagram)",
    }
    now = world.clock.now()
    world.courier.push(Post("instagram", url, body, lambda: headers, Plan((0.0,)), "signed_request", now))
    return True


def _existing(store: Mapping[str, Any], key: str) -> str:
    if key not in store:
        raise Impossible(f"there is no {key}")
    return key


def _sides(world: World, account: str, username: str, name: str = "") -> tuple[Account, Person]:
    owner = world.instagram.account(account)
    return owner, world.instagram.person(owner.id, username, name)


def _say(
    world: World, owner: Account, person: Person, text: str, files: list[dict[str, Any]], above: Any
) -> Message:
    thread = world.instagram.thread(owner.id, person.id)
    return world.instagram.message(thread, text, outgoing=False, attachments=files, reply_to=above)


def _told(message: Message, more: Mapping[str, Any]) -> dict[str, Any]:
    body: dict[str, Any] = {"mid": message.mid}
    if message.text:
        body["text"] = message.text
    if message.attachments:
        body["attachments"] = message.attachments
    return {**body, **more}


def _on(world: World, account: str, message: Message, item: Mapping[str, Any]) -> Mapping[str, Any]:
    owner = world.instagram.account(account)
    person = world.instagram.people[world.instagram.threads[message.thread].person]
    return _result(message, person, events.tell_message(world, owner, person.id, item))


def _result(message: Message, person: Person, told: bool) -> Mapping[str, Any]:
    return {"mid": message.mid, "from": person.id, "thread": message.thread, "told": told}


ACTS = acts_of(
    *(
        comment,
        edit_comment,
        delete_comment,
        dm,
        ad_dm,
        story_reply,
        story_mention,
        unsupported,
        edit,
        unsend,
        react,
    ),
    *(
        read,
        postback,
        referral,
        app_reply,
        block,
        restrict,
        post,
        history,
        token,
        deauthorize,
        delete_data,
        test,
    ),
)
