"""Signatures, checked by ourselves; calls, delivered or read, once each; what they mean."""

import hashlib
import hmac
import json
import time
from typing import Any

import httpx
import pytest
from elevenlabs import ElevenLabs as Official

from channels.capabilities import Hook
from channels.elevenlabs import ElevenLabs
from channels.elevenlabs.refusals import classify
from channels.elevenlabs.settings import ElevenLabsSettings
from channels.elevenlabs.transcripts import of_reply, roles_in, spoken
from tests.channels.elevenlabs.conftest import Studio
from tests.support.people import ANNA, BOHDAN

SECRET = "wsec_test"
BODY = json.dumps({"type": "post_call_transcription", "data": {"x": "Ї"}}, ensure_ascii=False).encode()


def signature(moment: int | str, body: bytes = BODY, secret: str = SECRET) -> str:
    signed = f"{moment}.".encode() + body
    return hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def believed(header: str, body: bytes = BODY) -> bool:
    adapter = ElevenLabs(ElevenLabsSettings(_env_file=None))
    return adapter.verify(Hook("POST", {}, {"elevenlabs-signature": header}, body), (SECRET,))


def test_the_matrix_of_signatures() -> None:
    now = int(time.time())
    good = signature(now)
    for header in (
        f"t={now},v0={good}",
        f"t={now}, v0={good}",
        f"v0={good},t={now}",
        f"t={now},v0=00,v0={good}",
        f"t={now},v0={good},v0=00",
        f"t={now},v0={good.upper()}",
        f"t={now - 1700},v0={signature(now - 1700)}",
        f"t={now + 1700},v0={signature(now + 1700)}",
    ):
        assert believed(header), header
    for header in (
        "",
        good,
        f"t={now}",
        f"v0={good}",
        f"t={now},v0={signature(now, secret='other')}",
        f"t={now},v0={signature(now, body=BODY + b' ')}",
        f"t={now - 1900},v0={signature(now - 1900)}",
        f"t={now + 1900},v0={signature(now + 1900)}",
        f"t={now + 1},v0={good}",
        f"t=now,v0={signature('now')}",
        f"t=²,v0={signature('²')}",
        f"t=-{now},v0={good}",
        f"t={now},v0=",
        f"t={now},v0=é",
    ):
        assert not believed(header), header
    # Where the official client can say anything, it says the same.
    official = Official(api_key="x").webhooks
    assert official.construct_event(BODY.decode(), f"t={now},v0={good}", SECRET)
    with pytest.raises(Exception, match=r"[Ss]ignature"):
        official.construct_event(BODY.decode(), f"t={now},v0={signature(now, secret='other')}", SECRET)


def test_refusals_in_every_shape() -> None:
    def kind(status: int, body: Any) -> tuple[str, str]:
        failure = classify(status, body)
        return failure.kind, failure.reason

    assert kind(401, {"detail": {"status": "quota_exceeded", "message": "x"}}) == ("pause", "quota_exceeded")
    assert kind(402, b"") == ("pause", "quota_exceeded")
    assert kind(401, {"detail": {"status": "invalid_api_key"}}) == ("reauth", "access_lost")
    assert kind(429, {"detail": {"code": "too_many_concurrent_requests"}}) == ("throttle", "too_many_at_once")
    assert kind(429, '{"detail": "slow down"}') == ("throttle", "busy")
    assert kind(503, b"<html>") == ("retry", "unavailable")
    assert kind(404, {"detail": {"status": "voice_not_found"}}) == ("permanent", "voice_not_found")
    listed = {"detail": [{"loc": ["body", "model_id"], "msg": "Field required"}]}
    assert kind(422, listed) == ("permanent", "invalid_parameters")
    assert "model_id" in classify(422, listed).words


def test_words_become_turns() -> None:
    def word(text: str, speaker: str | None, start: float, kind: str = "word") -> dict[str, Any]:
        return {"text": text, "speaker_id": speaker, "start": start, "type": kind}

    words = [
        word("Добрий", "speaker_0", 0.1), word(" ", "speaker_0", 0.4, "spacing"), word("день", "speaker_0", 0.5),
        word(" ", "speaker_1", 0.6, "spacing"), word("Ціна?", "speaker_1", 65.0),
    ]  # fmt: skip
    heard = of_reply({"language_code": "ukr", "words": words, "audio_duration_secs": 66.5})
    assert spoken(heard.turns, roles_in("uk")) == "0:00 Голос 1: Добрий день\n1:05 Голос 2: Ціна?"
    assert heard.seconds == 66.5
    stereo = of_reply({"transcripts": [{"words": [words[4]]}, {"words": words[:3]}]})
    assert [turn.text for turn in stereo.turns] == ["Добрий день", "Ціна?"]
    alone = of_reply({"text": "Один", "words": []})
    assert spoken(alone.turns, roles_in("en")) == "0:00 Один"


async def test_calls_become_leads_however_they_come(studio: Studio) -> None:
    adapter = await studio.connect()
    told = await studio.there()
    assert [(w["url"], w["retries"]) for w in told["webhooks"]] == [
        (f"{studio.crm}/hooks/{studio.source_id}", True)
    ]
    first = await studio.act("call", variables={"utm_campaign": "autumn", "gclid": "g1", "mood": "x"})
    key = f"post_call_transcription:{first['conversation_id']}"
    assert await studio.events() == [(key, "done", None)]
    (client,) = await studio.base.rows("select * from public.clients where id <> $1", studio.client_id)
    assert (client["name"], client["owner_id"]) == ("Олена", ANNA.id)
    assert json.loads(client["first_touch"]) == {"utm_campaign": "autumn", "gclid": "g1"}
    (entry,) = await studio.base.rows("select * from public.interactions")
    assert (entry["kind"], entry["direction"], entry["channel"]) == ("call", "in", "elevenlabs")
    assert entry["body"].endswith(
        "0:00 Помічник: Вітаю! Чим допомогти?\n0:03 Клієнт: Скільки коштує доставка?"
    )
    # Nobody mistypes the line that he calls from: it is his as surely as one that he shares himself.
    sure = "select array_agg(normalized) from public.client_contacts where client_id = $1 and verified_at is not null"
    assert await studio.base.value(sure, client["id"]) == ["+380671234567"]
    details = json.loads(entry["details"])
    assert (details["duration_seconds"], details["direction"]) == (64, "inbound")
    assert details["transcript"][1] == {
        "speaker": "customer",
        "at": "0:03",
        "text": "Скільки коштує доставка?",
    }
    # A webhook that got lost is found by reading, and the one that came is not there twice.
    lost = await studio.act("call", phone="+380509998877", name="Іван", lost=True)
    assert len(await studio.events()) == 1
    await studio.read()
    assert [one[0] for one in await studio.events()] == [
        key,
        f"post_call_transcription:{lost['conversation_id']}",
    ]
    assert await studio.base.value("select count(*) from public.clients") == 3
    asked = len(await studio.calls("/conversations/conv_"))
    await studio.read()
    assert len(await studio.calls("/conversations/conv_")) == asked, "what was read is not read again"
    # The same person again is no second client.
    await studio.act("call")
    assert await studio.base.value("select count(*) from public.clients") == 3
    # Connected anew it is one webhook with a new secret, and calls come as before.
    await studio.connect()
    (webhook,) = (await studio.there())["webhooks"]
    assert webhook["id"] != told["webhooks"][0]["id"]
    again = await studio.act("call", phone="+380509998877")
    assert (await studio.events())[-1] == (
        f"post_call_transcription:{again['conversation_id']}",
        "done",
        None,
    )
    # Nobody spoke, nobody answered, nobody to call back.
    await studio.act("call", duration=3)
    await studio.act("call", turns=[["agent", "Алло?"]])
    await studio.act("call_failure", reason="busy")
    await studio.act("call", phone="", name="", widget=True)
    assert [one[1:] for one in (await studio.events())[4:]] == [
        ("ignored", "call_attempt"),
        ("ignored", "call_attempt"),
        ("ignored", "call_failed"),
        ("quarantined", "no_contact"),
    ]
    # Bohdan sees nothing of Anna's caller.
    async with studio.as_(BOHDAN) as bohdan:
        assert (await bohdan.get(f"/api/v1/clients/{client['id']}/timeline")).status_code == 404
    # Who is not believed leaves nothing behind; who sends the sound gets his 200, and it is left with the vendor.
    audio = json.dumps(
        {
            "type": "post_call_audio",
            "data": {"conversation_id": first["conversation_id"], "full_audio": "A" * 3_000_000},
        }
    ).encode()
    before, now = len(await studio.events()), int(time.time())
    async with httpx.AsyncClient(base_url=studio.crm, trust_env=False) as http:
        for secret, status in (("other", 403), (webhook["secret"], 200)):
            header = f"t={now},v0={signature(now, audio, secret)}"
            answer = await http.post(
                f"/hooks/{studio.source_id}", content=audio, headers={"elevenlabs-signature": header}
            )
            assert answer.status_code == status
        assert (await http.post("/hooks/elevenlabs", content=b"{}")).status_code == 404
    await studio.work()
    assert (await studio.events())[before:] == [
        (f"post_call_audio:{first['conversation_id']}", "ignored", "call_audio")
    ]
    assert await studio.base.value("select max(length(body)) from private.inbound_events") < 10_000
    # A webhook that the vendor has put to sleep is woken; at the end ours is gone.
    await studio.sim.patch(
        f"/api.elevenlabs.io/v1/workspace/webhooks/{webhook['id']}",
        json={"is_disabled": True, "name": "Smena"},
        headers={"xi-api-key": told["key"]},
    )
    await adapter.health(await studio.account())
    assert [one["disabled"] for one in (await studio.there())["webhooks"]] == [False]
    await adapter.disconnect(await studio.account())
    assert (await studio.there())["webhooks"] == []
