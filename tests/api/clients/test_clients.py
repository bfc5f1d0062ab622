"""Adding, reading, editing and listing clients."""

from tests.support.client import Api
from tests.support.people import ANNA, BOHDAN


async def test_a_client_is_added_by_hand_in_one_request(api: Api) -> None:
    answer = await api.as_(ANNA).post(
        "/api/v1/clients",
        json={
            "name": " Пётр Їжак ",
            "phone": "067 123-45-67",
            "email": "Petr@Mail.Test",
            "first_note": "звонил сам",
        },
    )

    assert answer.status_code == 201, answer.text
    client = answer.json()["client"]
    assert (client["name"], client["phone"], client["email"]) == (
        "Пётр Їжак",
        "+380671234567",
        "petr@mail.test",
    )
    assert client["owner"] == {"id": str(ANNA.id), "full_name": ANNA.full_name}
    assert answer.json()["duplicates"] == []
    card = (await api.as_(ANNA).get(f"/api/v1/clients/{client['id']}")).json()
    assert card["counts"]["interactions"] == 1
    assert [entry["reason"] for entry in card["ownership"]] == ["created"]
    listed = (await api.as_(ANNA, user_role="manager").get("/api/v1/clients")).json()
    assert listed["total"] == 1 and listed["items"][0]["id"] == client["id"]
    assert listed["items"][0]["last_interaction_at"] is not None
    found = (await api.as_(ANNA).get("/api/v1/clients", params={"q": "(067) 123"})).json()
    assert [item["id"] for item in found["items"]] == [client["id"]]
    assert (await api.as_(BOHDAN).get("/api/v1/clients")).json()["items"] == []
    edited = await api.as_(ANNA).patch(
        f"/api/v1/clients/{client['id']}",
        json={"company": "Ромашка"},
        headers={"If-Match": f'"{client["version"]}"'},
    )
    assert edited.status_code == 200, edited.text
    assert edited.json()["company"] == "Ромашка"
    timeline = await api.as_(ANNA).get(f"/api/v1/clients/{client['id']}/timeline")
    assert timeline.status_code == 200, timeline.text
    assert [entry["type"] for entry in timeline.json()["items"]] == ["interaction", "owner"]
