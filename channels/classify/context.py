"""What is done about a verdict, given where and by whom it was said: the second step, after the text alone was judged."""

from dataclasses import dataclass, replace
from typing import Literal

from channels.classify.intent import Intent, Match, Tier
from channels.intent import Context, Creates

Action = Literal["open_lead", "review", "task", "append", "attach", "store"]
_LIFTED: dict[Tier, Tier] = {"noise": "review", "review": "lead"}


@dataclass(frozen=True, slots=True)
class Decision:
    """`intent` as it stands after the context; the rules K1 to K7 that moved it are among its matches."""

    action: Action
    intent: Intent


def decide(intent: Intent, context: Context) -> Decision:
    """What becomes of an event: every one is stored, whatever is decided."""
    if context.is_own or intent.label == "spam":
        return Decision("store", intent)
    if intent.tier == "complaint":
        return Decision("task", intent)
    lifted = _lift(intent, context)
    if context.has_open_deal:
        return Decision("attach", _moved(lifted, lifted.tier, "K3"))
    if lifted.tier == "noise":
        return Decision("store", lifted)
    if context.is_lead_here:
        return Decision("append", _moved(lifted, lifted.tier, "K4"))
    return _within(lifted, context.creates)


def _lift(intent: Intent, context: Context) -> Intent:
    """An advertisement or a product lifts a doubt; an answer to our question lifts one tier; a stranger's message is a lead."""
    if context.kind == "message" and not context.is_known and context.messages_are_leads:
        return _moved(intent, "lead", "K5") if intent.tier != "lead" else intent
    if intent.label == "tag_only" or intent.tier not in _LIFTED:
        return intent
    if context.answers_us:
        return _moved(intent, _LIFTED[intent.tier], "K2")
    if intent.tier == "review" and (context.on_advertisement or context.on_product):
        return _moved(intent, "lead", "K1")
    return intent


def _within(intent: Intent, creates: Creates) -> Decision:
    """No further than the connection allows."""
    if creates == "off":
        return Decision("store", _moved(intent, intent.tier, "K6"))
    if creates == "review" and intent.tier == "lead":
        return Decision("review", _moved(intent, "review", "K7"))
    return Decision("open_lead" if intent.tier == "lead" else "review", intent)


def _moved(intent: Intent, tier: Tier, rule: str) -> Intent:
    return replace(intent, tier=tier, matches=(*intent.matches, Match(rule)))
