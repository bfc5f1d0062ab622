"""One bot, the people who write to it, and the queue of its updates.

Shapes and words follow https://core.telegram.org/bots/api and answers of api.telegram.org. `Telegram.faults` breaks the
next calls of sendMessage; the knobs that all vendors have are in `simulator.core.faults`.
"""

import asyncio
import re
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

TOKEN = "100200:SIMULATED-token_for-Tests-0123456789abc"  # noqa: S105 -- opens nothing but this simulator
OWNER = 777000777
UPDATES_LIVE = 24 * 3600
FILES_LIVE = 3600
COMMAND = re.compile(r"/[a-z0-9_]+", re.IGNORECASE)


class Refusal(Exception):
    """An answer with `ok: false`."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters


@dataclass
class Faults:
    """What goes wrong with the next calls of sendMessage; each counts down."""

    throttle: int = 0  # 429, nothing is sent
    retry_after: int = 1
    internal: int = 0  # 500 in Telegram's words, nothing is sent
    gateway: int = 0  # 502 in a gateway's words after the message was sent
    vanish: int = 0  # the message is sent, the connection is cut without an answer
    delay_seconds: float = 0.0  # between taking a message and answering, for every call

    def take(self, name: str) -> bool:
        """True when this fault is due; it is used up by that."""
        left: int = getattr(self, name)
        if left:
            setattr(self, name, left - 1)
        return left > 0


@dataclass
class File:
    """A file of a message; `asked` is when its address was last given out."""

    id: str
    path: str
    mime: str
    content: bytes
    asked: float = 0.0


@dataclass
class Hook:
    """What setWebhook has set besides the address."""

    secret: str = ""
    last_error_date: int = 0
    last_error_message: str = ""


@dataclass
class Telegram:
    """The bot. `deliver` posts an update to the webhook; without it updates wait for getUpdates."""

    token: str = TOKEN
    username: str = "smena_test_bot"
    now: Callable[[], float] = time.time
    deliver: Callable[[dict[str, Any]], None] | None = None
    faults: Faults = field(default_factory=Faults)
    people: dict[int, dict[str, Any]] = field(default_factory=dict)
    blocked: set[int] = field(default_factory=set)
    deactivated: set[int] = field(default_factory=set)
    sent: list[dict[str, Any]] = field(default_factory=list)
    messages: dict[tuple[str, int, int], dict[str, Any]] = field(default_factory=dict)
    business: dict[str, dict[str, Any]] = field(default_factory=dict)
    heard_in_business: dict[tuple[str, int], float] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    updates: list[dict[str, Any]] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)
    webhook: str = ""
    hook: Hook = field(default_factory=Hook)
    revoked: bool = False
    born: dict[int, float] = field(default_factory=dict)
    news: asyncio.Event = field(default_factory=asyncio.Event)
    poll: asyncio.Future[None] | None = None
    last_update: int = 700
    _message_ids: dict[tuple[str, int], int] = field(default_factory=lambda: defaultdict(int))

    def __getstate__(self) -> dict[str, Any]:
        """What a file may keep: not the address of updates, not who waits for them."""
        return {name: value for name, value in vars(self).items() if name not in ("deliver", "news", "poll")}

    def __setstate__(self, kept: dict[str, Any]) -> None:
        """Back from a file; `deliver` is connected again by whoever read it."""
        self.__dict__.update(kept, deliver=None, news=asyncio.Event(), poll=None)

    # ---------------------------------------------------------------------------------------- the people's side

    def write(
        self, chat_id: int, text: str, *, first_name: str = "Анна", language: str = "ru", **more: Any
    ) -> dict[str, Any]:
        """A person writes to the bot in private; from now on the bot may write to him."""
        person = self.person(chat_id, first_name, language)
        entities = [] if (found := COMMAND.match(text)) is None else [_entity(found.end())]
        body = {"text": text, **({"entities": entities} if entities else {}), **more}
        return self.say(chat_id, person, body if text else more)

    def say(self, chat_id: int, person: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
        """A message of any kind from a person."""
        message = self.message(chat_id, body, person)
        self.tell("message", message)
        return message

    def person(
        self, chat_id: int, first_name: str = "Анна", language: str = "ru", username: str = ""
    ) -> dict[str, Any]:
        """Who he is now, and that he is there."""
        person = {"id": chat_id, "is_bot": False, "first_name": first_name, "language_code": language}
        known = username or self.people.get(chat_id, {}).get("username", "")
        self.people[chat_id] = {**person, **({"username": known} if known else {})}
        return self.people[chat_id]

    def block(self, chat_id: int, *, quietly: bool = False) -> None:
        """A person stops the bot; `quietly`: the update is not delivered."""
        self.blocked.add(chat_id)
        if not quietly:
            self._membership(chat_id, "member", "kicked")

    def unblock(self, chat_id: int) -> None:
        """A person lets the bot in again."""
        self.blocked.discard(chat_id)
        self._membership(chat_id, "kicked", "member")

    def texts(self, chat_id: int) -> list[str]:
        """What the bot has written to a person."""
        return [
            message["text"] for message in self.sent if message["chat"]["id"] == chat_id and "text" in message
        ]

    def _membership(self, chat_id: int, old: str, new: str) -> None:
        states = {
            "old_chat_member": {"user": self.me(), "status": old},
            "new_chat_member": {"user": self.me(), "status": new},
        }
        chat = {"id": chat_id, "type": "private"}
        self.tell(
            "my_chat_member", {"chat": chat, "from": self.people[chat_id], "date": self.date(), **states}
        )

    # ---------------------------------------------------------------------------------------- messages and updates

    def message(
        self, chat_id: int, body: dict[str, Any], sender: dict[str, Any] | None = None, connection: str = ""
    ) -> dict[str, Any]:
        """A new message in a chat; ids count up by chat, in business chats by connection too."""
        self._message_ids[connection, chat_id] += 1
        number = self._message_ids[connection, chat_id]
        chat = {**{k: v for k, v in self.people.get(chat_id, {}).items() if k in ("first_name", "username")}}
        made = {
            "message_id": number,
            "from": sender or self.me(),
            "chat": {"id": chat_id, **chat, "type": "private"},
            "date": self.date(),
            **({"business_connection_id": connection} if connection else {}),
            **body,
        }
        self.messages[connection, chat_id, number] = made
        return made

    def tell(self, kind: str, body: dict[str, Any]) -> dict[str, Any]:
        """An update for the bot, by webhook or for the next getUpdates."""
        self.last_update += 1
        update = {"update_id": self.last_update, kind: body}
        if self.webhook and self.allowed and kind not in self.allowed:
            return update
        self.updates.append(update)
        self.born[self.last_update] = self.now()
        if self.webhook and self.deliver is not None:
            self.deliver(update)
        self.news.set()
        return update

    def waiting(self) -> list[dict[str, Any]]:
        """Updates that nobody has taken; after a day they are gone."""
        oldest = self.now() - UPDATES_LIVE
        self.updates = [u for u in self.updates if self.born.get(u["update_id"], oldest) >= oldest]
        return self.updates

    def taken(self, update_id: int) -> None:
        """The webhook has answered 200 for it."""
        self.updates = [update for update in self.updates if update["update_id"] != update_id]

    def file(self, kind: str, mime: str, content: bytes) -> File:
        """A file with an id of its own."""
        number = len(self.files) + 1
        made = File(f"AgACAgIAAxkB{kind}{number:06}", f"{kind}s/file_{number}", mime, content)
        self.files[made.id] = made
        return made

    def me(self) -> dict[str, Any]:
        """The bot as a user."""
        return {
            "id": self.bot_id,
            "is_bot": True,
            "first_name": "Smena (simulated)",
            "username": self.username,
        }

    def date(self) -> int:
        """Now, in whole seconds."""
        return int(self.now())

    @property
    def bot_id(self) -> int:
        """The number before the colon of the token."""
        return int(self.token.split(":", maxsplit=1)[0])


def _entity(length: int) -> dict[str, Any]:
    return {"offset": 0, "length": length, "type": "bot_command"}
