"""What a made-up person may do for whoever tries Smena out: one name for the same thing at every vendor, and words to say.

`POST /_sim/{vendor}/{account}/rehearse {"act": "message", "language": "uk"}` is the act below with a person who was never there
before: a new lead each time, not one more message of an old one.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

FIRST = {
    "ru": ("Ольга", "Тарас", "Ирина", "Максим", "Оксана", "Дмитрий"),
    "uk": ("Ольга", "Тарас", "Ірина", "Максим", "Оксана", "Дмитро"),
    "en": ("Olha", "Taras", "Iryna", "Maksym", "Oksana", "Dmytro"),
}
HANDLES = ("olena.k", "taras_shop", "iryna.design", "maksym.v", "oksana_home", "dmytro.b")
SUBJECTS = {"ru": "Вопрос", "uk": "Запитання", "en": "A question"}
COMMENTS = {
    "ru": ("Здравствуйте! Сколько стоит?", "Какая цена и есть ли доставка?", "Хочу заказать, как оформить?"),
    "uk": ("Добрий день! Скільки коштує?", "Яка ціна і чи є доставка?", "Хочу замовити, як оформити?"),
    "en": ("Hello! How much is it?", "What is the price, and do you deliver?", "I want to order, how?"),
}
MESSAGES = {
    "ru": ("Добрый день! Сколько стоит и когда доставите?", "Здравствуйте, хочу заказать. Есть в наличии?"),
    "uk": ("Добрий день! Скільки коштує і коли доставите?", "Вітаю, хочу замовити. Є в наявності?"),
    "en": ("Hello! How much is it, and when can you deliver?", "Hi, I would like to order. Is it in stock?"),
}
Words = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Rehearsed:
    """An act of the vendor's, and what it takes: argument -> which part of the person or his words goes there."""

    act: str
    order: Mapping[str, str]
    words: Words
    who: str = "name"


WRITES = {"name": "name", "text": "text"}
REHEARSALS: Mapping[str, Mapping[str, Rehearsed]] = {
    "instagram": {
        "comment": Rehearsed("comment", {"username": "handle", "text": "text"}, COMMENTS, "handle"),
        "message": Rehearsed("dm", {"username": "handle", "text": "text"}, MESSAGES, "handle"),
    },
    "messenger": {
        "message": Rehearsed("dm", WRITES, MESSAGES),
        "comment": Rehearsed("comment", WRITES, COMMENTS),
        "form": Rehearsed("lead", {"full_name": "name", "phone_number": "phone"}, MESSAGES),
    },
    "whatsapp": {"message": Rehearsed("message", {**WRITES, "phone": "digits"}, MESSAGES)},
    "telegram": {
        "message": Rehearsed("message", {"first_name": "name", "text": "text", "chat_id": "number"}, MESSAGES)
    },
    "viber": {"message": Rehearsed("message", WRITES, MESSAGES)},
    "email": {"letter": Rehearsed("letter", {**WRITES, "email": "email", "subject": "subject"}, MESSAGES)},
    "elevenlabs": {"call": Rehearsed("call", {"name": "name", "phone": "phone"}, MESSAGES)},
}


def order_of(rehearsed: Rehearsed, language: str) -> tuple[dict[str, Any], str, str]:
    """What the act is called with, who does it, and what he says."""
    known = language if language in FIRST else "en"
    who = secrets.randbelow(len(FIRST[known]))
    number = secrets.randbelow(9_000_000) + 1_000_000
    person: dict[str, Any] = {
        "name": f"{FIRST[known][who]} {number % 1000}",
        "handle": f"{secrets.choice(HANDLES)}{number % 1000}",
        "email": f"{FIRST['en'][who].lower()}{number % 1000}@people.example",
        "subject": SUBJECTS[known],
        "phone": f"+38067{number}",
        "digits": f"38067{number}",
        "number": 700_000_000 + number,
        "text": secrets.choice(rehearsed.words[known]),
    }
    order = {argument: person[part] for argument, part in rehearsed.order.items()}
    return order, str(person[rehearsed.who]), person["text"] if "text" in rehearsed.order.values() else ""
