"""The gates of the reference on the held-out comments, and what is known of the set itself. Read docs/labelling.md first."""

import hashlib
import json
import random
from collections import Counter

from channels.classify.intent import classify
from tests.channels.labelled import FOLDER, LANGUAGES, comments, figures

LABELS = {
    "lead_price", "lead_buy", "lead_availability", "lead_delivery", "lead_location", "lead_contact",
    "question_other", "complaint", "praise", "tag_only", "spam", "noise",
}  # fmt: skip
FUZZED = 10_000


def test_the_held_out_comments_pass_the_gates() -> None:
    found = figures(row for row in comments() if row.split == "held_out")
    assert found.precision >= 0.93, found
    assert found.reached >= 0.92, found
    assert found.review <= 0.30, found
    assert found.complaints >= 0.85, found
    assert found.gap <= 0.07, found


def test_comments_written_after_the_rules() -> None:
    """Nobody has looked at these failures. Complaints told as stories are the weak place, short of the gate: known, and said in the guide."""
    rows = [row for row in comments("comments_rounds") if row.split in ("round_5", "round_6")]
    found = figures(rows)
    assert found.precision >= 0.93, found
    assert found.reached >= 0.92, found
    assert found.review <= 0.30, found
    assert found.complaints >= 0.75, found
    complaints = [row for row in rows if row.label == "complaint"]
    assert sum(row.intent.tier in ("complaint", "review") for row in complaints) / len(complaints) >= 0.85


def test_complaints_told_in_other_ways() -> None:
    """Round 7: ironic, formal, clipped; half of it only looks like complaints. Far from the gate: what is missed is a guide's honest figure."""
    rows = [row for row in comments("comments_rounds") if row.split == "round_7"]
    complaints = [row for row in rows if row.label == "complaint"]
    found = Counter(row.intent.tier for row in complaints)
    assert found["complaint"] / len(complaints) >= 0.60, found
    assert (found["complaint"] + found["review"]) / len(complaints) >= 0.85, found
    assert sum(row.intent.tier == "complaint" for row in rows) - found["complaint"] <= 12


def test_the_set_is_what_its_guide_says() -> None:
    rows = comments()
    languages = Counter(row.lang for row in rows)
    assert len(rows) >= 600
    assert languages["ru"] >= 200
    assert languages["uk"] >= 200
    assert languages["en"] >= 80
    assert languages["surzhyk"] + languages["translit"] >= 60
    assert set(languages) == set(LANGUAGES)
    assert len({row.text for row in rows}) == len({row.id for row in rows}) == len(rows)
    assert {row.label for row in rows} == LABELS
    assert sum(row.hard for row in rows) / len(rows) >= 0.40
    assert not [row.id for row in rows if row.hard and row.is_lead]


def test_posts_are_split_by_their_names_and_never_cut() -> None:
    posts = sorted(
        {row.post for row in comments()}, key=lambda post: hashlib.sha256(post.encode()).hexdigest()
    )
    tune = set(posts[: round(len(posts) * 0.6)])
    assert all((row.split == "tune") == (row.post in tune) for row in comments())


def test_the_second_labelling_agrees_as_the_guide_says() -> None:
    """Of the same author: how well the guide can be repeated, not how well two people agree."""
    second = json.loads((FOLDER / "comments_second_pass.json").read_text("utf-8"))
    rows = comments()
    assert set(second) == {row.id for row in rows}
    same = sum(second[row.id] == row.outcome for row in rows)
    first, again = Counter(row.outcome for row in rows), Counter(second.values())
    by_chance = sum(first[outcome] * again[outcome] for outcome in first) / len(rows) ** 2
    kappa = (same / len(rows) - by_chance) / (1 - by_chance)
    assert (same, len(rows), round(kappa, 2)) == (803, 808, 0.99)


def test_ten_thousand_mangled_comments_each_get_a_verdict() -> None:
    """Cut, joined, shuffled, strewn with signs of every plane: the same verdict twice, and never an exception."""
    dice = random.Random(20261126)
    texts = [row.text for row in comments()]
    for _ in range(FUZZED):
        text = _mangled(dice, texts)
        intent = classify(text)
        assert intent.tier in ("lead", "review", "noise", "complaint")
        assert intent.label in LABELS
        assert classify(text) == intent


def _mangled(dice: random.Random, texts: list[str]) -> str:
    letters = list("".join(dice.choices(texts, k=dice.randint(1, 4))))
    for _ in range(dice.randint(0, 12)):
        place = dice.randrange(len(letters) + 1)
        kind = dice.randrange(4)
        if kind == 0:
            letters[place:place] = chr(
                dice.choice((dice.randrange(0x20), dice.randrange(0xD800), dice.randrange(0xE000, 0x110000)))
            )
        elif kind == 1:
            letters[place:place] = dice.choice(
                ("\ud800", "\u200d", "\u202e", "'", "++", "?", "https://", "@", " +380", "😂", "***")
            )
        elif kind == 2:
            del letters[place : place + dice.randint(1, 9)]
        else:
            dice.shuffle(letters[place:])
    return "".join(letters)
