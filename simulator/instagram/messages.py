"""Direct over the Graph API: sending with its windows, private answers to comments, reading conversations and people."""

from collections.abc import Mapping
from typing import Any

from simulator.core.clock import graph_time
from simulator.core.limits import Limit
from simulator.instagram import events
from simulator.instagram.comments import living
from simulator.instagram.state import MESSAGES, Account, Message, Person, Thread
from simulator.meta import media
from simulator.meta.fields import Node
from simulator.meta.graph import GraphCall, within
from simulator.meta.refusals import invalid, missing, refusal
from simulator.world import World

LONGEST_TEXT = 1000  # bytes of UTF-8
WINDOW, HUMAN_AGENT_WINDOW, PRIVATE_REPLY_WINDOW = 24 * 3600, 7 * 86400, 7 * 86400
# https://developers.facebook.com/docs/instagram-platform/overview#rate-limiting
TEXTS, MEDIA, PRIVATE_REPLIES, CONVERSATIONS = Limit(300, 1), Limit(10, 1), Limit(750, 3600), Limit(2, 1)
NEWEST_WITH_DETAILS = 20
REQUESTS_FADE_AFTER = 30 * 86400


async def send(world: World, account: Account, call: GraphCall) -> dict[str, Any]:
    """POST /{account}/messages."""
    call.needs(MESSAGES)
    recipient = call.params.get("recipient")
    if not isinstance(recipient, dict):
        raise missing("recipient")
    if call.text("sender_action"):
        return _action(world, account, recipient, call)
    text, attachments = await _content(world, account, call.params.get("message"))
    if "comment_id" in recipient:
        thread = _private_reply(world, account, str(recipient["comment_id"]))
    else:
        thread = _open_thread(world, account, recipient, call)
    message = world.instagram.message(thread, text, outgoing=True, attachments=attachments)
    call.request.state.sent = True
    events.echo(world, account, thread.person, message)
    return {"recipient_id": thread.person, "message_id": message.mid}


async def _content(world: World, account: Account, message: Any) -> tuple[str, list[dict[str, Any]]]:
    """Text or an attachment, checked."""
    if not isinstance(message, dict):
        raise missing("message")
    text, attachment = str(message.get("text") or ""), message.get("attachment")
    if attachment is not None and not isinstance(attachment, dict):
        raise invalid("Param message[attachment] must be an object")
    if attachment:
        return "", [await _attachment(world, account, attachment)]
    if not text.strip():
        raise invalid("Message cannot be empty, must provide valid attachment or text")
    if len(text.encode()) > LONGEST_TEXT:
        raise invalid(f"Length of param message[text] must be less than or equal to {LONGEST_TEXT} bytes")
    within(world.limiter, f"instagram text {account.id}", TEXTS, 613)
    return text, []


async def _attachment(world: World, account: Account, attachment: Mapping[str, Any]) -> dict[str, Any]:
    kind, payload = str(attachment.get("type")), attachment.get("payload")
    url = payload.get("url") if isinstance(payload, dict) else ""
    within(world.limiter, f"instagram media {account.id}", MEDIA, 613)
    await media.fetched(kind, str(url or ""))
    return {
        "type": kind,
        "payload": {"url": world.file("lookaside.fbsbx.com", kind, world.instagram.ids.next("7"))},
    }


def _private_reply(world: World, account: Account, comment_id: str) -> Thread:
    """One for a comment, within seven days; the thread then waits for the person."""
    comment = living(world, comment_id)
    if world.instagram.media[comment.media].account != account.id or comment.author == account.id:
        raise invalid("A private reply goes to a comment of somebody else under a post of this account")
    if comment.answered_privately:
        raise refusal(10, 2534025)
    if world.clock.now() - comment.at > PRIVATE_REPLY_WINDOW:
        raise refusal(10, 2534022)
    within(world.limiter, f"instagram private {account.id}", PRIVATE_REPLIES, 613)
    comment.answered_privately = True
    return world.instagram.thread(account.id, comment.author)


def _open_thread(world: World, account: Account, recipient: Mapping[str, Any], call: GraphCall) -> Thread:
    """The thread with a person whose window is open."""
    person = _known(world, account, str(recipient.get("id") or ""))
    thread = world.instagram.thread(account.id, person.id)
    if not thread.messages:
        raise refusal(100, 2534014)
    if person.blocks:
        raise refusal(551, 1545041)
    if world.clock.now() - thread.heard > _window(world, call):
        raise refusal(10, 2534022)
    return thread


def _window(world: World, call: GraphCall) -> float:
    if call.text("messaging_type") != "MESSAGE_TAG":
        return WINDOW
    if call.text("tag") != "HUMAN_AGENT":
        raise invalid("tag must be HUMAN_AGENT")
    if "human_agent" not in world.instagram.app.features:
        raise refusal(10, None, "(#10) To use the HUMAN_AGENT tag the app needs the Human Agent feature")
    return HUMAN_AGENT_WINDOW


def _action(world: World, account: Account, recipient: Mapping[str, Any], call: GraphCall) -> dict[str, Any]:
    action = call.text("sender_action")
    if action not in ("mark_seen", "typing_on", "typing_off", "react", "unreact"):
        raise invalid(f"sender_action {action} is not known")
    if call.params.get("message"):
        raise invalid("sender_action goes without a message")
    person = _known(world, account, str(recipient.get("id") or ""))
    if action == "mark_seen":
        world.instagram.thread(account.id, person.id).read = world.clock.now()
    return {"recipient_id": person.id}


def _known(world: World, account: Account, igsid: str) -> Person:
    if not igsid:
        raise missing("recipient[id]")
    person = world.instagram.people.get(igsid)
    if person is None or person.account != account.id:
        raise refusal(100, 2534014)
    return person


def conversations(world: World, account: Account, call: GraphCall) -> list[Thread]:
    """Newest first. Threads that the account never answered are gone from the list after 30 days without a word."""
    call.needs(MESSAGES)
    if call.text("platform") not in ("", "instagram"):
        raise invalid("platform must be instagram")
    within(world.limiter, f"instagram conversations {account.id}", CONVERSATIONS, 80002)
    found = [t for t in world.instagram.threads.values() if t.account == account.id and _listed(world, t)]
    wanted = call.text("user_id")
    return sorted((t for t in found if wanted in ("", t.person)), key=lambda t: (-t.updated, t.id))


def _listed(world: World, thread: Thread) -> bool:
    answered = any(message.outgoing for message in thread.messages)
    return bool(thread.messages) and (answered or world.clock.now() - thread.updated < REQUESTS_FADE_AFTER)


def conversation_node(world: World, thread: Thread) -> Node:
    """A thread; only the newest messages come with details."""
    account = world.instagram.accounts[thread.account]
    person = world.instagram.people[thread.person]
    newest = [m for m in thread.messages if not m.deleted][::-1]
    fields = {
        "id": thread.id,
        "updated_time": graph_time(thread.updated),
        "participants": {
            "data": [
                {"id": account.id, "username": account.username},
                {"id": person.id, "username": person.username},
            ]
        },
        "messages": [message_node(world, message) for message in newest[:NEWEST_WITH_DETAILS]],
    }
    return Node("IGConversation", fields, ("id", "updated_time"))


def message_node(world: World, message: Message) -> Node:
    """A message with both its sides."""
    thread = world.instagram.threads[message.thread]
    account, person = world.instagram.accounts[thread.account], world.instagram.people[thread.person]
    ours = {"id": account.id, "username": account.username}
    theirs = {"id": person.id, "username": person.username}
    fields = {
        "id": message.mid,
        "created_time": graph_time(message.at),
        "from": ours if message.outgoing else theirs,
        "to": {"data": [theirs if message.outgoing else ours]},
        "message": message.text,
        "attachments": {"data": [_shown(a) for a in message.attachments]} if message.attachments else None,
        "reply_to": message.reply_to,
        "is_unsupported": False,
    }
    return Node("IGMessage", fields, ("id", "created_time"))


def _shown(attachment: Mapping[str, Any]) -> dict[str, Any]:
    """The Conversations API names attachments by what is in them."""
    url = (attachment.get("payload") or {}).get("url")
    key = {"image": "image_data", "video": "video_data"}.get(str(attachment["type"]), "file_url")
    return {key: url if key == "file_url" else {"url": url}}


def is_readable(world: World, message: Message) -> bool:
    """Older ones are answered as if they were deleted."""
    living_ones = [m for m in world.instagram.threads[message.thread].messages if not m.deleted]
    return message in living_ones[-NEWEST_WITH_DETAILS:]


def person_node(world: World, person: Person) -> Node:
    """A profile, for accounts that the person has written to."""
    if not person.consents:
        raise refusal(230)
    fields = {
        "id": person.id,
        "name": person.name,
        "username": person.username,
        "profile_pic": world.file("scontent.cdninstagram.com", "image", person.id),
        "follower_count": 120,
        "is_user_follow_business": True,
        "is_business_follow_user": False,
        "is_verified_user": False,
    }
    return Node("IGUser", fields)
