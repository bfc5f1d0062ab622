"""Under which post a comment stands: asked of the vendor once an hour for each, before the comment is taken in."""

import asyncio
import logging
import time
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from channels.base import Attachment, Happening, Message, SourceAdapter
from channels.capabilities import Post, Publisher
from channels.failures import VendorError
from workers.accounts.access import Accounts

log = logging.getLogger("smena.workers.accounts")
PATIENCE_SECONDS = 5.0
KEPT_SECONDS, KEPT_POSTS = 3600.0, 1000
PICTURE = "post_picture"


class Posts:
    """What one worker knows of posts."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts
        self._known: dict[tuple[UUID, str], tuple[float, Post | None]] = {}

    async def shown(
        self, source_id: UUID, adapter: SourceAdapter | None, happened: Sequence[Happening]
    ) -> Sequence[Happening]:
        """The same, comments with the address of their post. Never fails: a comment without it is better than none."""
        if not isinstance(adapter, Publisher):
            return happened
        return [
            await self._shown(source_id, adapter, one)
            if isinstance(one, Message) and one.kind == "comment" and one.details.get("media_id")
            else one
            for one in happened
        ]

    async def _shown(self, source_id: UUID, publisher: Publisher, comment: Message) -> Message:
        post = await self._post(source_id, publisher, str(comment.details["media_id"]))
        if post is None or not post.permalink:
            return comment
        told = {"permalink": post.permalink, **({"caption": post.caption} if post.caption else {})}
        # (Brought home as every file of a message is.)
        picture = (Attachment(PICTURE, post.picture),) if post.picture else ()
        return replace(
            comment,
            details={**comment.details, **told},
            attachments=(*comment.attachments, *picture),
        )

    async def _post(self, source_id: UUID, publisher: Publisher, post_id: str) -> Post | None:
        key, now = (source_id, post_id), time.monotonic()
        until, known = self._known.get(key, (0.0, None))
        if now < until:
            return known
        if len(self._known) >= KEPT_POSTS:
            self._known.clear()
        found = await self._asked(source_id, publisher, post_id)
        self._known[key] = (now + KEPT_SECONDS, found)
        return found

    async def _asked(self, source_id: UUID, publisher: Publisher, post_id: str) -> Post | None:
        account = await self._accounts.find(source_id)
        if account is None:
            return None
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                return await publisher.post(account, post_id)
        except (VendorError, TimeoutError) as error:
            log.info("source %s: a post was not told: %s", source_id, error)
            return None
