"""The rules as the workers ask them: text and context in one step."""

from collections.abc import Mapping
from dataclasses import dataclass

from channels import intent
from channels.classify.context import Action, decide
from channels.classify.intent import DEFAULT, NOTHING, Settings, classify

# A complaint is no lead, and not for a machine to put aside: a person looks.
TIERS: Mapping[Action, intent.Tier] = {
    "open_lead": "lead",
    "append": "lead",
    "attach": "lead",
    "review": "review",
    "task": "review",
    "store": "noise",
}


@dataclass(frozen=True, slots=True)
class ByRules:
    """A verdict with the ids of the rules that gave it, and the words of each."""

    tier: intent.Tier
    label: str
    rules: tuple[str, ...]
    words: tuple[tuple[str, ...], ...] = ()
    is_sure: bool = True


def by_rules(text: str, context: intent.Context, settings: Settings = DEFAULT) -> ByRules:
    """The verdict of the rules, by a company's own words and trust."""
    decision = decide(classify(text, settings), context)
    matches = decision.intent.matches
    return ByRules(
        tier=TIERS[decision.action],
        label=decision.intent.label,
        rules=tuple(match.rule for match in matches) or (NOTHING,),
        words=tuple(match.words for match in matches),
        is_sure=decision.action == "task" or decision.intent.label != "complaint",
    )
