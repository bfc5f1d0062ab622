"""Texts as sound: made once a day for the same words in the same voice, however often they are asked for."""

import asyncio
import hashlib
import logging
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
from api.voice.schemas import Voice
from api.voice.workspace import asked
from channels.elevenlabs.settings import ElevenLabsSettings
from channels.elevenlabs.workspace import Workspace
from channels.failures import VendorError

log = logging.getLogger("smena.voice")
MIME_TYPE = "audio/mpeg"
ATTEMPTS = 3
LONGEST_WAIT = 3.0


async def spoken(db: Database, user: Principal, vault: Vault, text: str) -> tuple[bytes, Voice]:
    """The text as MP3, and whose voice it is; raises Conflict, Invalid or Unavailable with a sentence."""
    async with asked(db, vault) as workspace:
        voice = await chosen(db, user, workspace)
        key = key_of(text, voice.id)
        async with db.read(LOGIN) as tx:
            made: bytes | None = await tx.value(sql.speech, key=key)
        if made is None:
            made = await _made(workspace, text, voice.id)
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


def key_of(text: str, voice_id: str) -> bytes:
    """What is heard: the words, the voice and the model."""
    model = ElevenLabsSettings().elevenlabs_speaking_model
    return hashlib.sha256("\x00".join((model, voice_id, text)).encode("utf-8", "ignore")).digest()


async def _made(workspace: Workspace, text: str, voice_id: str) -> bytes:
    """Somebody waits: a vendor who is busy for a moment is asked again at once."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return await workspace.speak(text, voice_id)
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
    text: str,
) -> tuple[UUID, Voice]:
    """The text as a file of the client's: the same words in the same voice are the same file. Raises NotFound, and as `spoken`."""
    async with db.read(user) as tx:
        await clients.require(tx, client_id=client_id)
    audio, voice = await spoken(db, user, vault, text)
    file_id = uuid5(client_id, key_of(text, voice.id).hex())
    async with db.write(user) as tx:
        if await queries.restored_file(tx, file_id=file_id):
            return file_id, voice
    name = "voice.mp3"
    path = object_path(client_id, file_id, name)
    await storage.put(settings, authorization, path, audio, MIME_TYPE)
    async with db.write(user) as tx:
        await queries.register_file(
            tx,
            id=file_id,
            client_id=client_id,
            path=path,
            name=name,
            size_bytes=len(audio),
            mime_type=MIME_TYPE,
        )
    return file_id, voice
