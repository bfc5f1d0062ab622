"""The first run over HTTP, with a real auth server behind: it works exactly once, whoever is in a hurry."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.database import Base
from tests.support.signing_in import House, house

URL = "/api/v1/setup"
PASSWORD = "first-password-1"
WISH = {
    "company_name": "Ромашка",
    "time_zone": "Europe/Kyiv",
    "currency": "UAH",
    "phone_region": "UA",
    "locale": "uk",
    "full_name": "Ірина Перша",
    "email": "First@Test.example",
    "password": PASSWORD,
}


@pytest.fixture
async def home(empty_db: Base, tmp_path: Path) -> AsyncIterator[House]:
    async with house(empty_db, tmp_path / "data") as opened:
        yield opened


async def set_up(home: House, **changes: Any) -> httpx.Response:
    return await home.api.anonymous().post(URL, json={**WISH, **changes})


async def needs_setup(home: House) -> bool:
    found: bool = (await home.api.anonymous().get("/api/v1/config")).json()["needs_setup"]
    return found


async def test_the_first_admin_lands_in_a_company_that_works(home: House) -> None:
    assert await needs_setup(home)
    answer = await set_up(home)
    assert answer.status_code == 204, answer.text
    assert not await needs_setup(home)
    boss = await home.enter("first@test.example", PASSWORD)
    me = (await boss.get("/api/v1/me")).json()
    assert (me["role"], me["status"], me["full_name"], me["locale"]) == (
        "admin",
        "active",
        "Ірина Перша",
        "uk",
    )
    assert me["company"]["name"] == "Ромашка"
    stages = (await boss.get("/api/v1/stages")).json()["items"]
    assert [stage["key"] for stage in stages] == ["new", "in_progress", "proposal", "won", "lost"]
    office = (await boss.get("/api/v1/kpi/office-hours")).json()["items"]
    assert [(day["weekday"], day["opens"], day["closes"]) for day in office] == [
        (n, "09:00", "18:00") for n in range(1, 6)
    ]
    sources = (await boss.get("/api/v1/lead-sources")).json()["items"]
    assert sorted(source["channel"] for source in sources) == ["manual", "manual", "site"]
    site = next(source for source in sources if source["channel"] == "site")
    assert site["site_key"].startswith("site_")


async def test_the_second_time_is_refused_and_changes_nothing(home: House) -> None:
    await set_up(home)
    again = await set_up(home, email="second@test.example", company_name="Чужая")
    assert (again.status_code, again.json()["error"]["code"]) == (409, "already_set_up")
    assert await home.base.value("select name from public.company") == "Ромашка"
    assert await home.base.value("select count(*) from auth.users") == 1
    assert await home.base.value("select count(*) from public.profiles where role <> 'nobody'") == 1


async def test_two_at_once_make_one_company_and_leave_no_stranger(home: House) -> None:
    answers = await asyncio.gather(*(set_up(home, email=f"person{n}@test.example") for n in range(4)))
    assert sorted(answer.status_code for answer in answers) == [204, 409, 409, 409]
    winner = next(n for n, answer in enumerate(answers) if answer.status_code == 204)
    rows = await home.base.rows("select email, role from public.profiles where role <> 'nobody'")
    assert [tuple(row) for row in rows] == [(f"person{winner}@test.example", "admin")]
    assert await home.base.value("select array_agg(email) from auth.users") == [
        f"person{winner}@test.example"
    ]
    assert (await (await home.enter(f"person{winner}@test.example", PASSWORD)).get("/api/v1/me")).json()[
        "role"
    ] == "admin"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("company_name", "  "),
        ("time_zone", "Europe/Atlantis"),
        ("currency", "грн"),
        ("phone_region", "UKR"),
        ("email", "nobody"),
        ("password", "short"),
        ("full_name", ""),
    ],
)
async def test_a_mistake_is_named_and_the_next_try_works(home: House, field: str, value: str) -> None:
    refused = await set_up(home, **{field: value})
    assert refused.status_code == 422, refused.text
    assert list(refused.json()["error"]["fields"]) == [field]
    assert await needs_setup(home)
    assert await home.base.value("select count(*) from auth.users") == 0
    assert (await set_up(home)).status_code == 204
    boss = await home.enter("first@test.example", PASSWORD)
    assert (await boss.get("/api/v1/me")).json()["role"] == "admin"


async def test_a_password_never_comes_back(home: House) -> None:
    refused = await set_up(home, email="nobody")
    assert PASSWORD not in refused.text


async def test_an_account_nobody_used_takes_its_profile_along_others_leave_it(home: House) -> None:
    await set_up(home)
    boss = await home.enter("first@test.example", PASSWORD)
    invitation = {"email": "typo@test.example", "full_name": "Опечатка"}
    assert (await boss.post("/api/v1/team/invitations", json=invitation)).status_code == 204
    account = await home.account("typo@test.example")
    await home.auth.admin("DELETE", f"/admin/users/{account['id']}", json={})
    assert await home.profile(account["id"]) is None
    assert (await boss.post("/api/v1/team/invitations", json=invitation)).status_code == 204

    first = await home.account("first@test.example")
    await home.auth.admin("DELETE", f"/admin/users/{first['id']}", json={})
    kept = await home.profile(first["id"])
    assert kept is not None and kept["full_name"] == "Ірина Перша"
