"""Cursors, versions, money, phones, languages: the small values every feature uses."""

import contextlib
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.errors import Invalid, NotFound, VersionConflict, VersionRequired
from api.kit import clock, money, paging, phones, versions
from api.messages import language_of

ID = UUID("a0000000-0000-4000-8000-00000000000a")


def test_a_cursor_brings_back_typed_keys() -> None:
    cursor = paging.encode(f'["2026-11-22T10:00:00.123456+00:00", "{ID}", 7, null]', "received")
    page = paging.Page(50, cursor)
    assert page.after(datetime, UUID, int, str, order="received") == (
        datetime(2026, 11, 22, 10, 0, 0, 123456, UTC),
        ID,
        7,
        None,
    )
    assert paging.Page(50, None).after(datetime, UUID) == (None, None)


@pytest.mark.parametrize(
    "cursor",
    ["", "x", "%%%", "WzFd", paging.encode("[1]", "other"), paging.encode("[1, 2]", "o"), paging.encode('["a"]', "o"),
     paging.encode("[true]", "o"), paging.encode("{}", "o"), paging.encode("not json", "o"), "ё"],
)  # fmt: skip
def test_a_forged_or_foreign_cursor_is_invalid(cursor: str) -> None:
    with pytest.raises(Invalid) as refused:
        paging.decode(cursor, int, order="o")
    assert refused.value.fields == {"cursor": "cursor_invalid"}


@given(st.text(max_size=200))
def test_no_cursor_makes_anything_but_invalid(cursor: str) -> None:
    with contextlib.suppress(Invalid):
        paging.decode(cursor, datetime, UUID)


def test_a_list_answer_passes_items_through() -> None:
    body = paging.listing({"items": '[{"a":1.0}]', "next": None, "total": None}).body
    assert body == b'{"items":[{"a":1.0}],"next":null,"total":null}'


@pytest.mark.parametrize("header", ['"7"', "7", 'W/"7"', ' "7" '])
async def test_if_match_names_a_version(header: str) -> None:
    assert await versions._if_match(header) == 7


async def test_an_edit_without_a_version_is_refused() -> None:
    with pytest.raises(VersionRequired):
        await versions._if_match(None)
    for header in ("*", '"a"', '"7", "8"', "-1", ""):
        with pytest.raises(Invalid):
            await versions._if_match(header)
    with pytest.raises(NotFound):
        versions.refuse(None)
    with pytest.raises(VersionConflict) as conflict:
        versions.refuse('{"version": 8}')
    assert conflict.value.details == {"current": {"version": 8}}


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [("1 250,50", "UAH", 125050), ("1,250.50", "USD", 125050), ("1.250,50", "EUR", 125050), ("7", "JPY", 7),
     ("0.005", "USD", 1), ("1\u00a0000", "UAH", 100000), ("1.2345", "KWD", 1235)],
)  # fmt: skip
def test_amounts_become_minor_units(text: str, currency: str, minor: int) -> None:
    assert money.to_minor(text, currency) == minor


@pytest.mark.parametrize("text", ["", "abc", "-1", "1e400", "NaN", "Infinity", "99999999999999999999"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        money.to_minor(text, "UAH")


def test_minor_units_become_decimals() -> None:
    assert money.to_decimal(125050, "UAH") == Decimal("1250.50")
    assert money.to_decimal(7, "JPY") == Decimal(7)


@pytest.mark.parametrize(
    ("text", "number"),
    [("067 123-45-67", "+380671234567"), ("+380 (67) 123 45 67", "+380671234567"), ("00380671234567", "+380671234567"),
     ("8 (067) 123-45-67", "+380671234567"), ("80671234567", "+380671234567"), ("+49 30 901820", "+4930901820"), ("12", None), ("позвони", None), ("", None)],
)  # fmt: skip
def test_phones_become_e164(text: str, number: str | None) -> None:
    assert phones.to_e164(text, "UA") == number


def test_a_bad_phone_marks_its_field() -> None:
    with pytest.raises(Invalid) as refused:
        phones.require_e164("12", "UA", field="contacts.0.value")
    assert refused.value.fields == {"contacts.0.value": "phone_invalid"}


def test_the_day_is_the_companys() -> None:
    late = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    assert clock.day_in("Europe/Kyiv", late) == date(2026, 11, 23)
    assert clock.now().tzinfo is UTC
    with pytest.raises(Invalid):
        clock.zone("Mars/Olympus")
    with pytest.raises(Invalid):
        clock.zone("../../etc/passwd")


@pytest.mark.parametrize(
    ("header", "language"),
    [("", "ru"), ("de", "ru"), ("uk", "uk"), ("en-US,en;q=0.9", "en"), ("de, uk;q=0.5, en;q=0.7", "en"), ("EN;q=x, uk", "uk")],
)  # fmt: skip
def test_the_language_follows_the_header(header: str, language: str) -> None:
    assert language_of(header) == language
