"""Reading a page: what webhooks did not deliver, and what was there before. The same events, the same keys."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from channels.capabilities import Account, Fragment, Outgoing, Post
from channels.messenger import leads
from channels.messenger.events import fragment
from channels.meta.comparing import compared, is_due
from channels.meta.graph import Graph
from channels.meta.moments import moment
from channels.meta.reading import EPOCH, OVERLAP, Threads, is_own, permitted, theirs_first
from channels.meta.values import fingerprint, part, rows, text

COMMENT = "id,message,created_time,from,parent"
# Posts of two weeks are read each time; under older ones nobody writes unless a webhook says so.
FRESH = timedelta(days=14)
NEWEST = 100


async def backfill(
    graph: Graph, account: Account, since: datetime, cursor: dict[str, Any]
) -> AsyncIterator[Sequence[Fragment]]:
    """Leads of forms first: nobody waits longer. Then comments and threads."""
    async for batch in permitted(_leads(graph, account, since - OVERLAP)):
        yield batch
    if account.settings.get("take") != "direct":
        async for batch in permitted(_comments(graph, account, since - OVERLAP, cursor)):
            yield batch
    if account.settings.get("take") != "comments":
        async for batch in permitted(_threads(graph).since(account, since)):
            yield batch


def _threads(graph: Graph) -> Threads:
    return Threads(graph, "messenger", "id,created_time,from,to,message,attachments", fragment)


async def _leads(graph: Graph, account: Account, since: datetime) -> AsyncIterator[Sequence[Fragment]]:
    async for forms in graph.pages(
        account.token, f"{account.account_id}/leadgen_forms", fields="id", limit=100
    ):
        for form in forms:
            listed = graph.pages(account.token, f"{form['id']}/leads", fields=leads.FIELDS, limit=100)
            async for found in _recent(listed, since):
                yield [_lead(account, row) for row in found]


def _lead(account: Account, row: Mapping[str, Any]) -> Fragment:
    return fragment(account.account_id, "leadgen", leads.value_of(row), row.get("created_time"))


async def _comments(
    graph: Graph, account: Account, since: datetime, cursor: dict[str, Any]
) -> AsyncIterator[Sequence[Fragment]]:
    now = datetime.now(UTC)
    known: dict[str, Any] = cursor.setdefault("posts", {})
    seen: set[str] = set()
    listed = graph.pages(account.token, f"{account.account_id}/posts", fields="id,created_time", limit=50)
    async for posts in _recent(listed, min(since, now - FRESH)):
        for post in posts:
            seen.add(str(post["id"]))
            async for batch in _of_post(graph, account, str(post["id"]), since, known, now):
                yield batch
    for gone in known.keys() - seen:
        del known[gone]


async def _of_post(
    graph: Graph, account: Account, post: str, since: datetime, known: dict[str, Any], now: datetime
) -> AsyncIterator[Sequence[Fragment]]:
    """What is new under it, and what has become of the newest ones since they were read last."""
    # `stream`: answers to comments beside the comments.
    asked = {"filter": "stream", "order": "reverse_chronological", "fields": COMMENT, "limit": NEWEST}
    rest = is_due(known.get(post), now)
    async for page in graph.pages(account.token, f"{post}/comments", **asked):
        found = [row for row in page if moment(row.get("created_time"), EPOCH) >= since]
        told = [(_comment(account, post, row), is_own(account, row)) for row in found]
        for batch in theirs_first(told):
            yield batch
        if rest:
            rest = False
            yield _changed(account, post, page, known, now)
        if len(found) < len(page):
            return


def _changed(
    account: Account, post: str, page: Sequence[Mapping[str, Any]], known: dict[str, Any], now: datetime
) -> list[Fragment]:
    texts = {str(row["id"]): str(row.get("message") or "") for row in page}
    at = {str(row["id"]): moment(row.get("created_time"), EPOCH).timestamp() for row in page}
    # Of more than a page the old ones are not shown.
    oldest = min(at.values(), default=0.0) if len(page) == NEWEST else 0.0
    shown = {name: {"text": fingerprint(words), "at": at[name]} for name, words in texts.items()}
    news = compared(known.get(post), shown, lambda one: one["at"] > oldest)
    known[post] = {"read_at": now.timestamp(), "comments": news.kept}
    edited = [{"verb": "edited", "comment_id": name, "message": texts[name]} for name in news.edited]
    gone = [{"verb": "remove", "comment_id": name} for name in news.gone]
    return [
        fragment(account.account_id, "feed", {"item": "comment", "post_id": post, **one}, now.timestamp())
        for one in (*edited, *gone)
    ]


async def _recent(
    pages: AsyncIterator[list[dict[str, Any]]], since: datetime
) -> AsyncIterator[list[dict[str, Any]]]:
    """Of a list with the newest first: as far back as `since`."""
    async for page in pages:
        found = [row for row in page if moment(row.get("created_time"), EPOCH) >= since]
        if found:
            yield found
        if len(found) < len(page):
            return


def _comment(account: Account, post: str, row: Mapping[str, Any]) -> Fragment:
    """In the shape of the webhook."""
    value = {
        "item": "comment",
        "verb": "add",
        "comment_id": row["id"],
        "post_id": post,
        "parent_id": text(part(row, "parent"), "id") or post,
        "from": part(row, "from"),
        "created_time": row.get("created_time"),
        "message": row.get("message") or "",
    }
    return fragment(account.account_id, "feed", value, row.get("created_time"))


async def recent(graph: Graph, account: Account, message: Outgoing) -> Sequence[Fragment]:
    """What the thread of a message holds now: whether it arrived."""
    if message.mode != "comment":
        return await _threads(graph).of_person(account, message.address)
    # (An answer to an answer hangs on the first comment.)
    post = _post_of(message)
    answer = await graph.get(account.token, f"{message.target}/comments", fields=COMMENT, limit=100)
    return [_comment(account, post, row) for row in rows(answer, "data")]


def _post_of(message: Outgoing) -> str:
    return str(message.answered.get("media_id") or "")


async def profile(graph: Graph, account: Account, external_id: str) -> tuple[str, str]:
    """Name of somebody who has written; raises VendorError without his consent."""
    told = await graph.get(account.token, external_id, fields="first_name,last_name")
    return " ".join(filter(None, (text(told, "first_name"), text(told, "last_name"))))[:200], ""


async def post(graph: Graph, account: Account, post_id: str) -> Post:
    """Address, first words and picture of a post; raises VendorError where it is not the page's own."""
    told = await graph.get(account.token, post_id, fields="permalink_url,message,full_picture")
    lines = text(told, "message").strip().splitlines()
    caption = lines[0][:120] if lines else ""
    return Post(text(told, "permalink_url")[:2000], caption, text(told, "full_picture")[:2000])


async def lead(graph: Graph, account: Account, leadgen_id: str) -> Fragment:
    """What a delivery only names."""
    return _lead(account, await graph.get(account.token, leadgen_id, fields=leads.FIELDS))
