"""One's own profile: what may be changed, by whom, and what follows from it."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import pytest

from tests.auth.server import PASSWORD
from tests.support import people
from tests.support.client import Api
from tests.support.database import Base
from tests.support.people import ADMIN, ANNA, BOHDAN, GONE
from tests.support.signing_in import House, house

URL = "/api/v1/me"
VERSION_1 = {"if-match": '"1"'}


@pytest.fixture
async def home(db: Base, tmp_path: Path) -> AsyncIterator[House]:
    async with house(db, tmp_path / "data") as opened:
        yield opened


async def version(api: Api) -> dict[str, str]:
    return {"if-match": f'"{(await api.as_(ANNA).get(URL)).json()["version"]}"'}


async def test_who_i_am_and_where_i_work(api: Api) -> None:
    me = (await api.as_(ANNA).get(URL)).json()
    assert (me["id"], me["full_name"], me["role"], me["status"]) == (
        str(ANNA.id),
        ANNA.full_name,
        "manager",
        "active",
    )
    assert me["company"] == {
        "name": "Ромашка", "time_zone": "Europe/Kyiv", "currency": "UAH", "phone_region": "UA", "locale": "ru",
        "sla_minutes": 15,
    }  # fmt: skip
    refused = await api.as_(GONE).get(URL)
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "profile_inactive")
    assert (await api.anonymous().get(URL)).status_code == 401


async def test_i_change_what_is_mine(api: Api, db: Base) -> None:
    anna = api.as_(ANNA)
    photo = f"{ANNA.id}/3f2504e0-4f89-41d3-9a0c-0305e82c3301.webp"
    wish = {
        "full_name": " Анна Ш. ",
        "phone": "067 765 43 21",
        "photo_path": photo,
        "preferences": {"sound": True},
    }
    changed = await anna.patch(URL, json=wish, headers=await version(api))
    assert changed.status_code == 200, changed.text
    me = changed.json()
    assert (me["full_name"], me["phone"], me["photo_path"], me["preferences"]) == (
        "Анна Ш.",
        "+380677654321",
        photo,
        {"sound": True},
    )
    emptied = await anna.patch(
        URL,
        json={"phone": None, "photo_path": None, "full_name": None, "locale": None},
        headers=await version(api),
    )
    me = emptied.json()
    assert (me["phone"], me["photo_path"], me["full_name"], me["locale"]) == (None, None, "Анна Ш.", "ru")
    assert (
        await db.value("select full_name from public.profiles where id = $1", BOHDAN.id) == BOHDAN.full_name
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("role", "admin"),
        ("status", "inactive"),
        ("email", "other@test.example"),
        ("hired_on", "2020-01-01"),
        ("full_name", ""),
        ("phone", "12"),
        ("locale", "de"),
        ("photo_path", f"{BOHDAN.id}/face.webp"),
    ],
)
async def test_what_i_may_not_change_about_myself(api: Api, db: Base, field: str, value: str) -> None:
    before = await db.rows("select * from public.profiles where id = $1", ANNA.id)
    answer = await api.as_(ANNA).patch(URL, json={field: value}, headers=await version(api))
    assert answer.status_code == 422
    assert list(answer.json()["error"]["fields"]) == [field]
    assert await db.rows("select * from public.profiles where id = $1", ANNA.id) == before


async def test_the_second_of_two_tabs_sees_what_the_first_saved(api: Api) -> None:
    anna, headers = api.as_(ANNA), await version(api)
    assert (await anna.patch(URL, json={"full_name": "Первая"}, headers=headers)).status_code == 200
    late = await anna.patch(URL, json={"full_name": "Вторая"}, headers=headers)
    assert late.status_code == 412
    assert late.json()["error"]["details"]["current"]["full_name"] == "Первая"
    assert (await anna.patch(URL, json={"full_name": "Третья"})).status_code == 428


async def test_my_language_is_the_language_of_my_mails(home: House) -> None:
    made = await home.auth.member()
    await home.base.run("update public.profiles set status = 'active' where id = $1", UUID(made["id"]))
    me = await home.enter(made["email"])
    row = (await me.get(URL)).json()
    await me.patch(URL, json={"locale": "en"}, headers={"if-match": f'"{row["version"]}"'})
    assert (await home.account(made["email"]))["raw_user_meta_data"].find('"locale": "en"') > 0
    await home.auth.call("POST", "/recover", json={"email": made["email"]})
    assert home.auth.mails(made["email"], "recovery")[0]["subject"].isascii()


async def test_an_auth_server_that_is_down_does_not_keep_my_language(api: Api) -> None:
    changed = await api.as_(ANNA).patch(URL, json={"locale": "uk"}, headers=await version(api))
    assert (changed.status_code, changed.json()["locale"]) == (200, "uk")


async def test_my_devices_and_nobody_elses(api: Api, db: Base) -> None:
    here = await people.sign_in(db, ANNA.id)
    await people.sign_in(db, ANNA.id)
    await people.sign_in(db, BOHDAN.id)
    devices = (await api.as_(ANNA, session_id=str(here)).get(f"{URL}/sessions")).json()["items"]
    assert [device["current"] for device in devices].count(True) == 1
    assert len(devices) == 2
    assert {device["user_agent"] for device in devices} == {"tests"}
    assert (await api.as_(ADMIN).get(f"{URL}/sessions")).json()["items"] == []
    assert (await api.as_(GONE).get(f"{URL}/sessions")).status_code == 403


async def test_signing_out_the_others_leaves_this_device(home: House) -> None:
    made = await home.auth.member()
    await home.base.run("update public.profiles set status = 'active' where id = $1", UUID(made["id"]))
    here, _there = await home.auth.sign_in(made["email"]), await home.auth.sign_in(made["email"])
    mine = home.api.with_token(here["access_token"])
    assert len((await mine.get(f"{URL}/sessions")).json()["items"]) == 2
    assert (await home.auth.call("POST", "/logout?scope=others", here["access_token"])).status_code == 204
    (left,) = (await mine.get(f"{URL}/sessions")).json()["items"]
    assert left["current"] is True


async def test_an_address_changes_when_both_have_said_yes(home: House) -> None:
    made = await home.auth.member()
    await home.base.run("update public.profiles set status = 'active' where id = $1", UUID(made["id"]))
    session = await home.auth.sign_in(made["email"], PASSWORD)
    new = "fresh@test.example"
    assert (await home.auth.put_user(session["access_token"], email=new)).status_code == 200
    user_id = UUID(made["id"])
    for address, expected in ((made["email"], made["email"]), (new, new)):
        answer = await home.auth.verify(
            type="email_change", token_hash=home.token_hash(address, "email_change")
        )
        assert answer.status_code == 200, answer.text
        profile = await home.profile(user_id)
        assert profile is not None and profile["email"] == expected
