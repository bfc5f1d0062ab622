"""Where a lead came from: every rule of the reference by an event of its vendor, and what holds for any event."""

import json
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from channels.classify.campaign import Maps
from channels.classify.hints import SourceHints, host_of
from channels.classify.rules import SourceRule, defaults
from channels.classify.source import Classification, classify, decided, reclassify
from channels.classify.taxonomy import TYPES
from channels.fields import CLICK_IDS


def site(**more: Any) -> SourceHints:
    return SourceHints("site", more.pop("kind", "form"), **more)


def utm(**marks: str) -> dict[str, str]:
    return {f"utm_{name}": value for name, value in marks.items()}


EXAMPLES = [
    (SourceHints("instagram", "test"), "R01-test", "unknown", "unknown"),
    (SourceHints("instagram", "comment", is_own=True), "R01-own", "comment", "unknown"),
    (SourceHints("messenger", "lead_form", leadgen_id="555"), "R10", "lead_ad", "paid"),
    (SourceHints("instagram", ad_id="1202", referral_source="ADS"), "R11-ads", "direct_ad", "paid"),
    (SourceHints("messenger", ad_id="1202"), "R11-ad-id", "dm_ad", "paid"),
    (SourceHints("whatsapp", source_type="ad", source_id="1202"), "R12-ad", "ctwa_ad", "paid"),
    (SourceHints("whatsapp", source_type="post"), "R12-post", "ctwa_post", "organic"),
    (SourceHints("instagram", "comment", ad_id="1202", parent_id="1"), "R13-ad-id", "ad_comment", "paid"),
    (SourceHints("instagram", "comment", media_product_type="AD"), "R13-media", "ad_comment", "paid"),
    (SourceHints("telegram", start="ad_autumn"), "R20-ad", "bot_deeplink", "paid"),
    (SourceHints("viber", "referral", ref="qr_shop"), "R20-qr", "deeplink", "offline"),
    (SourceHints("telegram", start="ig_autumn-11"), "R20-ig", "bot_deeplink", "organic"),
    (SourceHints("instagram", ref="summer"), "R20", "direct_link", "referral"),
    (SourceHints("messenger", ref="site_header"), "R20", "dm_link", "referral"),
    (SourceHints("instagram", story="mention"), "R30-story-mention", "story_mention", "organic"),
    (SourceHints("instagram", story="reply"), "R30-story-reply", "story_reply", "organic"),
    (SourceHints("instagram", "comment", is_live=True), "R30-live", "live_comment", "organic"),
    (SourceHints("instagram", "mention"), "R30-mention", "mention", "organic"),
    (SourceHints("instagram", "comment", parent_id="1"), "R30-reply", "comment_reply", "organic"),
    (SourceHints("messenger", "comment", parent_id="1"), "R30-reply", "comment", "organic"),
    (SourceHints("instagram", answers_comment="1803"), "R31-answered", "direct", "organic"),
    (SourceHints("instagram", "comment", media_id="1"), "R31-comment", "comment", "organic"),
    (SourceHints("instagram"), "R31-message", "direct", "messenger"),
    (SourceHints("instagram", "postback"), "R31-message", "postback", "messenger"),
    (site(click_ids={"gclid": "Cj0"}, utm=utm(medium="email")), "R40-click", "form", "paid"),
    (site(kind="callback", utm=utm(medium="paid_social")), "R40-utm", "callback", "paid"),
    (site(utm=utm(medium=" CPC ")), "R40-utm", "form", "paid"),
    (site(utm=utm(medium="E-mail")), "R41", "form", "email_marketing"),
    (site(utm=utm(medium="social", source="ig")), "R42-utm", "form", "organic"),
    (site(referrer="https://l.instagram.com/"), "R42-host", "form", "organic"),
    (site(kind="comment", referrer="https://www.google.com.ua/search"), "R43", "comment", "organic"),
    (site(referrer="https://duckduckgo.com/"), "R43", "form", "organic"),
    (site(kind="chat", referrer="https://chatgpt.com/"), "R44", "widget_chat", "referral"),
    (site(referrer="https://gemini.google.com/app"), "R44", "form", "referral"),
    (site(referrer="https://mail.google.com/"), "R45", "form", "referral"),
    (site(utm=utm(medium="affiliate")), "R45-affiliate", "form", "affiliate"),
    (site(referrer="https://blog.example/"), "R45", "form", "referral"),
    (site(utm=utm(source="flyer")), "R45", "form", "referral"),
    (site(click_ids={"fbclid": "Iw1"}), "R45-fbclid", "form", "organic"),
    (site(), "R46", "form", "direct"),
    (site(referrer="https://shop.ua/a", landing_url="https://www.shop.ua/b"), "R46", "form", "direct"),
    (SourceHints("email", reply_campaign="autumn"), "R50-campaign", "inbound", "email_marketing"),
    (SourceHints("email"), "R50", "inbound", "direct"),
    (SourceHints("email", "reply"), "R50", "reply_unknown", "direct"),
    (SourceHints("email", is_form_mail=True, click_ids={"gclid": "1"}), "R40-click", "form_email", "paid"),
    (SourceHints("telegram", is_business=True), "R60", "business_dm", "messenger"),
    (SourceHints("telegram", start=""), "R60", "bot_start", "messenger"),
    (SourceHints("telegram"), "R60", "bot_message", "messenger"),
    (SourceHints("whatsapp"), "R60", "message", "messenger"),
    (SourceHints("elevenlabs", "call", call_direction="inbound"), "R70", "call_in", "direct"),
    (SourceHints("elevenlabs", "call", call_direction="outbound"), "R70", "call_out", "direct"),
    (SourceHints("elevenlabs", "call", call_source="widget", utm=utm(medium="cpc")), "R40-utm", "ai_widget", "paid"),
    (SourceHints("elevenlabs", "recording"), "R70", "call_recording", "direct"),
    (SourceHints("manual", "manual"), "R80", "manual", "unknown"),
    (SourceHints("import", "row"), "R80", "import", "unknown"),
    (SourceHints("courier"), "R99", "unknown", "unknown"),
]  # fmt: skip


@pytest.mark.parametrize(("hints", "rule", "type_", "medium"), EXAMPLES)
def test_the_rules_of_the_reference(hints: SourceHints, rule: str, type_: str, medium: str) -> None:
    found = classify(hints)
    assert (found.rule, found.type, found.medium) == (rule, type_, medium)
    assert found.opens_lead == (not rule.startswith("R01"))


def test_every_rule_that_comes_with_smena_has_an_example() -> None:
    assert {rule.id for rule in defaults()} == {rule for _, rule, *_ in EXAMPLES} - {"R99"}


def test_a_lead_form_of_instagram_is_instagrams() -> None:
    found = classify(SourceHints("messenger", "lead_form", leadgen_id="555", platform="ig"))
    assert (found.channel, found.type, found.evidence["platform"]) == ("instagram", "lead_ad", "ig")


def test_the_evidence_is_what_decided_as_it_came() -> None:
    found = classify(site(utm=utm(medium=" CPC ", campaign="Осінь "), referrer="https://x.com/"))
    assert found.evidence == {
        "channel": "site",
        "kind": "form",
        "utm_medium": " CPC ",
        "utm_campaign": "Осінь ",
    }
    assert (found.source, found.confidence) == ("x.com", 95)


@pytest.mark.parametrize(
    ("hints", "campaign", "by", "confidence"),
    [
        (SourceHints("instagram", ad_id="1202", ref="ig_spring", campaign="x"), "Осінь", "ad_id", 100),
        (SourceHints("whatsapp", source_id="1202"), "Осінь", "source_id", 100),
        (SourceHints("messenger", adgroup_id="77", campaign="named"), "named", "campaign", 100),
        (SourceHints("telegram", start="ig_autumn-11"), "autumn", "payload", 95),
        (SourceHints("telegram", start="Zx81"), "Zx81", "payload", 95),
        (site(utm=utm(campaign=" Autumn ")), "autumn", "utm_campaign", 90),
        (
            SourceHints("instagram", answers_comment="1", answers_campaign="autumn"),
            "autumn",
            "answers_campaign",
            90,
        ),
        (
            SourceHints("instagram", "comment", media_id="9", original_media_id="5"),
            "Пост",
            "original_media_id",
            90,
        ),
        (SourceHints("instagram", "comment", media_id="5", ad_title="Sale"), "Пост", "media_id", 90),
        (SourceHints("instagram", ad_id="1", ad_title=" Autumn  Sale! "), "autumn-sale", "ad_title", 50),
        (SourceHints("instagram"), "", "", 0),
    ],
)
def test_the_campaign_is_the_first_that_says_something(
    hints: SourceHints, campaign: str, by: str, confidence: int
) -> None:
    found = classify(hints, maps=Maps(ads={"1202": "Осінь"}, media={"5": "Пост"})).campaign
    assert (found.key, found.by, found.confidence) == (campaign, by, confidence)
    assert found.variant == ("11" if hints.start == "ig_autumn-11" else "")


def test_a_form_of_the_site_is_read_from_its_first_touch() -> None:
    touch = {
        "utm_source": "instagram",
        "utm_medium": "paid_social",
        "fbclid": "Iw1",
        "referrer": "https://l.instagram.com/",
        "label": "x",
    }
    found = classify(SourceHints.from_first_touch("site", "form", touch))
    assert (found.rule, found.medium, found.source) == ("R40-utm", "paid", "instagram")


def test_what_a_visitor_sends_is_no_fact_of_ours() -> None:
    """A click id called `is_own` would have hidden a lead."""
    assert classify(site(click_ids={"is_own": "1", "channel": "test", "leadgen_id": "1"})).rule == "R46"
    assert classify(SourceHints.from_first_touch("site", "form", {"is_own": "yes"})).opens_lead


@pytest.mark.parametrize(
    ("url", "host"),
    [("https://www.Shop.ua/x?y", "shop.ua"), ("l.instagram.com", "l.instagram.com"), ("android-app://com.google", "com.google"),
     ("", ""), ("http://[", ""), ("   ", "")],
)  # fmt: skip
def test_hosts_of_addresses(url: str, host: str) -> None:
    assert host_of(url) == host


# ------------------------------------------------------------------------------------------------- an admin's own


def own(**more: Any) -> SourceRule:
    document = {"id": "own-1", "position": 50, "then": {"medium": "affiliate", "confidence": 99}, **more}
    return SourceRule.model_validate_json(json.dumps(document))


def test_an_own_rule_goes_where_it_is_put() -> None:
    bloggers = own(
        channels=["site"], when=[{"facts": ["utm_source"], "test": "like", "values": ["Blog-*", "*_partner"]}]
    )
    hints = site(utm=utm(source="BLOG-anna", medium="cpc"))
    assert classify(hints, [*defaults(), bloggers]).medium == "affiliate"
    assert classify(hints, [*defaults(), bloggers.model_copy(update={"position": 9000})]).rule == "R40-utm"
    assert classify(hints, [*defaults(), bloggers.model_copy(update={"on": False})]).rule == "R40-utm"


def test_a_rule_of_ours_can_be_switched_off() -> None:
    without = [rule.model_copy(update={"on": rule.id != "R46"}) for rule in defaults()]
    assert classify(site(), without).rule == "R99"
    assert classify(site(), []).rule == "R99"


@pytest.mark.parametrize(
    "wrong",
    [{"id": ""}, {"position": -1}, {"then": {"medium": "cheap", "confidence": 1}}, {"then": {"medium": "paid", "confidence": 101}},
     {"when": [{"facts": []}]}, {"when": [{"facts": ["utm_source"], "test": "regex"}]}, {"surprise": 1}],
)  # fmt: skip
def test_a_rule_that_is_none_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        own(**wrong)


@pytest.mark.parametrize(
    ("pattern", "value", "fits"),
    [("cpc", "cpc", True), ("cpc", "cpcx", False), ("*cp*", "xcpm", True), ("a*b*c", "a-b-c", True), ("a*b*c", "acb", False),
     ("ab*ba", "aba", False), ("*", "x", True), ("**", "x", True), ("a.c", "abc", False)],
)  # fmt: skip
def test_stars_stand_for_anything(pattern: str, value: str, fits: bool) -> None:
    rule = own(when=[{"facts": ["utm_source"], "test": "like", "values": [pattern]}])
    assert (classify(site(utm=utm(source=value)), [rule]).rule == "own-1") == fits


def test_no_pattern_takes_long() -> None:
    rule = own(when=[{"facts": ["utm_source"], "test": "like", "values": ["*a" * 99 + "b"]}])
    assert classify(site(utm=utm(source="a" * 500)), [rule]).rule == "R99"


# ------------------------------------------------------------------------------------------------- for any event

NAMES = list(SourceHints.__dataclass_fields__)
WORDS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(["ad", "ADS", "ig_autumn-1", "cpc", "https://google.com", "yes", "site", "call"]),
)
VALUES = st.one_of(
    WORDS, st.none(), st.booleans(), st.integers(), st.lists(WORDS), st.dictionaries(WORDS, WORDS)
)
MARKS = st.dictionaries(
    st.sampled_from(["utm_source", "UTM_Medium", "campaign", "utm_campaign", "is_own"]), WORDS
)
CLICKS = st.dictionaries(st.sampled_from([*sorted(CLICK_IDS), "is_own", "kind"]), WORDS)
DOCUMENTS = st.fixed_dictionaries(
    {"channel": st.sampled_from([*TYPES, "manual", "import", "other", "courier"])},
    optional={
        "kind": st.sampled_from(
            ["message", "comment", "mention", "referral", "lead_form", "form", "call", "test", "?"]
        ),
        "utm": MARKS,
        "click_ids": CLICKS,
        **{name: WORDS for name in NAMES if name not in ("channel", "kind", "utm", "click_ids")},
    },
)


@given(st.dictionaries(st.one_of(st.sampled_from(NAMES), st.text(max_size=10)), VALUES))
def test_any_document_has_a_source(document: dict[str, Any]) -> None:
    found = classify(SourceHints.from_document(document))
    assert found.rule
    assert 0 <= found.confidence <= 100


@given(DOCUMENTS, st.randoms(use_true_random=False))
def test_the_answer_depends_on_no_order(document: dict[str, Any], dice: random.Random) -> None:
    """Of keys, of the marks in them, of the rules; and asking twice, or after a trip through JSON, changes nothing."""
    first = classify(SourceHints.from_document(document))
    shuffled = {name: _shuffled(value, dice) for name, value in _shuffled(document, dice).items()}
    rules = list(defaults())
    dice.shuffle(rules)
    assert classify(SourceHints.from_document(shuffled), rules) == first
    assert classify(SourceHints.from_document(json.loads(json.dumps(document)))) == first


def _shuffled(value: Any, dice: random.Random) -> Any:
    if not isinstance(value, dict):
        return value
    names = list(value)
    dice.shuffle(names)
    return {name: value[name] for name in names}


@given(DOCUMENTS, DOCUMENTS)
def test_what_a_person_decided_stays(document: dict[str, Any], other: dict[str, Any]) -> None:
    said: Classification = decided(
        classify(SourceHints.from_document(document)), medium="offline", campaign="Ярмарок"
    )
    assert reclassify(said, SourceHints.from_document(other), []) == said
    assert (said.medium, said.campaign.key, said.rule, said.is_manual) == (
        "offline",
        "Ярмарок",
        "manual",
        True,
    )
    assert reclassify(
        classify(SourceHints.from_document(document)), SourceHints.from_document(other)
    ) == classify(SourceHints.from_document(other))
