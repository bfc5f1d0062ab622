"""Where a lead came from: channel, type, medium and campaign, by ordered rules, with the facts they rest on.

Pure: the same hints, rules and maps give the same answer, whatever order they were stored in and by whatever way the event came.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from channels.classify.campaign import Campaign, Maps, find_campaign
from channels.classify.hints import Facts, SourceHints, facts
from channels.classify.rules import Medium, Outcome, SourceRule, defaults, in_order
from channels.classify.taxonomy import UNKNOWN, channel_of, sender_of, type_of

VERSION = 1
FALLBACK = "R99"
MANUAL = "manual"
UNCLASSIFIED = SourceRule(id=FALLBACK, position=0, then=Outcome(medium="unknown", confidence=10))


@dataclass(frozen=True, slots=True)
class Classification:
    """The source of a touch. `evidence`: the facts that decided, as they came. `is_manual`: a person said so, for good."""

    channel: str
    type: str
    medium: Medium
    source: str
    campaign: Campaign
    rule: str
    confidence: int
    opens_lead: bool
    evidence: Mapping[str, str]
    version: int = VERSION
    is_manual: bool = False


def classify(
    hints: SourceHints, rules: Iterable[SourceRule] | None = None, maps: Maps | None = None
) -> Classification:
    """The source of an event. Total: what no rule fits is of unknown type, and shows in the report of the unclassified."""
    known = facts(hints)
    campaign = find_campaign(known, maps or Maps())
    for rule in defaults() if rules is None else in_order(rules):
        matched = rule.matched(known)
        if matched is not None:
            return _classified(known, rule, matched, campaign)
    return _classified(known, UNCLASSIFIED, (), campaign)


def reclassify(
    before: Classification,
    hints: SourceHints,
    rules: Iterable[SourceRule] | None = None,
    maps: Maps | None = None,
) -> Classification:
    """The same for history when rules have changed: what a person decided stays."""
    return before if before.is_manual else classify(hints, rules, maps)


def decided(
    before: Classification,
    *,
    type: str | None = None,
    medium: Medium | None = None,
    campaign: str | None = None,
) -> Classification:
    """A person's own decision about some or all of it."""
    named = before.campaign if campaign is None else Campaign(campaign, MANUAL, 100)
    return replace(
        before,
        type=before.type if type is None else type,
        medium=before.medium if medium is None else medium,
        campaign=named,
        rule=MANUAL,
        confidence=100,
        is_manual=True,
    )


def _classified(
    known: Facts, rule: SourceRule, matched: tuple[str, ...], campaign: Campaign
) -> Classification:
    channel = channel_of(known)
    return Classification(
        channel=channel,
        type=UNKNOWN if rule is UNCLASSIFIED else rule.then.types.get(channel) or type_of(known, channel),
        medium=rule.then.medium,
        source=rule.then.source or sender_of(known),
        campaign=campaign,
        rule=rule.id,
        confidence=rule.then.confidence,
        opens_lead=rule.then.opens_lead,
        evidence=_evidence(known, matched, campaign),
    )


def _evidence(known: Facts, matched: tuple[str, ...], campaign: Campaign) -> Mapping[str, str]:
    names = sorted({"channel", "kind", "platform", *matched, campaign.by} & known.said.keys())
    return {name: known.said[name] for name in names}
