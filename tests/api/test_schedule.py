"""The plan: admins edit it, a manager reads his own."""

from uuid import uuid4

from tests.api import sales
from tests.support.client import Api
from tests.support.people import ADMIN, ANNA, BOHDAN

URL = "/api/v1/schedule"
WEEK = {"from_day": "2026-03-02", "to_day": "2026-03-08"}


def hours(*weekdays: int, starts: str = "09:00", ends: str = "18:00") -> list[dict[str, object]]:
    return [{"weekday": day, "starts": starts, "ends": ends} for day in weekdays]


async def test_a_week_from_a_day_on(api: Api) -> None:
    admin, anna, bohdan = api.as_(ADMIN), api.as_(ANNA), api.as_(BOHDAN)
    url = f"{URL}/week/{ANNA.id}"
    made = sales.made(await admin.put(url, json={"valid_from": "2026-03-02", "days": hours(1, 2, 3, 4, 5)}))
    assert [day["weekday"] for day in made["days"]] == [1, 2, 3, 4, 5]
    later = {"valid_from": "2026-03-05", "days": hours(4, starts="22:00", ends="06:00")}
    sales.made(await admin.put(url, json=later))

    before = sales.made(await anna.get(url, params={"day": "2026-03-03"}))
    assert (len(before["days"]), before["days"][0]["valid_to"], before["changes_on"]) == (
        5,
        "2026-03-04",
        ["2026-03-05"],
    )
    planned = sales.made(await anna.get(f"{URL}/plan", params=WEEK))
    assert [(day["day"], day["minutes"]) for day in planned] == [
        ("2026-03-02", 540), ("2026-03-03", 540), ("2026-03-04", 540), ("2026-03-05", 480),
    ]  # fmt: skip
    assert sales.made(await anna.get(f"/api/v1/team/{ANNA.id}/schedule")) == [
        {"weekday": 4, "starts": "22:00", "ends": "06:00"}
    ]

    assert (await bohdan.get(url)).status_code == 404
    assert (await bohdan.get(f"{URL}/plan", params={**WEEK, "manager_id": str(ANNA.id)})).status_code == 404
    sales.refused(await anna.put(url, json=later), 403, "admin_only")
    sales.refused(await admin.put(f"{URL}/week/{uuid4()}", json=later), 404, "member_not_found")
    answer = await admin.put(url, json={"valid_from": "2026-03-05", "days": hours(4, 4)})
    assert (answer.status_code, answer.json()["error"]["fields"]) == (422, {"days": "One shift a weekday."})
    everybody = {**WEEK, "everybody": True}
    assert {day["manager_id"] for day in sales.made(await admin.get(f"{URL}/plan", params=everybody))} == {
        str(ANNA.id)
    }
    sales.refused(await anna.get(f"{URL}/plan", params=everybody), 403, "admin_only")


async def test_days_that_differ(api: Api) -> None:
    admin, anna, bohdan = api.as_(ADMIN), api.as_(ANNA), api.as_(BOHDAN)
    await admin.put(f"{URL}/week/{ANNA.id}", json={"valid_from": "2026-03-02", "days": hours(1, 2, 3)})
    days = {"from_day": "2026-03-02", "to_day": "2026-03-03"}
    holiday = {**days, "kind": "holiday", "note": "Праздник"}
    assert sales.made(await admin.post(f"{URL}/exceptions", json=holiday)) == {"days": 2}
    swap = {
        "manager_id": str(ANNA.id), "from_day": "2026-03-03", "to_day": "2026-03-03", "kind": "swap",
        "starts": "10:00", "ends": "12:00",
    }  # fmt: skip
    for _ in range(2):
        assert sales.made(await admin.post(f"{URL}/exceptions", json=swap)) == {"days": 1}
    planned = sales.made(await anna.get(f"{URL}/plan", params=WEEK))
    assert [(day["day"], day["kind"], day["minutes"]) for day in planned] == [
        ("2026-03-02", "holiday", 0), ("2026-03-03", "swap", 120), ("2026-03-04", "rule", 540),
    ]  # fmt: skip
    seen = {
        name: sales.made(await who.get(f"{URL}/exceptions", params=WEEK))
        for name, who in (("a", anna), ("b", bohdan))
    }
    assert (len(seen["a"]), len(seen["b"])) == (3, 2)

    swapped = next(each["id"] for each in seen["a"] if each["kind"] == "swap")
    assert (await anna.delete(f"{URL}/exceptions/{swapped}")).status_code == 404
    assert (await admin.delete(f"{URL}/exceptions/{swapped}")).status_code == 204
    assert (await admin.delete(f"{URL}/exceptions/{swapped}")).status_code == 404
    sales.refused(await anna.post(f"{URL}/exceptions", json=swap), 403, "admin_only")
    for wrong, named in (
        ({**holiday, "kind": "leave"}, "manager_id"),
        ({**swap, "ends": None}, "starts"),
        ({**swap, "kind": "sick"}, "starts"),
    ):
        answer = await admin.post(f"{URL}/exceptions", json=wrong)
        assert (answer.status_code, list(answer.json()["error"]["fields"])) == (422, [named])
    backwards = {**swap, "to_day": "2026-03-01"}
    sales.refused(await admin.post(f"{URL}/exceptions", json=backwards), 422, "days_out_of_order")
    assert {row["table"] for row in sales.made(await admin.get("/api/v1/audit"))["items"]} >= {
        "schedule_rules", "schedule_exceptions",
    }  # fmt: skip
