"""Messages of Instagram and Messenger on their way out.

https://developers.facebook.com/docs/messenger-platform/reference/send-api
"""

from collections.abc import Mapping
from typing import Any

from channels.capabilities import Account, Outgoing, Sent
from channels.failures import Failure, VendorError
from channels.media import FileKind, FileLimit
from channels.meta.graph import Graph

MEGABYTE = 1024 * 1024
# https://developers.facebook.com/docs/instagram-platform/instagram-api-with-instagram-login/messaging-api
FILES: Mapping[FileKind, FileLimit] = {
    "image": FileLimit(8 * MEGABYTE, ("image/jpeg", "image/png", "image/gif")),
    "video": FileLimit(25 * MEGABYTE, ("video/mp4", "video/ogg", "video/webm", "video/quicktime")),
    "audio": FileLimit(25 * MEGABYTE, ("audio/aac", "audio/mp4", "audio/mpeg", "audio/wav")),
    "voice": FileLimit(25 * MEGABYTE, ("audio/aac", "audio/mp4", "audio/mpeg", "audio/wav")),
    "file": FileLimit(25 * MEGABYTE, ("application/pdf",)),
}


async def send(graph: Graph, account: Account, message: Outgoing, *, metadata: str = "", **more: str) -> Sent:
    """A direct message or the private reply to a comment, in one call; raises VendorError. `metadata` comes back with its echo."""
    if message.mode == "direct" and not message.address:
        raise VendorError(Failure("permanent", "thread_elsewhere"))
    to = {"comment_id": message.target} if message.mode == "private_reply" else {"id": message.address}
    told = {"metadata": metadata} if metadata else {}
    body = {"recipient": to, **more, "message": {**_content(message), **told}}
    try:
        answer = await graph.post(account.token, f"{account.account_id}/messages", body, sending=True)
    except VendorError as error:
        raise _of_comment(error, message) from error
    recipient = str(answer.get("recipient_id") or "") or None
    thread_key = f"direct:{recipient}" if recipient and message.mode == "private_reply" else None
    return Sent(_id(answer, "message_id"), recipient, thread_key)


async def reply(graph: Graph, account: Account, message: Outgoing, edge: str) -> Sent:
    """A public answer to a comment. (Never with `fields`: the comment would be there, and the answer a refusal.)"""
    try:
        answer = await graph.post(
            account.token, f"{message.target}/{edge}", {"message": message.text}, sending=True
        )
    except VendorError as error:
        raise _of_comment(error, message) from error
    return Sent(_id(answer, "id"))


def _content(message: Outgoing) -> dict[str, Any]:
    """Words or a file: these vendors take no words with a file."""
    if message.file is None:
        return {"text": message.text}
    kind = "audio" if message.file.kind == "voice" else message.file.kind
    return {"attachment": {"type": kind, "payload": {"url": message.file.url}}}


def _of_comment(error: VendorError, message: Outgoing) -> VendorError:
    """A comment that is gone says nothing of who wrote it."""
    if message.mode != "direct" and error.failure.kind == "recipient_gone":
        return VendorError(Failure("permanent", "comment_gone", error.failure.words))
    return error


def _id(answer: Mapping[str, object], name: str) -> str:
    found = answer.get(name)
    if not found:
        raise VendorError(Failure("ambiguous", "unreadable", f"no {name}"))
    return str(found)
