"""Lead sources over HTTP: what an admin runs, what a manager sees, what nobody may."""

import json
from typing import Any
from uuid import uuid4

import pytest

from tests.support import site
from tests.support.client import Api
from tests.support.database import Base
from tests.support.people import ADMIN, ANNA, GONE

URL = "/api/v1/lead-sources"


async def add(api: Api, **fields: Any) -> dict[str, Any]:
    answer = await api.as_(ADMIN).post(URL, json={"channel": "site", "name": "Лендинг", **fields})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def test_a_site_gets_a_key_at_once(api: Api) -> None:
    made = await add(
        api, origins=["Shop.example/contacts", "https://*.Shop.example", "http://localhost:3000"]
    )
    (key,) = made["keys"]
    assert made["site_key"] == key["public_key"]
    assert key["public_key"].startswith("site_")
    assert key["origins"] == ["https://shop.example", "https://*.shop.example", "http://localhost:3000"]
    assert (made["state"], made["parked"], made["events_today"], made["has_secret"]) == (
        "active",
        0,
        0,
        False,
    )
    assert (await add(api, channel="telegram"))["state"] == "not_connected"


@pytest.mark.parametrize(
    "origin",
    [
        "ftp://shop.example",
        "https://",
        "https://*.ua",
        "https://a b",
        "javascript:alert(1)",
        "https://*.*.a.b",
    ],
)
async def test_what_is_no_origin(api: Api, origin: str) -> None:
    answer = await api.as_(ADMIN).post(URL, json={"channel": "site", "name": "x", "origins": [origin]})
    assert answer.status_code == 422


async def test_an_origin_in_other_letters_is_what_browsers_send(api: Api) -> None:
    made = await add(api, origins=["https://пример.рф"])
    assert made["keys"][0]["origins"] == ["https://xn--e1afmkfd.xn--p1ai"]


async def test_a_manager_sees_names_and_nothing_inside(api: Api) -> None:
    made = await add(api)
    answer = (await api.as_(ANNA).get(URL)).json()
    row = next(item for item in answer["items"] if item["id"] == made["id"])
    assert (row["name"], row["channel"], row["state"]) == ("Лендинг", "site", "active")
    inside = (
        "keys",
        "site_key",
        "has_secret",
        "parked",
        "events_today",
        "assignment_rule",
        "settings",
        "last_error",
    )
    assert {name: row[name] for name in inside} == dict.fromkeys(inside)
    assert answer["total"] == len(answer["items"])


async def test_a_manager_changes_nothing(api: Api) -> None:
    made = await add(api)
    key = made["keys"][0]["id"]
    anna, own = api.as_(ANNA), f"{URL}/{made['id']}"
    refused = [
        await anna.post(URL, json={"channel": "site", "name": "mine"}),
        await anna.patch(own, json={"name": "mine"}, headers={"if-match": '"1"'}),
        await anna.post(f"{own}/keys", json={}),
        await anna.patch(f"{own}/keys/{key}", json={"per_minute": 6000}, headers={"if-match": '"1"'}),
        await anna.post(f"{own}/keys/{key}/rotate", json={}),
        await anna.post(f"{own}/keys/{key}/revoke"),
        await anna.post(f"{own}/secret"),
        await anna.get(f"{own}/snippet"),
        await anna.post(f"{own}/test-event"),
        await anna.get(f"{URL}/events"),
        await anna.post(f"{URL}/events/{uuid4()}/release"),
        await api.as_(GONE).post(URL, json={"channel": "site", "name": "mine"}),
    ]
    assert [answer.status_code for answer in refused] == [403] * len(refused)
    after = (await api.as_(ADMIN).get(own)).json()
    assert after == made


async def test_editing_with_versions(api: Api) -> None:
    made = await add(api)
    own, admin = f"{URL}/{made['id']}", api.as_(ADMIN)
    changed = await admin.patch(own, json={"name": "Сайт 2", "state": "paused"}, headers={"if-match": '"1"'})
    assert (changed.status_code, changed.json()["name"], changed.json()["version"]) == (200, "Сайт 2", 2)
    late = await admin.patch(own, json={"name": "Сайт 3"}, headers={"if-match": '"1"'})
    assert (late.status_code, late.json()["error"]["details"]["current"]["name"]) == (412, "Сайт 2")
    assert (await admin.patch(own, json={"name": "x"})).status_code == 428
    assert (
        await admin.patch(f"{URL}/{uuid4()}", json={"name": "x"}, headers={"if-match": '"1"'})
    ).status_code == 404
    gone = await admin.patch(own, json={"archived": True}, headers={"if-match": '"2"'})
    assert gone.json()["archived_at"]
    listed = [item["id"] for item in (await admin.get(URL)).json()["items"]]
    assert made["id"] not in listed
    assert made["id"] in [
        item["id"] for item in (await admin.get(URL, params={"archived": "true"})).json()["items"]
    ]
    back = await admin.patch(own, json={"archived": False}, headers={"if-match": '"3"'})
    assert back.json()["archived_at"] is None


async def test_assignment_rules(api: Api) -> None:
    made = await add(api)
    own, admin = f"{URL}/{made['id']}", api.as_(ADMIN)

    async def change(version: int, **fields: Any) -> tuple[int, dict[str, Any]]:
        answer = await admin.patch(own, json=fields, headers={"if-match": f'"{version}"'})
        return answer.status_code, answer.json()

    status, body = await change(1, assignment_rule="fixed")
    assert (status, body["error"]["message"]) == (422, "Choose the manager who gets the leads.")
    status, body = await change(1, assignment_rule="fixed", fixed_manager_id=str(GONE.id))
    assert (status, list(body["error"]["fields"])) == (422, ["fixed_manager_id"])
    status, body = await change(1, assignment_rule="fixed", fixed_manager_id=str(ANNA.id))
    assert (status, body["assignment_rule"], body["fixed_manager_id"]) == (200, "fixed", str(ANNA.id))
    status, body = await change(2, assignment_rule="nonsense")
    assert status == 422


async def test_keys_are_added_changed_rotated_and_revoked(api: Api, db: Base) -> None:
    made = await add(api, origins=["https://a.example"])
    own, admin = f"{URL}/{made['id']}", api.as_(ADMIN)
    first = made["keys"][0]
    one = f"{own}/keys/{first['id']}"
    assert (await admin.patch(one, json={"per_minute": 60})).status_code == 428
    changed = (await admin.patch(one, json={"per_minute": 60}, headers={"if-match": '"1"'})).json()["keys"][0]
    late = await admin.patch(one, json={"origins": []}, headers={"if-match": '"1"'})
    (present,) = late.json()["error"]["details"]["current"]["keys"]
    assert (late.status_code, present["per_minute"], present["version"]) == (412, 60, 2)
    assert (changed["per_minute"], changed["origins"]) == (60, ["https://a.example"])
    rotated = (await admin.post(f"{own}/keys/{first['id']}/rotate", json={"grace_hours": 2})).json()
    new, old = rotated["keys"]
    assert (new["origins"], new["per_minute"], new["revoked_at"]) == (["https://a.example"], 60, None)
    assert (old["id"], rotated["site_key"]) == (first["id"], new["public_key"])
    works = "select count(*) from app.site_key($1)"
    assert (await db.value(works, old["public_key"]), await db.value(works, new["public_key"])) == (1, 1)
    await admin.post(f"{own}/keys/{old['id']}/revoke")
    assert await db.value(works, old["public_key"]) == 0
    assert (await admin.post(f"{own}/keys/{old['id']}/revoke")).status_code == 404
    assert (await admin.post(f"{own}/keys", json={"origins": ["https://b.example"]})).status_code == 201
    other = await add(api)
    for path in (f"{own}/keys/{uuid4()}", f"{URL}/{other['id']}/keys/{new['id']}"):
        assert (
            await admin.patch(path, json={"per_minute": 5}, headers={"if-match": '"1"'})
        ).status_code == 404


async def test_a_secret_is_shown_once(api: Api) -> None:
    made = await add(api)
    own, admin = f"{URL}/{made['id']}", api.as_(ADMIN)
    secret = (await admin.post(f"{own}/secret")).json()["secret"]
    assert secret.startswith("smsec_")
    text = (await admin.get(own)).text
    assert json.loads(text)["has_secret"] is True
    assert secret not in text


async def test_snippets_name_the_key_and_the_address(api: Api) -> None:
    made = await add(api)
    texts = (await api.as_(ADMIN).get(f"{URL}/{made['id']}/snippet", params={"language": "uk"})).json()
    key = made["site_key"]
    assert (
        texts["widget"]
        == f'<script async src="http://smena.test/widget.js" data-site="{key}" data-lang="uk"></script>'
    )
    assert 'action="http://smena.test/api/v1/public/leads"' in texts["form"]
    assert f'value="{key}"' in texts["form"]
    assert "Повідомлення" in texts["form"]
    assert f"X-Smena-Key: {key}" in texts["server"]


async def test_parked_events_are_read_released_and_discarded(api: Api, db: Base) -> None:
    admin = api.as_(ADMIN)
    shop = await site.make(db, api.anonymous())
    bot = await shop.lead(_gotcha="x", name="Бот", message="Купите ссылки")
    other = await shop.lead(_gotcha="x", phone="0501112233")
    good = await shop.lead()
    listed = (await admin.get(f"{URL}/events", params={"source_id": str(shop.source_id)})).json()["items"]
    assert [item["id"] for item in listed] == [other, bot]
    assert (listed[1]["reason"], listed[1]["name"], listed[1]["status"]) == ("honeypot", "Бот", "quarantined")
    assert listed[1]["contacts"] == [{"kind": "phone", "value": "+380671234567"}]
    assert "Купите ссылки" in listed[1]["body"]
    everything = (await admin.get(f"{URL}/events", params={"parked": "false"})).json()["items"]
    assert {item["id"] for item in everything} == {bot, other, good}
    health = (await admin.get(f"{URL}/{shop.source_id}")).json()
    assert (health["parked"], health["events_today"], health["last_event_at"] is not None) == (2, 3, True)
    assert (await admin.post(f"{URL}/events/{bot}/release")).status_code == 204
    assert (await admin.post(f"{URL}/events/{other}/discard")).status_code == 204
    assert (await admin.post(f"{URL}/events/{other}/release")).status_code == 404
    assert ((await shop.event(bot))["status"], (await shop.event(other))["status"]) == (
        "pending",
        "discarded",
    )


async def test_a_test_event(api: Api, db: Base) -> None:
    made = await add(api)
    admin = api.as_(ADMIN)
    answer = await admin.post(f"{URL}/{made['id']}/test-event")
    assert answer.status_code == 202
    (item,) = (await admin.get(f"{URL}/events", params={"parked": "false"})).json()["items"]
    assert (item["id"], item["status"], item["name"]) == (
        answer.json()["event_id"],
        "pending",
        "Connection test",
    )
    assert (await admin.post(f"{URL}/{uuid4()}/test-event")).status_code == 404
