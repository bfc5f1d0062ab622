"""What chats and messages of Telegram's are called here: numbers of messages mean something only beside their chat.

Nor is a chat with its number enough: another bot, connected to the same source later, counts from 1 again. So the moment of
sending, which edits and answers repeat, is part of the name; in business chats the connection is, and no withdrawal tells a moment.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

BUSINESS = "business:"


@dataclass(frozen=True, slots=True)
class Chat:
    """A person's chat with the bot or, with a `connection`, with whoever attached the bot to his business account."""

    chat_id: int
    connection: str = ""

    @property
    def thread_key(self) -> str:
        """The conversation."""
        return f"{BUSINESS}{self.address}" if self.connection else f"chat:{self.chat_id}"

    @property
    def address(self) -> str:
        """Whom to answer, and as whom."""
        return f"{self.connection}:{self.chat_id}" if self.connection else str(self.chat_id)

    def message(self, message: Mapping[str, Any]) -> str:
        """A message of Telegram's in this chat."""
        number = int(message["message_id"])
        if self.connection:
            return f"{self.thread_key}:{number}"
        return f"{self.chat_id}:{number}:{int(message['date'])}"


def chat_at(address: str) -> Chat:
    """The chat of an address."""
    connection, _, number = address.rpartition(":")
    return Chat(int(number), connection)


def is_business(external_id: str) -> bool:
    """Does a message stand in somebody's own business chat?"""
    return external_id.startswith(BUSINESS)


def number_of(external_id: str) -> int:
    """Telegram's number of a message."""
    parts = external_id.split(":")
    return int(parts[-1] if is_business(external_id) else parts[1])
