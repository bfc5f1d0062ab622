"""Answers by the bot: text, one file, in a business chat as its owner (https://core.telegram.org/bots/api#sendmessage)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from channels.capabilities import Account, Mode, Outgoing, Pace, Sent, Thread, ThreadPace, Way
from channels.failures import Failure, VendorError
from channels.media import FileKind, FileLimit, MediaPlace, OutgoingFile, is_voice_note
from channels.pieces import pieces
from channels.telegram.chats import Chat, chat_at, is_business, number_of
from channels.telegram.connecting import kept
from channels.telegram.events import BUSINESS_WINDOW
from channels.telegram.refusals import ChatMoved, called

LONGEST_TEXT, LONGEST_CAPTION = 4096, 1024
MEGABYTE = 1024 * 1024
# Twenty-five a second over all, one a second in a chat. (Groups, which take twenty a minute, are neither read nor answered.)
PACES: Mapping[Mode, Pace] = {"direct": Pace(90_000, 25)}
THREAD_PACES = (ThreadPace(1, 1.0),)
FILES: Mapping[FileKind, FileLimit] = {
    "image": FileLimit(10 * MEGABYTE, ("image/jpeg", "image/png", "image/webp")),
    "video": FileLimit(50 * MEGABYTE, ("video/mp4",)),
    "audio": FileLimit(50 * MEGABYTE, ("audio/mpeg", "audio/mp4", "audio/x-m4a")),
    "voice": FileLimit(50 * MEGABYTE, ("audio/ogg",)),
    "file": FileLimit(50 * MEGABYTE),
}
CAPTIONS: Mapping[FileKind, int] = dict.fromkeys(FILES, LONGEST_CAPTION)
# kind -> method and field
METHODS: Mapping[FileKind, tuple[str, str]] = {
    "image": ("sendPhoto", "photo"),
    "video": ("sendVideo", "video"),
    "audio": ("sendAudio", "audio"),
    "voice": ("sendVoice", "voice"),
    "file": ("sendDocument", "document"),
}
# For an upload of the largest size over a slow line.
UPLOAD_SECONDS = 30.0


def ways(thread: Thread, at: datetime) -> Sequence[Way]:
    """Whoever has begun may be written to for good; in a business chat for a day after his last message."""
    if thread.last_in is None:
        return (Way("direct", why_not="nothing_to_answer"),)
    if not is_business(thread.last_in.external_id):
        return (Way("direct"),)
    until = thread.last_in.occurred_at + BUSINESS_WINDOW
    return (Way("direct", until, "window_closed" if at >= until else None),)


def parts(text: str) -> Sequence[str]:
    """As Telegram counts letters: those of UTF-16."""
    return list(pieces(text, LONGEST_TEXT, "utf16"))


async def send(base_url: str, account: Account, message: Outgoing) -> Sent:
    """One call; one more when the chat has moved."""
    chat = chat_at(message.address)
    try:
        return Sent(chat.message(await _sent(base_url, account, chat, message)))
    except ChatMoved as moved:
        there = Chat(moved.chat_id, chat.connection)
        sent = await _sent(base_url, account, there, message)
        return Sent(there.message(sent), there.address, chat.thread_key)


async def _sent(base_url: str, account: Account, chat: Chat, message: Outgoing) -> Mapping[str, Any]:
    body: dict[str, Any] = {"chat_id": chat.chat_id}
    if chat.connection:
        body["business_connection_id"] = chat.connection
    if message.target:
        above = {"message_id": number_of(message.target), "allow_sending_without_reply": True}
        body["reply_parameters"] = above
    token = kept(account).token
    if message.file is None:
        body |= {"text": message.text, "link_preview_options": {"is_disabled": True}}
        answer = await called(token, base_url, "sendMessage", body, sending=True)
    else:
        method, field = METHODS[_kind(message.file)]
        files = {field: (message.file.name, message.file.content, message.file.mime_type)}
        body |= {"caption": message.text} if message.text else {}
        answer = await called(token, base_url, method, body, sending=True, files=files, wait=UPLOAD_SECONDS)
    if not isinstance(answer, dict) or not {"message_id", "date"} <= answer.keys():
        raise VendorError(Failure("ambiguous", "unreadable", "no message in the answer"))
    return answer


def _kind(file: OutgoingFile) -> FileKind:
    """What is no voice after all goes as it is: sendAudio takes no Ogg."""
    return "file" if file.kind == "voice" and not is_voice_note(file.content) else file.kind


async def place(base_url: str, account: Account, attachment: Mapping[str, Any]) -> MediaPlace:
    """Where a file lies for the next hour. The token is in the address."""
    if not attachment.get("media_id"):
        raise VendorError(Failure("permanent", "no_file"))
    token = kept(account).token
    found = await called(token, base_url, "getFile", {"file_id": attachment["media_id"]})
    if not found.get("file_path"):
        raise VendorError(Failure("permanent", "file_gone"))
    url = f"{base_url}/file/bot{token}/{found['file_path']}"
    size = found.get("file_size")
    mime = str(attachment.get("mime_type") or "")
    return MediaPlace(url, mime_type=mime, size=size if isinstance(size, int) else None)
