"""Reading threads by the Conversations API: Instagram's and Messenger's, in the shape of their webhooks."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from channels.capabilities import Account, Fragment
from channels.failures import VendorError
from channels.meta.graph import Graph
from channels.meta.moments import moment
from channels.meta.values import part, rows

EPOCH = datetime.fromtimestamp(0, UTC)
# Meta's clock and ours are not one, and a thread may have changed while it was read.
OVERLAP = timedelta(hours=1)
Shaped = Callable[[str, str, Mapping[str, Any], Any], Fragment]


@dataclass(frozen=True, slots=True)
class Threads:
    """`fields`: of a message, as the platform has them; `shaped`: the channel's own form of an event."""

    graph: Graph
    platform: str
    fields: str
    shaped: Shaped

    async def since(self, account: Account, since: datetime) -> AsyncIterator[Sequence[Fragment]]:
        """What was written in threads that have changed since."""
        horizon, path = since - OVERLAP, f"{account.account_id}/conversations"
        asked = {"platform": self.platform, "fields": "id,updated_time", "limit": 50}
        async for threads in self.graph.pages(account.token, path, **asked):
            recent = [one for one in threads if moment(one.get("updated_time"), EPOCH) >= horizon]
            for thread in recent:
                for batch in theirs_first(await self._of_thread(account, str(thread["id"]))):
                    yield batch
            if len(recent) < len(threads):
                return

    async def of_person(self, account: Account, external_id: str) -> Sequence[Fragment]:
        """The newest messages of one person's thread."""
        path = f"{account.account_id}/conversations"
        answer = await self.graph.get(
            account.token, path, platform=self.platform, user_id=external_id, fields="id"
        )
        threads = rows(answer, "data")
        return [one for thread in threads for one, _ in await self._of_thread(account, str(thread["id"]))]

    async def _of_thread(self, account: Account, thread_id: str) -> list[tuple[Fragment, bool]]:
        """Its twenty newest messages, and whether each is the account's own: Meta shows no more."""
        answer = await self.graph.get(account.token, thread_id, fields=f"messages{{{self.fields}}}")
        found = rows(answer, "messages")
        return [(self._message(account, row), is_own(account, row)) for row in found]

    def _message(self, account: Account, row: Mapping[str, Any]) -> Fragment:
        sender, to = part(row, "from"), rows(row, "to") or [{}]
        message: dict[str, Any] = {"mid": row["id"], "text": row.get("message") or ""}
        if is_own(account, row):
            message["is_echo"] = True
        if part(row, "reply_to"):
            message["reply_to"] = row["reply_to"]
        files = rows(row, "attachments")
        if files:
            message["attachments"] = [_attachment(file) for file in files]
        at = row.get("created_time")
        value = {"sender": sender, "recipient": to[0], "timestamp": at, "message": message}
        return self.shaped(account.account_id, "messaging", value, at)


def _attachment(file: Mapping[str, Any]) -> dict[str, Any]:
    """The Conversations API names attachments by what is in them."""
    if part(file, "payload"):
        return dict(file)
    for kind, name in (("image", "image_data"), ("video", "video_data")):
        data = part(file, name)
        if data:
            return {"type": kind, "payload": {"url": data.get("url")}}
    return {"type": "file", "payload": {"url": file.get("file_url")}}


def theirs_first(found: Sequence[tuple[Fragment, bool]]) -> tuple[list[Fragment], list[Fragment]]:
    """What people wrote, then what is the account's own: an answer to nobody whom we know would be nobody's."""
    return [one for one, is_own in found if not is_own], [one for one, is_own in found if is_own]


def is_own(account: Account, row: Mapping[str, Any]) -> bool:
    """Did the account itself write it?"""
    return str(part(row, "from").get("id")) == account.account_id


async def permitted(batches: AsyncIterator[Sequence[Fragment]]) -> AsyncIterator[Sequence[Fragment]]:
    """The same, or nothing where the admin did not grant what reading it takes: the rest of the account is read all the same."""
    try:
        async for batch in batches:
            yield batch
    except VendorError as error:
        if error.failure.reason != "not_allowed":
            raise
