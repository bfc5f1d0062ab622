"""Reading an account: what webhooks did not deliver, and what was there before. The same events, the same keys.

Instagram tells nobody that a comment was edited or deleted, keeps no history of deliveries, and drops them after 36 hours.
"""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from channels.capabilities import Account, Fragment, Outgoing, Post
from channels.instagram.events import fragment
from channels.meta.comparing import Compared, compared, is_due
from channels.meta.graph import Graph
from channels.meta.moments import moment
from channels.meta.reading import Threads, is_own, permitted, theirs_first
from channels.meta.values import fingerprint

POSTS = "id,media_product_type,timestamp,comments_count"
COMMENT = "id,text,timestamp,from,username,parent_id"
# At most fifty, the newest first, and only those that answer nobody: their answers hang on them.
NEWEST_COMMENTS = 50
FRESH = timedelta(days=14)


async def backfill(
    graph: Graph, account: Account, since: datetime, cursor: dict[str, Any]
) -> AsyncIterator[Sequence[Fragment]]:
    """Comments of the account's posts, then its threads."""
    if account.settings.get("take") != "direct":
        async for batch in permitted(_comments(graph, account, since, cursor)):
            yield batch
    if account.settings.get("take") != "comments":
        async for batch in permitted(_threads(graph).since(account, since)):
            yield batch


async def _comments(
    graph: Graph, account: Account, since: datetime, cursor: dict[str, Any]
) -> AsyncIterator[Sequence[Fragment]]:
    now = datetime.now(UTC)
    known: dict[str, Any] = cursor.setdefault("posts", {})
    seen: set[str] = set()
    oldest = min(since, now - FRESH)
    async for posts in graph.pages(account.token, f"{account.account_id}/media", fields=POSTS, limit=50):
        recent = [post for post in posts if moment(post.get("timestamp"), now) >= oldest]
        for post in recent:
            seen.add(str(post["id"]))
            if is_due(known.get(str(post["id"])), now, post.get("comments_count")):
                for batch in await _of_post(graph, account, post, known, now):
                    yield batch
        if len(recent) < len(posts):
            break
    for gone in known.keys() - seen:
        del known[gone]


async def _of_post(
    graph: Graph, account: Account, post: Mapping[str, Any], known: dict[str, Any], now: datetime
) -> Iterable[Sequence[Fragment]]:
    post_id = str(post["id"])
    answer = await graph.get(
        account.token,
        f"{post_id}/comments",
        fields=f"{COMMENT},replies{{{COMMENT}}}",
        limit=NEWEST_COMMENTS,
    )
    top = [row for row in answer.get("data") or () if isinstance(row, dict)]
    rows = [*top, *(reply for row in top for reply in _replies(row))]
    texts = {str(row["id"]): str(row.get("text") or "") for row in rows}
    # Only a whole reading shows that something is missing: of more than fifty the old ones are not shown.
    is_whole = len(top) < NEWEST_COMMENTS
    shown = {name: {"text": fingerprint(words)} for name, words in texts.items()}
    news = compared(known.get(post_id), shown, lambda _: is_whole)
    known[post_id] = {
        "count": post.get("comments_count"),
        "read_at": now.timestamp(),
        "comments": news.kept,
    }
    theirs, own = theirs_first([(_comment(account, post, row), is_own(account, row)) for row in rows])
    return theirs, own, _changed(account, news, texts, now)


def _changed(account: Account, news: Compared, texts: Mapping[str, str], now: datetime) -> list[Fragment]:
    at = now.timestamp()
    edited = [("comment_edit", {"id": name, "text": texts[name]}) for name in news.edited]
    gone = [("comment_delete", {"id": name}) for name in news.gone]
    return [fragment(account.account_id, field, value, at) for field, value in (*edited, *gone)]


def _replies(comment: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Those who answer, with the comment they answer."""
    told = comment.get("replies")
    rows = told.get("data") if isinstance(told, dict) else told
    return [
        {**row, "parent_id": row.get("parent_id") or comment["id"]}
        for row in rows or ()
        if isinstance(row, dict)
    ]


def _comment(account: Account, post: Mapping[str, Any], row: Mapping[str, Any]) -> Fragment:
    """In the shape of the webhook."""
    author = row.get("from") or {"id": "", "username": row.get("username")}
    media = {"id": post["id"], "media_product_type": post.get("media_product_type")}
    value = {"id": row["id"], "from": author, "text": row.get("text"), "media": media}
    if row.get("parent_id"):
        value["parent_id"] = row["parent_id"]
    return fragment(account.account_id, "comments", value, row.get("timestamp"))


def _threads(graph: Graph) -> Threads:
    return Threads(graph, "instagram", "id,created_time,from,to,message,attachments,reply_to", fragment)


async def recent(graph: Graph, account: Account, message: Outgoing) -> Sequence[Fragment]:
    """What the thread of a message holds now: whether it arrived."""
    if message.mode == "comment":
        comment = await graph.get(
            account.token, str(message.target), fields=f"{COMMENT},media{{id}},replies{{{COMMENT}}}"
        )
        post = {"id": (comment.get("media") or {}).get("id", "")}
        return [_comment(account, post, row) for row in _replies(comment)]
    return await _threads(graph).of_person(account, message.address)


async def profile(graph: Graph, account: Account, external_id: str) -> tuple[str, str]:
    """Name and username of somebody who has written; raises VendorError without his consent."""
    told = await graph.get(account.token, external_id, fields="name,username")
    return str(told.get("name") or "")[:200], str(told.get("username") or "")[:200]


async def post(graph: Graph, account: Account, post_id: str) -> Post:
    """Address, caption and picture of a post; raises VendorError where it is not the account's own."""
    told = await graph.get(account.token, post_id, fields="permalink,caption,media_url,thumbnail_url")
    lines = str(told.get("caption") or "").strip().splitlines()
    # (A film has a thumbnail, a picture is its own.)
    picture = str(told.get("thumbnail_url") or told.get("media_url") or "")[:2000]
    return Post(str(told.get("permalink") or "")[:2000], lines[0][:120] if lines else "", picture)
