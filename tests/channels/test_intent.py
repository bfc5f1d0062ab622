"""What a comment is taken for, why, and what the place it stands in makes of that."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.classify.context import decide
from channels.classify.intent import Intent, Settings, classify
from channels.classify.text import read
from channels.classify.vocabulary import BadPhrase, extended
from channels.intent import Context

PAIRS = [
    ("Сколько стоит диван?", "Сколько лет дивану, а как новый"),
    ("яка ціна?", "яка ціна помилки, коли економиш на майстрі"),
    ("цена", "цена вопроса не в деньгах"),
    ("хочу заказать такую же", "хочу быть такой же красивой"),
    ("как записаться?", "записи учителя, вот где счастье"),
    ("размер 46 есть?", "размер не важен, важна посадка"),
    ("стоит сколько?", "стоит задуматься"),
    ("How much is it?", "How much patience you must have"),
    ("skolko stoit", "stoit podumat ob etom"),
    ("скока буде на двох", "скока можна вже рекламувати"),
]


@pytest.mark.parametrize(("lead", "none"), PAIRS)
def test_a_lead_and_what_only_looks_like_one(lead: str, none: str) -> None:
    assert classify(lead).tier == "lead"
    assert classify(none).tier in ("noise", "review")


@pytest.mark.parametrize(
    ("text", "tier", "label"),
    [
        ("+", "lead", "lead_buy"),
        ("➕➕", "lead", "lead_buy"),
        ("цп", "lead", "lead_price"),
        ("Цeна?", "lead", "lead_price"),  # a Latin e
        ("ЦЕНАААА", "lead", "lead_price"),
        ("почём", "lead", "lead_price"),
        ("наберите 067 123 45 67", "lead", "lead_contact"),
        ("мой номер 0671234567", "lead", "lead_contact"),
        ("доставляєте в Одесу?", "lead", "lead_delivery"),
        ("где вы находитесь?", "lead", "lead_location"),
        ("беру два синих", "lead", "lead_buy"),
        ("сколько стоит 😂😂", "review", "lead_price"),
        ("а как за ним ухаживать?", "review", "question_other"),
        ("хочу на курс", "review", "question_other"),
        ("@olena дивись", "noise", "tag_only"),
        ("@olena а ціна?", "review", "tag_only"),
        ("Заказ 1234567890123, где мой заказ?", "complaint", "complaint"),
        ("верните деньги, шахраї", "complaint", "complaint"),
        ("купила, а через тиждень порвалось, кошти не повертають", "complaint", "complaint"),
        ("Заработок без вложений, пишите", "noise", "spam"),
        ("https://a.example https://b.example цена?", "noise", "spam"),
        ("купила, дуже задоволена", "noise", "praise"),
        ("", "noise", "noise"),
        ("🔥🔥🔥", "noise", "noise"),
    ],
)
def test_tiers_and_labels(text: str, tier: str, label: str) -> None:
    intent = classify(text)
    assert (intent.tier, intent.label) == (tier, label)


def test_the_verdict_names_its_rule_and_the_words() -> None:
    intent = classify("Подскажите цену, пожалуйста")
    assert intent.rule == "P1"
    assert intent.matches[0].words == ("цену",)
    assert classify("ого").rule == "N9"


def test_a_past_purchase_with_a_new_question_is_looked_at() -> None:
    assert classify("купила платье, а доставка в Киев есть?").tier == "review"


def test_a_complaint_that_is_denied_is_none() -> None:
    assert classify("не обманули, всё пришло").tier != "complaint"


@pytest.mark.parametrize(
    "text", ["Ціна?", "skolko stoit dostavka", "How much for two?", "купив, а воно зламалось"]
)
def test_spelling_and_case_change_nothing(text: str) -> None:
    for other in (text.upper(), f"  {text}  ", text.replace("о", "o"), text + "\u200b"):
        assert classify(other).tier == classify(text).tier


@given(st.text(max_size=300))
def test_any_string_has_a_verdict_and_normalising_twice_changes_nothing(text: str) -> None:
    intent = classify(text)
    assert intent.tier in ("lead", "review", "noise", "complaint")
    assert classify(text) == intent
    once = read(text)
    assert read(once.clean).words == once.words


# ------------------------------------------------------------------------------------------------- a company's own


def test_a_company_adds_words_of_its_own() -> None:
    assert classify("почім метраж").tier == "lead"
    assert classify("кубатура?").tier == "noise"
    ours = Settings(extended({"price": ("кубатур*",)}))
    assert classify("кубатура?", ours).label == "lead_price"


@pytest.mark.parametrize("phrase", ["", "*", "а*", ".*", "(цена)", "цена|ціна", "a b c d e f"])
def test_a_phrase_that_could_not_be_found_is_refused(phrase: str) -> None:
    with pytest.raises(BadPhrase):
        extended({"price": (phrase,)})


def test_an_unknown_list_is_refused() -> None:
    with pytest.raises(BadPhrase):
        extended({"prices": ("цена",)})


def test_a_demoted_rule_opens_no_lead_by_itself() -> None:
    assert classify("цена?", Settings(demoted=frozenset({"P1"}))).tier == "review"
    assert classify("цена? доставка есть?", Settings(demoted=frozenset({"P1"}))).rule != "P1"


# ------------------------------------------------------------------------------------------------- what is done

LEAD, REVIEW, NOISE = (
    Intent("lead", "lead_price"),
    Intent("review", "question_other"),
    Intent("noise", "noise"),
)
COMPLAINT, SPAM, TAG = Intent("complaint", "complaint"), Intent("noise", "spam"), Intent("noise", "tag_only")


@pytest.mark.parametrize(
    ("intent", "context", "action"),
    [
        (LEAD, Context(), "open_lead"),
        (REVIEW, Context(), "review"),
        (NOISE, Context(), "store"),
        (COMPLAINT, Context(), "task"),
        (COMPLAINT, Context(creates="off"), "task"),
        (REVIEW, Context(on_advertisement=True), "open_lead"),
        (REVIEW, Context(on_product=True), "open_lead"),
        (NOISE, Context(on_advertisement=True), "store"),
        (NOISE, Context(answers_us=True), "review"),
        (REVIEW, Context(answers_us=True), "open_lead"),
        (TAG, Context(answers_us=True), "store"),
        (LEAD, Context(has_open_deal=True), "attach"),
        (NOISE, Context(has_open_deal=True), "attach"),
        (LEAD, Context(is_lead_here=True), "append"),
        (NOISE, Context(is_lead_here=True), "store"),
        (NOISE, Context(kind="message"), "open_lead"),
        (NOISE, Context(kind="message", messages_are_leads=False), "store"),
        (NOISE, Context(kind="message", is_known=True), "store"),
        (SPAM, Context(kind="message", on_advertisement=True, answers_us=True), "store"),
        (LEAD, Context(creates="review"), "review"),
        (REVIEW, Context(creates="review", on_advertisement=True), "review"),
        (LEAD, Context(creates="off"), "store"),
        (LEAD, Context(is_own=True), "store"),
    ],
)
def test_what_becomes_of_it(intent: Intent, context: Context, action: str) -> None:
    assert decide(intent, context).action == action


def test_the_context_says_which_rule_moved_it() -> None:
    decision = decide(classify("а как за ним ухаживать?"), Context(on_advertisement=True))
    assert (decision.action, decision.intent.matches[-1].rule) == ("open_lead", "K1")
    assert decision.intent.rule == "Q1"
