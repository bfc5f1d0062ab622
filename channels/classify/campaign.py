"""Which campaign a touch belongs to: what the company has said of its ads and posts, and what the link carried."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from channels.classify.hints import Facts

PREFIXES = ("ad", "qr", "site", "ig", "fb", "tg", "mail")
_PAYLOAD = re.compile(rf"(?:{'|'.join(PREFIXES)})_([^\s-]+)(?:-(\S+))?")


@dataclass(frozen=True, slots=True)
class Maps:
    """What the company told of its advertisements and posts: their ids -> campaign."""

    ads: Mapping[str, str] = field(default_factory=dict)
    media: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Campaign:
    """`key` is what reports group by; `by` is the fact it was found in; `confidence` 0 to 100."""

    key: str = ""
    by: str = ""
    confidence: int = 0
    variant: str = ""


# fact -> how sure: read in this order, after the map of ads and before the map of posts
NAMED = {"campaign": 100, "reply_campaign": 100, "payload": 95, "utm_campaign": 90, "answers_campaign": 90}


def find_campaign(known: Facts, maps: Maps) -> Campaign:
    """The first that says something: map of ads, a name outright, a payload, UTM, the comment answered, map of posts, the ad's title."""
    named = next((name for name in NAMED if name in known.seen), "")
    slug = re.sub(r"[\W_]+", "-", known.seen.get("ad_title", "")).strip("-")
    return (
        _mapped(known, maps.ads, ("ad_id", "source_id", "adgroup_id"), 100)
        or (_named(known, named) if named else None)
        or _mapped(known, maps.media, ("original_media_id", "media_id"), 90)
        or (Campaign(slug, "ad_title", 50) if slug else Campaign())
    )


def _mapped(
    known: Facts, keys: Mapping[str, str], names: tuple[str, ...], confidence: int
) -> Campaign | None:
    found = ((name, keys.get(known.said[name].strip())) for name in names if name in known.said)
    return next((Campaign(key, name, confidence) for name, key in found if key), None)


def _named(known: Facts, name: str) -> Campaign:
    """`ig_autumn-11` is the variant 11 of `autumn`; any other payload is a campaign as it stands. UTM in lower case."""
    key = known.seen[name] if name == "utm_campaign" else known.said[name].strip()
    grammar = _PAYLOAD.fullmatch(key.lower()) if name == "payload" else None
    if grammar:
        return Campaign(grammar[1], name, NAMED[name], grammar[2] or "")
    return Campaign(key, name, NAMED[name])
