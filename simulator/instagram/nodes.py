"""graph.instagram.com/{version}/{node}[/{edge}]: what a node is decides what may be done with it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request

from simulator.instagram import comments, messages
from simulator.instagram.state import COMMENTS, FIELDS, MESSAGES, Account
from simulator.meta import fields
from simulator.meta.fields import Node, Wanted
from simulator.meta.graph import GraphCall, call
from simulator.meta.paging import page
from simulator.meta.refusals import invalid, missing, not_found, refusal
from simulator.world import World, world_of

graph = APIRouter(prefix="/graph.instagram.com")
# Live comments and messages need their permission before the account can be subscribed to them.
SCOPE_OF_FIELD = {field: COMMENTS if "comments" in field else MESSAGES for field in FIELDS}


@dataclass(frozen=True)
class Visit:
    """One call with what it is about."""

    world: World
    account: Account
    call: GraphCall
    node: str

    @property
    def wanted(self) -> list[Wanted]:
        """The fields that the caller asked for."""
        return fields.parse(self.call.text("fields"))

    def own(self, account: str) -> None:
        """Refuses what belongs to somebody else."""
        if account != self.account.id:
            raise not_found(self.node)


Handler = Callable[[Visit], Awaitable[dict[str, Any]] | dict[str, Any]]


@graph.api_route("/{node}", methods=["GET", "POST", "DELETE"])
async def on_node(request: Request, node: str) -> dict[str, Any]:
    """A node itself."""
    return await _visit(request, node, "")


@graph.api_route("/{node}/{edge}", methods=["GET", "POST", "DELETE"])
async def on_edge(request: Request, node: str, edge: str) -> dict[str, Any]:
    """What hangs on a node."""
    return await _visit(request, node, edge)


async def _visit(request: Request, node: str, edge: str) -> dict[str, Any]:
    world = world_of(request)
    made = await call(request, world.instagram.tokens)
    account = world.instagram.accounts[made.token.subject]
    visit = Visit(world, account, made, account.id if node in ("me", account.app_scoped_id) else node)
    handler = HANDLERS.get((request.method, _kind(world, visit.node), edge))
    if handler is None:
        raise not_found(visit.node)
    answer = handler(visit)
    return answer if isinstance(answer, dict) else await answer


def _kind(world: World, node: str) -> str:
    instagram = world.instagram
    stores: dict[str, Any] = {
        "account": instagram.accounts,
        "comment": instagram.comments,
        "media": instagram.media,
        "thread": instagram.threads,
        "message": instagram.messages,
        "person": instagram.people,
    }
    return next((kind for kind, store in stores.items() if node in store), "")


def _account(visit: Visit) -> dict[str, Any]:
    visit.own(visit.node)
    account = visit.account
    shown = {
        "id": account.app_scoped_id,
        "user_id": account.id,
        "username": account.username,
        "name": account.name,
        "account_type": "BUSINESS",
        "profile_picture_url": visit.world.file("scontent.cdninstagram.com", "image", account.id),
        "followers_count": 1200,
        "media_count": len(comments.posts(visit.world, account)),
    }
    return fields.project(Node("IGUser", shown), visit.wanted)


def _media(visit: Visit) -> dict[str, Any]:
    media = visit.world.instagram.media[visit.node]
    visit.own(media.account)
    return fields.project(comments.media_node(visit.world, media), visit.wanted)


def _posts(visit: Visit) -> dict[str, Any]:
    visit.own(visit.node)
    found = comments.posts(visit.world, visit.account)
    return page(
        found, lambda m: comments.media_node(visit.world, m), visit.wanted, visit.call.params, visit.call.url
    )


def _comments(visit: Visit) -> dict[str, Any]:
    media = visit.world.instagram.media[visit.node]
    visit.own(media.account)
    found = comments.comments(visit.world, media)
    return page(
        found,
        lambda c: comments.comment_node(visit.world, c, visit.call),
        visit.wanted,
        visit.call.params,
        visit.call.url,
        comments.MOST_COMMENTS,
    )


def _comment(visit: Visit) -> dict[str, Any]:
    comment = comments.living(visit.world, visit.node)
    visit.own(visit.world.instagram.media[comment.media].account)
    return fields.project(comments.comment_node(visit.world, comment, visit.call), visit.wanted)


def _replies(visit: Visit) -> dict[str, Any]:
    comment = comments.living(visit.world, visit.node)
    visit.own(visit.world.instagram.media[comment.media].account)
    return page(
        comments.replies(visit.world, comment),
        lambda c: comments.comment_node(visit.world, c, visit.call),
        visit.wanted,
        visit.call.params,
        visit.call.url,
        comments.MOST_COMMENTS,
    )


def _write_comment(visit: Visit) -> dict[str, Any]:
    media = visit.world.instagram.media[visit.node]
    visit.own(media.account)
    return comments.write(visit.world, visit.account, media, visit.call)


def _reply(visit: Visit) -> dict[str, Any]:
    comment = comments.living(visit.world, visit.node)
    visit.own(visit.world.instagram.media[comment.media].account)
    return comments.reply(visit.world, visit.account, comment, visit.call)


def _hide(visit: Visit) -> dict[str, Any]:
    comment = comments.living(visit.world, visit.node)
    visit.own(visit.world.instagram.media[comment.media].account)
    return comments.hide(comment, visit.call)


def _delete(visit: Visit) -> dict[str, Any]:
    comment = comments.living(visit.world, visit.node)
    visit.own(visit.world.instagram.media[comment.media].account)
    return comments.delete(comment, visit.call)


async def _send(visit: Visit) -> dict[str, Any]:
    visit.own(visit.node)
    return await messages.send(visit.world, visit.account, visit.call)


def _conversations(visit: Visit) -> dict[str, Any]:
    visit.own(visit.node)
    found = messages.conversations(visit.world, visit.account, visit.call)
    return page(
        found,
        lambda t: messages.conversation_node(visit.world, t),
        visit.wanted,
        visit.call.params,
        visit.call.url,
    )


def _conversation(visit: Visit) -> dict[str, Any]:
    visit.call.needs(MESSAGES)
    thread = visit.world.instagram.threads[visit.node]
    visit.own(thread.account)
    return fields.project(messages.conversation_node(visit.world, thread), visit.wanted)


def _message(visit: Visit) -> dict[str, Any]:
    visit.call.needs(MESSAGES)
    message = visit.world.instagram.messages[visit.node]
    visit.own(visit.world.instagram.threads[message.thread].account)
    if message.deleted or not messages.is_readable(visit.world, message):
        raise refusal(100, 33, "The message has been deleted")
    return fields.project(messages.message_node(visit.world, message), visit.wanted)


def _person(visit: Visit) -> dict[str, Any]:
    visit.call.needs(MESSAGES)
    person = visit.world.instagram.people[visit.node]
    visit.own(person.account)
    return fields.project(messages.person_node(visit.world, person), visit.wanted)


def _subscribe(visit: Visit) -> dict[str, Any]:
    visit.own(visit.node)
    given = visit.call.text("subscribed_fields")
    if not given:
        raise missing("subscribed_fields")
    asked = {field.strip() for field in given.split(",")}
    for unknown in asked - FIELDS:
        raise invalid(f'Param subscribed_fields must be one of {sorted(FIELDS)} - got "{unknown}"')
    for field in sorted(asked):
        visit.call.needs(SCOPE_OF_FIELD[field])
    visit.account.subscribed = asked
    return {"success": True}


def _subscribed(visit: Visit) -> dict[str, Any]:
    visit.own(visit.node)
    if not visit.account.subscribed:
        return {"data": []}
    app = visit.world.instagram.app
    return {"data": [{"id": app.id, "subscribed_fields": sorted(visit.account.subscribed)}]}


def _unsubscribe(visit: Visit) -> dict[str, Any]:
    visit.own(visit.node)
    visit.account.subscribed = set()
    return {"success": True}


HANDLERS: dict[tuple[str, str, str], Handler] = {
    ("GET", "account", ""): _account,
    ("GET", "account", "media"): _posts,
    ("GET", "account", "conversations"): _conversations,
    ("POST", "account", "messages"): _send,
    ("GET", "account", "subscribed_apps"): _subscribed,
    ("POST", "account", "subscribed_apps"): _subscribe,
    ("DELETE", "account", "subscribed_apps"): _unsubscribe,
    ("GET", "media", ""): _media,
    ("GET", "media", "comments"): _comments,
    ("POST", "media", "comments"): _write_comment,
    ("GET", "comment", ""): _comment,
    ("POST", "comment", ""): _hide,
    ("DELETE", "comment", ""): _delete,
    ("GET", "comment", "replies"): _replies,
    ("POST", "comment", "replies"): _reply,
    ("GET", "thread", ""): _conversation,
    ("GET", "message", ""): _message,
    ("GET", "person", ""): _person,
}
