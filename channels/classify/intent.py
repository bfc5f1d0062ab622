"""What the author of a comment wants: a lead, a look by a person, nothing, or a complaint that needs somebody.

Rules in order, each with an id that is kept with the verdict. Negatives come first: spam, complaints, past purchases
and figures of speech look like leads to a list of words (flat scoring fell to a precision of 0.53 on unseen comments).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, cast

from channels.classify import negatives, positives
from channels.classify.reading import Reading, Rule
from channels.classify.text import read
from channels.classify.vocabulary import Vocabulary, built_in, in_cyrillic

Tier = Literal["lead", "review", "noise", "complaint"]
Label = Literal[
    "lead_price", "lead_buy", "lead_availability", "lead_delivery", "lead_location", "lead_contact",
    "question_other", "complaint", "praise", "tag_only", "spam", "noise",
]  # fmt: skip
VERSION = 2  # of rules and words together: a verdict names the version that gave it


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that fitted, and the words it fitted."""

    rule: str
    words: tuple[str, ...] = ()


Fit = tuple[str, str, Match]  # rule, label, evidence


@dataclass(frozen=True, slots=True)
class Intent:
    """The verdict on a text. `matches`: every rule that fitted, the deciding one first."""

    tier: Tier
    label: Label
    matches: tuple[Match, ...] = ()

    @property
    def rule(self) -> str:
        """The rule that decided."""
        return self.matches[0].rule if self.matches else NOTHING


@dataclass(frozen=True)
class Settings:
    """A company's own: its words (`vocabulary.extended`), and rules that may no longer open a lead by themselves."""

    vocabulary: Vocabulary = field(default_factory=built_in)
    demoted: frozenset[str] = frozenset()


NOTHING = "N9"
JOKE = "J1"
DEMOTED = "M1"
PAST = "N2"
FIGURES = frozenset({"N3", "N4", "N5"})  # of speech, about money
DEFAULT = Settings()


def classify(raw: str, settings: Settings = DEFAULT, *, region: str = "UA") -> Intent:
    """The intent of a comment or message. Total: any string has one. `region`: where bare phone numbers are at home."""
    text = read(raw)
    words = in_cyrillic(text.words)
    r = Reading(text, words, settings.vocabulary.find(words), raw, region)
    against = tuple(_fitting(r, negatives.RULES))
    leads = tuple(_fitting(r, positives.LEADS))
    if against and against[0][0] not in {PAST, *FIGURES}:
        if leads and against[0][1] == "complaint" and negatives.asks_to_buy(r):
            return _verdict("review", leads[0][1], (*leads, *against))
        return _settled(r, against)
    if leads:
        return _lead_or_less(r, leads, against, settings)
    if against and not (text.asks and against[0][0] == PAST):
        return _verdict("noise", against[0][1], against)
    reviews = tuple(_fitting(r, positives.REVIEWS))
    return _verdict("review", reviews[0][1], reviews) if reviews else Intent("noise", "noise")


def _fitting(r: Reading, rules: tuple[Rule, ...]) -> Iterator[Fit]:
    for rule in rules:
        hits = rule.test(r)
        if hits is not None:
            words = dict.fromkeys(" ".join(r.words[hit.start : hit.end]) for hit in hits)
            yield rule.id, rule.label, Match(rule.id, tuple(words))


def _settled(r: Reading, against: tuple[Fit, ...]) -> Intent:
    """Spam, a complaint, or a friend's name: nothing else counts."""
    rule, label, _ = against[0]
    tier: Tier = "complaint" if label == "complaint" else "noise"
    if rule == "C4" or (rule == "N1" and r.text.asks):
        tier = "review"
    return _verdict(tier, label, against)


def _lead_or_less(r: Reading, leads: tuple[Fit, ...], against: tuple[Fit, ...], settings: Settings) -> Intent:
    """A lead, unless something speaks against it: then a look by a person, or nothing."""
    if against:
        left = [lead for lead in leads if not _is_tainted(lead[0], against)]
        if not left or not (r.text.asks or left[0][0].startswith("R")):
            return _verdict("noise", against[0][1], (*against, *leads))
        return _verdict("review", left[0][1], (*left, *against))
    if r.text.laughs:
        return _verdict("review", leads[0][1], leads, JOKE)
    trusted = tuple(lead for lead in leads if lead[0] not in settings.demoted)
    if not trusted:
        return _verdict("review", leads[0][1], leads, DEMOTED)
    return _verdict("lead", trusted[0][1], trusted)


def _is_tainted(lead: str, against: tuple[Fit, ...]) -> bool:
    """A figure of speech about prices takes nothing from a question about sizes."""
    return lead[0] in "PB" and any(rule in FIGURES for rule, *_ in against)


def _verdict(tier: Tier, label: str, fits: tuple[Fit, ...], *further: str) -> Intent:
    matches = (*(match for *_, match in fits), *(Match(rule) for rule in further))
    return Intent(tier, cast(Label, label), matches)
