"""POST /{page}/messages, and public answers to comments."""

from collections.abc import Mapping
from typing import Any

from simulator.core.limits import Limit
from simulator.messenger import acts, events
from simulator.messenger.state import Comment, Page, Person, Thread
from simulator.meta import media
from simulator.meta.graph import GraphCall, within
from simulator.meta.refusals import invalid, missing, not_found, refusal
from simulator.talkers import hears
from simulator.world import World

LONGEST_TEXT = 2000
WINDOW, HUMAN_AGENT_WINDOW, PRIVATE_REPLY_WINDOW = 24 * 3600, 7 * 86400, 7 * 86400
TEXTS, MEDIA, PRIVATE_REPLIES = Limit(300, 1), Limit(10, 1), Limit(750, 3600)


async def send(world: World, page: Page, call: GraphCall) -> dict[str, Any]:
    """A message to a person who wrote within his window, or the one private answer to a comment."""
    call.needs("pages_messaging")
    recipient, message = call.params.get("recipient"), call.params.get("message")
    if not isinstance(recipient, dict):
        raise missing("recipient")
    if call.text("sender_action"):
        return {"recipient_id": _known(world, page, recipient).id}
    if not isinstance(message, dict):
        raise missing("message")
    text, attachments = await _content(world, page, message)
    if "comment_id" in recipient:
        thread = _private_reply(world, page, str(recipient["comment_id"]))
    else:
        thread = _open_thread(world, page, recipient, call)
    made = world.messenger.message(thread, text, outgoing=True, attachments=attachments)
    call.request.state.sent = True
    events.tell_sent(
        world, page, world.messenger.people[thread.person], made, str(message.get("metadata") or "")
    )
    hears(world, "messenger", thread.person, acts.dm)
    return {"recipient_id": thread.person, "message_id": made.mid}


async def _content(world: World, page: Page, message: Mapping[str, Any]) -> tuple[str, list[dict[str, Any]]]:
    text, attachment = str(message.get("text") or ""), message.get("attachment")
    if attachment is not None and not isinstance(attachment, dict):
        raise invalid("Param message[attachment] must be an object")
    if attachment:
        within(world.limiter, f"messenger media {page.id}", MEDIA, 613)
        kind = str(attachment.get("type"))
        payload = attachment.get("payload")
        await media.fetched(kind, str(payload.get("url") if isinstance(payload, dict) else ""))
        number = world.messenger.ids.next("7")
        return "", [{"type": kind, "payload": {"url": world.file("scontent.fbcdn.net", kind, number)}}]
    if not text.strip():
        raise invalid("Message cannot be empty, must provide valid attachment or text")
    if len(text) > LONGEST_TEXT:
        raise invalid(f"Length of param message[text] must be less than or equal to {LONGEST_TEXT}")
    within(world.limiter, f"messenger text {page.id}", TEXTS, 613)
    return text, []


def _known(world: World, page: Page, recipient: Mapping[str, Any]) -> Person:
    person = world.messenger.people.get(str(recipient.get("id")))
    if person is None or person.page != page.id:
        raise refusal(100, 2018001)
    return person


def _open_thread(world: World, page: Page, recipient: Mapping[str, Any], call: GraphCall) -> Thread:
    person = _known(world, page, recipient)
    thread = world.messenger.thread(person)
    if not thread.messages:
        raise refusal(100, 2018001)
    if person.blocks:
        raise refusal(551, 1545041)
    if world.clock.now() - thread.heard > _window(world, call):
        raise refusal(10, 2018278)
    return thread


def _window(world: World, call: GraphCall) -> float:
    kind = call.text("messaging_type")
    if kind in ("RESPONSE", "UPDATE"):
        return WINDOW
    if kind != "MESSAGE_TAG":
        raise missing("messaging_type")
    if call.text("tag") != "HUMAN_AGENT":
        raise invalid("tag must be HUMAN_AGENT")
    if "human_agent" not in world.messenger.app.features:
        raise refusal(10, None, "(#10) To use the HUMAN_AGENT tag the app needs the Human Agent feature")
    return HUMAN_AGENT_WINDOW


def _private_reply(world: World, page: Page, comment_id: str) -> Thread:
    comment = living(world, page, comment_id)
    person = world.messenger.people.get(comment.author)
    if person is None:
        raise invalid("A private reply goes to a comment of a person")
    if comment.answered_privately:
        raise refusal(10, 2534025, "(#10900) Activity already replied to")
    if world.clock.now() - comment.at > PRIVATE_REPLY_WINDOW:
        raise refusal(10, 2018278)
    within(world.limiter, f"messenger private {page.id}", PRIVATE_REPLIES, 613)
    comment.answered_privately = True
    return world.messenger.thread(person)


def living(world: World, page: Page, identifier: str) -> Comment:
    """A comment under a post of this page that is still there."""
    comment = world.messenger.comments.get(identifier)
    if comment is None or comment.deleted or world.messenger.posts[comment.post].page != page.id:
        raise not_found(identifier)
    return comment


def reply(world: World, page: Page, call: GraphCall, post: str, parent: str) -> dict[str, Any]:
    """POST /{post or comment}/comments: the page answers in public."""
    call.needs("pages_manage_engagement")
    text = call.text("message")
    if not text.strip():
        raise missing("message")
    made = world.messenger.comment(world.messenger.posts[post], parent, page.id, page.name, text)
    call.request.state.sent = True
    events.tell_comment(world, page, made, "add")
    return {"id": made.id}
