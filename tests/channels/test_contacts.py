"""Every stated fact of the reference about numbers, addresses and names, section 13."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.contacts.rules import normal
from api.kit import emails, phones
from channels import contacts
from channels.base import Contact, ContactKind


@pytest.mark.parametrize(
    ("typed", "region", "number"),
    [
        ("380671234567", "UA", "+380671234567"),
        ("380671234567", "PL", "+380671234567"),
        ("00380671234567", "UA", "+380671234567"),
        ("00380671234567", "US", "+380671234567"),
        ("00 380 67 123 45 67", "RU", "+380671234567"),
        ("0670000001", "UA", "+380670000001"),  # zeros within are no international prefix
        ("3725123456", "UA", "+3725123456"),
        ("37360123456", "UA", "+37360123456"),
        ("48501234567", "UA", "+48501234567"),
        ("+380 (0) 67 123 45 67", "UA", "+380671234567"),
        ("tel:+380671234567", "UA", "+380671234567"),
        # The long-distance eight, at home and abroad.
        ("8 (916) 123-45-67", "RU", "+79161234567"),
        ("89161234567", "UA", "+79161234567"),
        ("8 701 123 45 67", "KZ", "+77011234567"),
        ("87011234567", "UA", "+77011234567"),
        ("+8 916 123 45 67", "UA", "+79161234567"),
        ("8 029 123 45 67", "BY", "+375291234567"),
        ("8 (067) 123-45-67", "UA", "+380671234567"),
        # Mexico's 1 is history, Brazil has a ninth digit.
        ("+5215512345678", "UA", "+525512345678"),
        ("5215512345678", "MX", "+525512345678"),
        ("+551187654321", "UA", "+5511987654321"),
        ("551187654321", "BR", "+5511987654321"),
        ("+55 11 3456-7890", "UA", "+551134567890"),
    ],
)
def test_numbers_as_people_and_vendors_write_them(typed: str, region: str, number: str) -> None:
    found = phones.read(typed, region)
    assert found == phones.Number(number)
    contact = contacts.phone(typed, region)
    assert contact == Contact("phone", number, number)
    assert contacts.is_strong(contact)


def test_a_number_by_hand_and_a_number_from_a_channel_are_one() -> None:
    """Duplicates are found by `normalized`: the form of a client's card and a channel must agree on it."""
    for typed in ("89161234567", "00380671234567", "551187654321", "044 123 45 67 доб. 12"):
        found = contacts.phone(typed, "UA")
        assert found is not None
        assert normal("phone", typed, region="UA").normalized == found.normalized
    address = contacts.email("Olena@Пошта.укр")
    assert address is not None
    assert normal("email", "Olena@Пошта.укр", region="UA").normalized == address.normalized


def test_a_number_whose_length_only_fits_is_kept_and_proves_nothing() -> None:
    assert phones.read("1234567890", "UA") == phones.Number("+3801234567890", is_valid=False)
    found = contacts.phone("1234567890", "UA")
    assert found is not None
    assert not contacts.is_strong(found)


@pytest.mark.parametrize("typed", ["", "12", "позвоните", "8 123 456 78 90 1", "+", "00", "8"])
def test_what_is_no_number(typed: str) -> None:
    assert contacts.phone(typed, "UA") is None


@pytest.mark.parametrize(
    "typed",
    ["044 123 45 67 доб. 12", "044 123-45-67 доб 12", "+380441234567 вн. 12", "044 123 45 67 (внутренний 12)", "0441234567 дод. 12",
     "0441234567, внутрішній 12", "+380 44 123 45 67 ext. 12", "380441234567 x12", "+380441234567,12"],
)  # fmt: skip
def test_an_extension_is_no_part_of_the_number(typed: str) -> None:
    found = contacts.phone(typed, "UA")
    assert found == Contact("phone", "+380441234567;ext=12", "+380441234567")
    assert not contacts.is_strong(found)  # a switchboard is shared by everybody behind it


@pytest.mark.parametrize(
    "same",
    [
        ("+525512345678", "+5215512345678"),
        ("+5511987654321", "+551187654321"),
        ("+5491123456789", "+541123456789"),
    ],
)
def test_one_number_in_two_spellings(same: tuple[str, str]) -> None:
    first, second = same
    assert set(same) <= set(phones.candidates(first))
    assert set(same) <= set(phones.candidates(second))
    assert phones.match_key(first) == phones.match_key(second)


def test_most_numbers_have_one_spelling() -> None:
    for number in ("+380671234567", "+79161234567", "+4930901820", "+551134567890"):
        assert phones.candidates(number) == (number,)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("заказ №1234567890, тел. 067 123 45 67 и +38 (050) 765-43-21", ["+380671234567", "+380507654321"]),
        ("заказ 1234567890 от 22.11.2026", []),
        ("перезвоните 8 916 123-45-67, Москва", ["+79161234567"]),
        ("мій 380671234567 або 0671234567", ["+380671234567"]),
        ("карта 4149 4999 1234 5678, сумма 12 500", []),
        ("артикул 89161234567890", []),
    ],
)
def test_numbers_inside_a_message(text: str, found: list[str]) -> None:
    assert [one.normalized for one in contacts.inside(text, "UA")] == found


@pytest.mark.parametrize(
    ("typed", "normalized"),
    [
        (" Olena.K@Example.COM ", "olena.k@example.com"),
        ("mailto:a@b.com", "a@b.com"),
        ("olena@пошта.укр", "olena@xn--80a1acn3a.xn--j1amh"),
        ("olena@BÜCHER.example", "olena@xn--bcher-kva.example"),
        ("o.lena+shop@gmail.com", "o.lena+shop@gmail.com"),
        ("no at", None),
        ("a@b", None),
        ("a@.com", None),
        ("a@b..com", None),
        ("a@" + "b" * 64 + ".com", None),
    ],
)
def test_addresses(typed: str, normalized: str | None) -> None:
    found = contacts.email(typed)
    assert (found and found.normalized) == normalized


def test_an_address_of_ours_inside_a_message_is_written_as_it_was() -> None:
    (found,) = contacts.inside("пишіть на Olena@Пошта.укр, дякую", "UA")
    assert (found.value, found.normalized) == ("olena@пошта.укр", "olena@xn--80a1acn3a.xn--j1amh")


def test_gmail_counts_no_dots_when_compared_and_only_then() -> None:
    dotted, plain = contacts.email("Olena.K+shop@googlemail.com"), contacts.email("olenak@gmail.com")
    assert dotted is not None
    assert plain is not None
    assert dotted.normalized == "olena.k+shop@googlemail.com"
    keys = {contacts.match_key(one.kind, one.normalized) for one in (dotted, plain)}
    assert keys == {"email:olenak@gmail.com"}
    assert emails.match_key("olena.k+shop@example.com") == "olena.k+shop@example.com"


@pytest.mark.parametrize(
    "address", ["info@shop.ua", "sales@shop.ua", "Sales+ua@shop.ua", "no-reply@shop.ua", "zakaz@shop.ua"]
)
def test_a_mailbox_of_many_proves_nobody(address: str) -> None:
    found = contacts.email(address)
    assert found is not None
    assert not contacts.is_strong(found)


def test_a_mailbox_of_one_does() -> None:
    found = contacts.email("olena.info@shop.ua")
    assert found is not None
    assert contacts.is_strong(found)


@pytest.mark.parametrize(
    ("kind", "typed", "bare"),
    [("telegram", "@Olena_K", "olena_k"), ("telegram", "https://t.me/Olena_K?start=1", "olena_k"), ("instagram", "instagram.com/Olena.K/", "olena.k"),
     ("whatsapp", "https://wa.me/380671234567", "+380671234567"), ("viber", "067 123 45 67", "+380671234567")],
)  # fmt: skip
def test_names_of_messengers(kind: ContactKind, typed: str, bare: str) -> None:
    found = contacts.handle(kind, typed, "UA")
    assert found is not None
    assert found.normalized == bare
    assert contacts.is_strong(found) == (kind in ("whatsapp", "viber"))
    family = "phone" if kind in contacts.PHONES else kind
    assert contacts.match_key(kind, found.normalized) == f"{family}:{bare}"


@given(
    st.one_of(st.text(max_size=60), st.from_regex(r"[+0-9() \-]{0,20}(доб\. ?[0-9]{1,8})?", fullmatch=True)),
    st.sampled_from(["UA", "RU", "US", "MX", "BR", "ZZ"]),
)
def test_reading_what_was_read_changes_nothing(text: str, region: str) -> None:
    number = phones.read(text, region)
    if number is not None and number.is_valid:
        assert phones.read(number.e164, region) == phones.Number(number.e164)
        assert number.e164 in phones.candidates(number.e164)
        assert all(
            phones.match_key(one) == phones.match_key(number.e164) for one in phones.candidates(number.e164)
        )
    for found in contacts.inside(text, region):
        assert contacts.match_key(found.kind, found.normalized)
