"""The rules of sources as documents: ordered, switched on and off, added to by an admin. What comes with Smena: `rules.toml`."""

import logging
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from channels.classify.hints import Facts

Medium = Literal[
    "paid", "organic", "referral", "direct", "email_marketing", "messenger", "affiliate", "offline", "unknown"
]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z_][a-z0-9_]{0,39}$")]
Value = Annotated[str, StringConstraints(strip_whitespace=True, to_lower=True, min_length=1, max_length=200)]
MANY = 200
log = logging.getLogger("smena.classify")


class Document(BaseModel):
    """Frozen, and strict about names."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Condition(Document):
    """Of any of these `facts`: there is one, there is none, it is like a pattern (`*` for anything), it is a host."""

    facts: tuple[Name, ...] = Field(min_length=1, max_length=MANY)
    test: Literal["present", "absent", "like", "host", "not_host"] = "present"
    values: tuple[Value, ...] = Field(default=(), max_length=MANY)

    def matched(self, known: Facts) -> tuple[str, ...] | None:
        """The facts that fit, None when the condition does not hold. Conditions of absence rest on no fact."""
        there = [name for name in self.facts if name in known.seen]
        if self.test in ("absent", "not_host"):
            against = [
                name for name in there if self.test == "absent" or _is_host(known.seen[name], self.values)
            ]
            return None if against else ()
        if self.test == "like":
            there = [name for name in there if _is_like(known.seen[name], self.values)]
        if self.test == "host":
            there = [name for name in there if _is_host(known.seen[name], self.values)]
        return tuple(there) or None


class Outcome(Document):
    """What a rule says. `types`: channel -> type; a channel that is not named keeps the type its event has by itself.

    Without a medium the rule only names: what its touches are counted under, the campaign of an advertisement or a post.
    """

    medium: Medium | None = None
    confidence: int = Field(default=100, ge=0, le=100)
    label: Annotated[str, StringConstraints(strip_whitespace=True, max_length=120)] = ""
    campaign: Annotated[str, StringConstraints(strip_whitespace=True, max_length=120)] = ""
    types: dict[Name, Name] = Field(default_factory=dict)
    source: Annotated[str, StringConstraints(max_length=120)] = ""
    opens_lead: bool = True


class SourceRule(Document):
    """The first rule that is on, fits channel and kind, and whose conditions all hold, decides type and medium."""

    id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_\-]{1,40}$")]
    position: float = Field(ge=0, le=1_000_000)
    on: bool = True
    channels: tuple[Name, ...] = ()  # empty: any
    kinds: tuple[Name, ...] = ()
    when: tuple[Condition, ...] = Field(default=(), max_length=20)
    then: Outcome

    def matched(self, known: Facts) -> tuple[str, ...] | None:
        """The facts that the rule rests on; None when it does not fit."""
        if not self.on or not (_among(known, "channel", self.channels) and _among(known, "kind", self.kinds)):
            return None
        found = [condition.matched(known) for condition in self.when]
        if any(one is None for one in found):
            return None
        return tuple(dict.fromkeys(name for one in found for name in one or ()))


def effective(rows: Iterable[Mapping[str, Any]]) -> tuple[SourceRule, ...]:
    """The rules of this release with what a company has made of them: rows of `source_rules`, in order.

    A row without a document keeps the release's text and moves the rule or switches it off. So a release brings better
    texts to all rules that nobody has edited. A row that cannot be read is left out: one bad rule must not stop the others.
    """
    made = {rule.id: rule for rule in defaults()}
    for row in rows:
        shipped = made.get(row["rule"])
        document = row["document"] or (shipped.model_dump() if shipped else None)
        told = {**(document or {}), "id": row["rule"], "position": row["position"], "on": row["is_on"]}
        try:
            made[row["rule"]] = SourceRule.model_validate(told)
        except ValidationError as error:
            log.warning("the source rule %s is left out: %s", row["rule"], error)
    return in_order(made.values())


def in_order(rules: Iterable[SourceRule]) -> tuple[SourceRule, ...]:
    """By position, then id: however they were stored."""
    return tuple(sorted(rules, key=lambda rule: (rule.position, rule.id)))


@cache
def defaults() -> tuple[SourceRule, ...]:
    """The rules of the reference, section 11."""
    document = tomllib.loads(Path(__file__).with_name("rules.toml").read_text("utf-8"))
    return in_order(SourceRule.model_validate(rule) for rule in document["rules"])


def _among(known: Facts, name: str, wanted: tuple[str, ...]) -> bool:
    return not wanted or known.seen.get(name, "") in wanted


def _is_like(value: str, patterns: tuple[str, ...]) -> bool:
    return any(_has_parts(value, one.split("*")) for one in patterns)


def _has_parts(value: str, parts: list[str]) -> bool:
    """The parts between the stars in their order; each looked for once, so no pattern takes long."""
    if len(parts) == 1:
        return value == parts[0]
    first, *middle, last = parts
    if not (value.startswith(first) and value.endswith(last) and len(value) >= len(first) + len(last)):
        return False
    at, end = len(first), len(value) - len(last)
    for part in middle:
        found = value.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return True


def _is_host(host: str, hosts: tuple[str, ...]) -> bool:
    """`google.*`: google.com, www.google.com.ua; `t.me`: t.me and what is under it."""
    return any(_fits(host, one) for one in hosts)


def _fits(host: str, wanted: str) -> bool:
    if wanted.endswith(".*"):
        return f".{host}.".find(f".{wanted[:-1]}") >= 0
    return host == wanted or host.endswith(f".{wanted}")
