"""Text to speech, voices, models, and what is left of the quota."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from simulator.elevenlabs import opus
from simulator.elevenlabs.refusals import ElevenLabsError
from simulator.elevenlabs.state import MODELS, VOICES
from simulator.elevenlabs.workspace import one_of_few, spend, workspace

router = APIRouter(prefix="/api.elevenlabs.io")
# A frame of MPEG-1 layer III at 128 kbit/s and 44.1 kHz lasts 26 ms; with nothing in it, it is silence.
SILENT_FRAME = b"\xff\xfb\x90\x00" + bytes(413)
FRAMES_A_CHARACTER = 2
DEFAULT_FORMAT = "mp3_44100_128"
PAGE_SIZE = 10


@router.post("/v1/text-to-speech/{voice_id}")
@router.post("/v1/text-to-speech/{voice_id}/stream")
async def speak(request: Request, voice_id: str, output_format: str = DEFAULT_FORMAT) -> Response:
    """Sound, as long as the text."""
    here, given = workspace(request), await request.json()
    text = str(given.get("text") or "")
    if not text:
        raise ElevenLabsError("", missing=("text",))
    if voice_id not in VOICES:
        raise ElevenLabsError("voice_not_found", f"A voice with the voice_id {voice_id} was not found.")
    model = MODELS.get(str(given.get("model_id") or "eleven_multilingual_v2"))
    if model is None:
        raise ElevenLabsError("unsupported_model")
    if len(text) > model[2]:
        raise ElevenLabsError(
            "max_character_limit_exceeded", f"{len(text)} of at most {model[2]} characters."
        )
    if not output_format.startswith(("mp3_", "pcm_", *(("opus_",) if here.plan.opus else ()))):
        raise ElevenLabsError("output_format_not_allowed", f"{output_format} is not part of your plan.")
    async with one_of_few(here):
        spend(here, len(text))
    frames = max(1, len(text) * FRAMES_A_CHARACTER)
    sound, kind = _silence(output_format.partition("_")[0], frames)
    request.state.sent = True
    return Response(
        sound,
        media_type=kind,
        headers={"character-cost": str(len(text)), "request-id": here.ids.next("rq", 20)},
    )


def _silence(form: str, frames: int) -> tuple[bytes, str]:
    if form == "mp3":
        return SILENT_FRAME * frames, "audio/mpeg"
    return (opus.silence(frames), "audio/ogg") if form == "opus" else (bytes(882 * frames), "audio/pcm")


@router.get("/v2/voices")
async def voices(request: Request, page_size: int = PAGE_SIZE, next_page_token: str = "") -> dict[str, Any]:
    """The voices, by pages."""
    workspace(request)
    start = int(next_page_token or 0)
    listed = list(VOICES.items())[start : start + page_size]
    more = start + page_size < len(VOICES)
    shown = [
        {
            "voice_id": key,
            "name": name,
            "category": "premade",
            "labels": {"language": "uk"},
            "preview_url": None,
        }
        for key, name in listed
    ]
    token = str(start + page_size) if more else None
    return {"voices": shown, "has_more": more, "total_count": len(VOICES), "next_page_token": token}


@router.get("/v1/models")
async def models(request: Request) -> list[dict[str, Any]]:
    """The models with their limits."""
    workspace(request)
    return [
        {
            "model_id": key,
            "name": name,
            "can_do_text_to_speech": True,
            "maximum_text_length_per_request": longest,
            "languages": [{"language_id": code, "name": code} for code in ("uk", "ru", "en")],
        }
        for key, (name, _, longest) in MODELS.items()
    ]


@router.get("/v1/user")
async def user(request: Request) -> dict[str, Any]:
    """Whose key it is."""
    return {
        "user_id": "user_7101simulated",
        "workspace_id": "ws_7101simulated",
        "first_name": "Smena (simulated)",
        "is_new_user": False,
        "subscription": await subscription(request),
    }


@router.get("/v1/user/subscription")
async def subscription(request: Request) -> dict[str, Any]:
    """The quota."""
    here = workspace(request)
    return {
        "tier": "creator (simulated)",
        "character_count": here.plan.used,
        "character_limit": here.plan.limit,
        "can_extend_character_limit": False,
        "status": "active",
        "next_character_count_reset_unix": int(here.clock.now()) + 10 * 86400,
        "voice_slots_used": 0,
        "voice_limit": 30,
        "currency": "usd",
        "billing_period": "monthly_period",
    }
