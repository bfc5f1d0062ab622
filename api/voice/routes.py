"""/voice and what clients hear and say: transcriptions, voice messages."""

import json
from typing import Annotated, Any, cast
from uuid import UUID

from fastapi import Header, Request, Response, status

from api.auth.dependencies import CurrentUser
from api.clients import queries as clients
from api.db.dependencies import Db, Read, Write
from api.error_answers import caller_language
from api.errors import Conflict, Invalid, NotFound, UpstreamFailed, errors
from api.files.queries import document as file_document
from api.kit.json import JsonBytes
from api.kit.paging import Listing
from api.kit.routing import Router
from api.settings import Settings
from api.sources.queries import require_admin
from api.sources.vault import Secrets
from api.voice import briefing, queries, speech
from api.voice.schemas import (
    Briefing,
    OfferedVoice,
    RecordingToHear,
    TextToSpeak,
    Transcription,
    Voice,
    VoiceChoice,
    VoiceMessage,
    VoiceQuota,
    VoiceState,
)
from api.voice.workspace import asked, opened
from channels.elevenlabs.settings import ElevenLabsSettings

router = Router(prefix="/voice", tags=["voice"])
client_router = Router(prefix="/clients/{client_id}", tags=["voice"], responses=errors(NotFound))
SOUND: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The sound.",
        "content": {speech.MP3.mime_type: {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.get("")
async def voice_state(db: Db, user: CurrentUser, vault: Secrets) -> VoiceState:
    """Whether there is anything to speak and to listen with, and in whose voice."""
    connected = await opened(db, vault) is not None
    async with db.read(user) as tx:
        row = await queries.company_voice(tx)
    voice = Voice(id=row["voice_id"], name=row["name"]) if row else None
    return VoiceState(connected=connected, simulated=ElevenLabsSettings().is_simulated, voice=voice)


@router.get("/quota", responses=errors(Conflict))
async def voice_quota(db: Db, user: CurrentUser, vault: Secrets) -> VoiceQuota:
    """What is left of the plan, asked of the vendor. Admins only."""
    async with db.read(user) as tx:
        await require_admin(tx)
    async with asked(db, vault) as workspace:
        quota = await workspace.quota()
    left = max(0, quota.limit - quota.used)
    return VoiceQuota(
        used=quota.used,
        limit=quota.limit,
        left=left,
        exhausted=left == 0,
        resets_at=quota.resets_at,
        plan=quota.plan,
    )


@router.get("/voices", responses=errors(Conflict))
async def list_voices(db: Db, user: CurrentUser, vault: Secrets) -> Listing[OfferedVoice]:
    """The voices of the workspace. Admins only."""
    async with db.read(user) as tx:
        await require_admin(tx)
    async with asked(db, vault) as workspace:
        found = [
            OfferedVoice(id=one.id, name=one.name, language=one.language) for one in await workspace.voices()
        ]
    return Listing(items=found, next=None, total=len(found))


@router.put("/choice", responses=errors(Conflict, Invalid))
async def choose_voice(db: Db, user: CurrentUser, vault: Secrets, choice: VoiceChoice) -> Voice:
    """Who speaks for the company from now on. Admins only."""
    async with db.read(user) as tx:
        await require_admin(tx)
    async with asked(db, vault) as workspace:
        named = {one.id: one.name for one in await workspace.voices()}
    if choice.id not in named:
        raise Invalid(fields={"id": "voice_gone"})
    async with db.write(user) as tx:
        await queries.choose_voice(tx, voice_id=choice.id, name=named[choice.id][:200])
    return Voice(id=choice.id, name=named[choice.id])


# ------------------------------------------------------------------------------------------------ the day


@router.get("/briefing")
async def read_briefing(request: Request, db: Db, user: CurrentUser, vault: Secrets) -> Briefing:
    """The caller's day in a few sentences, in his language."""
    async with db.read(user) as tx:
        text = await briefing.text(tx, caller_language(request))
    return Briefing(text=text, can_speak=await opened(db, vault) is not None)


@router.post(
    "/briefing/audio", response_class=Response, responses={**SOUND, **errors(Conflict, UpstreamFailed)}
)
async def hear_briefing(request: Request, db: Db, user: CurrentUser, vault: Secrets) -> Response:
    """The same sentences aloud; unchanged ones are not made twice a day."""
    async with db.read(user) as tx:
        text = await briefing.text(tx, caller_language(request))
    audio, _ = await speech.spoken(db, user, vault, text)
    return Response(audio, media_type=speech.MP3.mime_type)


# ------------------------------------------------------------------------------------------------ clients


@client_router.post(
    "/voice-messages", status_code=status.HTTP_201_CREATED, responses=errors(Conflict, UpstreamFailed)
)
async def make_voice_message(
    request: Request,
    client_id: UUID,
    what: TextToSpeak,
    db: Db,
    user: CurrentUser,
    vault: Secrets,
    authorization: Annotated[str, Header(include_in_schema=False)] = "",
) -> VoiceMessage:
    """Speaks a text and puts it among the client's files; `messages/outbound` sends it as any of them."""
    settings = cast(Settings, request.app.state.settings)
    file_id, voice = await speech.as_file(db, user, vault, settings, authorization, client_id, what)
    async with db.read(user) as tx:
        return VoiceMessage(file=json.loads(await file_document(tx, file_id=file_id)), voice=voice)


@client_router.get("/transcriptions", response_model=Listing[Transcription])
async def list_transcriptions(client_id: UUID, tx: Read) -> JsonBytes:
    """The client's recordings that somebody wanted as text, and how each fares."""
    await clients.require(tx, client_id=client_id)
    return JsonBytes(await queries.transcripts(tx, client_id=client_id))


@client_router.post(
    "/transcriptions", status_code=status.HTTP_202_ACCEPTED, response_model=Listing[Transcription]
)
async def transcribe(client_id: UUID, recording: RecordingToHear, tx: Write) -> JsonBytes:
    """Has a recording heard; the text comes into the timeline within minutes. Asked again it is the same wish."""
    await clients.require(tx, client_id=client_id)
    await queries.ask_transcript(tx, client_id=client_id, path=recording.path)
    return JsonBytes(await queries.transcripts(tx, client_id=client_id), 202)
