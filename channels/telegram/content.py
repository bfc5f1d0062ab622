"""What a message of Telegram's holds: words, files, places, cards of people (https://core.telegram.org/bots/api#message)."""

from collections.abc import Mapping
from typing import Any

from channels import contacts
from channels.base import Attachment, Contact

LONGEST = 10_000
# field -> kind here, and its type where Telegram names none; in this order: an animation is a document, too
FILES: Mapping[str, tuple[str, str]] = {
    "photo": ("image", "image/jpeg"),
    "video": ("video", "video/mp4"),
    "animation": ("video", "video/mp4"),
    "video_note": ("video", "video/mp4"),
    "voice": ("voice", "audio/ogg"),
    "audio": ("audio", "audio/mpeg"),
    "sticker": ("sticker", "image/webp"),
    "document": ("file", ""),
}
# Telegram itself says so in the chat; nobody wrote anything.
SERVICE = frozenset(
    "pinned_message message_auto_delete_timer_changed write_access_allowed users_shared chat_shared connected_website"
    " boost_added chat_background_set proximity_alert_triggered successful_payment refunded_payment".split()
)
MAP = "https://www.google.com/maps?q="


def words(message: Mapping[str, Any]) -> str:
    """The text; of a card, a question or a place what stands on it."""
    said = message.get("text") or message.get("caption") or _part(message, "poll").get("question")
    card, venue, place = _part(message, "contact"), _part(message, "venue"), _place(message)
    shown = (
        *(card.get(name) for name in ("first_name", "last_name", "phone_number")),
        *(venue.get(name) for name in ("title", "address")),
        MAP + place if place else "",
    )
    return str(said or " ".join(str(one) for one in shown if one))[:LONGEST]


def own_phone(message: Mapping[str, Any], sender: int, region: str) -> Contact | None:
    """The number that somebody shares as his own: Telegram vouches for it only when the card is the sender's."""
    card = _part(message, "contact")
    if card.get("user_id") != sender:
        return None
    return contacts.phone(str(card.get("phone_number") or ""), region)


def attachments(message: Mapping[str, Any]) -> tuple[Attachment, ...]:
    """The file of a message, or a place on the map."""
    for name, (kind, mime) in FILES.items():
        told = message.get(name)
        # A photo comes in several sizes, the largest last.
        file = told[-1] if isinstance(told, list) and told else told
        if isinstance(file, dict) and file.get("file_id"):
            title = file.get("file_name") or file.get("title") or file.get("emoji") or ""
            return (Attachment(kind, "", str(title)[:200], _type(file, mime), str(file["file_id"])[:500]),)
    place = _place(message)
    return (Attachment("location", name=place),) if place else ()


def _type(file: Mapping[str, Any], usual: str) -> str:
    """Stickers move in formats of their own."""
    moving = (
        "application/x-tgsticker"
        if file.get("is_animated")
        else "video/webm"
        if file.get("is_video")
        else usual
    )
    return str(file.get("mime_type") or moving)[:100]


def _place(message: Mapping[str, Any]) -> str:
    """Where it is: latitude and longitude."""
    location = _part(message, "location") or _part(_part(message, "venue"), "location")
    return f"{float(location['latitude']):.6f},{float(location['longitude']):.6f}" if location else ""


def is_service(message: Mapping[str, Any]) -> bool:
    """Is it Telegram who speaks?"""
    return not SERVICE.isdisjoint(message)


def _part(value: Mapping[str, Any], name: str) -> dict[str, Any]:
    found = value.get(name)
    return found if isinstance(found, dict) else {}
