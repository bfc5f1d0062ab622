"""Speech to text: POST /v1/speech-to-text and its transcripts (https://elevenlabs.io/docs/api-reference/speech-to-text/convert)."""

import asyncio
from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from simulator.core.forms import Upload, read_form
from simulator.elevenlabs import events
from simulator.elevenlabs.refusals import ElevenLabsError
from simulator.elevenlabs.state import DIALOG, HEARING_MODELS, ElevenLabs
from simulator.elevenlabs.workspace import one_of_few, spend, workspace
from simulator.world import world_of

WORD_SECONDS, PAUSE_SECONDS = 0.3, 0.02
TAKES_SECONDS = 0.02
HEARD_AFTER = 0.2
router = APIRouter(prefix="/api.elevenlabs.io/v1/speech-to-text")


@router.post("")
async def convert(request: Request) -> Response:
    """The transcript at once, or its promise when `webhook` is true."""
    here = workspace(request)
    given = _given(await read_form(request))
    _check(here, given)
    async with one_of_few(here):
        await asyncio.sleep(TAKES_SECONDS)
        transcript = _transcribed(here, given)
    request.state.sent = True
    if given.get("webhook") != "true":
        return JSONResponse(transcript)
    request_id = here.ids.next("rq_", 12)
    here.ready[transcript["transcription_id"]] = here.clock.now() + HEARD_AFTER
    events.tell_transcript(world_of(request), transcript, request_id, given, HEARD_AFTER)
    words = "Request accepted. Transcription result will be sent to the webhook endpoint."
    return JSONResponse(
        {"message": words, "request_id": request_id, "transcription_id": transcript["transcription_id"]}, 202
    )


@router.get("/transcripts/{transcription_id}")
async def get(request: Request, transcription_id: str) -> dict[str, Any]:
    """A transcript made earlier."""
    here = workspace(request)
    found = here.transcripts.get(transcription_id)
    if found is None or here.ready.get(transcription_id, 0.0) > here.clock.now():
        raise ElevenLabsError("document_not_found", "Transcript not found.")
    return found


@router.delete("/transcripts/{transcription_id}")
async def delete(request: Request, transcription_id: str) -> dict[str, Any]:
    """Forgets it."""
    if workspace(request).transcripts.pop(transcription_id, None) is None:
        raise ElevenLabsError("document_not_found", "Transcript not found.")
    return {"message": "Delete completed successfully."}


def _given(fields: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """Fields of the form; those that came as the word null are not there, lists repeat."""
    found: dict[str, Any] = {}
    for name, value in fields:
        if value == "null":
            continue
        if name == "keyterms":
            found.setdefault(name, []).append(value)
        else:
            found[name] = value
    return found


def _check(here: ElevenLabs, given: dict[str, Any]) -> None:
    if not given.get("model_id"):
        raise ElevenLabsError("", missing=("model_id",))
    if given["model_id"] not in HEARING_MODELS:
        raise ElevenLabsError("unsupported_model", f"{given['model_id']} is no speech to text model.")
    file, url = given.get("file"), given.get("source_url") or given.get("cloud_storage_url")
    if (file is None) == (url is None):
        raise ElevenLabsError("invalid_parameters", "Exactly one of file or source_url must be provided.")
    if given.get("webhook_id") and given["webhook_id"] not in here.webhooks:
        raise ElevenLabsError("webhook_not_found", "The webhook does not exist.")
    if isinstance(file, Upload) and not file.content:
        raise ElevenLabsError("invalid_file")
    if given.get("detect_speaker_roles") == "true" and given.get("diarize") != "true":
        raise ElevenLabsError("invalid_parameters", "detect_speaker_roles requires diarize=true.")


def _transcribed(here: ElevenLabs, given: dict[str, Any]) -> dict[str, Any]:
    dialog = here.dialogs.popleft() if here.dialogs else DIALOG
    seconds = sum(len(text.split()) for _, text in dialog) * WORD_SECONDS + 1
    spend(here, max(1, round(seconds * 2)))
    head: dict[str, Any] = {"language_code": _language(given), "language_probability": 0.98}
    id_ = here.ids.next("tr_", 12)
    tail: dict[str, Any] = {"transcription_id": id_, "audio_duration_secs": round(seconds, 2)}
    if given.get("use_multi_channel") == "true":
        made: dict[str, Any] = {"transcripts": [_channel(dialog, n, head) for n in range(2)], **tail}
    else:
        made = {
            **head,
            "text": " ".join(text for _, text in dialog),
            "words": _words(dialog, _names(given)),
            **tail,
        }
    here.transcripts[id_] = made
    return made


def _language(given: dict[str, Any]) -> str:
    known = {"uk": "ukr", "ru": "rus", "en": "eng"}
    return known.get(str(given.get("language_code")), str(given.get("language_code") or "ukr"))


def _names(given: dict[str, Any]) -> dict[str, str | None]:
    """What the two speakers are called."""
    if given.get("diarize") != "true":
        return {"agent": None, "customer": None}
    if given.get("detect_speaker_roles") == "true":
        return {"agent": "agent", "customer": "customer"}
    return {"agent": "speaker_0", "customer": "speaker_1"}


def _channel(dialog: Sequence[tuple[str, str]], number: int, head: dict[str, Any]) -> dict[str, Any]:
    own = [turn for turn in dialog if turn[0] == ("agent", "customer")[number]]
    names = dict.fromkeys(("agent", "customer"), f"speaker_{number}")
    return {
        **head,
        "text": " ".join(text for _, text in own),
        "words": _words(own, names),
        "channel_index": number,
    }


def _words(dialog: Sequence[tuple[str, str]], names: dict[str, Any]) -> list[dict[str, Any]]:
    found, at = [], 0.1
    for role, text in dialog:
        for word in text.split():
            speaker = names.get(role, role)
            found.append(_word(word, "word", at, WORD_SECONDS - PAUSE_SECONDS, speaker))
            found.append(_word(" ", "spacing", at + WORD_SECONDS - PAUSE_SECONDS, PAUSE_SECONDS, speaker))
            at += WORD_SECONDS
    return found[:-1]


def _word(text: str, kind: str, start: float, length: float, speaker: str | None) -> dict[str, Any]:
    span = {"start": round(start, 2), "end": round(start + length, 2)}
    return {
        "text": text,
        **span,
        "type": kind,
        "speaker_id": speaker,
        "logprob": -0.05 if kind == "word" else 0.0,
    }
