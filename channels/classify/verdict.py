"""The rules as the workers ask them: text and context in one step."""

from collections.abc import Mapping
from dataclasses import dataclass

from channels import intent
from channels.classify.context import Action, Context, decide
from channels.classify.intent import classify

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
    """A verdict with the ids of the rules that gave it."""

    tier: intent.Tier
    label: str
    rules: tuple[str, ...]


def by_rules(text: str, context: intent.Context) -> intent.Verdict:
    """The verdict of the built-in rules."""
    around = Context(
        is_message=context.kind == "message",
        on_ad=context.on_advertisement,
        answers_us=context.answers_us,
    )
    decision = decide(classify(text), around)
    found = decision.intent
    return ByRules(TIERS[decision.action], found.label, tuple(match.rule for match in found.matches))
