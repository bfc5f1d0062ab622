"""A text with the lists found in it: what the rules ask of it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from channels import contacts
from channels.classify.text import LONGEST, Text
from channels.classify.vocabulary import Found, Hit

DIGITS_OF_A_PHONE = 9
DENIALS = frozenset({"не", "ні", "ни", "без", "not", "no", "never", "don't", "didn't"})


_TOLD = re.compile(r"[а-яіїєґ]{3,}(?:ли|лись|лися|лась|лася|лось|лося|лся)")


@dataclass(frozen=True, slots=True)
class Reading:
    """`words` are Cyrillic where Latin letters were a way of typing; `found` are the lists, by name."""

    text: Text
    words: tuple[str, ...]
    found: Found
    raw: str
    region: str

    def hits(self, *names: str) -> tuple[Hit, ...]:
        """Where phrases of these lists stand."""
        return tuple(hit for name in names for hit in self.found.get(name, ()))

    def has(self, *names: str) -> bool:
        """Whether any of these lists was found."""
        return any(name in self.found for name in names)

    def after(self, first: str, second: str, gap: int) -> tuple[Hit, ...]:
        """A phrase of one list followed by one of another, at most `gap` words between."""
        beginnings = {hit.start: hit for hit in self.hits(second)}
        for one in self.hits(first):
            for start in range(one.end, one.end + gap + 1):
                if start in beginnings:
                    return one, beginnings[start]
        return ()

    @property
    def beginning(self) -> int:
        """The first word that says something: greetings and small words passed over."""
        greetings = {hit.start for hit in self.hits("greeting")}
        return next((place for place in range(len(self.words)) if place not in greetings), len(self.words))

    @property
    def weight(self) -> int:
        """How many words say something."""
        greetings = {place for hit in self.hits("greeting") for place in range(hit.start, hit.end)}
        return len(self.words) - len(greetings)

    def begins(self, name: str) -> tuple[Hit, ...]:
        """A phrase of the list where the comment begins to say something."""
        return tuple(hit for hit in self.hits(name) if hit.start in (0, self.beginning))[:1]

    def ends(self, name: str) -> tuple[Hit, ...]:
        """A phrase of the list as the last word."""
        return tuple(hit for hit in self.hits(name) if hit.end == len(self.words))[:1]

    def numbers(self) -> tuple[Hit, ...]:
        """Words that begin with a digit: amounts, sizes, dates."""
        return tuple(Hit(place, place + 1) for place, word in enumerate(self.words) if word[0].isdigit())

    def numbers_after(self, name: str) -> tuple[Hit, ...]:
        """A phrase of the list with a number right behind it."""
        return next(
            ((one, other) for one in self.hits(name) for other in self.numbers() if other.start == one.end),
            (),
        )

    def is_only(self, name: str) -> bool:
        """Whether the comment says nothing but a phrase of the list."""
        return any(hit.end - hit.start >= self.weight for hit in self.hits(name))

    def meant(self, name: str) -> tuple[Hit, ...]:
        """Phrases of the list that are not denied: «не обманули»."""
        return tuple(
            hit for hit in self.hits(name) if hit.start == 0 or self.words[hit.start - 1] not in DENIALS
        )

    def told(self) -> tuple[Hit, ...]:
        """What somebody did or what happened: endings of the past tense, «нарахували», «оторвалась»."""
        return tuple(
            Hit(place, place + 1)
            for place, word in enumerate(self.words)
            if _TOLD.fullmatch(word) is not None
        )

    def has_phone(self) -> bool:
        """A valid phone number; order numbers are none."""
        if sum(letter.isdigit() for letter in self.raw) < DIGITS_OF_A_PHONE:
            return False
        return contacts.has_number(self.raw[:LONGEST], self.region)


Evidence = tuple[Hit, ...]


class Rule(NamedTuple):
    """`test` gives the phrases that fit, an empty tuple where no phrase is needed, None where the rule does not fit."""

    id: str
    label: str
    test: Callable[[Reading], Evidence | None]


def either(*found: Evidence) -> Evidence | None:
    """The first evidence there is."""
    return next((one for one in found if one), None)
