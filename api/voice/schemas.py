"""Speech in and out."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from api.clients.schemas import ClientFile
from api.kit.schemas import Payload

SpokenText = Annotated[str, Field(min_length=1, max_length=3_000)]


class Voice(BaseModel):
    """A voice that can be chosen."""

    id: str
    name: str


class OfferedVoice(Voice):
    """A voice of the workspace."""

    language: str = Field(description="As the vendor labels it; empty when it does not.")


class VoiceChoice(Payload):
    """The voice that speaks for the company from now on."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,100}$")]


class VoiceState(BaseModel):
    """What speech takes, without asking the vendor."""

    connected: bool = Field(description="Is there a key: of a connected source, or of the installation?")
    simulated: bool = Field(description="Is the vendor a simulator on this machine?")
    voice: Voice | None = Field(description="The chosen voice; null: the first of the workspace.")


class VoiceQuota(BaseModel):
    """What is left of the plan, in characters; recordings are counted in them, too."""

    used: int
    limit: int
    left: int
    exhausted: bool
    resets_at: datetime | None
    plan: str


class RecordingToHear(Payload):
    """A recording: the path of one of the client's files, or of a file that came with one of his messages."""

    path: Annotated[str, Field(min_length=1, max_length=400)]


class Transcription(BaseModel):
    """What became of a recording. What was said is in the timeline, as the entry `interaction_id`."""

    id: UUID
    path: str
    name: str
    state: Literal["pending", "done", "failed"]
    reason: str | None = Field(
        description="Why it still waits (hearing: the vendor is at it; quota_exceeded, busy, access_lost, not_connected, ...), or never will be."
    )
    seconds: int | None = Field(description="Length of the recording.")
    interaction_id: UUID | None
    created_at: datetime
    next_attempt_at: datetime


class TextToSpeak(Payload):
    """What the client is to hear."""

    text: SpokenText
    as_note: bool = Field(
        False,
        description="As a voice note (Ogg/Opus), for channels that show one; MP3 where the plan has none.",
    )


class VoiceMessage(BaseModel):
    """The text as a file of the client's: to be heard first, then sent as any other file."""

    file: ClientFile
    voice: Voice


class Briefing(BaseModel):
    """The day in words: to read, or to listen to."""

    text: str
    can_speak: bool = Field(description="Is there a voice to read it aloud?")
