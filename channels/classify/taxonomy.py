"""What sources are called: the type an event has by itself, and who sent a person."""

from collections.abc import Mapping

from channels.classify.hints import Facts

UNKNOWN = "unknown"

# channel -> kind of event -> what it is called when no rule says more
TYPES: Mapping[str, Mapping[str, str]] = {
    "instagram": {"comment": "comment", "message": "direct", "referral": "direct_link", "postback": "postback", "mention": "mention", "lead_form": "lead_ad"},
    "messenger": {"comment": "comment", "message": "dm", "referral": "dm_link", "postback": "dm", "lead_form": "lead_ad"},
    "site": {"form": "form", "callback": "callback", "comment": "comment", "chat": "widget_chat", "message": "form", "lead_form": "form"},
    "email": {"message": "inbound", "reply": "reply_unknown"},
    "telegram": {"message": "bot_message", "referral": "bot_deeplink", "postback": "bot_message"},
    "whatsapp": {"message": "message", "referral": "message", "postback": "message"},
    "viber": {"message": "message", "referral": "deeplink", "postback": "message"},
    "elevenlabs": {"call": "call_in", "recording": "call_recording"},
}  # fmt: skip
NETWORKS = {"gclid": "google", "gbraid": "google", "wbraid": "google", "dclid": "google", "yclid": "yandex",
    "ymclid": "yandex", "ysclid": "yandex", "msclkid": "bing", "ttclid": "tiktok", "twclid": "x", "fbclid": "facebook",
    "li_fat_id": "linkedin"}  # fmt: skip
# channel, fact, its values (any when empty) -> type; the first that fits goes before TYPES
MARKED: tuple[tuple[str, str, frozenset[str], str], ...] = (
    ("telegram", "is_business", frozenset(), "business_dm"),
    ("telegram", "payload", frozenset(), "bot_deeplink"),
    ("telegram", "started", frozenset(), "bot_start"),
    ("email", "is_form_mail", frozenset(), "form_email"),
    ("elevenlabs", "call_source", frozenset({"widget", "sdk"}), "ai_widget"),
    ("elevenlabs", "call_direction", frozenset({"outbound"}), "call_out"),
    ("manual", "channel", frozenset(), "manual"),
    ("import", "channel", frozenset(), "import"),
)


def channel_of(known: Facts) -> str:
    """A lead form of Instagram comes through Facebook's page and is Instagram's all the same."""
    channel = known.seen.get("channel", "other")
    is_instagram = channel == "messenger" and known.seen.get("platform") in ("ig", "instagram")
    return "instagram" if is_instagram else channel


def type_of(known: Facts, channel: str) -> str:
    """What the event is by itself; `unknown` for a kind that the channel does not have."""
    for wanted, fact, values, named in MARKED:
        if channel == wanted and fact in known.seen and (not values or known.seen[fact] in values):
            return named
    return TYPES.get(channel, {}).get(known.seen.get("kind", ""), UNKNOWN)


def sender_of(known: Facts) -> str:
    """By name in UTM, else the site the person came from, else the network of the click, else the channel."""
    network = next((NETWORKS[name] for name in sorted(known.seen) if name in NETWORKS), "")
    named = known.seen.get("utm_source") or known.seen.get("referrer_host")
    return named or network or known.seen.get("channel", "other")
