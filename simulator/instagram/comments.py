"""Comments over the Graph API: reading posts and comments, public answers, hiding, deleting."""

from typing import Any

from simulator.core.clock import graph_time
from simulator.core.limits import Limit
from simulator.instagram import events
from simulator.instagram.state import COMMENTS, Account, Comment, Media
from simulator.meta.fields import Node
from simulator.meta.graph import GraphCall, within
from simulator.meta.refusals import invalid, missing, not_found, refusal
from simulator.world import World

LONGEST_COMMENT = 2200
# 60 an hour is what peers report, not Meta's documentation.
COMMENT_WRITES = Limit(60, 3600)
MOST_COMMENTS = 50
CDN = "scontent.cdninstagram.com"


def media_node(world: World, media: Media) -> Node:
    """IGMedia."""
    fields = {
        "id": media.id,
        "caption": media.caption,
        "media_type": "VIDEO" if media.product_type == "REELS" else "IMAGE",
        "media_product_type": media.product_type,
        "media_url": world.file(CDN, "image", media.id),
        "thumbnail_url": world.file(CDN, "image", f"{media.id}_t"),
        "permalink": f"{world.url or 'https:/'}/www.instagram.com/p/simulated{media.id[-6:]}/",
        "timestamp": graph_time(media.at),
        "username": world.instagram.accounts[media.account].username,
        "owner": {"id": media.account},
        "like_count": 0,
        "comments_count": len(_living(world, media.id)),
    }
    return Node("IGMedia", fields)


def comment_node(world: World, comment: Comment, call: GraphCall) -> Node:
    """IGComment; who wrote it is told only to those who may manage comments."""
    open_author = COMMENTS in call.token.scopes
    fields = {
        "id": comment.id,
        "text": comment.text,
        "timestamp": graph_time(comment.at),
        "username": comment.username if open_author else None,
        "from": {"id": comment.author, "username": comment.username} if open_author else None,
        "parent_id": comment.parent or None,
        "hidden": comment.hidden,
        "like_count": 0,
        "media": {"id": comment.media},
        "replies": [comment_node(world, reply, call) for reply in replies(world, comment)],
    }
    return Node("IGComment", fields, ("id", "timestamp", "text"))


def posts(world: World, account: Account) -> list[Media]:
    """The account's own posts, newest first; ads are no posts."""
    found = [m for m in world.instagram.media.values() if m.account == account.id and not m.ad_id]
    return sorted(found, key=lambda m: -m.at)


def comments(world: World, media: Media) -> list[Comment]:
    """Top-level ones, newest first; those of ads and of restricted people are left out silently."""
    if media.ad_id:
        return []
    top = [c for c in _living(world, media.id) if not c.parent]
    return sorted(top, key=lambda c: (-c.at, c.id))


def replies(world: World, comment: Comment) -> list[Comment]:
    """Answers to a comment."""
    return [c for c in _living(world, comment.media) if c.parent == comment.id]


def reply(world: World, account: Account, comment: Comment, call: GraphCall) -> dict[str, Any]:
    """POST /{comment}/replies. With `fields` the answer is a refusal, and the comment is there all the same."""
    if comment.hidden:
        raise invalid("Cannot reply to a hidden comment")
    if comment.live:
        raise invalid("Cannot reply to a comment on a live broadcast")
    return _write(world, account, world.instagram.media[comment.media], call, comment.id)


def write(world: World, account: Account, media: Media, call: GraphCall) -> dict[str, Any]:
    """POST /{media}/comments."""
    return _write(world, account, media, call, "")


def _write(world: World, account: Account, media: Media, call: GraphCall, parent: str) -> dict[str, Any]:
    call.needs(COMMENTS)
    text = call.text("message")
    if not text.strip():
        raise missing("message")
    if len(text) > LONGEST_COMMENT:
        raise invalid(f"Comment text must not exceed {LONGEST_COMMENT} characters")
    within(world.limiter, f"instagram comments {account.id}", COMMENT_WRITES, 80002)
    made = world.instagram.comment(media, account.id, account.username, text, parent)
    call.request.state.sent = True
    events.tell_comment(world, account, made)
    if "fields" in call.params:
        raise refusal(20, 1772107)
    return {"id": made.id}


def hide(comment: Comment, call: GraphCall) -> dict[str, Any]:
    """POST /{comment}?hide=true."""
    call.needs(COMMENTS)
    wanted = call.text("hide").lower()
    if wanted not in ("true", "false"):
        raise missing("hide")
    comment.hidden = wanted == "true"
    return {"success": True}


def delete(comment: Comment, call: GraphCall) -> dict[str, Any]:
    """DELETE /{comment}."""
    call.needs(COMMENTS)
    comment.deleted = True
    return {"success": True}


def living(world: World, identifier: str) -> Comment:
    """A comment that is still there."""
    comment = world.instagram.comments.get(identifier)
    if comment is None or comment.deleted:
        raise not_found(identifier)
    return comment


def _living(world: World, media: str) -> list[Comment]:
    people = world.instagram.people
    return [
        c
        for c in world.instagram.comments_of[media]
        if not c.deleted and not (c.author in people and people[c.author].restricted)
    ]
