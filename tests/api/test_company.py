"""The company's settings: everybody reads them, an admin changes them, nobody overwrites somebody else's edit."""

from typing import Any

import pytest

from tests.support.client import Api
from tests.support.database import Base
from tests.support.people import ADMIN, ANNA, GONE

URL = "/api/v1/company"


async def test_everybody_at_work_reads_them(api: Api) -> None:
    for person in (ADMIN, ANNA):
        company = (await api.as_(person).get(URL)).json()
        assert (company["name"], company["time_zone"], company["sla_minutes"]) == (
            "Ромашка",
            "Europe/Kyiv",
            15,
        )
    assert (await api.as_(GONE).get(URL)).status_code == 404


async def test_an_admin_changes_what_he_sends_and_nothing_else(api: Api, db: Base) -> None:
    boss = api.as_(ADMIN)
    before = (await boss.get(URL)).json()
    wish = {"name": " Ромашка і Ко ", "time_zone": "Europe/Warsaw", "currency": "PLN", "phone_region": "PL", "locale": "uk",
        "idle_limit_minutes": 5, "shift_grace_minutes": 30, "late_grace_minutes": 0, "sla_minutes": 20,
        "conversion_window_days": 45, "retention_months": 12}  # fmt: skip
    changed = await boss.patch(URL, json=wish, headers={"if-match": f'"{before["version"]}"'})
    assert changed.status_code == 200, changed.text
    version = before["version"] + 1
    assert changed.json() == {**wish, "name": "Ромашка і Ко", "version": version}
    one = await boss.patch(URL, json={"sla_minutes": 7}, headers={"if-match": f'"{version}"'})
    assert one.json() == {**wish, "name": "Ромашка і Ко", "sla_minutes": 7, "version": version + 1}
    assert (await api.as_(ANNA).get("/api/v1/me")).json()["company"]["sla_minutes"] == 7
    trail = await db.rows(
        "select after from public.audit_log where table_name = 'company' order by occurred_at desc limit 1"
    )
    assert trail[0]["after"] == '{"sla_minutes": 7}'


async def test_the_second_writer_sees_what_changed(api: Api) -> None:
    boss = api.as_(ADMIN)
    headers = {"if-match": f'"{(await boss.get(URL)).json()["version"]}"'}
    assert (await boss.patch(URL, json={"name": "Первая"}, headers=headers)).status_code == 200
    late = await boss.patch(URL, json={"name": "Вторая"}, headers=headers)
    assert late.status_code == 412
    assert late.json()["error"]["details"]["current"]["name"] == "Первая"
    assert (await boss.patch(URL, json={"name": "Третья"})).status_code == 428


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "   "),
        ("time_zone", "Europe/Atlantis"),
        ("currency", "грн"),
        ("phone_region", "UKR"),
        ("locale", "de"),
        ("idle_limit_minutes", 0),
        ("idle_limit_minutes", 31),
        ("sla_minutes", 1441),
        ("late_grace_minutes", -1),
        ("retention_months", 0),
        ("colour", "red"),
    ],
)
async def test_what_is_refused_at_its_field(api: Api, field: str, value: Any) -> None:
    boss = api.as_(ADMIN)
    before = (await boss.get(URL)).json()
    answer = await boss.patch(URL, json={field: value}, headers={"if-match": f'"{before["version"]}"'})
    assert answer.status_code == 422
    assert list(answer.json()["error"]["fields"]) == [field]
    assert (await boss.get(URL)).json() == before


async def test_a_manager_changes_nothing(api: Api) -> None:
    before = (await api.as_(ANNA).get(URL)).json()
    headers = {"if-match": f'"{before["version"]}"'}
    answer = await api.as_(ANNA).patch(URL, json={"name": "Моя"}, headers=headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "admin_only")
    assert (await api.as_(ANNA).get(URL)).json() == before
