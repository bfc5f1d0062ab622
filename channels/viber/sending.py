"""Answers by the bot: text or one file, which Viber fetches from us (https://developers.viber.com/docs/api/rest-bot-api/#send-message)."""

from collections.abc import Mapping, Sequence
from typing import Any

from channels.capabilities import Account, Mode, Outgoing, Pace, Sent, Thread, ThreadPace, Way
from channels.failures import Failure, VendorError
from channels.media import FileKind, FileLimit, MediaPlace, OutgoingFile
from channels.pieces import pieces
from channels.viber.calls import called
from channels.viber.connecting import kept
from channels.viber.settings import ViberSettings

LONGEST_TEXT, LONGEST_CAPTION, LONGEST_FILE_NAME = 7000, 768, 256
MEGABYTE = 1024 * 1024
PACES: Mapping[Mode, Pace] = {"direct": Pace(36_000, 10)}
# More than a hundred an hour to somebody who does not answer is refused.
THREAD_PACES = (ThreadPace(100, 3600.0),)
FILES: Mapping[FileKind, FileLimit] = {
    "image": FileLimit(MEGABYTE, ("image/jpeg", "image/png")),
    "video": FileLimit(26 * MEGABYTE, ("video/mp4",)),
    # There is no voice and no music: they go as files.
    "audio": FileLimit(50 * MEGABYTE),
    "voice": FileLimit(50 * MEGABYTE),
    "file": FileLimit(50 * MEGABYTE),
}
CAPTIONS: Mapping[FileKind, int] = {"image": LONGEST_CAPTION, "video": LONGEST_CAPTION}


def ways(thread: Thread) -> Sequence[Way]:
    """Whoever has written may be written to until he unsubscribes; a day after his last message it costs."""
    return (Way("direct", why_not=None if thread.last_in else "nothing_to_answer"),)


def parts(text: str) -> Sequence[str]:
    """As Viber counts letters: those of UTF-16."""
    return list(pieces(text, LONGEST_TEXT, "utf16"))


async def send(settings: ViberSettings, account: Account, message: Outgoing) -> Sent:
    """One call."""
    mine = kept(account)
    body: dict[str, Any] = {
        "receiver": message.address,
        "sender": {"name": mine.name},
        "tracking_data": str(message.id),
        "min_api_version": 1,
        **(_file(message.file, message.text) if message.file else {"type": "text", "text": message.text}),
    }
    answer = await called(settings.viber_api_base, mine.token, "send_message", body, sending=True)
    if not answer.get("message_token"):
        raise VendorError(Failure("ambiguous", "unreadable", "no message_token in the answer"))
    return Sent(str(answer["message_token"]))


def _file(file: OutgoingFile, text: str) -> dict[str, Any]:
    if file.kind == "image":
        return {"type": "picture", "media": file.url, "text": text}
    told = {"media": file.url, "size": len(file.content)}
    if file.kind == "video":
        return {"type": "video", **told, "text": text}
    if text:
        raise VendorError(Failure("permanent", "caption_not_taken", "a file goes without words"))
    return {"type": "file", **told, "file_name": file.name[-LONGEST_FILE_NAME:]}


def place(attachment: Mapping[str, Any]) -> MediaPlace:
    """Where Viber said that it is; the address is good for an hour or so."""
    if not attachment.get("url"):
        raise VendorError(Failure("permanent", "no_file"))
    return MediaPlace(str(attachment["url"]), mime_type=str(attachment.get("mime_type") or ""))
