"""Every kind of news has words in three languages with the same places to fill, and moments read as people say them."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from api.mail import MailSettings
from tests.support.cluster import EMPTY, Templates
from workers.deliveries.compose import compose
from workers.deliveries.delivery import Delivery
from workers.deliveries.digest import digest
from workers.deliveries.letter import letter
from workers.deliveries.words import LOCALES, moment, words

AT = datetime(2026, 11, 26, 10, tzinfo=UTC)
PARAMS = {
    "title": "Дело",
    "name": "Олена",
    "due_at": "2026-11-26T12:00:00Z",
    "waiting_since": "2026-11-25T12:00:00Z",
    "count": 3,
}


def delivery(kind: str = "task_due", locale: str = "ru", **changes: Any) -> Delivery:
    values: dict[str, Any] = {
        "id": uuid4(), "channel": "email", "kind": kind, "attempts": 1, "at": AT, "due_at": AT, "created_at": AT,
        "handed_over_at": None, "user_id": uuid4(), "params": PARAMS, "client_id": None, "deal_id": None, "task_id": None,
        "client_name": None, "locale": locale, "is_active": True, "email": "anna@shop.example", "chat_id": None,
        "is_blocked": None, "time_zone": "Europe/Kyiv", "company": "Ромашка", "is_read": None, "is_done": None,
    }  # fmt: skip
    return Delivery(**{**values, **changes})


def shape(value: Any) -> Any:
    """Keys and places to fill, without the words."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [shape(inner) for inner in value]
    return sorted(re.findall(r"{\w+}", value))


def test_the_languages_say_the_same() -> None:
    first, *others = (shape({**words(locale), "when": {}}) for locale in LOCALES)
    assert all(other == first for other in others)


async def test_every_kind_has_words(templates: Templates) -> None:
    async with templates.clone(EMPTY) as base:
        kinds = {row["kind"] for row in await base.rows("select kind from public.notification_kinds")}
    assert words("ru")["titles"].keys() == kinds | {"test"}


@pytest.mark.parametrize("locale", LOCALES)
def test_nothing_is_left_unfilled(locale: str) -> None:
    for kind in words(locale)["titles"]:
        message = compose(delivery(kind, locale), "https://crm.example")
        assert "{" not in message.plain(), kind
        assert message.link.startswith("https://crm.example/")
        assert words(locale)["open"] == message.button


def test_a_line_without_its_value_says_nothing() -> None:
    bare = compose(delivery(params={"title": "Дело", "due_at": None}), "").lines
    assert bare == ()
    assert compose(delivery(client_name="Олена"), "").lines == ("Срок: сегодня в 14:00", "Клиент: Олена")


@pytest.mark.parametrize(
    ("shift", "said"),
    [
        (-24, "yesterday at 14:00"),
        (0, "today at 14:00"),
        (24, "tomorrow at 14:00"),
        (72, "on 29 Nov 2026 at 14:00"),
    ],
)
def test_moments(shift: int, said: str) -> None:
    at = datetime(2026, 11, 26, 12, tzinfo=UTC) + timedelta(hours=shift)
    assert moment(at.isoformat(), locale="en", zone="Europe/Kyiv", at=AT) == said


def test_a_digest_links_every_row_and_hides_the_rest() -> None:
    empty = {"count": 0, "items": []}
    piles: dict[str, Any] = {name: empty for name in ("overdue", "today", "waiting", "stuck")}
    assert digest(delivery("digest"), json.dumps(piles), "https://x") is None
    piles["waiting"] = {
        "count": 9,
        "items": [{"id": "1", "title": "<Олена>", "waiting_since": "2026-11-26T09:00:00Z"}],
    }
    message = digest(delivery("digest"), json.dumps(piles), "https://x")
    assert message is not None
    assert "• <Олена> — сегодня в 11:00" in message.plain()
    mail = letter(delivery("digest"), message, sender="a@b.example", domain="b.example")
    page = mail.get_body(("html",))
    assert page is not None
    html = page.get_content()
    assert 'href="https://x/clients/1"' in html and "&lt;Олена&gt;" in html and "и ещё 8" in html
    assert MailSettings(_env_file=None, sender="Smena <a@b.example>").domain == "b.example"
