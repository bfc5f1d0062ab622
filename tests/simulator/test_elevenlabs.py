"""ElevenLabs through its official client: what it transcribes, speaks, lists, posts, and refuses."""

import hashlib
import hmac
import json
from typing import Any

import pytest
from elevenlabs import ElevenLabs
from elevenlabs.core import ApiError
from elevenlabs.errors import UnprocessableEntityError

from simulator.elevenlabs.state import AGENT, KEY, VOICES, WEBHOOK_SECRET
from tests.simulator.conftest import Sim
from tests.simulator.receiver import Received, Receiver

FILE = ("call.mp3", b"sound", "audio/mpeg")
ONCE: Any = {"max_retries": 0}


@pytest.fixture
def client(sim: Sim) -> ElevenLabs:
    return ElevenLabs(
        api_key=KEY, base_url=f"{str(sim.base_url).rstrip('/')}/api.elevenlabs.io", httpx_client=sim
    )


def hook(sim: Sim, receiver: Receiver, **more: Any) -> None:
    order = {"callback_url": receiver.url, **more}
    assert sim.post("/_sim/elevenlabs/app", json=order).status_code == 200


def signed(post: Received, secret: str = WEBHOOK_SECRET) -> bool:
    moment, digest = (part.split("=")[1] for part in post.headers["elevenlabs-signature"].split(","))
    expected = hmac.new(secret.encode(), moment.encode() + b"." + post.body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(digest, expected)


def word(error: ApiError) -> str:
    found: str = error.body["detail"]["status"]
    return found


def test_a_recording_comes_back_with_speakers(sim: Sim, client: ElevenLabs) -> None:
    sim.act("elevenlabs", "workspace", "dialog", turns=[["agent", "Добрий день"], ["customer", "Ціна?"]])
    made: Any = client.speech_to_text.convert(
        model_id="scribe_v2",
        file=FILE,
        language_code="uk",
        diarize=True,
        detect_speaker_roles=True,
        request_options=ONCE,
    )
    assert (made.text, made.language_code) == ("Добрий день Ціна?", "ukr")
    assert [(w.text, w.speaker_id) for w in made.words if w.type == "word"] == [
        ("Добрий", "agent"),
        ("день", "agent"),
        ("Ціна?", "customer"),
    ]
    kept: Any = client.speech_to_text.transcripts.get(made.transcription_id)
    assert kept.text == made.text
    client.speech_to_text.transcripts.delete(made.transcription_id)
    with pytest.raises(ApiError) as refused:
        client.speech_to_text.transcripts.get(made.transcription_id)
    assert refused.value.status_code == 404


def test_the_clients_own_retry_loses_the_model(sim: Sim, client: ElevenLabs) -> None:
    """The SDK's known fault: its second attempt carries the file alone, and the vendor says so."""
    sim.faults("elevenlabs", error_next={"code": "system_busy"})
    with pytest.raises(UnprocessableEntityError) as refused:
        client.speech_to_text.convert(model_id="scribe_v2", file=FILE, request_options={"max_retries": 1})
    assert refused.value.body["detail"][0]["loc"] == ["body", "model_id"]
    first, second = sim.get("/_sim/requests", params={"vendor": "elevenlabs"}).json()["requests"]
    assert ("model_id" in first["body"], "model_id" in second["body"]) == (True, False)


def test_recordings_that_are_refused(client: ElevenLabs) -> None:
    with pytest.raises(ApiError) as unknown:
        client.speech_to_text.convert(model_id="eleven_v3", file=FILE, request_options=ONCE)
    assert word(unknown.value) == "unsupported_model"
    with pytest.raises(ApiError) as nothing:
        client.speech_to_text.convert(model_id="scribe_v2", request_options=ONCE)
    assert nothing.value.status_code == 400


def test_a_promised_transcript_is_posted(sim: Sim, client: ElevenLabs, receiver: Receiver) -> None:
    hook(sim, receiver)
    made: Any = client.speech_to_text.convert(
        model_id="scribe_v2",
        file=FILE,
        webhook=True,
        webhook_metadata={"recording_id": "r1"},
        request_options=ONCE,
    )
    sim.advance("1s")
    assert signed(receiver.posts[-1])
    assert receiver.last["type"] == "speech_to_text_transcription"
    data = receiver.last["data"]
    assert data["request_id"] == made.request_id
    assert json.loads(data["webhook_metadata"]) == {"recording_id": "r1"}, "as text, as it was sent"


def test_speech_is_as_long_as_its_text_and_costs_its_letters(client: ElevenLabs) -> None:
    voice = next(iter(VOICES))
    before = client.user.subscription.get().character_count
    sound = b"".join(
        client.text_to_speech.convert(voice, text="Добрий день", model_id="eleven_multilingual_v2")
    )
    assert sound.startswith(b"\xff\xfb") and len(sound) == 417 * 22
    assert client.user.subscription.get().character_count == before + 11
    for given, expected in (
        ({"voice_id": "none", "text": "x"}, "voice_not_found"),
        ({"voice_id": voice, "text": "x" * 10_001}, "max_character_limit_exceeded"),
        ({"voice_id": voice, "text": "x", "model_id": "scribe_v2"}, "unsupported_model"),
    ):
        with pytest.raises(ApiError) as refused:
            b"".join(client.text_to_speech.convert(**given))
        assert word(refused.value) == expected


def test_voices_come_in_pages_and_models_tell_their_limits(client: ElevenLabs) -> None:
    first = client.voices.search(page_size=2)
    assert (len(first.voices), first.has_more) == (2, True)
    second = client.voices.search(page_size=2, next_page_token=first.next_page_token)
    assert (len(second.voices), second.has_more) == (1, False)
    limits = {m.model_id: m.maximum_text_length_per_request for m in client.models.list()}
    assert limits["eleven_multilingual_v2"] == 10_000


def test_key_quota_and_concurrency(sim: Sim, client: ElevenLabs) -> None:
    sim.act("elevenlabs", "workspace", "plan", used=99_999)
    with pytest.raises(ApiError) as spent:
        client.speech_to_text.convert(model_id="scribe_v2", file=FILE, request_options=ONCE)
    assert (spent.value.status_code, word(spent.value)) == (401, "quota_exceeded")
    sim.act("elevenlabs", "workspace", "plan", used=0, concurrency=0)
    with pytest.raises(ApiError) as busy:
        client.speech_to_text.convert(model_id="scribe_v2", file=FILE, request_options=ONCE)
    assert (busy.value.status_code, word(busy.value)) == (429, "too_many_concurrent_requests")
    assert busy.value.headers and busy.value.headers["maximum-concurrent-requests"] == "0"
    sim.act("elevenlabs", "workspace", "key")
    with pytest.raises(ApiError) as locked:
        client.models.list()
    assert (locked.value.status_code, word(locked.value)) == (401, "invalid_api_key")


def test_a_call_is_posted_signed_as_their_client_checks_it(
    sim: Sim, client: ElevenLabs, receiver: Receiver
) -> None:
    hook(sim, receiver)
    made = sim.act(
        "elevenlabs", "workspace", "call", phone="+380671234567", variables={"utm_campaign": "autumn"}
    )
    post = receiver.posts[-1]
    assert signed(post) and not signed(post, "other")
    event = client.webhooks.construct_event(
        post.body.decode(), post.headers["elevenlabs-signature"], WEBHOOK_SECRET
    )
    assert event["data"]["conversation_id"] == made["conversation_id"]
    assert event["data"]["metadata"]["phone_call"]["external_number"] == "+380671234567"
    sim.act("elevenlabs", "workspace", "call_failure", reason="busy")
    assert receiver.last["data"]["failure_reason"] == "busy"


def test_a_lost_call_is_in_the_list(sim: Sim, client: ElevenLabs) -> None:
    ids = [sim.act("elevenlabs", "workspace", "call", lost=True)["conversation_id"]]
    sim.advance("1m")
    ids.append(sim.act("elevenlabs", "workspace", "call", lost=True)["conversation_id"])
    first = client.conversational_ai.conversations.list(page_size=1, agent_id=AGENT)
    assert (first.conversations[0].conversation_id, first.has_more) == (ids[1], True)
    second = client.conversational_ai.conversations.list(page_size=1, cursor=first.next_cursor)
    assert (second.conversations[0].conversation_id, second.has_more) == (ids[0], False)
    start = second.conversations[0].start_time_unix_secs
    later = client.conversational_ai.conversations.list(call_start_after_unix=start + 30)
    assert [c.conversation_id for c in later.conversations] == [ids[1]]
    whole = client.conversational_ai.conversations.get(ids[0])
    assert [turn.role for turn in whole.transcript] == ["agent", "user"]
    assert b"".join(client.conversational_ai.conversations.audio.get(ids[0])).startswith(b"\xff\xfb")


def test_retries_are_off_until_they_are_asked_for(sim: Sim, client: ElevenLabs, receiver: Receiver) -> None:
    made = client.webhooks.create(settings=_settings(receiver.url))
    assert made.webhook_secret
    chosen: Any = {"post_call_webhook_id": made.webhook_id, "events": ["transcript"]}
    client.conversational_ai.settings.update(webhooks=chosen)
    receiver.statuses = [500]
    sim.act("elevenlabs", "workspace", "call")
    sim.advance("1h")
    assert len(receiver) == 1 and signed(receiver.posts[0], made.webhook_secret)
    client.webhooks.update(made.webhook_id, is_disabled=False, name="Smena", retry_enabled=True)
    receiver.statuses = [500, 500, 200, 400]
    sim.act("elevenlabs", "workspace", "call")
    sim.advance("10m")
    assert len(receiver) == 4
    sim.act("elevenlabs", "workspace", "call")
    sim.advance("1h")
    assert len(receiver) == 5, "an answer of 400 ends it"
    listed = client.webhooks.list().webhooks[0]
    assert (listed.is_auto_disabled, listed.most_recent_failure_error_code) == (False, 400)


def test_a_webhook_that_never_answers_is_disabled_after_a_week(
    sim: Sim, client: ElevenLabs, receiver: Receiver
) -> None:
    hook(sim, receiver)
    receiver.statuses = [500] * 99
    for _ in range(10):
        sim.act("elevenlabs", "workspace", "call")
    sim.advance("8d")
    sim.act("elevenlabs", "workspace", "call")
    assert client.webhooks.list().webhooks[0].is_auto_disabled is True
    assert sim.act("elevenlabs", "workspace", "call")["told"] is False


def _settings(url: str) -> Any:
    return {"auth_type": "hmac", "name": "Smena", "webhook_url": url}
