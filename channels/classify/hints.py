"""What an event tells of where it came from: a small frozen input, and the plain facts that rules are written about."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any
from urllib.parse import urlsplit

from channels.fields import CLICK_IDS

LONGEST = 500
YES = "yes"


@dataclass(frozen=True, slots=True)
class SourceHints:
    """Names as the vendors have them (reference, sections 3 to 8); empty where an event says nothing.

    Nothing here tells a webhook from a back-fill: the same event must come to the same source by either way.
    """

    channel: str
    kind: str = "message"  # message, comment, mention, referral, postback, lead_form; form, callback, chat; call, recording; test
    connection: str = ""  # the id of our lead source
    is_own: bool = False  # said by the company itself
    platform: str = ""  # of a lead form: `ig`, `fb`
    leadgen_id: str = ""
    ad_id: str = ""
    adgroup_id: str = ""
    ad_title: str = ""
    referral_source: str = ""  # ADS, SHORTLINK, ...
    source_type: str = ""  # WhatsApp: ad, post
    source_id: str = ""
    ctwa_clid: str = ""
    ref: str = ""  # ig.me, m.me; Viber's context
    start: str | None = None  # what stood behind /start; empty for a bare one, None for another message
    media_id: str = ""
    original_media_id: str = ""
    media_product_type: str = ""
    parent_id: str = ""
    story: str = ""  # mention, reply
    is_live: bool = False
    is_business: bool = False  # Telegram: a manager's own account
    call_direction: str = ""  # inbound, outbound
    call_source: str = ""  # widget, sdk, twilio, ...
    is_form_mail: bool = False  # a mail that a form's service wrote
    reply_campaign: str = ""  # of a known reply token
    campaign: str = ""  # named outright
    answers_comment: str = ""  # the comment that we answered privately not long before
    answers_campaign: str = ""
    referrer: str = ""
    landing_url: str = ""
    utm: Mapping[str, str] = field(default_factory=dict)
    click_ids: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> "SourceHints":
        """From stored JSON, whatever is in it: unknown names and values of another kind are left out."""
        known = {one.name: one.type for one in fields(cls)}
        values = {name: _value(known[name], value) for name, value in document.items() if name in known}
        kept = {name: value for name, value in values.items() if value is not None}
        return cls(**{"channel": "", **kept})

    @classmethod
    def from_first_touch(cls, channel: str, kind: str, touch: Mapping[str, str]) -> "SourceHints":
        """From what a form brought along: `utm_*`, click ids, referrer and landing page side by side."""
        utm = {name: value for name, value in touch.items() if name.startswith("utm_")}
        clicks = {name: value for name, value in touch.items() if name in CLICK_IDS}
        page = touch.get("landing_url") or touch.get("page_url", "")
        return cls(
            channel, kind, referrer=touch.get("referrer", ""), landing_url=page, utm=utm, click_ids=clicks
        )

    def document(self) -> dict[str, Any]:
        """What is not empty, as it is stored: `from_document` reads it back."""
        said = {one.name: getattr(self, one.name) for one in fields(self)}
        return {
            name: dict(value) if isinstance(value, Mapping) else value
            for name, value in said.items()
            if value or (name == "start" and value is not None)
        }


def _value(wanted: Any, value: Any) -> Any:
    """The value as its field wants it; None for what it cannot be."""
    if wanted is bool:
        return value if isinstance(value, bool) else None
    if wanted in (str, str | None):
        return str(value)[:LONGEST] if isinstance(value, (str, int)) and not isinstance(value, bool) else None
    if not isinstance(value, Mapping):
        return None
    return {str(name)[:LONGEST]: str(inner)[:LONGEST] for name, inner in value.items() if inner is not None}


@dataclass(frozen=True, slots=True)
class Facts:
    """Name -> value: `seen` as rules compare them, trimmed and in lower case; `said` as they came, for the evidence."""

    seen: Mapping[str, str]
    said: Mapping[str, str]


def facts(hints: SourceHints) -> Facts:
    """The hints as plain facts; what is empty is no fact."""
    said = {
        one.name: getattr(hints, one.name)
        for one in fields(hints)
        if one.name not in ("utm", "click_ids", "start")
    }
    said = {name: YES if value is True else value for name, value in said.items() if value}
    said |= {_utm(name): value for name, value in sorted(hints.utm.items())}
    clicks = {name.strip().lower(): value for name, value in sorted(hints.click_ids.items())}
    # Only names we know: what a visitor sends along must not pass for a fact of ours.
    said |= {name: value for name, value in clicks.items() if name in CLICK_IDS}
    if hints.start is not None:
        said["started"] = YES
    if hints.start or hints.ref:
        said["payload"] = hints.start or hints.ref
    host, home = host_of(hints.referrer), host_of(hints.landing_url)
    if host and not (home and (host == home or host.endswith(f".{home}"))):
        said["referrer_host"] = host
    seen = {name: value.strip().lower() for name, value in said.items()}
    return Facts({name: value for name, value in seen.items() if value}, said)


def _utm(name: str) -> str:
    bare = name.strip().lower()
    return bare if bare.startswith("utm_") else f"utm_{bare}"


def host_of(url: str) -> str:
    """The host of an address without `www.`; empty for what is no address."""
    text = url.strip()
    try:
        host = urlsplit(text if "//" in text else f"//{text}").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.").rstrip(".")
