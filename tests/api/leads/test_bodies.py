"""Every way a page can send a form is stored as it came, once, and answered alike."""

import json
from uuid import UUID, uuid4

import pytest

from tests.support.site import Site

FIELDS = {"name": "Олена Коваль", "phone": "067 123 45 67", "message": "Скільки коштує шафа?"}


async def test_json_is_stored_raw(shop: Site) -> None:
    answer = await shop.post(json=FIELDS)
    assert answer.status_code == 202
    assert answer.json().keys() == {"id", "status"}
    assert answer.json()["status"] == "accepted"
    row = await shop.event(answer.json()["id"])
    assert json.loads(row["body"]) == {"site_key": shop.key, **FIELDS}
    assert (row["status"], row["kind"], row["channel"]) == ("pending", "form", "site")
    assert json.loads(row["headers"])["origin"] == "https://shop.example"
    assert str(row["remote_ip"]) == "127.0.0.1"


async def test_urlencoded_multipart_and_beacon(shop: Site) -> None:
    sent = {"site_key": shop.key, **FIELDS}
    urlencoded = await shop.post(data={**sent, "submission_id": "a"})
    multipart = await shop.post(
        data={**sent, "submission_id": "b"}, files={"photo": ("шкаф.jpg", b"\xff\xd8", "image/jpeg")}
    )
    beacon = await shop.post(
        content=json.dumps({**sent, "submission_id": "c"}),
        headers={"content-type": "text/plain;charset=UTF-8"},
    )
    ids = {answer.json()["id"] for answer in (urlencoded, multipart, beacon)}
    assert [urlencoded.status_code, multipart.status_code, beacon.status_code] == [202] * 3
    assert len(ids) == 3
    statuses = await shop.base.rows("select distinct status from private.inbound_events")
    assert [row["status"] for row in statuses] == ["pending"]


async def test_key_in_header_or_address(shop: Site) -> None:
    by_address = await shop.post(f"leads?site_key={shop.key}", data=FIELDS)
    by_header = await shop.post(data={**FIELDS, "city": "Львів"}, headers={"x-smena-key": shop.key})
    assert (by_address.status_code, by_header.status_code) == (202, 202)


async def test_a_repeated_submission_is_one(shop: Site) -> None:
    submission = uuid4().hex
    first = await shop.lead(submission_id=submission)
    again = await shop.lead(submission_id=submission, message="the widget tried again")
    by_header = await shop.post(json=FIELDS, headers={"idempotency-key": submission})
    assert first == again == by_header.json()["id"]
    assert await shop.base.value("select count(*) from private.inbound_events") == 1


async def test_the_same_words_within_a_minute_are_one(shop: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = 1_800_000_000.0
    monkeypatch.setattr("api.leads.rules.time.time", lambda: moment)
    first, second = [(await shop.post(json=FIELDS)).json()["id"] for _ in range(2)]
    other = (await shop.post(json={**FIELDS, "message": "другое"})).json()["id"]
    monkeypatch.setattr("api.leads.rules.time.time", lambda: moment + 61)
    later = (await shop.post(json=FIELDS)).json()["id"]
    assert first == second
    assert len({first, other, later}) == 3


async def test_a_comment_is_known_by_its_own_id(shop: Site) -> None:
    comment = {"external_id": "wp-551", "author": {"name": "Ivan"}, "text": "А доставка есть?"}
    first = await shop.post("comments", json=comment)
    again = await shop.post("comments", json={**comment, "text": "А доставка есть? (правка)"})
    assert first.status_code == 202
    assert first.json() == again.json()
    assert (await shop.event(first.json()["id"]))["kind"] == "comment"


async def test_too_much_is_refused_before_it_is_read(shop: Site) -> None:
    answer = await shop.post(content=b"x" * (64 * 1024 + 1), headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "submission_too_large")

    async def endless() -> object:  # no content-length: counted while it comes
        for _ in range(70):
            yield b"x" * 1024

    streamed = await shop.post(content=endless(), headers={"content-type": "application/json"})
    assert streamed.status_code == 413
    assert await shop.base.value("select count(*) from private.inbound_events") == 0


async def test_an_empty_form_is_refused(shop: Site) -> None:
    answer = await shop.post("leads?site_key=" + shop.key, data={"name": "", "phone": ""})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "submission_empty")


async def test_what_cannot_be_read_is_kept_for_a_look(shop: Site) -> None:
    answer = await shop.post(
        f"leads?site_key={shop.key}", content=b'{"name": "x"', headers={"content-type": "application/json"}
    )
    row = await shop.event(answer.json()["id"])
    assert (answer.status_code, row["status"], row["quarantine_reason"]) == (202, "quarantined", "unreadable")


@pytest.mark.parametrize("key", ["", "site_unknown", "' or 1=1 --", "\x00"])
async def test_without_a_live_key_nothing_is_stored(shop: Site, key: str) -> None:
    answer = await shop.http.post("/api/v1/public/leads", json={"site_key": key, **FIELDS})
    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == ("site_key_unknown" if key.strip("\x00") else "site_key_missing")
    assert await shop.base.value("select count(*) from private.inbound_events") == 0


async def test_revoked_paused_and_archived_take_nothing(shop: Site) -> None:
    run = shop.base.run
    await run("update public.site_keys set revoked_at = now() + interval '1 hour'")
    assert (await shop.post(json=FIELDS)).status_code == 202
    await run("update public.site_keys set revoked_at = now()")
    assert (await shop.post(json=FIELDS)).status_code == 403
    await run("update public.site_keys set revoked_at = null")
    await run("update public.lead_sources set state = 'paused'")
    assert (await shop.post(json=FIELDS)).status_code == 403
    await run("update public.lead_sources set state = 'active', archived_at = now()")
    assert (await shop.post(json=FIELDS)).status_code == 403


async def test_the_endpoint_runs_as_a_login_that_can_do_nothing_else(shop: Site) -> None:
    await shop.lead()
    async with shop.base.connected("smena_api") as connection:
        for statement in (
            "select * from private.inbound_events",
            "select * from public.clients",
            "insert into private.inbound_events default values",
        ):
            with pytest.raises(Exception, match="permission denied"):
                await connection.execute(statement)
    assert UUID(await shop.lead())
