"""Recordings become text and texts become sound; what the plan does not pay for waits, and a colleague hears nothing."""

from uuid import uuid4

from api.conversations.files import kind_for
from channels.media import is_voice_note
from channels.telegram import Telegram
from channels.viber import Viber
from channels.whatsapp import WhatsApp
from simulator.elevenlabs.state import KEY, VOICES
from tests.channels.elevenlabs.conftest import Studio
from tests.support.people import ADMIN, ANNA, BOHDAN, GONE
from workers.voice.runner import LONG

WORDS = (
    "0:00 Менеджер: Добрий день, чим можу допомогти?\n0:01 Клиент: Скільки коштує доставка до Львова?\n"
    "0:03 Менеджер: Сто гривень, два дні.\n0:04 Клиент: Добре, замовляю."
)


async def test_a_recording_is_read_in_the_timeline(studio: Studio) -> None:
    path = await studio.upload("Розмова з Оленою.mp3")
    # Not connected yet: it waits.
    asked = await studio.ask(path)
    assert (asked.status_code, asked.json()["items"][0]["state"]) == (202, "pending")
    await studio.hear()
    waiting = await studio.transcription(path)
    assert (waiting["state"], waiting["reason"]) == ("pending", "not_connected")
    await studio.connect()
    # The vendor is busy once: our own attempt brings everything again, the model above all.
    await studio.faults(error_next={"code": "system_busy"})
    assert (await studio.ask(path)).json()["total"] == 1, "the same wish"
    await studio.hear()
    assert (await studio.transcription(path))["reason"] == "busy"
    await studio.later()
    requests = await studio.calls("/v1/speech-to-text")
    assert ["model_id" in one["body"] for one in requests] == [True, True]
    done = await studio.transcription(path)
    assert (done["state"], done["reason"], done["seconds"]) == ("done", None, 6)
    (note,) = await studio.notes()
    assert str(note["id"]) == done["interaction_id"]
    assert (note["subject"], note["body"]) == ("Расшифровка: Розмова з Оленою.mp3", WORDS)
    assert (note["author_id"], note["owner_id"], note["direction"]) == (ANNA.id, ANNA.id, "internal")
    assert note["told"]["transcript"][1]["speaker"] == "customer"
    assert (note["told"]["language"], note["told"]["recording"]) == ("ukr", path)
    async with studio.as_() as anna:
        timeline = (await anna.get(f"/api/v1/clients/{studio.client_id}/timeline")).json()
        assert [one["path"] for one in timeline["items"][0]["attachments"]] == [path]
    # Whoever is merged keeps his recordings, under both names.
    twin = uuid4()
    await studio.base.run(
        "insert into public.clients (id, owner_id, name) values ($1, $2, 'Олена К.')", twin, ANNA.id
    )
    async with studio.base.as_user(ADMIN.id) as raw:
        await raw.execute("select app.merge_clients($1, $2)", twin, studio.client_id)
    async with studio.as_(ADMIN) as admin:
        for name in (twin, studio.client_id):
            listed = (await admin.get(f"/api/v1/clients/{name}/transcriptions")).json()
            assert [one["path"] for one in listed["items"]] == [path]
    # Asked again it is there already.
    assert (await studio.ask(path)).json()["items"][0]["state"] == "done"
    await studio.hear()
    assert len(await studio.notes()) == 1
    # It counts as no touch, and goes with the client.
    assert (
        await studio.base.value("select first_answer_at from public.clients where id = $1", studio.client_id)
        is None
    )
    async with studio.as_(ADMIN) as admin:
        erased = await admin.post(f"/api/v1/clients/{twin}/erase", json={"confirm_name": "Олена К."})
        assert erased.status_code == 200, erased.text
    assert await studio.base.value("select count(*) from private.transcriptions") == 0


async def test_a_long_recording_is_collected_when_it_was_heard(studio: Studio) -> None:
    await studio.connect()
    content = b"\0" * (LONG + 1)
    told, lost, alone = [await studio.upload(f"{name}.mp3", content=content) for name in "abc"]
    await studio.ask(told)
    await studio.voice.work_once()
    waiting = await studio.transcription(told)
    assert (waiting["state"], waiting["reason"]) == ("pending", "hearing")
    assert await studio.voice.work_once() == 0, "nobody is asked before the time"
    # The webhook brings it, and what it brought is kept in the timeline alone.
    await studio.sim.post("/_sim/clock", json={"advance": "1s"})
    await studio.work()
    await studio.hear()
    assert (await studio.transcription(told))["state"] == "done"
    assert (await studio.notes())[0]["body"] == WORDS
    assert await studio.base.value("select body from private.inbound_events where kind = 'transcript'") == b""
    assert await studio.calls("/transcripts/") == []
    # Another webhook never comes: the vendor is asked, also while he is still at it, and nothing is given to him twice.
    await studio.faults(drop=1)
    await studio.ask(lost)
    await studio.voice.work_once()
    await studio.sim.post("/_sim/clock", json={"advance": "1m"})
    await studio.faults(error_next={"code": "internal_error"})
    await studio.later()
    assert (await studio.transcription(lost))["reason"] == "hearing"
    await studio.later()
    assert (await studio.transcription(lost))["state"] == "done"
    assert len(await studio.calls("/v1/speech-to-text")) - len(await studio.calls("/transcripts/")) == 2
    # Without a webhook of ours it is heard at once, as any other.
    (webhook,) = (await studio.there())["webhooks"]
    await studio.sim.delete(
        f"/api.elevenlabs.io/v1/workspace/webhooks/{webhook['id']}", headers={"xi-api-key": KEY}
    )
    await studio.ask(alone)
    await studio.voice.work_once()
    assert (await studio.transcription(alone))["state"] == "done"


async def test_what_cannot_be_heard_says_why_and_nothing_is_lost(studio: Studio) -> None:
    await studio.connect()
    path, letter = await studio.upload("a.ogg", "audio/ogg"), await studio.upload("a.pdf", "application/pdf")
    refused = await studio.ask(letter)
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "not_a_recording")
    # The plan is used up: it waits for the next one, and the account is read as before.
    await studio.act("plan", used=100_000)
    await studio.ask(path)
    await studio.hear()
    waiting = await studio.transcription(path)
    assert (waiting["state"], waiting["reason"]) == ("pending", "quota_exceeded")
    assert await studio.base.value(
        "select paused_until is null from private.source_upkeep where source_id = $1", studio.source_id
    )
    await studio.act("plan", used=0)
    await studio.later()
    assert (await studio.transcription(path))["state"] == "done"
    # A key that opens nothing any more: the admin sees it at the source, the recording waits.
    other = await studio.upload("b.wav", "audio/wav")
    await studio.ask(other)
    await studio.act("key", works=False)
    await studio.hear()
    assert (await studio.transcription(other))["reason"] == "access_lost"
    state = await studio.base.value("select state from public.lead_sources where id = $1", studio.source_id)
    assert state == "reauth_required"
    await studio.act("key", works=True)
    await studio.base.run("update public.lead_sources set state = 'active' where id = $1", studio.source_id)
    await studio.later()
    # What is no sound at all is refused for good, and may be asked for again.
    empty = await studio.upload("c.mp3", content=b"")
    await studio.ask(empty)
    await studio.hear()
    failed = await studio.transcription(empty)
    assert (failed["state"], failed["reason"]) == ("failed", "invalid_file")
    assert (await studio.ask(empty)).json()["items"][0]["state"] == "pending"
    # A recording that came with a message is heard, too.
    async with studio.base.as_service() as worker:
        await worker.execute(
            "insert into public.interactions (client_id, owner_id, kind, direction, attachments)"
            " values ($1, $2, 'message', 'in', jsonb_build_array(jsonb_build_object('path', $3::text, 'name', 'voice',"
            " 'mime_type', 'audio/ogg')))",
            studio.client_id, ANNA.id, f"{studio.client_id}/{uuid4()}",
        )  # fmt: skip
        came = await worker.fetchval(
            "select attachments -> 0 ->> 'path' from public.interactions where kind = 'message'"
        )
    assert (await studio.ask(came)).status_code == 202
    await studio.hear()
    assert (await studio.transcription(came))["reason"] == "file_gone"


async def test_nobody_hears_a_colleagues_client(studio: Studio) -> None:
    await studio.connect()
    path = await studio.upload("call.mp3")
    own = uuid4()
    await studio.base.run(
        "insert into public.clients (id, owner_id, name) values ($1, $2, 'Х')", own, BOHDAN.id
    )
    base = f"/api/v1/clients/{studio.client_id}"
    async with studio.as_(BOHDAN) as bohdan:
        for answer in (
            await bohdan.post(f"{base}/transcriptions", json={"path": path}),
            await bohdan.post(f"/api/v1/clients/{own}/transcriptions", json={"path": path}),
            await bohdan.get(f"{base}/transcriptions"),
            await bohdan.post(f"{base}/voice-messages", json={"text": "Привіт"}),
        ):
            assert answer.status_code == 404, answer.text
        assert (await bohdan.get("/api/v1/voice/quota")).status_code == 403
        assert (await bohdan.get("/api/v1/voice/voices")).status_code == 403
        assert (await bohdan.put("/api/v1/voice/choice", json={"id": "x"})).status_code == 403
    async with studio.as_(GONE) as gone:
        assert (await gone.get("/api/v1/voice/briefing")).status_code == 403
    assert await studio.base.value("select count(*) from private.transcriptions") == 0
    assert await studio.calls("/v1/text-to-speech") == []
    async with studio.base.as_user(ANNA.id) as raw:
        for sql in ("select app.voice_account()", "select app.speech('x')", "select * from private.speech"):
            try:
                await raw.execute("savepoint s")
                await raw.execute(sql)
            except Exception as error:
                assert "permission denied" in str(error)
                await raw.execute("rollback to s")
            else:
                raise AssertionError(sql)


async def test_a_voice_message_and_the_day_aloud(studio: Studio) -> None:
    messages = f"/api/v1/clients/{studio.client_id}/voice-messages"
    async with studio.as_() as anna, studio.as_(ADMIN) as admin:
        assert (await anna.get("/api/v1/voice")).json() == {
            "connected": False,
            "simulated": True,
            "voice": None,
        }
        unconnected = await anna.post(messages, json={"text": "Добрий день"})
        assert (unconnected.status_code, unconnected.json()["error"]["code"]) == (409, "voice_not_connected")
        # The day is read without a voice, too.
        day = (await anna.get("/api/v1/voice/briefing")).json()
        assert day["can_speak"] is False
        assert day["text"].startswith("Good ") and "Анна" in day["text"]
        assert "New leads today: 0." in day["text"] and "hryvnias" in day["text"]
        await studio.connect()
        # A voice is chosen once for the company.
        voices = (await admin.get("/api/v1/voice/voices")).json()["items"]
        assert [one["id"] for one in voices] == list(VOICES)
        chosen = await admin.put("/api/v1/voice/choice", json={"id": voices[1]["id"]})
        assert chosen.json() == {"id": voices[1]["id"], "name": "Домі (simulated)"}
        assert (await admin.put("/api/v1/voice/choice", json={"id": "nobody"})).status_code == 422
        # The vendor is busy for a moment: whoever waits does not notice.
        await studio.faults(error_next={"code": "system_busy"})
        made = await anna.post(messages, json={"text": " Добрий день "})
        assert made.status_code == 201, made.text
        file = made.json()["file"]
        assert (file["name"], file["mime_type"], made.json()["voice"]["name"]) == (
            "voice.mp3", "audio/mpeg", "Домі (simulated)",
        )  # fmt: skip
        sound = await anna.get(f"/storage/v1/object/authenticated/files/{file['path']}")
        assert sound.content.startswith(b"\xff\xfb") and len(sound.content) == file["size_bytes"]
        # A messenger that shows voices gets one, where the plan has Opus and the vendor sends it in Ogg.
        note = await anna.post(messages, json={"text": "Добрий день", "as_note": True})
        voiced = note.json()["file"]
        assert (voiced["name"], voiced["mime_type"]) == ("voice.ogg", "audio/ogg")
        sound = await anna.get(f"/storage/v1/object/authenticated/files/{voiced['path']}")
        assert is_voice_note(sound.content)
        assert [kind_for(sender, "direct", voiced) for sender in (Telegram(), WhatsApp(), Viber())] == [
            "voice", "voice", "audio",
        ]  # fmt: skip
        await studio.act("plan", opus=False, used=12_011)
        plain = (await anna.post(messages, json={"text": "Без Opus", "as_note": True})).json()["file"]
        assert plain["mime_type"] == "audio/mpeg"
        await studio.act("plan", used=12_011)
        asked = len(await studio.calls("/v1/text-to-speech"))
        # The same words are the same file, also when it was put away meanwhile.
        await anna.delete(f"/api/v1/files/{file['id']}")
        again = (await anna.post(messages, json={"text": "Добрий день"})).json()["file"]
        assert (again["id"], again["archived_at"]) == (file["id"], None)
        assert len(await studio.calls("/v1/text-to-speech")) == asked
        quota = (await admin.get("/api/v1/voice/quota")).json()
        assert (quota["used"], quota["left"], quota["exhausted"]) == (12_011, 87_989, False)
        assert quota["resets_at"]
        # The day aloud, once for the same sentences.
        for _ in range(2):
            aloud = await anna.post("/api/v1/voice/briefing/audio")
            assert (aloud.status_code, aloud.headers["content-type"]) == (200, "audio/mpeg")
        assert len(await studio.calls("/v1/text-to-speech")) == asked + 1
        # Used up: said in words, and what was made is still there.
        await studio.act("plan", used=100_000)
        spent = await anna.post(messages, json={"text": "Ще одне"})
        assert (spent.status_code, spent.json()["error"]["code"]) == (409, "voice_quota_exceeded")
        assert "plan is used up" in spent.json()["error"]["message"]
        assert (await anna.post(messages, json={"text": "Добрий день"})).status_code == 201
        assert (await admin.get("/api/v1/voice/quota")).json()["exhausted"] is True
        long = await anna.post(messages, json={"text": "я" * 3_001})
        assert long.status_code == 422


async def test_the_day_says_what_the_first_page_shows(studio: Studio) -> None:
    await studio.base.run(
        "insert into public.tasks (owner_id, client_id, title, due_at) values"
        " ($1, $2, 'Позвонить', now() - interval '1 hour'),"
        " ($1, $2, 'Отправить счёт', (app.day_bounds(app.day_of(now()))).ends_at - interval '1 second')",
        ANNA.id, studio.client_id,
    )  # fmt: skip
    async with studio.as_() as anna:
        headers = {"accept-language": "ru"}
        text = (await anna.get("/api/v1/voice/briefing", headers=headers)).json()["text"]
        shown = (await anna.get("/api/v1/dashboard/manager")).json()
    assert f"Просроченных задач: {shown['now']['overdue']['count']}." in text
    assert "Задач на сегодня: 1. Ближайшая в 23:59: Отправить счёт." in text
    assert "Ответа никто не ждёт." in text
    async with studio.as_(BOHDAN) as bohdan:
        other = (await bohdan.get("/api/v1/voice/briefing", headers=headers)).json()["text"]
    assert "Отправить счёт" not in other
