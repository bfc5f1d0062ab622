"""What was said, by whom and when: turns of a talk, and how people read them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# Who speaks, by the language of the reader.
ROLES: Mapping[str, Mapping[str, str]] = {
    "ru": {"assistant": "Помощник", "agent": "Менеджер", "customer": "Клиент", "speaker": "Голос"},
    "uk": {"assistant": "Помічник", "agent": "Менеджер", "customer": "Клієнт", "speaker": "Голос"},
    "en": {"assistant": "Assistant", "agent": "Manager", "customer": "Client", "speaker": "Voice"},
}


@dataclass(frozen=True, slots=True)
class Turn:
    """One stretch of one voice: `agent`, `customer`, `speaker_0`, or nobody in particular; `start` in seconds."""

    speaker: str
    start: float
    text: str


@dataclass(frozen=True, slots=True)
class Transcript:
    """A recording as text. `language` is the vendor's code (ISO 639-3)."""

    turns: Sequence[Turn]
    language: str
    seconds: float


def roles_in(language: str) -> Mapping[str, str]:
    """The words for who speaks."""
    return ROLES.get(language[:2].lower(), ROLES["ru"])


def of_reply(reply: Mapping[str, Any]) -> Transcript:
    """A transcript as the vendor answers it, also one with a part for each channel of a stereo recording."""
    parts = reply.get("transcripts") or [reply]
    turns = [turn for part in parts for turn in _turns(part)]
    seconds = reply.get("audio_duration_secs") or max((turn.start for turn in turns), default=0.0)
    return Transcript(
        sorted(turns, key=lambda turn: turn.start), str(parts[0].get("language_code") or ""), float(seconds)
    )


def _turns(part: Mapping[str, Any]) -> Iterable[Turn]:
    """Words that follow each other in one voice are one turn."""
    found: list[Turn] = []
    for word in part.get("words") or ():
        speaker, text = str(word.get("speaker_id") or ""), str(word.get("text") or "")
        if found and found[-1].speaker == speaker:
            found[-1] = Turn(speaker, found[-1].start, found[-1].text + text)
        elif word.get("type") != "spacing":
            found.append(Turn(speaker, float(word.get("start") or 0), text))
    told = [Turn(turn.speaker, turn.start, turn.text.strip()) for turn in found if turn.text.strip()]
    text = str(part.get("text") or "").strip()
    return told or ([Turn("", 0.0, text)] if text else [])


def spoken(turns: Sequence[Turn], roles: Mapping[str, str]) -> str:
    """A line for each turn, with its moment; names only where there are several voices."""
    several = len({turn.speaker for turn in turns}) > 1
    return "\n".join(
        f"{clock(turn.start)} {_name(turn.speaker, roles)}: {turn.text}"
        if several
        else f"{clock(turn.start)} {turn.text}"
        for turn in turns
    )


def _name(speaker: str, roles: Mapping[str, str]) -> str:
    number = speaker.removeprefix("speaker_")
    return roles.get(speaker) or (
        f"{roles['speaker']} {int(number) + 1}" if number.isdigit() else roles["speaker"]
    )


def clock(seconds: float) -> str:
    """2:05, 1:02:05."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
