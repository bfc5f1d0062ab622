"""Sources and intent in the product: first touches, a company's own rules and words, the queue, trust, complaints, history."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from api.db.pool import Database
from channels import registry
from tests.support import client, talk
from tests.support.client import Api
from tests.support.database import Base
from tests.support.people import ADMIN, ANNA
from tests.support.talk import deliver, say
from workers import trust
from workers.ingest import Ingest
from workers.settings import WorkerSettings

RULES, REVIEW = "/api/v1/source-rules", "/api/v1/review"
OWN = {
    "channels": ["talk"],
    "kinds": [],
    "when": [{"facts": ["ad_id"], "test": "like", "values": ["17"]}],
    "outcome": {"label": "Осень", "campaign": "autumn"},
}


@pytest.fixture(autouse=True)
def messenger(monkeypatch: pytest.MonkeyPatch) -> None:
    real = registry.find
    adapter = talk.Talk()
    monkeypatch.setattr(registry, "find", lambda channel: adapter if channel == "talk" else real(channel))


@pytest.fixture
async def api(db: Base) -> AsyncIterator[Api]:
    async with client.running(db) as running:
        yield running


class Shop:
    """The connected account; its workers judge by the product's own rules."""

    def __init__(self, base: Base, api: Api, ingest: Ingest) -> None:
        self.base, self.http, self.admin = base, api.anonymous(), api.as_(ADMIN)
        self._ingest = ingest

    async def hears(self, *events: dict[str, Any]) -> None:
        assert (await deliver(self.http, *events)).status_code == 200
        await self.works()

    async def works(self) -> None:
        await self.base.run(
            "update private.inbound_events set next_attempt_at = now() where status = 'pending'"
        )
        while await self._ingest.work_once():
            pass
        errors = "select last_error from private.inbound_events where last_error is not null"
        assert await self.base.rows(errors) == []

    async def waiting(self, view: str = "waiting") -> list[dict[str, Any]]:
        answer = await self.admin.get(REVIEW, params={"view": view})
        assert answer.status_code == 200, answer.text
        found: list[dict[str, Any]] = answer.json()["items"]
        return found

    async def says(self, said: str, *items: dict[str, Any]) -> dict[str, Any]:
        ids = [item["id"] for item in items]
        answer = await self.admin.post(f"{REVIEW}/verdicts", json={"event_ids": ids, "said": said})
        assert answer.status_code == 200, answer.text
        done: dict[str, Any] = answer.json()
        return done

    async def client_named(self, name: str) -> dict[str, Any]:
        row_id = await self.base.value("select id from public.clients where name = $1", name)
        card = (await self.admin.get(f"/api/v1/clients/{row_id}")).json()
        facts: dict[str, Any] = card.get("client", card)
        return facts


@pytest.fixture
async def shop(db: Base, api: Api, database: Database, settings: WorkerSettings) -> Shop:
    await talk.connect(db)
    return Shop(db, api, Ingest(database, settings))


def comment(number: str, who: str, text: str, **more: Any) -> dict[str, Any]:
    return say(number, who, text, kind="comment", name=who, thread=f"post:{who}", **more)


async def test_a_touch_has_its_source_and_history_can_be_judged_again(shop: Shop, api: Api) -> None:
    await shop.hears(say("1", "olena", "цена?", name="Олена", hints={"ad_id": "17", "ad_title": "Диваны"}))
    origin = (await shop.client_named("Олена"))["origin"]
    assert (origin["channel"], origin["rule"], origin["campaign"]) == ("talk", "R99", "диваны")
    health = (await shop.admin.get(f"{RULES}/health")).json()
    assert (health["touches"], health["unclassified"], health["rerun_at"]) == (1, 1, None)

    # One that knows the package's channel, one that names an advertisement: tried first, then written.
    trial = (await shop.admin.post(f"{RULES}/try", json=OWN)).json()
    assert (trial["of"], trial["hits"], trial["examples"][0]["facts"]) == (1, 1, {"ad_id": "17"})
    await shop.hears(say("2", "ivan", "цена?", name="Іван"))
    assert (await shop.admin.post(f"{RULES}/try", json=OWN)).json()["of"] == 2
    decide = {
        "channels": ["talk"],
        "kinds": [],
        "when": [],
        "outcome": {"medium": "messenger", "confidence": 80, "types": {"talk": "direct"}},
    }
    for rule, position, text in (("own-a", 5, OWN), ("own-b", 9000.5, decide)):
        written = await shop.admin.put(
            f"{RULES}/{rule}", json={"position": position, "text": text, "version": 0}
        )
        assert written.status_code == 200, written.text
    stale = await shop.admin.put(f"{RULES}/own-a", json={"position": 6, "text": OWN, "version": 7})
    assert (stale.status_code, stale.json()["error"]["details"]["current"]["position"]) == (412, 5)
    off = await shop.admin.put(f"{RULES}/R60", json={"position": 6000, "is_on": False, "version": 0})
    assert (off.json()["is_shipped"], off.json()["is_edited"], off.json()["is_on"]) == (True, False, False)
    listed = (await shop.admin.get(RULES)).json()["items"]
    assert [rule["id"] for rule in listed][:2] == ["own-a", "R01-test"]
    assert [rule["position"] for rule in listed] == sorted(rule["position"] for rule in listed)
    assert (await shop.admin.delete(f"{RULES}/R60")).status_code == 204
    assert (await shop.admin.put(f"{RULES}/R61", json={"position": 1, "version": 0})).status_code == 422

    # A new touch is judged by them at once; the first one stays what it was until history is gone through.
    await shop.hears(say("3", "olena", "ещё вопрос", name="Олена", hints={"ad_id": "17"}))
    verdicts = await shop.base.rows(
        "select t.verdict from public.touches t join public.interactions i on i.id = t.interaction_id order by i.occurred_at"
    )
    assert [json.loads(row[0])["rule"] for row in verdicts] == ["R99", "R99", "own-b"]
    assert (await shop.client_named("Олена"))["origin"]["rule"] == "R99"
    preview = (await shop.admin.post(f"{RULES}/preview")).json()
    assert (preview["read"], preview["changed"]) == (3, 2)
    labels = {
        (move["before"]["type"], move["after"]["type"], move["after"]["label"]) for move in preview["moves"]
    }
    assert labels == {("unknown", "direct", "Осень"), ("unknown", "direct", "")}
    assert (await shop.admin.post(f"{RULES}/rerun")).json() == {"changed": 2}
    again = (await shop.client_named("Олена"))["origin"]
    assert (again["label"], again["campaign"], again["named_by"], again["evidence"]["ad_id"]) == (
        "Осень",
        "autumn",
        "own-a",
        "17",
    )
    assert (await shop.admin.get(f"{RULES}/health")).json()["unclassified"] == 0
    assert (await shop.admin.post(f"{RULES}/rerun/undo")).json() == {"changed": 2}
    assert (await shop.admin.post(f"{RULES}/rerun/undo")).status_code == 404
    assert (await shop.client_named("Олена"))["origin"]["rule"] == "R99"
    await _lists_and_a_persons_word(shop)

    anna = api.as_(ANNA)
    refused = [
        await anna.get(RULES),
        await anna.post(f"{RULES}/preview"),
        await anna.put(f"{RULES}/own-c", json={"position": 1, "text": OWN, "version": 0}),
        await anna.get(REVIEW),
        await anna.get(f"{REVIEW}/precision"),
        await anna.post(f"{REVIEW}/words", json={"list": "price", "phrase": "кубатур*"}),
        await anna.delete(f"/api/v1/clients/{(await shop.client_named('Олена'))['id']}/origin"),
    ]
    assert {answer.status_code for answer in refused} == {403}


async def _lists_and_a_persons_word(shop: Shop) -> None:
    """The list goes by the verdict on the first touch; a person's word stands before it, through rules, a merge and back."""
    http, clients = shop.admin, "/api/v1/clients"

    async def shown(**filters: str) -> set[str]:
        answer = await http.get(clients, params=filters)
        assert answer.status_code == 200, answer.text
        return {item["name"] for item in answer.json()["items"]}

    choices = (await http.get(f"{clients}/origins")).json()
    assert choices == {"kinds": [{"channel": "talk", "type": "unknown"}], "campaigns": ["диваны"]}
    assert await shown(channel="talk", campaign="диваны") == {"Олена"}
    assert await shown(campaign="") == {"Іван"}
    await http.post(f"{RULES}/rerun")
    assert (
        await shown(campaign="autumn", type="direct") == {"Олена"} == await shown(campaign="autumn", q="оле")
    )

    ivan, olena = await shop.client_named("Іван"), await shop.client_named("Олена")
    word = {
        "channel": "instagram",
        "type": "ad_comment",
        "medium": "paid",
        "campaign": "осень",
        "note": "сам сказал",
    }
    said = await http.put(f"{clients}/{ivan['id']}/origin", json=word)
    origin = said.json()["origin"]
    assert {name: origin[name] for name in ("channel", "type", "medium", "campaign", "rule")} == {
        "channel": "instagram", "type": "ad_comment", "medium": "paid", "campaign": "осень", "rule": "manual",
    }  # fmt: skip
    assert (origin["by_rules"]["type"], origin["decided"]["note"], origin["decided"]["by"]["id"]) == (
        "direct", "сам сказал", str(ADMIN.id),
    )  # fmt: skip
    await http.post(f"{RULES}/rerun/undo")
    assert await shown(channel="instagram", type="ad_comment", campaign="осень") == {"Іван"}
    trail = await shop.base.value(
        "select count(*) from public.audit_log where table_name = 'clients' and row_id = $1 and after ? 'origin_decided'", ivan["id"]
    )  # fmt: skip
    assert trail == 1, "who, when and why are in the client's history"
    # One who turns out to be him gets the word; taken apart again, loses it.
    merged = await http.post(
        f"{clients}/{olena['id']}/merge", json={"loser_id": ivan["id"]}, headers={"If-Match": f'"{olena["version"]}"'}
    )  # fmt: skip
    assert merged.status_code == 200, merged.text
    assert await shown(campaign="осень") == {"Олена"}
    (merge,) = (await http.get(f"{clients}/{olena['id']}/merges")).json()["items"]
    assert (await http.post(f"{clients}/merges/{merge['id']}/undo")).status_code == 200
    assert await shown(campaign="осень") == {"Іван"}
    back = await http.delete(f"{clients}/{ivan['id']}/origin")
    assert (back.json()["origin"]["rule"], await shown(campaign="осень")) == ("R99", set())
    assert (await http.put(f"{clients}/{ivan['id']}/origin", json={**word, "type": "а б"})).status_code == 422
    assert (await http.delete(f"{clients}/{ADMIN.id}/origin")).status_code == 404


async def test_what_the_rules_doubt_waits_for_a_word_that_counts(shop: Shop, database: Database) -> None:
    for said in (
        ("1", "olena", "кубатура?"),
        ("2", "ivan", "а как за ним ухаживать?"),
        ("3", "petro", "а чем мыть его?"),
    ):
        await shop.hears(comment(*said))
    first, second = await shop.waiting()
    assert (first["author"], first["text"], first["rules"][0]["id"]) == ("petro", "а чем мыть его?", "Q1")
    # A word of the company's own: the next comment is a lead.
    added = await shop.admin.post(f"{REVIEW}/words", json={"list": "price", "phrase": "Кубатур*"})
    assert [word["phrase"] for word in added.json()["items"]] == ["кубатур*"]
    for bad in ({"list": "price", "phrase": "а|б"}, {"list": "nothing", "phrase": "слово"}):
        assert (await shop.admin.post(f"{REVIEW}/words", json=bad)).status_code == 422
    assert (
        await shop.admin.post(f"{REVIEW}/words", json={"list": "price", "phrase": "кубатур*"})
    ).status_code == 409
    await shop.hears(comment("4", "oksana", "кубатура?"))
    opened = await shop.waiting("opened")
    assert [(item["author"], item["rules"][0]) for item in opened] == [
        ("oksana", {"id": "P1", "words": ["кубатура"]})
    ]

    # One of ours that means nothing here is switched off, and on again.
    found = (await shop.admin.get(f"{REVIEW}/words/built-in", params={"q": "прайс"})).json()["items"]
    assert {"list": "price", "phrase": "прайс*", "off_id": None} in found
    silent = {"list": "price", "phrase": "прайс*", "is_off": True}
    assert len((await shop.admin.post(f"{REVIEW}/words", json=silent)).json()["items"]) == 1, (
        "not among its own"
    )
    foreign = {"list": "price", "phrase": "небылица", "is_off": True}
    assert (await shop.admin.post(f"{REVIEW}/words", json=foreign)).status_code == 422
    await shop.hears(comment("41", "hanna", "прайс"))
    assert await shop.base.value("select count(*) from public.clients where name = 'hanna'") == 0
    (off,) = (await shop.admin.get(f"{REVIEW}/words/built-in")).json()["items"]
    assert (await shop.admin.delete(f"{REVIEW}/words/{off['off_id']}")).status_code == 204
    await shop.hears(comment("42", "hanna", "прайс"))
    assert await shop.base.value("select count(*) from public.clients where name = 'hanna'") == 1

    # Under a post that sells something a doubt is a lead.
    under = {"details": {"media_id": "post-7"}}
    await shop.hears(comment("43", "lida", "а как за ним ухаживать?", **under))
    (doubt,) = [item for item in await shop.waiting() if item["author"] == "lida"]
    assert (doubt["media_id"], doubt["is_product"]) == ("post-7", False)
    mark = {"source_id": doubt["source_id"], "media_id": "post-7", "is_product": True}
    for _ in range(2):
        assert (await shop.admin.put(f"{REVIEW}/posts", json=mark)).status_code == 204
    assert [item["is_product"] for item in await shop.waiting() if item["author"] == "lida"] == [True]
    await shop.hears(comment("44", "mila", "а как за ним ухаживать?", **under))
    lifted = "select e.verdict -> 'rules' ->> -1 from private.inbound_events e join public.clients c on c.id = e.client_id"
    assert await shop.base.value(f"{lifted} where c.name = 'mila'") == "K1"
    await shop.admin.put(f"{REVIEW}/posts", json={**mark, "is_product": False})
    await shop.base.run("update private.inbound_events set status = 'discarded' where id = $1", doubt["id"])

    # A lead can be taken back before it is one; what was put away at any time.
    assert (await shop.says("lead", second))["done"] == [second["id"]]
    assert (await shop.says("spam", second))["failed"] == [second["id"]]
    undone = await shop.admin.post(f"{REVIEW}/undo", json={"event_ids": [second["id"]]})
    assert undone.json()["done"] == [second["id"]]
    assert len(await shop.waiting()) == 2
    await shop.says("lead", second)
    await shop.says("not_lead", first)
    await shop.works()
    assert await shop.base.value("select count(*) from public.clients where name = 'ivan'") == 1
    late = await shop.admin.post(f"{REVIEW}/undo", json={"event_ids": [second["id"], first["id"]]})
    assert late.json() == {"done": [first["id"]], "failed": [second["id"]]}
    await shop.says("not_lead", first)
    assert {item["said"] for item in await shop.waiting("decided")} == {"lead", "not_lead"}
    precision = (await shop.admin.get(f"{REVIEW}/precision")).json()["items"]
    assert [(one["rule"], one["hits"], one["correct"], len(one["weeks"])) for one in precision] == [
        ("Q1", 2, 1, 1)
    ]

    # Wrong nine times of thirty is the limit; then the rule waits for a person until an admin trusts it again.
    await _words(shop, "P1", right=21, wrong=9)
    await trust.demote_rules(database)
    assert await shop.base.rows("select rule from public.rule_demotions") == []
    await _words(shop, "P1", right=0, wrong=1)
    await trust.demote_rules(database)
    await trust.demote_rules(database)
    assert await shop.base.value("select count(*) from public.notifications where kind = 'rule_demoted'") == 1
    assert (
        await shop.base.value("select count(*) from public.audit_log where table_name = 'rule_demotions'")
        == 1
    )
    await shop.hears(comment("5", "vira", "цена?"))
    assert (await shop.waiting())[0]["rules"][-1]["id"] == "M1"
    assert (await shop.admin.post(f"{REVIEW}/rules/P1/trust")).status_code == 204
    assert (await shop.admin.post(f"{REVIEW}/rules/P1/trust")).status_code == 404
    await trust.demote_rules(database)
    await shop.hears(comment("6", "zoya", "цена?"))
    assert await shop.base.value("select count(*) from public.clients where name = 'zoya'") == 1


async def test_a_complaint_is_a_task_once_a_day_and_no_lead(shop: Shop) -> None:
    await shop.hears(say("1", "olena", "цена?", name="Олена"))
    for number, text in (("2", "верните деньги, это обман"), ("3", "обман!")):
        await shop.hears(say(number, "olena", text, name="Олена"))
    await shop.hears(comment("4", "ivan", "обманщики, верните деньги"))
    tasks = [dict(row) for row in await shop.base.rows("select * from public.tasks order by created_at")]
    assert [(task["title"], task["priority"], task["note"]) for task in tasks] == [
        ("Жалоба: Олена", "high", "верните деньги, это обман"),
        ("Жалоба: ivan", "high", "обманщики, верните деньги"),
    ]
    owner = await shop.base.value("select owner_id from public.clients")
    assert [(task["owner_id"], task["client_id"] is None) for task in tasks] == [
        (owner, False),
        (ADMIN.id, True),
    ]
    told = await shop.base.rows(
        "select user_id, task_id from public.notifications where kind = 'complaint_new'"
    )
    assert {(row[0], row[1]) for row in told} == {(owner, tasks[0]["id"]), (ADMIN.id, tasks[1]["id"])}
    assert await shop.base.value("select count(*) from public.clients") == 1
    (doubt,) = await shop.waiting()
    assert (doubt["reason"], doubt["label"]) == ("complaint", "complaint")
    # The word of a person opens none beside it, and the undo takes only what the word has made.
    await shop.says("complaint", doubt)
    assert await shop.base.value("select count(*) from public.tasks") == 2
    # A fixed manager has a stranger's complaint; said by a person, it goes with the undo.
    await shop.base.run("update public.lead_sources set fixed_manager_id = $1 where name = 'Беседа'", ANNA.id)
    await shop.hears(comment("5", "petro", "а чем мыть его?"))
    (doubt,) = await shop.waiting()
    await shop.says("complaint", doubt)
    made = "select owner_id, archived_at is null from public.tasks where title = 'Жалоба: petro'"
    assert [tuple(row) for row in await shop.base.rows(made)] == [(ANNA.id, True)]
    await shop.admin.post(f"{REVIEW}/undo", json={"event_ids": [doubt["id"]]})
    assert [tuple(row) for row in await shop.base.rows(made)] == [(ANNA.id, False)]


async def test_only_a_reply_to_our_own_comment_answers_us(shop: Shop) -> None:
    await shop.hears(comment("1", "olena", "цена?"))
    await shop.hears(
        say("2", "", "какой размер нужен?", kind="comment", direction="out", thread="post:olena", parent="1")
    )
    await shop.hears(
        comment("3", "ivan", "сорок шестой", parent="2"), comment("4", "petro", "сорок шестой", parent="1")
    )
    waiting = await shop.waiting()
    assert [(item["author"], item["rules"][-1]["id"]) for item in waiting] == [("ivan", "K2")]


async def _words(shop: Shop, rule: str, *, right: int, wrong: int) -> None:
    """What people said of earlier leads of a rule."""
    await shop.base.run(
        """insert into private.review_verdicts (event_id, rule, label, said, was, decided_by)
        select gen_random_uuid(), $1, 'lead_price', case when n <= $2 then 'lead' else 'not_lead' end, 'done', $4
        from generate_series(1, $2::int + $3::int) n""",
        rule, right, wrong, ADMIN.id,
    )  # fmt: skip
