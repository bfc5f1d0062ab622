"""Facebook's part of graph.facebook.com: pages, posts, comments, threads, people, forms, leads."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from fastapi import Request

from simulator.core.clock import graph_time
from simulator.core.limits import Limit
from simulator.messenger import events, oauth, sending
from simulator.messenger.state import FIELDS, Comment, Lead, Message, Messenger, Page, Post, Thread
from simulator.meta import fields
from simulator.meta.fields import Node, Wanted
from simulator.meta.graph import GraphCall, call, within
from simulator.meta.paging import page as paged
from simulator.meta.refusals import invalid, missing, not_found, refusal
from simulator.world import World, world_of

LEADS_READABLE_FOR = 90 * 86400
CONVERSATIONS = Limit(2, 1)
NEWEST_WITH_DETAILS = 20
SCOPE_OF_FIELD = {"feed": "pages_read_user_content", "leadgen": "leads_retrieval"}


@dataclass(frozen=True)
class Visit:
    """One call with what it is about; `page` is the one whose token it is."""

    world: World
    call: GraphCall
    node: str

    @property
    def messenger(self) -> Messenger:
        """The state."""
        return self.world.messenger

    @property
    def page(self) -> Page:
        """Refuses a token that is no page's."""
        page = self.messenger.pages.get(self.call.token.subject)
        if page is None:
            raise refusal(210, None, "(#210) A page access token is required to request this resource.")
        return page

    @property
    def own(self) -> Page:
        """The page that the path names, if the token is its own."""
        if self.page.id != self.node:
            raise not_found(self.node)
        return self.page

    @property
    def wanted(self) -> list[Wanted]:
        """The fields that the caller asked for."""
        return fields.parse(self.call.text("fields"))

    def listed(self, items: list[Any], node: Callable[[Any], Node]) -> dict[str, Any]:
        """A page of them."""
        return paged(items, node, self.wanted, self.call.params, self.call.url)


Handler = Callable[[Visit], Awaitable[dict[str, Any]] | dict[str, Any]]


async def visit(request: Request, node: str, edge: str) -> dict[str, Any]:
    """A call to a node of Facebook's."""
    world = world_of(request)
    made = await call(request, world.messenger.tokens)
    handler = HANDLERS.get((request.method, _kind(world.messenger, node), edge))
    if handler is None:
        raise not_found(node)
    answer = handler(Visit(world, made, node))
    return answer if isinstance(answer, dict) else await answer


def _kind(messenger: Messenger, node: str) -> str:
    stores: dict[str, Any] = {
        "me": ("me",),
        "page": messenger.pages,
        "post": messenger.posts,
        "comment": messenger.comments,
        "thread": messenger.threads,
        "message": messenger.messages,
        "person": messenger.people,
        "form": messenger.forms,
        "lead": messenger.leads,
    }
    return next((kind for kind, store in stores.items() if node in store), "")


def _page(v: Visit) -> dict[str, Any]:
    shown = {
        "id": v.own.id,
        "name": v.own.name,
        "category": "Shopping",
        "username": f"simulated{v.own.id[-2:]}",
    }
    return fields.project(Node("Page", shown, ("id", "name")), v.wanted)


def _subscribe(v: Visit) -> dict[str, Any]:
    v.call.needs("pages_manage_metadata")
    given = v.call.text("subscribed_fields")
    if not given:
        raise missing("subscribed_fields")
    asked = {field.strip() for field in given.split(",")}
    for unknown in asked - FIELDS:
        raise invalid(f'Param subscribed_fields must be one of {sorted(FIELDS)} - got "{unknown}"')
    for field in sorted(asked):
        v.call.needs(SCOPE_OF_FIELD.get(field, "pages_messaging"))
    v.own.subscribed, v.own.failing_since = asked, None
    return {"success": True}


def _subscribed(v: Visit) -> dict[str, Any]:
    app = {
        "id": v.messenger.app.id,
        "name": "Smena (simulated)",
        "subscribed_fields": sorted(v.own.subscribed),
    }
    return {"data": [app] if v.own.subscribed else []}


def _unsubscribe(v: Visit) -> dict[str, Any]:
    v.own.subscribed = set()
    return {"success": True}


async def _send(v: Visit) -> dict[str, Any]:
    return await sending.send(v.world, v.own, v.call)


def _posts(v: Visit) -> dict[str, Any]:
    v.call.needs("pages_read_engagement")
    found = [p for p in v.messenger.posts.values() if p.page == v.own.id]
    return v.listed(sorted(found, key=lambda p: -p.at), lambda post: _post_node(v, post))


def _post_node(v: Visit, post: Post) -> Node:
    shown = {
        "id": post.id,
        "message": post.text,
        "created_time": graph_time(post.at),
        "permalink_url": f"https://www.facebook.com/simulated/{post.id}",
        "full_picture": v.world.file("scontent.fbcdn.net", "image", post.id),
        "from": {"id": post.page, "name": v.messenger.pages[post.page].name},
    }
    return Node("Post", shown, ("id", "message", "created_time"))


def _post(v: Visit) -> dict[str, Any]:
    post = v.messenger.posts[v.node]
    if post.page != v.page.id:
        raise not_found(v.node)
    return fields.project(_post_node(v, post), v.wanted)


def _comments(v: Visit) -> dict[str, Any]:
    """Of a post the top ones (`filter=stream`: answers beside them), of a comment its answers; oldest first, unless asked otherwise."""
    v.call.needs("pages_read_user_content")
    post = v.node if v.node in v.messenger.posts else sending.living(v.world, v.page, v.node).post
    is_flat = v.call.text("filter") == "stream" and v.node == post
    found = [c for c in v.messenger.comments_of[post] if not c.deleted and (is_flat or c.parent == v.node)]
    return v.listed(found[::-1] if v.call.text("order") == "reverse_chronological" else found, _comment_node)


def _comment_node(comment: Comment) -> Node:
    shown = {
        "id": comment.id,
        "message": comment.text,
        "created_time": graph_time(comment.at),
        "from": {"id": comment.author, "name": comment.name},
        "parent": {"id": comment.parent} if comment.parent != comment.post else None,
        "is_hidden": comment.hidden,
        "can_reply_privately": not comment.answered_privately,
    }
    return Node("Comment", shown, ("id", "message", "created_time", "from"))


def _comment(v: Visit) -> dict[str, Any]:
    v.call.needs("pages_read_user_content")
    return fields.project(_comment_node(sending.living(v.world, v.page, v.node)), v.wanted)


def _reply(v: Visit) -> dict[str, Any]:
    post = v.node if v.node in v.messenger.posts else sending.living(v.world, v.page, v.node).post
    return sending.reply(v.world, v.page, v.call, post, v.node)


def _hide(v: Visit) -> dict[str, Any]:
    v.call.needs("pages_manage_engagement")
    comment = sending.living(v.world, v.page, v.node)
    comment.hidden = v.call.text("is_hidden").lower() == "true"
    events.tell_comment(v.world, v.page, comment, "hide" if comment.hidden else "unhide")
    return {"success": True}


def _delete(v: Visit) -> dict[str, Any]:
    v.call.needs("pages_manage_engagement")
    comment = sending.living(v.world, v.page, v.node)
    comment.deleted = True
    events.tell_comment(v.world, v.page, comment, "remove")
    return {"success": True}


def _conversations(v: Visit) -> dict[str, Any]:
    v.call.needs("pages_messaging")
    within(v.world.limiter, f"messenger conversations {v.own.id}", CONVERSATIONS, 80006)
    wanted = v.call.text("user_id")
    found = [
        t
        for t in v.messenger.threads.values()
        if t.page == v.own.id and t.messages and wanted in ("", t.person)
    ]
    return v.listed(sorted(found, key=lambda t: -t.updated), lambda thread: _thread_node(v, thread))


def _thread_node(v: Visit, thread: Thread) -> Node:
    person, page = v.messenger.people[thread.person], v.messenger.pages[thread.page]
    sides = [{"id": person.id, "name": person.name}, {"id": page.id, "name": page.name}]
    newest = [m for m in thread.messages if not m.deleted][::-1][:NEWEST_WITH_DETAILS]
    shown = {
        "id": thread.id,
        "updated_time": graph_time(thread.updated),
        "participants": {"data": sides},
        "messages": [_message_node(v, message) for message in newest],
    }
    return Node("UnifiedThread", shown, ("id", "updated_time"))


def _message_node(v: Visit, message: Message) -> Node:
    thread = v.messenger.threads[message.thread]
    person, page = v.messenger.people[thread.person], v.messenger.pages[thread.page]
    theirs, ours = {"id": person.id, "name": person.name}, {"id": page.id, "name": page.name}
    shown = {
        "id": message.mid,
        "created_time": graph_time(message.at),
        "from": ours if message.outgoing else theirs,
        "to": {"data": [theirs if message.outgoing else ours]},
        "message": message.text,
        "attachments": {"data": message.attachments} if message.attachments else None,
    }
    return Node("Message", shown, ("id", "created_time"))


def _thread(v: Visit) -> dict[str, Any]:
    v.call.needs("pages_messaging")
    thread = v.messenger.threads[v.node]
    if thread.page != v.page.id:
        raise not_found(v.node)
    return fields.project(_thread_node(v, thread), v.wanted)


def _message(v: Visit) -> dict[str, Any]:
    v.call.needs("pages_messaging")
    message = v.messenger.messages[v.node]
    if message.deleted or v.messenger.threads[message.thread].page != v.page.id:
        raise not_found(v.node)
    return fields.project(_message_node(v, message), v.wanted)


def _person(v: Visit) -> dict[str, Any]:
    v.call.needs("pages_messaging")
    person = v.messenger.people[v.node]
    if person.page != v.page.id:
        raise not_found(v.node)
    first, _, last = person.name.partition(" ")
    picture = v.world.file("scontent.fbcdn.net", "image", person.id)
    shown = {
        "id": person.id,
        "name": person.name,
        "first_name": first,
        "last_name": last,
        "profile_pic": picture,
    }
    return fields.project(Node("User", shown, ("first_name", "last_name", "profile_pic", "id")), v.wanted)


def _forms(v: Visit) -> dict[str, Any]:
    v.call.needs("leads_retrieval")
    return {
        "data": [
            {"id": key, "name": name, "status": "ACTIVE", "locale": "uk_UA"}
            for key, name in v.messenger.forms.items()
        ]
        if v.own
        else []
    }


def _leads(v: Visit) -> dict[str, Any]:
    v.call.needs("leads_retrieval")
    found = [lead for lead in v.messenger.leads.values() if lead.form == v.node and _readable(v, lead)]
    return v.listed(sorted(found, key=lambda lead: -lead.at), _lead_node)


def _lead(v: Visit) -> dict[str, Any]:
    v.call.needs("leads_retrieval")
    lead = v.messenger.leads[v.node]
    if not _readable(v, lead):
        raise not_found(v.node)
    return fields.project(_lead_node(lead), v.wanted)


def _readable(v: Visit, lead: Lead) -> bool:
    return lead.page == v.page.id and v.world.clock.now() - lead.at < LEADS_READABLE_FOR


def _lead_node(lead: Lead) -> Node:
    shown = {
        "id": lead.id,
        "created_time": graph_time(lead.at),
        "ad_id": lead.ad_id or None,
        "ad_name": "Autumn sale" if lead.ad_id else None,
        "adset_id": f"{lead.ad_id}3" if lead.ad_id else None,
        "campaign_id": f"{lead.ad_id}4" if lead.ad_id else None,
        "campaign_name": "Осінь" if lead.ad_id else None,
        "form_id": lead.form,
        "platform": lead.platform,
        "is_organic": not lead.ad_id,
        "field_data": [{"name": name, "values": [value]} for name, value in lead.fields.items()],
    }
    return Node("UserLeadGenInfo", shown, ("id", "created_time", "field_data"))


HANDLERS: dict[tuple[str, str, str], Handler] = {
    ("GET", "me", ""): lambda v: oauth.me(v.messenger, v.call),
    ("GET", "me", "accounts"): lambda v: oauth.accounts(v.messenger, v.call),
    ("GET", "me", "permissions"): lambda v: oauth.permissions(v.call),
    ("GET", "page", ""): _page,
    ("GET", "page", "subscribed_apps"): _subscribed,
    ("POST", "page", "subscribed_apps"): _subscribe,
    ("DELETE", "page", "subscribed_apps"): _unsubscribe,
    ("POST", "page", "messages"): _send,
    ("GET", "page", "posts"): _posts,
    ("GET", "page", "feed"): _posts,
    ("GET", "page", "conversations"): _conversations,
    ("GET", "page", "leadgen_forms"): _forms,
    ("GET", "post", ""): _post,
    ("GET", "post", "comments"): _comments,
    ("POST", "post", "comments"): _reply,
    ("GET", "comment", ""): _comment,
    ("GET", "comment", "comments"): _comments,
    ("POST", "comment", "comments"): _reply,
    ("POST", "comment", ""): _hide,
    ("DELETE", "comment", ""): _delete,
    ("GET", "thread", ""): _thread,
    ("GET", "message", ""): _message,
    ("GET", "person", ""): _person,
    ("GET", "form", "leads"): _leads,
    ("GET", "lead", ""): _lead,
}
