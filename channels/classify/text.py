"""A comment as the rules of intent read it: one case, one spelling of what looks alike, words apart from signs."""

import re
import unicodedata
from dataclasses import dataclass

LONGEST = 1000  # letters that are read; nobody says what he wants later

_INVISIBLE = re.compile(r"[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")
_APOSTROPHES = str.maketrans("’ʼ`´‘ʹ′", "'" * 7)
_URL = re.compile(r"(?:https?://|www\.)\S+|\b[\w-]+\.(?:com|ru|ua|net|org|io|me|shop|store)/\S*")
_MENTION = re.compile(r"(?<![\w.])@[\w.]+")
_REPEATED = re.compile(r"([^\W\d_])\1{2,}")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_LETTER = re.compile(r"[^\W\d_]")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_LATIN = re.compile(r"[a-z]")
_LAUGH = re.compile(r"[😂🤣😅😆😁😹🙈🤪🙃🤭]|[)]{3,}|(?:а?ха){2,}|(?:ha){2,}|\blol\b|\bjk\b|\bлол\b|\bшучу\b")
_PLUS = re.compile(r"[\s+➕!.,)👍🙏❤🔥]*")
# Letters that look the same in both scripts; `y` is `у` and `i` is `і` to the eye.
_LOOKS_CYRILLIC = str.maketrans("aeopcxyikmthbn", "аеорсхуікмтнвп")
_LOOKS_LATIN = str.maketrans("аеорсхуікмтнв", "aeopcxyikmthb")


@dataclass(frozen=True, slots=True)
class Text:
    """`words` in order; `asks`: a question mark; `laughs`: meant as a joke; `plus`: nothing but a plus, «I want it» here."""

    clean: str
    words: tuple[str, ...]
    asks: bool
    laughs: bool
    plus: bool
    mentions: int
    urls: int


def read(raw: str) -> Text:
    """NFKC, lower case, ё as е, one apostrophe, repeated letters once, look-alike letters in one script."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", raw[:LONGEST]))
    text = text.casefold().replace("ё", "е").translate(_APOSTROPHES)
    text, urls = _URL.subn(" ", text)
    text, mentions = _MENTION.subn(" ", text)
    text = _REPEATED.sub(r"\1", text)
    clean = _WORD.sub(lambda word: _one_script(word[0]), text)
    return Text(
        clean=clean,
        words=tuple(_WORD.findall(clean)),
        asks="?" in clean,
        laughs=_LAUGH.search(clean) is not None,
        plus=("+" in clean or "➕" in clean) and _PLUS.fullmatch(clean) is not None,
        mentions=mentions,
        urls=urls,
    )


def _one_script(word: str) -> str:
    """«Цeна» with a Latin e as «цена»; a Latin word with one Cyrillic letter as Latin; what fits neither, as it is."""
    if not (_CYRILLIC.search(word) and _LATIN.search(word)):
        return word
    cyrillic = word.translate(_LOOKS_CYRILLIC)
    if not _LATIN.search(cyrillic):
        return cyrillic
    latin = word.translate(_LOOKS_LATIN)
    return word if _CYRILLIC.search(latin) else latin


def is_letters(text: Text) -> bool:
    """Whether anything was said in letters, rather than in signs alone."""
    return _LETTER.search(text.clean) is not None
