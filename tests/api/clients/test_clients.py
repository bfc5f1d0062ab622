"""Adding, reading, editing and archiving a client."""

import pytest

from tests.api.clients.making import PATH, make, names, version
from tests.support.client import Api
from tests.support.database import Base
from tests.support.people import ADMIN, ANNA, BOHDAN, GONE


async def test_a_client_is_added_by_hand_in_one_request(api: Api) -> None:
    anna = api.as_(ANNA, user_role="manager")
    client = await make(
        anna,
        " Пётр Їжак ",
        phone="067 123-45-67",
        email="Petr@Mail.Test",
        first_note="звонил сам",
        tags=["опт"],
    )

    assert (client["name"], client["phone"], client["email"]) == (
        "Пётр Їжак",
        "+380671234567",
        "petr@mail.test",
    )
    assert client["owner"] == {"id": str(ANNA.id), "full_name": ANNA.full_name}
    assert client["source"]["channel"] == "manual"
    card = (await anna.get(f"{PATH}/{client['id']}")).json()
    assert card["client"] == client
    assert card["counts"]["interactions"] == 1
    assert [entry["reason"] for entry in card["ownership"]] == ["created"]
    listed = (await anna.get(PATH)).json()
    assert (listed["total"], listed["next"]) == (1, None)
    assert listed["items"][0]["id"] == client["id"] and listed["items"][0]["last_interaction_at"]
    assert (await anna.get(f"{PATH}/tags")).json()["items"] == [{"tag": "опт", "uses": 1}]


async def test_the_sender_may_name_the_id_and_learns_of_a_repeat(api: Api) -> None:
    anna = api.as_(ANNA)
    first = await make(anna, "Раз", id="c0000000-0000-4000-8000-000000000001")
    again = await anna.post(PATH, json={"name": "Два", "id": first["id"]}, headers={"accept-language": "ru"})
    assert again.status_code == 409
    assert again.json()["error"]["message"] == "Этот клиент уже сохранён."


@pytest.mark.parametrize(
    ("language", "phone", "name"),
    [
        ("ru", "Неверный номер телефона.", "Заполните это поле."),
        ("uk", "Неправильний номер телефону.", "Заповніть це поле."),
        ("en", "Not a valid phone number.", "This field is required."),
    ],
)
async def test_faults_are_told_by_field_in_the_callers_language(
    api: Api, language: str, phone: str, name: str
) -> None:
    anna, header = api.as_(ANNA), {"accept-language": language}
    bad = await anna.post(PATH, json={"name": "X", "phone": "call me", "email": "no"}, headers=header)
    assert bad.status_code == 422 and bad.json()["error"]["fields"]["phone"] == phone
    missing = await anna.post(PATH, json={"phone": "+380671234567"}, headers=header)
    assert missing.json()["error"]["fields"]["name"] == name
    nested = await anna.post(
        PATH, json={"name": "X", "contacts": [{"kind": "email", "value": "a@"}]}, headers=header
    )
    assert list(nested.json()["error"]["fields"]) == ["contacts.0.value"]
    assert await names(anna) == []


async def test_only_an_admin_chooses_another_owner_and_only_one_at_work(api: Api) -> None:
    anna, admin = api.as_(ANNA), api.as_(ADMIN)
    for caller, owner in ((anna, BOHDAN), (admin, GONE)):
        answer = await caller.post(PATH, json={"name": "X", "owner_id": str(owner.id)})
        assert answer.status_code == 422 and "owner_id" in answer.json()["error"]["fields"]
    client = await make(admin, "Для Богдана", owner_id=str(BOHDAN.id))
    assert client["owner"]["id"] == str(BOHDAN.id)
    assert await names(api.as_(BOHDAN)) == ["Для Богдана"]
    assert (await api.as_(GONE).get(PATH)).json().get("items", []) == []


async def test_an_edit_starts_from_a_version(api: Api, db: Base) -> None:
    anna = api.as_(ANNA)
    client = await make(anna, "Было", company="Старая")
    path = f"{PATH}/{client['id']}"

    assert (await anna.patch(path, json={"name": "Стало"})).status_code == 428
    edited = await anna.patch(path, json={"name": "Стало", "company": None}, headers=version(client))
    assert edited.status_code == 200
    assert (edited.json()["name"], edited.json()["company"]) == ("Стало", None)
    late = await api.as_(ADMIN).patch(path, json={"city": "Киев"}, headers=version(client))
    assert late.status_code == 412
    assert late.json()["error"]["details"]["current"] == edited.json()
    for wrong in (
        {"name": " "},
        {"name": None},
        {"owner_id": str(BOHDAN.id)},
        {"status": "won"},
        {"phone": "1"},
    ):
        assert (await anna.patch(path, json=wrong, headers=version(edited.json()))).status_code == 422, wrong
    trail = (await anna.get(f"{path}/history")).json()["items"]
    assert [(entry["before"]["name"], entry["after"]["name"]) for entry in trail] == [("Было", "Стало")]
    assert trail[0]["actor"]["full_name"] == ANNA.full_name


async def test_archive_and_back(api: Api) -> None:
    anna = api.as_(ANNA)
    client = await make(anna, "Туда и обратно")
    archived = await anna.post(f"{PATH}/{client['id']}/archive")
    assert archived.json()["archived_at"] is not None
    assert await names(anna) == [] and await names(anna, archived=True) == ["Туда и обратно"]
    assert (await anna.post(f"{PATH}/{client['id']}/archive")).json() == archived.json()
    assert (await anna.post(f"{PATH}/{client['id']}/restore")).json()["archived_at"] is None
    assert await names(anna) == ["Туда и обратно"]


async def test_contacts(api: Api) -> None:
    anna = api.as_(ANNA)
    client = await make(anna, phone="0671234567")
    path = f"{PATH}/{client['id']}/contacts"
    added = await anna.post(path, json={"kind": "phone", "value": "(050) 765-43-21", "is_primary": True})
    assert (added.status_code, added.json()["value"]) == (201, "+380507654321")
    handle = await anna.post(path, json={"kind": "instagram", "value": "https://instagram.com/Anna.K/?hl=ru"})
    assert handle.status_code == 201
    twice = await anna.post(path, json={"kind": "instagram", "value": "@anna.k"})
    assert (twice.status_code, twice.json()["error"]["code"]) == (409, "contact_exists")
    facts = (await anna.get(f"{PATH}/{client['id']}")).json()["client"]
    assert facts["phone"] == "+380507654321"
    assert [contact["is_primary"] for contact in facts["contacts"] if contact["kind"] == "phone"] == [
        True,
        False,
    ]

    one = f"{path}/{added.json()['id']}"
    assert (await anna.patch(one, json={"value": "x"}, headers=version(added.json()))).status_code == 422
    edited = await anna.patch(
        one, json={"value": "0501111111", "label": "жена"}, headers=version(added.json())
    )
    assert (edited.json()["value"], edited.json()["label"]) == ("+380501111111", "жена")
    late = await anna.patch(one, json={"label": "муж"}, headers=version(added.json()))
    assert late.status_code == 412 and late.json()["error"]["details"]["current"]["label"] == "жена"
    assert (await anna.delete(one)).status_code == 204
    assert (await anna.delete(one)).status_code == 404
    assert (await anna.get(f"{PATH}/{client['id']}")).json()["client"]["phone"] == "+380671234567"
    assert await names(anna, q="0501111111") == [] and await names(anna, q="anna.k") == ["Клиент"]
