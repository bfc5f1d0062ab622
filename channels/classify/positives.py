"""What a buyer says. A word alone says little: it counts with a question mark, a request, or another word beside it."""

from channels.classify.reading import Evidence, Reading, Rule, either

FEW = 2  # words that say something: «цена», «цена дивана»
SHORT = 6
SENTENCE = 9


def _asked(r: Reading, name: str) -> Evidence | None:
    """A topic with a question mark, a request or a question word in front."""
    hits = r.hits(name)
    if hits and (r.text.asks or r.has("request") or r.begins("lead_in")):
        return hits
    return None


def _price(r: Reading) -> Evidence | None:
    hits = r.hits("price")
    if hits and (r.text.asks or r.has("request") or r.weight <= FEW):
        return hits
    return either(r.after("lead_in", "price", 0))


def _costs(r: Reading) -> Evidence | None:
    """«Сколько стоит»; «сколько за», «чёрный сколько?» with a question mark; «сколько» alone."""
    if r.after("how_many", "counted", 0):
        return None
    loose = r.text.asks or r.weight <= SHORT
    return either(
        r.after("how_many", "cost", 4),
        r.after("how_many", "per", 1) if loose else (),
        r.after("per", "how_many", 3) if loose else (),
        r.numbers_after("how_many") if r.text.asks else (),
        r.ends("how_many") if r.text.asks or r.is_only("how_many") else (),
    )


def _how_much(r: Reading) -> Evidence | None:
    if r.weight <= FEW:
        return r.hits("how_much") or None
    return either(r.after("how_much", "after_how_much", 0)) if r.text.asks or r.weight <= SHORT else None


def _may_buy(r: Reading) -> Evidence | None:
    return either(r.after("way", "buy", 4))


def _buys(r: Reading) -> Evidence | None:
    return r.hits("buy") or None if r.text.asks else None


def _orders(r: Reading) -> Evidence | None:
    """«Запишите на завтра», but not «запишите себе»."""
    return r.hits("order_now") or None if not r.after("order_now", "yourself", 0) else None


def _takes(r: Reading) -> Evidence | None:
    """A short comment that begins «беру», «мне» and names a number, a colour, «его»."""
    taken = r.begins("take")
    if not taken or r.weight > SHORT:
        return None
    end = taken[0].end
    named = [hit for hit in (*r.hits("thing"), *r.numbers()) if 0 <= hit.start - end <= 1]
    return (*taken, *named) if named else None


def _needs(r: Reading) -> Evidence | None:
    begun = r.begins("need")
    return begun if begun and (r.text.asks or r.numbers()) else None


def _plus(r: Reading) -> Evidence | None:
    return () if r.text.plus else None


def _stock(r: Reading) -> Evidence | None:
    return r.hits("stock") or None if r.text.asks and r.weight <= SENTENCE else None


def _may(r: Reading) -> Evidence | None:
    """«В рассрочку можно?»"""
    return r.ends("may") or None if r.text.asks and r.weight <= SHORT else None


def _number_asked(r: Reading) -> Evidence | None:
    """«205/55 R16?», «48-й?»: a size and nothing else."""
    return r.numbers() or None if r.text.asks and r.weight <= FEW else None


def _reach(r: Reading) -> Evidence | None:
    hits = r.hits("reach")
    return hits if hits and (r.text.asks or r.has("request")) else None


LEADS = (
    Rule("R1", "lead_contact", lambda r: () if r.has_phone() else None),
    Rule("P1", "lead_price", _price),
    Rule("P2", "lead_price", _costs),
    Rule("P3", "lead_price", _how_much),
    Rule("B1", "lead_buy", _may_buy),
    Rule("B2", "lead_buy", _buys),
    Rule("B3", "lead_buy", _orders),
    Rule("B4", "lead_buy", _takes),
    Rule("B5", "lead_buy", _needs),
    Rule("B6", "lead_buy", _plus),
    Rule("D1", "lead_delivery", lambda r: _asked(r, "deliver")),
    Rule("L1", "lead_location", lambda r: _asked(r, "place")),
    Rule("R2", "lead_contact", lambda r: r.hits("call_me") or None),
    Rule("R3", "lead_contact", _reach),
    Rule("A1", "lead_availability", lambda r: _asked(r, "trait")),
    Rule("A2", "lead_availability", _stock),
    Rule("A3", "lead_availability", _may),
    Rule("A4", "lead_availability", _number_asked),
)


def _question(r: Reading) -> Evidence | None:
    return () if r.text.asks and len(r.words) >= 2 else None


def _bare_topic(r: Reading) -> Evidence | None:
    """«Доставка в Одессу», «чёрный 42»: a topic in a word or two."""
    named = r.hits("price", "deliver", "place", "trait", "reach", "stock", "buy")
    return named if named and r.weight <= 3 else None


def _priced(r: Reading) -> Evidence | None:
    """«Цена за комплект перед»: begins with the price, ends without a question mark."""
    return r.begins("price") or r.begins("how_many") or None if r.weight <= SHORT else None


REVIEWS = (
    Rule("Q1", "question_other", _question),
    Rule("Q2", "question_other", _bare_topic),
    Rule("Q3", "question_other", _priced),
    Rule("Q4", "question_other", lambda r: r.begins("need") or None),
)
