"""What people do to the bot, as far as it concerns Smena: the parts of Telegram's updates that are read."""

from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody did in a private chat. `code` comes with a Start from a link of ours."""

    chat_id: int
    name: str
    language: str
    what: Literal["start", "stop", "blocked", "returned", "other"]
    code: str = ""


def understand(update: dict[str, Any]) -> Said | None:
    """None for groups, channels, and whatever else Telegram may tell."""
    told = update.get("message") or update.get("my_chat_member")
    if not isinstance(told, dict) or told.get("chat", {}).get("type") != "private":
        return None
    person: dict[str, Any] = told.get("from", {})
    what, code = _member(told) if "my_chat_member" in update else _words(str(told.get("text", "")))
    return Said(told["chat"]["id"], _name(person), str(person.get("language_code", ""))[:2], what, code)


def _member(told: dict[str, Any]) -> tuple[Literal["blocked", "returned"], str]:
    return ("blocked" if told.get("new_chat_member", {}).get("status") == "kicked" else "returned"), ""


def _words(text: str) -> tuple[Literal["start", "stop", "other"], str]:
    command, _, rest = text.strip().partition(" ")
    if command == "/start":
        return "start", rest.strip()
    return ("stop" if command == "/stop" else "other"), ""


def _name(person: dict[str, Any]) -> str:
    if person.get("username"):
        return f"@{person['username']}"
    return " ".join(filter(None, (person.get("first_name"), person.get("last_name")))) or "Telegram"
