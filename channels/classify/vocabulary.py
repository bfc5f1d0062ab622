"""The words of intent: lists in `words/<language>.toml`, which a company may add to; all lists found in one pass over a text.

| list | |
|---|---|
| price, how_many, cost, per, counted | «цена»; «сколько»; what makes it a price surely («стоит») or perhaps («за»), what makes it none («лет») |
| how_much, after_how_much | the same in English |
| request, way, may | «подскажите»; «как», «хочу»; «можно» as the last word |
| buy, order_now, take, thing, need, step | «заказать»; «запишите»; «беру» + «синий», «две»; «нужен»; «куда писать» |
| stock, trait, deliver, place | is there one; size and colour; delivery; address and hours |
| reach, call_me | «номер», which needs a request; «позвоните мне», which is one |
| spam, complaint | each is enough by itself |
| past, service, trouble, wrong, glad | «заказала»; «менеджер»; «криво»; «не», «деньги»; «довольна»: what happened, who did it, how it went |
| excuse, broken | «кажуть», «пожали плечами»: what they said to it; «сломалось»: what happens to things by themselves |
| rhetoric, intangible, yourself | figures of speech; what no shop sells; «запишите себе» |
| lead_in, asking | beginnings that make a topic a question without its mark; beginnings of any question |
| greeting | words that say nothing |
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).with_name("words")
LISTS = frozenset(
    """price how_many cost counted per how_much after_how_much request way may buy order_now take thing need stock trait deliver place
    reach call_me step spam complaint service trouble wrong glad excuse broken past rhetoric intangible yourself lead_in asking greeting""".split()
)
# Lists that a company knows better than we do; the others are grammar.
OPEN = frozenset(
    """price buy order_now stock trait deliver place reach call_me complaint trouble service spam past glad""".split()
)
SHORTEST_STEM = 2
_PHRASE = re.compile(r"[^\W_]+(?:'[^\W_]+)*\*?(?: [^\W_]+(?:'[^\W_]+)*\*?){0,4}")
_ENGLISH = frozenset(
    "the is are do does you your this that how what can for with my to and it have of in".split()
)


class BadPhrase(ValueError):
    """Not a word or a short phrase, `*` at the end of a word for any ending."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Words `start` to `end` (exclusive) are on a list."""

    start: int
    end: int


Found = Mapping[str, tuple[Hit, ...]]
Phrases = Mapping[str, tuple[str, ...]]
_Entry = tuple[str, tuple[str, ...]]


class Vocabulary:
    """An index of the first word of every phrase: whole words, and stems by their letters."""

    def __init__(self, lists: Iterable[Phrases]) -> None:
        self._whole: dict[str, list[_Entry]] = {}
        self._stems: dict[str, list[_Entry]] = {}
        for phrases in lists:
            for name, entries in phrases.items():
                for phrase in entries:
                    self._add(name, phrase)

    def _add(self, name: str, phrase: str) -> None:
        first, *_ = words = tuple(check(name, phrase).split())
        index, key = (self._stems, first.removesuffix("*")) if first.endswith("*") else (self._whole, first)
        index.setdefault(key, []).append((name, words))

    def find(self, words: tuple[str, ...]) -> Found:
        """List -> where its phrases stand."""
        found: dict[str, list[Hit]] = {}
        for start in range(len(words)):
            for name, phrase in self._beginning(words[start]):
                if _stands(phrase, words, start):
                    found.setdefault(name, []).append(Hit(start, start + len(phrase)))
        return {name: tuple(hits) for name, hits in found.items()}

    def _beginning(self, word: str) -> Iterator[_Entry]:
        yield from self._whole.get(word, ())
        for length in range(SHORTEST_STEM, len(word) + 1):
            yield from self._stems.get(word[:length], ())


def check(name: str, phrase: str) -> str:
    """The phrase in our spelling; raises BadPhrase for an unknown list or what could not be found in a text."""
    spelled = " ".join(phrase.casefold().replace("ё", "е").replace("’", "'").replace("ʼ", "'").split())
    stems = [word.removesuffix("*") for word in spelled.split() if word.endswith("*")]
    if name not in LISTS or not _PHRASE.fullmatch(spelled) or any(len(s) < SHORTEST_STEM for s in stems):
        raise BadPhrase(f"{name}: {phrase}")
    return spelled


def _stands(phrase: tuple[str, ...], words: tuple[str, ...], start: int) -> bool:
    if start + len(phrase) > len(words):
        return False
    return all(_same(part, words[start + place]) for place, part in enumerate(phrase))


def _same(part: str, word: str) -> bool:
    return word.startswith(part[:-1]) if part.endswith("*") else word == part


@cache
def built_in() -> Vocabulary:
    """What comes with Smena."""
    return Vocabulary(_files())


def extended(additions: Phrases, silenced: Phrases | None = None) -> Vocabulary:
    """With a company's own words and without those of ours that it switched off; raises BadPhrase. Keep the result: it is made once."""
    off = {(name, phrase) for name, phrases in (silenced or {}).items() for phrase in phrases}
    kept = [
        {name: tuple(one for one in phrases if (name, check(name, one)) not in off) for name, phrases in file.items()}
        for file in _files()
    ]  # fmt: skip
    return Vocabulary([*kept, additions])


@cache
def built_in_phrases() -> tuple[tuple[str, str], ...]:
    """Every (list, phrase) of `OPEN` that comes with Smena, in order."""
    found = {
        (name, check(name, one))
        for file in _files()
        for name, phrases in file.items()
        for one in phrases
        if name in OPEN
    }
    return tuple(sorted(found))


@cache
def _files() -> tuple[Phrases, ...]:
    return tuple(
        {
            name: tuple(filter(None, map(str.strip, phrases.split(","))))
            for name, phrases in tomllib.loads(path.read_text("utf-8")).items()
        }
        for path in sorted(FOLDER.glob("*.toml"))
        if path.stem != "translit"
    )


def in_cyrillic(words: tuple[str, ...]) -> tuple[str, ...]:
    """Russian or Ukrainian typed in Latin letters, as far as the map knows it; anything else as it is."""
    known = [_from_latin(word) for word in words]
    strangers = sum(word in _ENGLISH for word in words)
    if sum(new is not None for new in known) <= strangers:
        return words
    return tuple(new or old for new, old in zip(known, words, strict=True))


def _from_latin(word: str) -> str | None:
    whole, stems = _translit()
    if word in whole:
        return whole[word]
    longest = range(len(word), SHORTEST_STEM, -1)
    return next((stems[word[:length]] for length in longest if word[:length] in stems), None)


@cache
def _translit() -> tuple[dict[str, str], dict[str, str]]:
    document = tomllib.loads((FOLDER / "translit.toml").read_text("utf-8"))
    return document["words"], document["stems"]
