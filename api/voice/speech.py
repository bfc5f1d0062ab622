"""Texts as sound: made once a day for the same words in the same voice, however often they are asked for."""

import asyncio
import hashlib
import logging
from dataclasses import dataclass
from uuid import UUID, uuid5

from api.auth.principal import LOGIN, Principal
from api.clients import queries as clients
from api.db.pool import Database
from api.errors import Conflict
from api.files import storage
from api.files.rules import object_path
from api.settings import Settings
from api.sources.vault import Vault
from api.voice import queries
from api.voice.queries import sql
from api.voice.schemas import TextToSpeak, Voice
from api.voice.workspace import asked
from channels.elevenlabs.settings import ElevenLabsSettings
from channels.elevenlabs.workspace import SoundFormat, Workspace
from channels.failures import VendorError
from channels.media import is_voice_note

log = logging.getLogger("smena.voice")
ATTEMPTS = 3
LONGEST_WAIT = 3.0


@dataclass(frozen=True, slots=True)
class Form:
    """What a text becomes."""

    output_format: SoundFormat
    name: str
    mime_type: str


MP3 = Form("mp3_44100_64", "voice.mp3", "audio/mpeg")
# What messengers show as somebody speaking, where it comes in Ogg.
NOTE = Form("opus_48000_64", "voice.ogg", "audio/ogg")
# Without these MP3 fails as well.
HOPELESS = ("voice_not_connected", "voice_quota_exceeded", "voice_gone")


async def spoken(
    db: Database, user: Principal, vault: Vault, text: str, form: Form = MP3
) -> tuple[bytes, Voice]:
    """The text as sound, and whose voice it is; raises Conflict, Invalid or Unavailable with a sentence."""
    async with asked(db, vault) as workspace:
        voice = await chosen(db, user, workspace)
        key = key_of(text, voice.id, form)
        async with db.read(LOGIN) as tx:
            made: bytes | None = await tx.value(sql.speech, key=key)
        if made is None:
            made = await _made(workspace, text, voice.id, form)
            async with db.write(LOGIN) as tx:
                await tx.rows(sql.keep_speech, key=key, audio=made)
    return made, voice


async def chosen(db: Database, user: Principal, workspace: Workspace) -> Voice:
    """The company's voice; where nobody has chosen one, the workspace's first."""
    async with db.read(user) as tx:
        row = await queries.company_voice(tx)
    if row is not None:
        return Voice(id=row["voice_id"], name=row["name"])
    offered = await workspace.voices()
    if not offered:
        raise Conflict("voice_gone")
    return Voice(id=offered[0].id, name=offered[0].name)


async def as_note(db: Database, user: Principal, vault: Vault, text: str) -> tuple[bytes, Voice, Form]:
    """A voice note where the plan has one and it is one; else MP3, which every messenger plays."""
    try:
        audio, voice = await spoken(db, user, vault, text, NOTE)
    except Conflict as error:
        if error.code in HOPELESS:
            raise
        log.info("no voice note of this plan: %s", error.details)
    else:
        if is_voice_note(audio):
            return audio, voice, NOTE
        log.warning("what the vendor calls Opus is not in Ogg: it goes as MP3")
    return *await spoken(db, user, vault, text), MP3


def key_of(text: str, voice_id: str, form: Form) -> bytes:
    """What is heard: the words, the voice, the model, and in what form."""
    model = ElevenLabsSettings().elevenlabs_speaking_model
    parts = (model, form.output_format, voice_id, text)
    return hashlib.sha256("\x00".join(parts).encode("utf-8", "ignore")).digest()


async def _made(workspace: Workspace, text: str, voice_id: str, form: Form) -> bytes:
    """Somebody waits: a vendor who is busy for a moment is asked again at once."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return await workspace.speak(text, voice_id, form.output_format)
        except VendorError as error:
            passing = error.failure.kind in ("retry", "throttle", "ambiguous")
            if not passing or attempt == ATTEMPTS:
                raise
            log.info("speech is asked for again: %s", error)
            await asyncio.sleep(min(LONGEST_WAIT, 0.3 * 2**attempt))
    raise AssertionError("unreachable")


async def as_file(
    db: Database,
    user: Principal,
    vault: Vault,
    settings: Settings,
    authorization: str,
    client_id: UUID,
    what: TextToSpeak,
) -> tuple[UUID, Voice]:
    """The text as a file of the client's: the same words in the same voice are the same file. Raises NotFound, and as `spoken`."""
    async with db.read(user) as tx:
        await clients.require(tx, client_id=client_id)
    if what.as_note:
        audio, voice, form = await as_note(db, user, vault, what.text)
    else:
        audio, voice, form = *await spoken(db, user, vault, what.text), MP3
    file_id = uuid5(client_id, key_of(what.text, voice.id, form).hex())
    async with db.write(user) as tx:
        if await queries.restored_file(tx, file_id=file_id):
            return file_id, voice
    path = object_path(client_id, file_id, form.name)
    await storage.put(settings, authorization, path, audio, form.mime_type)
    async with db.write(user) as tx:
        await queries.register_file(
            tx,
            id=file_id,
            client_id=client_id,
            path=path,
            name=form.name,
            size_bytes=len(audio),
            mime_type=form.mime_type,
        )
    return file_id, voice
