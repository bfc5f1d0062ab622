"""What a lead or a message tells of where it came from, as the rules of sources read it."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from channels.base import Lead, Message
from channels.classify.hints import SourceHints
from channels.fields import CLICK_IDS

# Names that vendors' adapters use -> those of the rules.
RENAMED = {"source": "referral_source", "page": "landing_url", "page_url": "landing_url"}
OWN = frozenset(
    {"channel", "kind", "connection", "utm", "click_ids", "is_own", "is_live", "is_business", "is_form_mail"}
)
KNOWN = frozenset(one.name for one in fields(SourceHints)) - OWN
MARKS = {"is_live": "live", "is_business": "business", "is_form_mail": "form_mail"}


def of_lead(channel: str, kind: str, connection: str, lead: Lead) -> SourceHints:
    """Of a form. A test is one whatever it was sent as."""
    return told(channel, "test" if lead.test else kind, connection, lead.first_touch, lead.details)


def of_message(channel: str, connection: str, message: Message) -> SourceHints:
    """Of a comment or a direct message."""
    return told(channel, message.kind, connection, message.hints, message.details, message.parent)


def told(
    channel: str,
    kind: str,
    connection: str,
    touch: Mapping[str, Any],
    details: Mapping[str, Any],
    parent: str | None = None,
) -> SourceHints:
    """From what is stored of an interaction, too: its first touch, its details, what it answers."""
    said = {**_plain(details), **_plain(touch)}
    known = {RENAMED.get(name, name): value for name, value in said.items()}
    document: dict[str, Any] = {name: value for name, value in known.items() if name in KNOWN}
    document |= {name: True for name, mark in MARKS.items() if details.get(mark) is True}
    if kind == "comment" and parent:
        document["parent_id"] = parent
    if details.get("story"):
        document["story"] = "reply"
    # An advertisement's title is one, even where an adapter repeats it as a campaign for links.
    utm = {
        name: value
        for name, value in said.items()
        if name.startswith("utm_") and value != said.get("ad_title")
    }
    clicks = {name: value for name, value in said.items() if name in CLICK_IDS}
    return SourceHints.from_document(
        {
            **document,
            "channel": channel,
            "kind": kind,
            "connection": connection,
            "utm": utm,
            "click_ids": clicks,
        }
    )


def _plain(told_of: Mapping[str, Any]) -> dict[str, str]:
    # (An empty start is a bare one: somebody came by himself.)
    return {
        name: value
        for name, value in told_of.items()
        if isinstance(value, str) and (value or name == "start")
    }
