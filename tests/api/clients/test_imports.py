"""Importing clients from files as people have them."""

import io
from datetime import datetime
from typing import Any

import httpx
import pytest
from openpyxl import Workbook

from tests.support.client import Api
from tests.support.database import Base
from tests.support.people import ADMIN, ANNA, BOHDAN

PATH = "/api/v1/imports"


async def upload(client: httpx.AsyncClient, data: bytes, name: str = "клиенты.csv") -> dict[str, Any]:
    """The stored import, as the API answers it."""
    answer = await client.post(PATH, files={"file": (name, data, "application/octet-stream")})
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def plan(stored: dict[str, Any], **options: Any) -> dict[str, Any]:
    """The suggested mapping with these options."""
    return {"mapping": [column["suggested"] for column in stored["columns"]], "options": options}


async def run(client: httpx.AsyncClient, stored: dict[str, Any], **options: Any) -> dict[str, Any]:
    """The finished import."""
    answer = await client.post(f"{PATH}/{stored['id']}/run", json=plan(stored, **options))
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_a_windows_file_with_semicolons_becomes_clients(api: Api, db: Base) -> None:
    anna = api.as_(ANNA)
    text = "ФИО;Телефон;E-mail;Город;Теги;Дата\nЇжак Пётр;067 123-45-67;P@Mail.test;Київ;опт, важный;03.04.2026\n"
    stored = await upload(anna, text.replace("Ї", "И").replace("ї", "и").encode("cp1251"))

    assert (stored["encoding"], stored["delimiter"], stored["row_count"]) == ("cp1251", ";", 1)
    assert [column["suggested"] for column in stored["columns"]] == [
        "name", "phone", "email", "city", "tags", "received_at",
    ]  # fmt: skip
    done = await run(anna, stored)

    assert (done["status"], done["counts"]["created"]) == ("done", 1)
    (client,) = (await anna.get("/api/v1/clients")).json()["items"]
    assert (client["name"], client["phone"], client["email"]) == ("Ижак Пётр", "+380671234567", "p@mail.test")
    assert client["tags"] == ["опт", "важный"]
    assert client["received_at"].startswith("2026-04-03")
    assert client["owner"]["id"] == str(ANNA.id)
    reasons = await db.value("select array_agg(reason) from public.ownership_events")
    assert reasons == ["import"]
    assert await db.value("select count(*) from public.notifications where kind = 'import_done'") == 1
    found = (await anna.get("/api/v1/clients", params={"q": "0671234567"})).json()
    assert found["total"] == 1


async def test_bad_rows_are_kept_with_their_reasons_and_come_back_as_a_file(api: Api) -> None:
    anna = api.as_(ANNA)
    rows = [
        "name,phone,status,date,note",
        "Good,+380671111111,lead,2026-01-31,ok",
        "Bad phone,call me,lead,2026-01-31,",
        "Bad date,+380672222222,lead,31.31.2026,=1+1",
        'Bad status,+380673333333,whatever,,"two\nlines"',
        ",,,,only a note",
        ",+380674444444,,,",
        f"{'x' * 201},+380675555555,,,",
    ]
    stored = await upload(anna, "\n".join(rows).encode())
    looked = (await anna.post(f"{PATH}/{stored['id']}/preview", json=plan(stored))).json()
    assert (looked["created"], looked["failed"], looked["looked_at"]) == (2, 5, 7)
    assert looked["rows"][1]["name"] == "Bad phone"
    assert looked["rows"][1]["reasons"][0]["message"] == "Not a valid phone number."
    done = await run(anna, stored)
    assert (done["counts"]["created"], done["counts"]["failed"]) == (2, 5)

    answer = await anna.get(f"{PATH}/{stored['id']}/errors.csv")
    text = answer.content.decode("utf-8-sig")
    assert text.splitlines()[0] == "name,phone,status,date,note,Line,Reason"
    assert "Bad phone,call me,lead,2026-01-31,,3,Not a valid phone number. (call me)" in text
    assert "'=1+1" in text and '"two\nlines"' in text
    again = await upload(anna, answer.content)
    assert again["row_count"] == 5
    russian = await anna.get(f"{PATH}/{stored['id']}/errors.csv", headers={"accept-language": "ru"})
    assert "Неверный номер телефона" in russian.text
    ukrainian = await anna.get(f"{PATH}/{stored['id']}/errors.csv", headers={"accept-language": "uk"})
    assert "Невідомий статус" in ukrainian.text


@pytest.mark.parametrize(
    ("duplicates", "counts", "names"),
    [
        ("skip", (0, 0, 3), {"Old"}),
        ("update", (0, 3, 0), {"Old"}),
        ("create", (3, 0, 0), {"Old", "Anew", "Again", "By mail"}),
    ],
)
async def test_known_contacts(
    api: Api, duplicates: str, counts: tuple[int, int, int], names: set[str]
) -> None:
    anna = api.as_(ANNA)
    old = {"name": "Old", "phone": "+380671234567", "email": "old@mail.test"}
    await anna.post("/api/v1/clients", json=old)
    text = (
        "name,phone,email,company,tags\nAnew,0671234567,,Ромашка,a\nAgain,+38 067 123 45 67,new@mail.test,,b\n"
        "By mail,,OLD@mail.test,,c\n"
    )
    stored = await upload(anna, text.encode())
    looked = (
        await anna.post(f"{PATH}/{stored['id']}/preview", json=plan(stored, duplicates=duplicates))
    ).json()
    done = await run(anna, stored, duplicates=duplicates)

    found = done["counts"]
    assert (found["created"], found["updated"], found["skipped"]) == counts
    assert (looked["created"], looked["updated"], looked["skipped"]) == counts
    listed = (await anna.get("/api/v1/clients")).json()["items"]
    assert {client["name"] for client in listed} == names
    if duplicates == "update":
        assert listed[0]["company"] == "Ромашка" and listed[0]["tags"] == ["a", "b", "c"]
        card = (await anna.get(f"/api/v1/clients/{listed[0]['id']}")).json()
        assert {contact["value"] for contact in card["client"]["contacts"]} == {
            "+380671234567", "old@mail.test", "new@mail.test",
        }  # fmt: skip
        assert listed[0]["phone"] == "+380671234567" and listed[0]["email"] == "old@mail.test"


async def test_rows_with_the_same_contact_within_a_file(api: Api) -> None:
    anna = api.as_(ANNA)
    stored = await upload(anna, b"name,phone,city\nFirst,0671234567,\nSecond,+380671234567,Kyiv\n")
    done = await run(anna, stored, duplicates="update")
    assert (done["counts"]["created"], done["counts"]["updated"]) == (1, 1)
    (client,) = (await anna.get("/api/v1/clients")).json()["items"]
    card = (await anna.get(f"/api/v1/clients/{client['id']}")).json()
    assert (client["name"], card["client"]["city"]) == ("First", "Kyiv")


async def test_a_colleagues_client_is_not_touched_nor_named(api: Api) -> None:
    await api.as_(BOHDAN).post("/api/v1/clients", json={"name": "Тайный", "phone": "+380671234567"})
    anna = api.as_(ANNA)
    stored = await upload(anna, b"name,phone\nMine,0671234567\n")
    answer = await anna.post(f"{PATH}/{stored['id']}/preview", json=plan(stored, duplicates="update"))
    assert answer.json()["rows"][0]["reasons"][0]["code"] == "duplicate_elsewhere"
    assert "Тайный" not in answer.text and answer.json()["rows"][0]["client_id"] is None
    done = await run(anna, stored, duplicates="update")
    assert done["counts"]["skipped"] == 1
    errors = (await anna.get(f"{PATH}/{stored['id']}/errors.csv")).text
    assert "Тайный" not in errors and "A colleague has a client" in errors


async def test_a_workbook_keeps_its_types(api: Api) -> None:
    book = Workbook()
    book.active.title = "пусто"
    sheet = book.create_sheet("данные")
    sheet.append(["Имя", "Мобильный телефон", "Дата создания", None, "Комментарий"])
    sheet.append(["Олена", 380671234567.0, datetime(2026, 2, 1), None, 42])
    sheet.append([None] * 5)
    sheet.append(["Ганна", "(050) 765 43 21; 067 765-43-21", "01.02.2026 10:30", "?", None])
    data = io.BytesIO()
    book.save(data)
    anna = api.as_(ANNA)
    stored = await upload(anna, data.getvalue(), "clients.xlsx")

    assert (stored["file_format"], stored["row_count"]) == ("xlsx", 2)
    assert [column["suggested"] for column in stored["columns"]] == [
        "name", "phone", "received_at", None, "note",
    ]  # fmt: skip
    await run(anna, stored)
    listed = (await anna.get("/api/v1/clients")).json()["items"]
    assert {client["phone"] for client in listed} == {"+380671234567", "+380507654321"}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (b"\n \n;;\n", "file_empty"),
        (b"name,phone\n", "file_empty"),
        (b"PK\x03\x04 not a zip", "file_unreadable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_excel"),
        (b"\xff\xfe\x00", "file_unreadable"),
        (b";".join([b"c"] * 101), "too_many_columns"),
        (b"a\n" * 50_002, "too_many_rows"),
    ],
)
async def test_files_that_are_none(api: Api, data: bytes, code: str) -> None:
    for language in ("ru", "uk", "en"):
        answer = await api.as_(ANNA).post(
            PATH, files={"file": ("x", data)}, headers={"accept-language": language}
        )
        assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)
        assert "{" not in answer.json()["error"]["message"]


async def test_too_large_a_file_is_refused_unread(api: Api) -> None:
    answer = await api.as_(ANNA).post(PATH, files={"file": ("x.csv", b"a" * (20 * 2**20 + 20_000))})
    assert answer.status_code == 413


async def test_odd_csv(api: Api) -> None:
    """NUL bytes, a lone carriage return, ragged rows, UTF-16, tabs, quotes that never end."""
    anna = api.as_(ANNA)
    nasty = [
        "name\tphone\r\nA\x00nna\t+380671234567\textra\r\nBo\r\n".encode("utf-16"),
        b"name;phone\rAnna;+380671234567\rBo",
        '\ufeff"name","phone"\n"An""na","+380671234567"\n"Bo'.encode(),
    ]
    for data in nasty:
        stored = await upload(anna, data)
        assert stored["row_count"] == 2, data
        looked = await anna.post(f"{PATH}/{stored['id']}/preview", json=plan(stored))
        assert looked.json()["created"] == 2, looked.text


async def test_an_import_is_its_makers_alone(api: Api) -> None:
    stored = await upload(api.as_(ANNA), b"name\nX\n")
    for person in (BOHDAN, ADMIN):
        other = api.as_(person)
        assert (await other.get(f"{PATH}/{stored['id']}")).status_code == 404
        assert (await other.post(f"{PATH}/{stored['id']}/preview", json=plan(stored))).status_code == 404
        assert (await other.post(f"{PATH}/{stored['id']}/run", json=plan(stored))).status_code == 404
        assert (await other.get(f"{PATH}/{stored['id']}/errors.csv")).status_code == 404
        assert (await other.post(f"{PATH}/{stored['id']}/undo")).status_code == 409


async def test_only_an_admin_imports_for_others(api: Api) -> None:
    anna, admin = api.as_(ANNA), api.as_(ADMIN)
    stored = await upload(anna, b"name\nX\n")
    refused = await anna.post(f"{PATH}/{stored['id']}/run", json=plan(stored, owner_id=str(BOHDAN.id)))
    assert refused.status_code == 422 and "options.owner_id" in refused.json()["error"]["fields"]
    text = f"name,owner\nOne,{BOHDAN.full_name}\nTwo,{ANNA.email}\nThree,nobody at all\nFour,\n"
    stored = await upload(admin, text.encode())
    done = await run(admin, stored, owner_id=str(BOHDAN.id))
    assert (done["counts"]["created"], done["counts"]["failed"]) == (3, 1)
    assert (await api.as_(BOHDAN).get("/api/v1/clients")).json()["total"] == 2
    assert (await anna.get("/api/v1/clients")).json()["total"] == 1


async def test_an_import_runs_once_and_can_be_taken_back(api: Api) -> None:
    anna = api.as_(ANNA)
    stored = await upload(anna, b"name,phone\nA,0671111111\nB,0672222222\n")
    await run(anna, stored)
    again = await anna.post(f"{PATH}/{stored['id']}/run", json=plan(stored))
    assert (again.status_code, again.json()["error"]["code"]) == (409, "import_finished")
    items = (await anna.get("/api/v1/clients", params={"q": "0671111111"})).json()["items"]
    worked_on = items[0]["id"]
    edited = await anna.patch(
        f"/api/v1/clients/{worked_on}", json={"city": "Одесса"}, headers={"If-Match": '"1"'}
    )
    assert edited.status_code == 200
    assert (await anna.post(f"{PATH}/{stored['id']}/undo")).json() == {"archived": 1}
    assert [c["id"] for c in (await anna.get("/api/v1/clients")).json()["items"]] == [worked_on]
    assert (await anna.get(PATH)).json()["items"][0]["status"] == "undone"


async def test_a_plan_that_does_not_fit_the_file(api: Api) -> None:
    anna = api.as_(ANNA)
    stored = await upload(anna, b"name,phone\nA,0671111111\n")
    for mapping, code in ((["name"], "mapping_length"), ([None, "city"], "mapping_without_name")):
        answer = await anna.post(f"{PATH}/{stored['id']}/preview", json={"mapping": mapping})
        assert answer.status_code == 422 and answer.json()["error"]["fields"]["mapping"], code
