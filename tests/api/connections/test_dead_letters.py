"""What died of a source's events: seen in its log, counted by reason, read once more or thrown away, all at once."""

import json

from tests.api.connections.conftest import Crm
from tests.support.people import ADMIN, ANNA


async def test_they_are_counted_by_reason_and_settled_at_once(crm: Crm) -> None:
    await crm.keys(token=crm.token)
    await crm.act("message", text="Скільки коштує?")
    # Photographs have no text: the adapter of these tests stumbles over them.
    for _ in range(3):
        await crm.act("media")
    await crm.base.run(
        """insert into private.inbound_events (source_id, channel, kind, dedupe_key, body, status, last_error)
        values ($1, 'telegram', 'message', 'x', '', 'dead', 'the worker ended while it read this event')""",
        crm.source_id,
    )

    log = (await crm.ask("GET", "log")).json()["items"]
    assert [(one["status"], one["reason"]) for one in log] == [
        ("dead", "worker_ended"),
        *[("dead", "KeyError")] * 3,
        ("done", None),
    ]
    assert log[-1]["client_name"] == "Олена"
    assert [one["id"] for one in log] == await paged(crm)

    dead = (await crm.ask("GET", "/dead")).json()["items"]
    assert [(one["source_name"], one["reason"], one["letters"]) for one in dead] == [
        ("Бот", "KeyError", 3),
        ("Бот", "worker_ended", 1),
    ]
    assert dead[0]["example"] == "KeyError: 'text'"
    for method, path in (
        ("GET", "/dead"),
        ("POST", "/dead/retry"),
        ("POST", "/dead/discard"),
        ("GET", "log"),
    ):
        assert (await crm.ask(method, path, person=ANNA)).status_code == 403
    assert (await crm.source())["last_error"] == "KeyError: 'text'"

    one = {"source_id": str(crm.source_id), "reason": "worker_ended"}
    assert (await crm.ask("POST", "/dead/discard", **one)).json() == {"settled": 1}
    assert (await crm.ask("POST", "/dead/retry", reason="KeyError")).json() == {"settled": 3}
    assert (await crm.ask("GET", "/dead")).json()["items"] == []
    assert (await crm.source())["last_error"] is None
    await crm.work()
    assert (await crm.ask("GET", "/dead")).json()["items"][0]["letters"] == 3
    assert (await crm.ask("POST", "/dead/discard")).json() == {"settled": 3}
    assert (await crm.ask("POST", "/dead/retry")).json() == {"settled": 0}

    told = await crm.base.rows(
        "select actor_id, before, after from public.audit_log where table_name = 'inbound_events' order by occurred_at"
    )
    assert [(row[0], json.loads(row[1])["letters"], json.loads(row[2])["status"]) for row in told] == [
        (ADMIN.id, 1, "discarded"),
        (ADMIN.id, 3, "pending"),
        (ADMIN.id, 3, "discarded"),
    ]
    # Screens of admins were told, nobody else's.
    hints = await crm.base.rows("select distinct user_id from private.live_events where topic = 'source'")
    assert [row[0] for row in hints] == [await crm.base.value("select app.unassigned()")]


async def paged(crm: Crm) -> list[str]:
    """Ids of the whole log, read two by two."""
    found: list[str] = []
    cursor: str | None = None
    while True:
        query = "log?limit=2" + (f"&cursor={cursor}" if cursor else "")
        page = (await crm.ask("GET", query)).json()
        found += [one["id"] for one in page["items"]]
        cursor = page["next"]
        if cursor is None:
            return found


async def test_what_is_no_setting_is_refused_and_what_is_not_chosen_is_not_kept(crm: Crm) -> None:
    good = {"take": "direct", "backfill_days": 30, "language": "uk", "private_reply": "Вітаю!"}
    version = (await crm.source())["version"]
    changed = await crm.ask("PATCH", "", version=version, settings=good)
    assert changed.json()["settings"] == good, changed.text
    for wrong in ({"taek": "both"}, {"backfill_days": 4000}, {"language": "de"}, {"leads": "maybe"}):
        refused = await crm.ask("PATCH", "", version=version + 1, settings=wrong)
        assert refused.status_code == 422, wrong
        assert next(iter(refused.json()["error"]["fields"])).startswith("settings."), refused.text
