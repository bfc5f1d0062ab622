"""What a buyer says. A word alone says little: it counts with a question mark, a request, or another word beside it."""

from channels.classify.reading import Evidence, Reading, Rule, either

FEW = 2  # words that say something: «цена», «цена дивана»
SHORT = 6
SENTENCE = 9
TOPICS = ("price", "deliver", "place", "trait", "reach", "stock", "buy")


def _asked(r: Reading, name: str) -> Evidence | None:
    """A topic with a question mark, a request or a question word in front."""
    hits = r.hits(name)
    if hits and (r.text.asks or r.has("request") or r.begins("lead_in")):
        return hits
    return None


def _price(r: Reading) -> Evidence | None:
    """With a question, with a request, in a word or two, or last: «замена дисплея цена»."""
    hits = r.hits("price")
    if hits and (r.text.asks or r.has("request") or r.weight <= FEW):
        return hits
    last = r.ends("price") if r.weight <= SHORT else ()
    return either(last, r.after("lead_in", "price", 0))


def _costs(r: Reading) -> Evidence | None:
    """«Сколько стоит»; «сколько за», «чёрный сколько?» with a question mark; «сколько» alone."""
    if r.after("how_many", "counted", 0):
        return None
    loose = r.text.asks or r.weight <= SHORT
    return either(
        r.after("how_many", "cost", 4),
        r.after("how_many", "per", 0) if loose else (),
        r.after("per", "how_many", 3) if loose else (),
        r.numbers_after("how_many") if r.text.asks else (),
        r.ends("how_many") if loose or r.is_only("how_many") else (),
    )


def _how_much(r: Reading) -> Evidence | None:
    if r.weight <= SHORT and (r.weight <= FEW or r.ends("how_much")):
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
    if not taken or r.weight > SHORT or r.after("take", "yourself", 0):
        return None
    ends = {end for hit in r.hits("take") for end in (hit.end, hit.end + 1) if hit.start <= taken[0].end}
    named = [hit for hit in (*r.hits("thing"), *r.numbers()) if hit.start in ends]
    return (*taken, *named) if named else None


def _needs(r: Reading) -> Evidence | None:
    begun = r.begins("need")
    return begun if begun and (r.text.asks or r.numbers()) else None


def _wants_to_know(r: Reading) -> Evidence | None:
    """«Хочу на диагностику, куда нести»: a wish and a question about the next step."""
    wish = r.begins("take") or r.begins("need")
    step = [hit for hit in r.hits("step") if wish and hit.start > wish[0].end]
    return (*wish, *step) if step and not r.after("take", "yourself", 0) else None


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
    Rule("B6", "lead_buy", _wants_to_know),
    Rule("B7", "lead_buy", _plus),
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


def _unmarked_question(r: Reading) -> Evidence | None:
    """«Чи відправите у Рівне»: many leave the mark out."""
    if not 2 <= len(r.words) <= SENTENCE or r.text.laughs:
        return None
    topic = r.hits(*TOPICS) if r.words[0] == "а" and r.weight <= SHORT else ()
    may = r.hits("may") if r.weight <= SHORT else ()
    return either(r.begins("asking"), topic, may)


def _list_of_goods(r: Reading) -> Evidence | None:
    """«Две пепперони на Дарницкую 14»."""
    first = [hit for hit in (*r.hits("thing"), *r.numbers()) if hit.start in (0, r.beginning)]
    return (*first, *r.hits("per")) if first and r.has("per") and r.weight <= SENTENCE else None


def _wish(r: Reading) -> Evidence | None:
    """«Хочу на курс»: may be a sigh, may be an order."""
    wish = r.begins("take")
    return wish if wish and not r.text.laughs and not r.has("yourself") else None


def _bare_topic(r: Reading) -> Evidence | None:
    """«Доставка в Одессу»: a topic in a word or two; «а детские у вас есть»: one with «есть» at the end."""
    named = r.hits(*TOPICS)
    last = r.ends("stock") if r.weight <= SHORT else ()
    return named if named and r.weight <= 3 else last or None


def _priced(r: Reading) -> Evidence | None:
    """«Цена за комплект перед»: begins with the price, ends without a question mark."""
    return r.begins("price") or r.begins("how_many") or None if r.weight <= SHORT else None


REVIEWS = (
    Rule("Q1", "question_other", _question),
    Rule("Q2", "question_other", _bare_topic),
    Rule("Q3", "question_other", _priced),
    Rule("Q4", "question_other", lambda r: r.begins("need") or None),
    Rule("Q5", "question_other", _unmarked_question),
    Rule("Q6", "question_other", _wish),
    Rule("Q7", "question_other", _list_of_goods),
)
