"""One workspace through the official SDK, with the faults of it that are known kept away.

Its own retry sends a form again without the fields of it (the model of a recording), so it never retries (`ONCE`): whoever asks here
tries again himself, with everything. What it streams is asked for only when it is read. It raises bare errors of the connection.
"""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO, Any, Literal, TypeVar

import httpx
from elevenlabs.client import AsyncElevenLabs
from elevenlabs.core import ApiError, RequestOptions

from channels.elevenlabs.refusals import classify
from channels.elevenlabs.settings import ElevenLabsSettings
from channels.elevenlabs.transcripts import Transcript, of_reply
from channels.failures import Failure, VendorError

Answer = TypeVar("Answer")
SoundFormat = Literal["mp3_44100_64", "opus_48000_64"]
ANSWER_SECONDS, SPEAK_SECONDS, HEAR_SECONDS = 20, 60, 240
MOST_VOICES, MOST_PAGES = 100, 20
WEBHOOK_NAME = "Smena"
EVENTS = ("transcript", "call_initiation_failure")


@dataclass(frozen=True, slots=True)
class Quota:
    """Characters of the plan; what is heard is counted in them, too."""

    used: int
    limit: int
    resets_at: datetime | None
    plan: str


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice of the workspace."""

    id: str
    name: str
    language: str


@dataclass(frozen=True, slots=True)
class Recording:
    """A sound in a file that is read as it is sent."""

    name: str
    file: IO[bytes]
    mime_type: str


@dataclass(frozen=True, slots=True)
class Given:
    """What the vendor calls a recording that he will hear: his webhook by the request, his answers by the result."""

    request_id: str
    transcription_id: str


class Workspace:
    """The calls that Smena makes. Each raises VendorError with what the refusal means."""

    def __init__(self, api_key: str, settings: ElevenLabsSettings) -> None:
        self._key, self._settings = api_key, settings

    async def identity(self) -> tuple[str, str]:
        """Id of the workspace, and what its plan is called: a question that changes nothing."""
        user = await self._asked(lambda eleven: eleven.user.get(request_options=_once()))
        # A lenient model: what the vendor leaves out is missing without a word.
        found = getattr(user, "workspace_id", None) or getattr(user, "user_id", None)
        if not found:
            raise VendorError(Failure("retry", "unreadable"))
        return str(found), str(getattr(user, "first_name", None) or "ElevenLabs")

    async def quota(self) -> Quota:
        """What is used up."""
        plan = await self._asked(lambda eleven: eleven.user.subscription.get(request_options=_once()))
        reset = getattr(plan, "next_character_count_reset_unix", None)
        return Quota(
            int(getattr(plan, "character_count", 0) or 0),
            int(getattr(plan, "character_limit", 0) or 0),
            datetime.fromtimestamp(reset, UTC) if reset else None,
            str(getattr(plan, "tier", "") or ""),
        )

    async def voices(self) -> list[Voice]:
        """All voices, at most a hundred."""
        found: list[Voice] = []
        token: str | None = None
        for _ in range(MOST_PAGES):
            page = await self._voices_page(token)
            found += [_voice(voice) for voice in page.voices or ()]
            token = page.next_page_token
            if not page.has_more or not token or len(found) >= MOST_VOICES:
                break
        return found[:MOST_VOICES]

    async def _voices_page(self, token: str | None) -> Any:
        return await self._asked(
            lambda eleven: eleven.voices.search(
                page_size=MOST_VOICES, next_page_token=token, request_options=_once()
            )
        )

    async def speak(self, text: str, voice_id: str, output_format: SoundFormat) -> bytes:
        """The text as sound. Whether Opus comes in Ogg the vendor does not promise, and not every plan has it."""

        async def asked(eleven: AsyncElevenLabs) -> bytes:
            parts = eleven.text_to_speech.convert(
                voice_id,
                text=text,
                model_id=self._settings.elevenlabs_speaking_model,
                output_format=output_format,
                request_options=_once(SPEAK_SECONDS),
            )
            return b"".join([part async for part in parts])

        return await self._asked(asked)

    async def hear(self, recording: Recording) -> Transcript:
        """A recording as text, its voices told apart; in the language that it is in. The connection waits for it."""
        return of_reply(_plain(await self._heard(recording)))

    async def give(self, recording: Recording, webhook_id: str) -> Given:
        """A long recording, to be heard when the vendor comes to it: he tells the webhook, and whoever asks for it by its name."""
        given = _plain(await self._heard(recording, webhook=True, webhook_id=webhook_id))
        if not given.get("request_id") or not given.get("transcription_id"):
            raise VendorError(Failure("retry", "unreadable"))
        return Given(str(given["request_id"]), str(given["transcription_id"]))

    async def collect(self, transcription_id: str) -> Transcript | None:
        """What became of a recording that was given; None: he is still at it."""
        try:
            found = await self._asked(
                lambda eleven: eleven.speech_to_text.transcripts.get(
                    transcription_id, request_options=_once(HEAR_SECONDS)
                )
            )
        except VendorError as error:
            if error.failure.kind != "permanent":
                raise
            return None
        return of_reply(_plain(found))

    async def _heard(self, recording: Recording, **way: Any) -> Any:
        async def asked(eleven: AsyncElevenLabs) -> Any:
            recording.file.seek(0)
            return await eleven.speech_to_text.convert(
                model_id=self._settings.elevenlabs_hearing_model,
                file=(recording.name, recording.file, recording.mime_type),
                diarize=True,
                detect_speaker_roles=True,
                request_options=_once(HEAR_SECONDS),
                **way,
            )

        return await self._asked(asked)

    async def calls(self, since: datetime) -> AsyncIterator[list[Any]]:
        """Calls that began since then, newest first, by pages: `conversation_id`, `status`, `start_time_unix_secs`."""
        cursor: str | None = None
        for _ in range(MOST_PAGES):
            page = await self._calls_page(since, cursor)
            yield list(page.conversations or ())
            cursor = page.next_cursor
            if not page.has_more or not cursor:
                return

    async def _calls_page(self, since: datetime, cursor: str | None) -> Any:
        return await self._asked(
            lambda eleven: eleven.conversational_ai.conversations.list(
                call_start_after_unix=int(since.timestamp()),
                page_size=100,
                cursor=cursor,
                request_options=_once(),
            )
        )

    async def call(self, conversation_id: str) -> dict[str, Any]:
        """All of one call, as its webhook has it."""
        found = await self._asked(
            lambda eleven: eleven.conversational_ai.conversations.get(
                conversation_id, request_options=_once()
            )
        )
        return _plain(found)

    # ---------------------------------------------------------------------------------------- webhooks

    async def make_webhook(self, url: str) -> tuple[str, str]:
        """A webhook for the address; its id, and its secret, which is told this once."""
        made = await self._asked(
            lambda eleven: eleven.webhooks.create(
                settings={"auth_type": "hmac", "name": WEBHOOK_NAME, "webhook_url": url},  # type: ignore[arg-type]  # a model or its fields
                request_options=_once(),
            )
        )
        return str(made.webhook_id), str(made.webhook_secret or "")

    async def webhooks(self) -> list[tuple[str, str, bool]]:
        """Id, address, and whether it is off: by somebody, or by the vendor after a week of failures."""
        page = await self._asked(lambda eleven: eleven.webhooks.list(request_options=_once()))
        return [
            (str(one.webhook_id), str(one.webhook_url), bool(one.is_disabled or one.is_auto_disabled))
            for one in page.webhooks or ()
        ]

    async def wake_webhook(self, webhook_id: str) -> None:
        """On, and with the retries that the vendor leaves off."""
        await self._asked(
            lambda eleven: eleven.webhooks.update(
                webhook_id,
                is_disabled=False,
                name=WEBHOOK_NAME,
                retry_enabled=True,
                request_options=_once(),
            )
        )

    async def remove_webhook(self, webhook_id: str) -> None:
        """Takes it away."""
        await self._asked(lambda eleven: eleven.webhooks.delete(webhook_id, request_options=_once()))

    async def post_call_webhook(self) -> str:
        """Which webhook gets the calls of the whole workspace; empty: none."""
        found = await self._asked(
            lambda eleven: eleven.conversational_ai.settings.get(request_options=_once())
        )
        return str(getattr(getattr(found, "webhooks", None), "post_call_webhook_id", None) or "")

    async def choose_post_call_webhook(self, webhook_id: str) -> None:
        """Calls go there from now on."""
        chosen: Any = {"post_call_webhook_id": webhook_id or None, "events": list(EVENTS)}
        await self._asked(
            lambda eleven: eleven.conversational_ai.settings.update(webhooks=chosen, request_options=_once())
        )

    # ---------------------------------------------------------------------------------------- the wire

    async def _asked(self, call: Callable[[AsyncElevenLabs], Awaitable[Answer]]) -> Answer:
        async with self._client() as eleven:
            try:
                return await call(eleven)
            except ApiError as error:
                raise VendorError(classify(error.status_code or 0, error.body)) from None
            except (httpx.ConnectError, httpx.ConnectTimeout, httpx.UnsupportedProtocol) as error:
                raise VendorError(Failure("retry", "unreachable", type(error).__name__)) from None
            except httpx.HTTPError as error:
                raise VendorError(Failure("retry", "unanswered", type(error).__name__)) from None

    @asynccontextmanager
    async def _client(self) -> AsyncIterator[AsyncElevenLabs]:
        async with httpx.AsyncClient(timeout=ANSWER_SECONDS, follow_redirects=False) as http:
            yield AsyncElevenLabs(
                api_key=self._key, base_url=self._settings.elevenlabs_base_url, httpx_client=http
            )


def _once(seconds: int = ANSWER_SECONDS) -> RequestOptions:
    return {"max_retries": 0, "timeout_in_seconds": seconds}


def _voice(voice: Any) -> Voice:
    labels = voice.labels or {}
    return Voice(str(voice.voice_id), str(voice.name or voice.voice_id), str(labels.get("language") or ""))


def _plain(model: Any) -> dict[str, Any]:
    """A model of the SDK as the JSON that it came from."""
    found: dict[str, Any] = json.loads(model.model_dump_json(by_alias=True))
    return found
