"""What a stored form or comment becomes."""

import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from channels import registry
from channels.base import Company, Lead, Parked, SourceAdapter, StoredEvent
from channels.website import Website

SOURCE = UUID(int=7)
AT = datetime(2026, 11, 22, 10, tzinfo=UTC)


def understand(
    fields: Any, *, kind: str = "form", region: str = "UA", released: bool = False, **headers: str
) -> Lead:
    body = json.dumps(fields).encode()
    event = StoredEvent(
        UUID(int=1), SOURCE, "site", kind, AT, headers, "application/json", body, "lead:1", released
    )
    return Website().understand(event, Company(region))


def contacts(fields: Any, **options: Any) -> list[tuple[str, str]]:
    return [(c.kind, c.normalized) for c in understand(fields, **options).contacts]


@pytest.mark.parametrize(
    ("typed", "region", "number"),
    [
        ("067 123-45-67", "UA", "+380671234567"),
        ("+38 (067) 123 45 67", "RU", "+380671234567"),
        ("380671234567", "UA", "+380671234567"),
        ("8 (916) 123-45-67", "RU", "+79161234567"),
        ("79161234567", "UA", "+79161234567"),
        ("030 123456", "DE", "+4930123456"),
    ],
)
def test_phones_in_the_companys_region(typed: str, region: str, number: str) -> None:
    assert contacts({"phone": typed}, region=region) == [("phone", number)]


def test_contacts_in_fields_and_in_the_message_each_once() -> None:
    fields = {
        "phone": "0671234567",
        "phone_2": "0501112233",
        "email": "Olena@Example.com",
        "telegram": "https://t.me/olena_k",
        "viber": "067 123 45 67",
        "message": "Пишите на olena@example.com или 095 777 88 99, заказ 1234567 от 22.11.2026",
    }
    assert contacts(fields) == [
        ("phone", "+380671234567"),
        ("phone", "+380501112233"),
        ("email", "olena@example.com"),
        ("telegram", "olena_k"),
        ("viber", "+380671234567"),
        ("phone", "+380957778899"),
    ]


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("a@b.com", ("email", "a@b.com")),
        ("0671234567", ("phone", "+380671234567")),
        ("@olena", ("telegram", "olena")),
    ],
)
def test_a_field_that_takes_any_contact(value: str, found: tuple[str, str]) -> None:
    assert contacts({"контакт": value}) == [found]


def test_nothing_written_is_lost() -> None:
    lead = understand(
        {
            "name": "Иван",
            "email": "i@example.com",
            "phone": "позвоните",
            "тема": "Шкаф",
            "fields": {"Ширина": "240"},
        }
    )
    assert lead.message == "Шкаф\n\nШирина: 240\nпозвоните"
    assert lead.details["fields"] == {"Ширина": "240"}


def test_first_touch_consent_and_language() -> None:
    lead = understand(
        {
            "first_name": "Олена", "last_name": "Коваль", "phone": "0671234567", "message": "Скільки коштує її доставка?",
            "consent": True, "consent_text": "Згода", "page_url": "https://s.example/p?utm_campaign=Autumn&yclid=1", "locale": "ru-RU",
        }
    )  # fmt: skip
    assert lead.name == "Олена Коваль"
    assert lead.first_touch["utm_campaign"] == "Autumn"
    assert lead.first_touch["yclid"] == "1"
    assert (lead.details["consent"], lead.details["consent_text"], lead.details["language"]) == (
        "true",
        "Згода",
        "uk",
    )


@pytest.mark.parametrize(
    ("fields", "reason"),
    [({"name": "Иван", "message": "Сколько?"}, "no_contact"), ({"utm_source": "x"}, "empty")],
)
def test_doubt_waits_for_a_person_who_may_let_it_through(fields: dict[str, str], reason: str) -> None:
    with pytest.raises(Parked) as parked:
        understand(fields)
    assert parked.value.reason == reason
    if reason == "no_contact":
        assert understand(fields, released=True).name == "Иван"


def test_a_comment_needs_no_contact_and_its_author_is_known_within_the_source() -> None:
    lead = understand({"author": {"name": "Ivan", "id": "U7"}, "text": "А доставка есть?"}, kind="comment")
    assert (lead.kind, lead.message, lead.name) == ("comment", "А доставка есть?", "Ivan")
    assert [(c.kind, c.normalized) for c in lead.contacts] == [("website", f"{SOURCE}/u7")]
    assert contacts({"name": "x", "phone": "0671234567", "author_id": "U7"}) == [("phone", "+380671234567")]


def test_lengths_are_the_databases() -> None:
    long = "я" * 30_000
    lead = understand(
        {"name": long, "company": long, "city": long, "email": "a@b.com", "message": long, "utm_source": long}
    )
    assert (len(lead.name), len(lead.company or ""), len(lead.city or "")) == (200, 200, 120)
    assert len(lead.message) <= 50_000
    assert len(lead.first_touch["utm_source"]) == 1000


class Entry:
    def __init__(self, name: str, loaded: Any) -> None:
        self.name, self.value, self._loaded = name, f"package:{name}", loaded

    def load(self) -> Any:
        if isinstance(self._loaded, Exception):
            raise self._loaded
        return self._loaded


class Courier:
    channel = "courier"

    def understand(self, event: StoredEvent, company: Company) -> Lead:
        return Lead(external_id=event.dedupe_key, kind="message", received_at=event.received_at)


def test_packages_bring_channels_and_break_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = [
        Entry("courier", Courier),
        Entry("broken", ImportError("no")),
        Entry("odd", object()),
        Entry("site", Courier),
    ]
    monkeypatch.setattr(registry, "entry_points", lambda group: entries)
    registry.adapters.cache_clear()
    try:
        assert isinstance(registry.find("courier"), SourceAdapter)
        assert registry.find("broken") is None
        assert registry.find("odd") is None
        assert isinstance(registry.find("site"), Website)  # a built-in channel is not taken over
    finally:
        registry.adapters.cache_clear()
