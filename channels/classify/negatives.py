"""What looks like a lead and is none: asked before anything else."""

from channels.classify.reading import Evidence, Reading, Rule, either

LONG = 6
LONGEST_TAG = 4  # words beside a friend's name


def _spam(r: Reading) -> Evidence | None:
    return r.hits("spam") or None


def _links(r: Reading) -> Evidence | None:
    return () if r.text.urls >= 2 else None


def _complaint(r: Reading) -> Evidence | None:
    return r.meant("complaint") or None


def _trouble(r: Reading) -> Evidence | None:
    """Something went wrong with what he has bought; or so much went wrong that he must have."""
    trouble = r.meant("trouble")
    if r.has("glad") and not r.hits("excuse", "complaint"):
        return None
    apart = trouble and max(hit.start for hit in trouble) >= min(hit.end for hit in trouble)
    return trouble + r.hits("past") if trouble and (apart or r.has("past")) else None


def _bad_story(r: Reading) -> Evidence | None:
    """What happened, with a «не», a «деньги» or a wait in it, and no good word: who is content says so."""
    if not _is_grave(r):
        return None
    story = (*r.hits("past", "service"), *r.told())
    trouble, wrong = r.meant("trouble"), r.hits("wrong")
    bad = (*trouble, *wrong)
    return (*story, *bad) if (story and bad) or (trouble and len(wrong) >= 2) else None


def _is_grave(r: Reading) -> bool:
    asks = r.text.asks or r.begins("asking")
    denied = any(len(r.hits(name)) > len(r.meant(name)) for name in ("complaint", "trouble"))
    return not (asks or denied or r.text.laughs or r.has("glad", "yourself", "request"))


def _long_story(r: Reading) -> Evidence | None:
    """Many words about what happened or who did it, none of them good: a person should read it."""
    story = (*r.hits("service", "past"), *r.told())
    return story or None if _is_grave(r) and len(r.words) >= LONG else None


def _excused(r: Reading) -> Evidence | None:
    """What happened, and what they said to it: «поцарапали диск, говорят так и было»."""
    story = (*r.hits("past", "service", "trouble"), *r.told(), *r.numbers())
    excuse = r.hits("excuse")
    apart = [hit for hit in story if not any(one.start <= hit.start < one.end for one in excuse)]
    return (*excuse, *apart) if excuse and len(apart) >= 2 and _is_grave(r) and len(r.words) >= LONG else None


def asks_to_buy(r: Reading) -> bool:
    """Whether all that went wrong is what happens to things, and a question follows: «порвал шину, є така сама?»."""
    bad = (*r.meant("complaint"), *r.meant("trouble"))
    own = r.hits("broken")
    return r.text.asks and all(any(one.start <= hit.start < one.end for one in own) for hit in bad)


def _tag(r: Reading) -> Evidence | None:
    return () if r.text.mentions and len(r.words) <= LONGEST_TAG else None


def _past(r: Reading) -> Evidence | None:
    return r.hits("past") or None


def _rhetoric(r: Reading) -> Evidence | None:
    return r.hits("rhetoric") or None


def _intangible(r: Reading) -> Evidence | None:
    """«Цена успеха», «где купить столько терпения»: what no shop sells."""
    return (
        r.hits("intangible") or None if r.has("price", "how_many", "how_much", "buy", "order_now") else None
    )


def _counted(r: Reading) -> Evidence | None:
    """«Сколько лет», «скільки можна»: counts something else than money."""
    return either(r.after("how_many", "counted", 0))


RULES = (
    Rule("S1", "spam", _spam),
    Rule("S2", "spam", _links),
    Rule("C1", "complaint", _complaint),
    Rule("C2", "complaint", _trouble),
    Rule("N1", "tag_only", _tag),
    Rule("C3", "complaint", _bad_story),
    Rule("C5", "complaint", _excused),
    Rule("C4", "complaint", _long_story),
    Rule("N2", "praise", _past),
    Rule("N3", "noise", _rhetoric),
    Rule("N4", "noise", _intangible),
    Rule("N5", "noise", _counted),
)
