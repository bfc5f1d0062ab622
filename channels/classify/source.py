"""Where a lead came from: channel, type, medium and campaign, by ordered rules, with the facts they rest on.

Pure: the same hints, rules and maps give the same answer, whatever order they were stored in and by whatever way the event came.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from channels.classify.campaign import Campaign, Maps, find_campaign
from channels.classify.hints import Facts, SourceHints, facts
from channels.classify.rules import Medium, Outcome, SourceRule, defaults, in_order
from channels.classify.taxonomy import UNKNOWN, channel_of, sender_of, type_of

VERSION = 1
FALLBACK = "R99"
MANUAL = "manual"
RULE = "rule"  # a campaign that a rule of the company names
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
    label: str = ""  # what it is counted under, where a rule names it
    named_by: str = ""  # the rule that did, or that knew the campaign

    def document(self) -> dict[str, Any]:
        """As it is stored beside the touch."""
        return {
            "channel": self.channel, "type": self.type, "medium": self.medium, "source": self.source,
            "campaign": self.campaign.key, "campaign_by": self.campaign.by, "campaign_confidence": self.campaign.confidence,
            "label": self.label, "named_by": self.named_by,
            "rule": self.rule, "confidence": self.confidence, "evidence": dict(self.evidence), "version": self.version,
        }  # fmt: skip


def classify(
    hints: SourceHints, rules: Iterable[SourceRule] | None = None, maps: Maps | None = None
) -> Classification:
    """The source of an event. Total: what no rule fits is of unknown type, and shows in the report of the unclassified."""
    known = facts(hints)
    fitting = [
        (rule, matched)
        for rule in (defaults() if rules is None else in_order(rules))
        if (matched := rule.matched(known)) is not None
    ]
    rule, matched = next((one for one in fitting if one[0].then.medium), (UNCLASSIFIED, ()))
    found = _classified(known, rule, matched, find_campaign(known, maps or Maps()))
    return _named(found, known, fitting)


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


def _named(
    found: Classification, known: Facts, fitting: Sequence[tuple[SourceRule, tuple[str, ...]]]
) -> Classification:
    """What the first rule that names says of it: an admin knows his advertisements better than their titles do."""
    for rule, matched in fitting:
        if rule.then.label or rule.then.campaign:
            campaign = Campaign(rule.then.campaign, RULE, 100) if rule.then.campaign else found.campaign
            return replace(
                found,
                label=rule.then.label,
                named_by=rule.id,
                campaign=campaign,
                evidence={**found.evidence, **_evidence(known, matched, campaign)},
            )
    return found


def _classified(
    known: Facts, rule: SourceRule, matched: tuple[str, ...], campaign: Campaign
) -> Classification:
    channel = channel_of(known)
    return Classification(
        channel=channel,
        type=UNKNOWN if rule is UNCLASSIFIED else rule.then.types.get(channel) or type_of(known, channel),
        medium=rule.then.medium or "unknown",
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
