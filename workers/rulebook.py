"""What events are judged by: the release's rules with what the company made of them, read anew before every batch."""

import json
import logging
from dataclasses import dataclass, field
from functools import partial

from api.db.transaction import Transaction
from channels.classify.intent import DEFAULT, Settings
from channels.classify.rules import SourceRule, defaults, effective
from channels.classify.verdict import by_rules
from channels.classify.vocabulary import BadPhrase, Phrases, built_in, check, extended
from channels.intent import Classifier
from workers.queries import sql

log = logging.getLogger("smena.workers.rulebook")


@dataclass(frozen=True, slots=True)
class Rules:
    """One state of the rules. `classify` is a package's own classifier where one was given."""

    classify: Classifier = by_rules
    sources: tuple[SourceRule, ...] = field(default_factory=defaults)
    products: frozenset[str] = frozenset()  # "<lead source>:<post>" of posts that sell something


class Rulebook:
    """Keeps the parsed rules as long as their text in the database is the same."""

    def __init__(self, classify: Classifier | None = None) -> None:
        self._own = classify
        self._text: str | None = None
        self.rules = Rules(classify or by_rules)

    async def read(self, tx: Transaction) -> None:
        """A change of an admin is in force with the next batch."""
        text = await tx.value(sql.rulebook)
        if text == self._text:
            return
        document = json.loads(text)
        settings = settings_of(document["words"], document["demoted"], document["silenced"])
        classify = self._own or partial(by_rules, settings=settings)
        self.rules = Rules(classify, effective(document["sources"]), frozenset(document["products"]))
        self._text = text


def settings_of(words: Phrases, demoted: list[str], silenced: Phrases) -> Settings:
    """A company's words, ours without those that it has switched off, and rules without trust.

    A phrase that could not be found in any text is left out.
    """
    fitting = {name: tuple(one for one in phrases if _fits(name, one)) for name, phrases in words.items()}
    if not fitting and not demoted and not silenced:
        return DEFAULT
    return Settings(extended(fitting, silenced) if fitting or silenced else built_in(), frozenset(demoted))


def _fits(name: str, phrase: str) -> bool:
    try:
        check(name, phrase)
    except BadPhrase as error:
        log.warning("a word is left out: %s", error)
        return False
    return True
