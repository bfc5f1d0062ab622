"""What a message of WhatsApp holds, by its type.

https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/payload-examples
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from channels.base import Attachment, Message
from channels.meta.values import part, rows, text
from channels.whatsapp import people

WINDOW = timedelta(hours=24)
LONGEST = 10_000
FILES = ("image", "video", "audio", "voice", "document", "sticker")
UNKNOWN = ("unsupported", "unknown")


def message(told: Mapping[str, Any], contact: Mapping[str, Any], at: datetime, region: str) -> Message:
    """A client's message."""
    said, above = words(told), part(told, "context")
    # (A card or an order names other people's numbers and prices: only his own words tell of him.)
    own = said if text(told, "type") in ("text", *FILES) else ""
    return Message(
        external_id=str(told["id"]),
        kind="message",
        direction="in",
        occurred_at=at,
        thread_key=people.thread_key(told, contact),
        address=people.address(told, contact),
        person=people.person(told, contact, own, region),
        text=said,
        attachments=tuple(_attachments(told)),
        reply_to=text(above, "id") or None,
        reply_until=at + WINDOW,
        hints=_hints(part(told, "referral")),
        details=_details(told, above),
    )


def echo(told: Mapping[str, Any], to: Mapping[str, Any], at: datetime, region: str) -> Message:
    """A message of ours that was not sent from here."""
    above = part(told, "context")
    return Message(
        external_id=str(told["id"]),
        kind="message",
        direction="out",
        occurred_at=at,
        thread_key=people.thread_key(to, {}),
        address=people.address(to, {}),
        person=people.person(to, {}, "", region),
        text=words(told),
        attachments=tuple(_attachments(told)),
        reply_to=text(above, "id") or None,
        details=_details(told, above),
        by_number=True,
    )


def words(told: Mapping[str, Any]) -> str:
    """The text of it, or what stands for one."""
    kind = text(told, "type")
    if kind in FILES:
        return text(part(told, kind), "caption")[:LONGEST]
    known = _WORDS.get(kind)
    return known(told)[:LONGEST] if known else ""


def _location(told: Mapping[str, Any]) -> str:
    place = part(told, "location")
    where = f"{place.get('latitude')}, {place.get('longitude')}"
    return "\n".join(filter(None, (text(place, "name"), text(place, "address"), where)))


def _cards(told: Mapping[str, Any]) -> str:
    lines = (
        " ".join(
            [
                text(part(card, "name"), "formatted_name"),
                *(text(one, "phone") for one in rows(card, "phones")),
            ]
        )
        for card in rows(told, "contacts")
    )
    return "\n".join(line.strip() for line in lines)


def _pressed(told: Mapping[str, Any]) -> str:
    chosen = part(told, "interactive")
    reply = part(chosen, "button_reply") or part(chosen, "list_reply") or part(chosen, "nfm_reply")
    return "\n".join(filter(None, (text(reply, "title", "body"), text(reply, "description"))))


def _order(told: Mapping[str, Any]) -> str:
    order = part(told, "order")
    lines = (
        f"{item.get('quantity')} × {item.get('product_retailer_id')} ({item.get('item_price')} {item.get('currency')})"
        for item in rows(order, "product_items")
    )
    return "\n".join(filter(None, (text(order, "text"), *lines)))


_WORDS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "text": lambda told: text(part(told, "text"), "body"),
    "button": lambda told: text(part(told, "button"), "text"),
    "interactive": _pressed,
    "location": _location,
    "contacts": _cards,
    "order": _order,
}


def _attachments(told: Mapping[str, Any]) -> Iterator[Attachment]:
    kind = text(told, "type")
    file = part(told, kind) if kind in FILES else {}
    if file.get("id"):
        shown = "voice" if file.get("voice") is True else {"document": "file"}.get(kind, kind)
        name, mime = text(file, "filename")[:200] or shown, text(file, "mime_type")[:200]
        yield Attachment(shown, "", name, mime, str(file["id"])[:200])


def _hints(referral: Mapping[str, Any]) -> dict[str, str]:
    """The advertisement or post that led to WhatsApp; its headline is what rules of the source know as the campaign."""
    names = ("source_type", "source_id", "source_url", "ctwa_clid", "headline")
    told = {name: text(referral, name)[:300] for name in names}
    title = told.pop("headline")
    is_ad = told["source_type"] == "ad"
    paid = {"ad_id": told["source_id"], "ad_title": title, "utm_campaign": title} if is_ad else {}
    return {name: value for name, value in {**told, **paid}.items() if value}


def _details(told: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    kind = text(told, "type")
    details: dict[str, Any] = (
        {"unsupported": True} if kind in UNKNOWN or kind not in (*FILES, *_WORDS) else {}
    )
    if kind == "location":
        place = part(told, "location")
        details["location"] = {name: place.get(name) for name in ("latitude", "longitude")}
    return {**details, **({"forwarded": True} if above.get("forwarded") else {})}
