"""How one is reached: choices, quiet hours, Telegram, a test with its outcome; and what the admin sees of failures."""

import asyncio
from typing import Any

import pytest

from api.delivery import service
from tests.api import sales
from tests.support.client import Api
from tests.support.database import Base
from tests.support.people import ADMIN, ANNA, BOHDAN, GONE

PATH = "/api/v1/notification-settings"


def ways(settings: dict[str, Any], kind: str) -> tuple[bool, bool, bool]:
    (found,) = [row for row in settings["kinds"] if row["kind"] == kind]
    return found["in_app"], found["email"], found["telegram"]


@pytest.fixture
async def with_bot(db: Base) -> Base:
    await db.run(
        "update private.delivery_channels set is_ready = true, address = 'smena_bot' where channel = 'telegram'"
    )
    return db


async def test_each_sees_the_kinds_that_can_happen_to_him(api: Api) -> None:
    mine, heads = [sales.made(await api.as_(person).get(PATH)) for person in (ANNA, ADMIN)]
    assert {row["kind"] for row in heads["kinds"]} - {row["kind"] for row in mine["kinds"]} == {
        "lead_escalated",
        "lead_unassigned",
        "lead_quarantined",
        "time_disputed",
        "deal_won",
        "source_attention",
        "lead_stuck",
        "rule_demoted",
    }
    assert mine["kinds"][0] == {
        "kind": "task_due",
        "in_app": True,
        "email": True,
        "telegram": True,
        "urgent": True,
    }
    assert (mine["quiet_hours"], mine["digest_at"]) == (True, None)
    assert mine["channels"]["email"] == {"is_ready": True, "address": ANNA.email, "error": None}
    assert (await api.as_(GONE).get(PATH)).status_code == 403


async def test_one_switch_changes_one_thing(api: Api) -> None:
    anna, bohdan = api.as_(ANNA), api.as_(BOHDAN)
    before = ways(sales.made(await anna.get(PATH)), "lead_new")
    assert before == (True, False, True)
    sales.made(await anna.patch(f"{PATH}/kinds/lead_new", json={"email": True}))
    changed = sales.made(await anna.patch(f"{PATH}/kinds/lead_new", json={"telegram": False}))
    assert ways(changed, "lead_new") == (True, True, False)
    assert ways(sales.made(await bohdan.get(PATH)), "lead_new") == before
    assert (await anna.patch(f"{PATH}/kinds/system", json={"email": True})).status_code == 404
    assert (await anna.patch(f"{PATH}/kinds/nothing", json={"email": True})).status_code == 422


async def test_quiet_hours_and_the_morning_mail(api: Api) -> None:
    anna = api.as_(ANNA)
    assert sales.made(await anna.patch(PATH, json={"digest_at": "08:30"}))["digest_at"] == "08:30"
    changed = sales.made(await anna.patch(PATH, json={"quiet_hours": False}))
    assert (changed["quiet_hours"], changed["digest_at"]) == (False, "08:30")
    assert sales.made(await anna.patch(PATH, json={"digest_at": None}))["digest_at"] is None
    assert (await anna.patch(PATH, json={"digest_at": "late"})).status_code == 422


async def test_telegram_is_offered_only_where_there_is_a_bot(api: Api, with_bot: Base) -> None:
    anna = api.as_(ANNA)
    made = sales.made(await anna.post(f"{PATH}/telegram"), 201)
    address, _, code = made["url"].partition("?start=")
    assert (address, len(code)) == ("https://t.me/smena_bot", 64)
    await with_bot.value("select app.link_telegram($1, 5, '@anna')", code)
    linked = sales.made(await anna.get(PATH))["channels"]["telegram"]
    assert (linked["name"], linked["bot"], linked["blocked_at"]) == ("@anna", "smena_bot", None)
    gone = sales.made(await anna.delete(f"{PATH}/telegram"))["channels"]["telegram"]
    assert gone["name"] is None
    await with_bot.run("update private.delivery_channels set is_ready = false")
    refused = await anna.post(f"{PATH}/telegram")
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "telegram_not_ready")


async def test_a_test_answers_what_came_of_it(api: Api, db: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    anna = api.as_(ANNA)

    async def work(change: str) -> None:
        """What a worker writes a moment later."""
        while not await db.value("select count(*) from private.deliveries where status = 'pending'"):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        await db.run(f"update private.deliveries set {change} where status = 'pending'")

    sent, _ = await asyncio.gather(anna.post(f"{PATH}/channels/email/test"), work("status = 'sent'"))
    assert sales.made(sent) == {"status": "sent", "reason": None, "error": None}
    late, _ = await asyncio.gather(
        anna.post(f"{PATH}/channels/email/test"), work("last_error = 'mx: refused'")
    )
    assert sales.made(late) == {"status": "pending", "reason": None, "error": "mx: refused"}
    monkeypatch.setattr(service, "PATIENCE_SECONDS", 0.0)
    nobody = sales.made(await anna.post(f"{PATH}/channels/email/test"))
    assert nobody == {"status": "pending", "reason": None, "error": None}
    unlinked = await anna.post(f"{PATH}/channels/telegram/test")
    assert (unlinked.status_code, unlinked.json()["error"]["code"]) == (409, "telegram_not_ready")


async def test_many_tests_in_a_row_are_refused_in_words(
    api: Api, db: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "PATIENCE_SECONDS", 0.0)
    answers = [await api.as_(ANNA).post(f"{PATH}/channels/email/test") for _ in range(7)]
    assert [answer.status_code for answer in answers] == [200] * 6 + [429]
    assert answers[-1].json()["error"]["message"] == "Too many tests in a row. Try again in a minute."


async def test_the_admin_retries_or_discards_what_did_not_arrive(api: Api, db: Base) -> None:
    admin, anna = api.as_(ADMIN), api.as_(ANNA)
    for kind in ("task_due", "lead_late"):
        await db.run(
            "insert into private.deliveries (user_id, channel, kind, occasion, status, reason, last_error) values ($1, 'email', $2, $2, 'dead', 'refused', '550')",
            ANNA.id,
            kind,
        )
    assert (await anna.get("/api/v1/deliveries")).status_code == 403
    found = sales.made(await admin.get("/api/v1/deliveries"))
    assert found["total"] == 2
    first, second = found["items"]
    assert (first["person"]["full_name"], first["status"], first["error"]) == (ANNA.full_name, "dead", "550")
    assert (await anna.post(f"/api/v1/deliveries/{first['id']}/retry")).status_code == 403
    assert (await admin.post(f"/api/v1/deliveries/{first['id']}/retry")).status_code == 204
    assert (await admin.post(f"/api/v1/deliveries/{second['id']}/discard")).status_code == 204
    assert (await admin.post(f"/api/v1/deliveries/{second['id']}/retry")).status_code == 404
    assert sales.made(await admin.get("/api/v1/deliveries"))["items"] == []
    states = await db.rows("select kind, status from private.deliveries order by kind")
    assert {row["kind"]: row["status"] for row in states} == {
        first["kind"]: "pending",
        second["kind"]: "discarded",
    }
