"""What is done about a verdict, given where and by whom it was said: the second step, after the text alone was judged."""

from dataclasses import dataclass, replace
from typing import Literal

from channels.classify.intent import Intent, Match, Tier

Action = Literal["open_lead", "review", "task", "append", "attach", "store"]
Creates = Literal["off", "review", "auto"]
_LIFTED: dict[Tier, Tier] = {"noise": "review", "review": "lead"}


@dataclass(frozen=True, slots=True)
class Context:
    """What is known around an event. `creates`: how far the connection may open leads by itself."""

    is_own: bool = False  # said by the company's own account
    is_message: bool = False  # Direct, chat or mail, not a public comment
    is_known: bool = False  # the author is a client already
    has_open_deal: bool = False
    is_lead_here: bool = False  # the same author is a lead of this post already
    on_ad: bool = False
    on_product: bool = False  # the post is marked as one that sells
    answers_us: bool = False  # a reply to our own question
    messages_are_leads: bool = True  # the company's policy for messages of people it does not know
    creates: Creates = "auto"


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
    if context.is_message and not context.is_known and context.messages_are_leads:
        return _moved(intent, "lead", "K5") if intent.tier != "lead" else intent
    if intent.label == "tag_only" or intent.tier not in _LIFTED:
        return intent
    if context.answers_us:
        return _moved(intent, _LIFTED[intent.tier], "K2")
    if intent.tier == "review" and (context.on_ad or context.on_product):
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
