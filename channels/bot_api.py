"""Telegram's Bot API (https://core.telegram.org/bots/api): the calls that Smena makes, and its errors by what they mean."""

import json
from typing import Any

import httpx

DEFAULT_URL = "https://api.telegram.org"
ANSWER_SECONDS = 20.0
LONGEST_TEXT = 4096


class BotError(Exception):
    """Telegram refused: nothing happened. `code` and the words are Telegram's."""

    def __init__(self, code: int, description: str) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description

    @property
    def is_chat_gone(self) -> bool:
        """The chat takes nothing from this bot any more: blocked, deleted, never there."""
        return self.code == 403 or (self.code == 400 and "chat not found" in self.description.lower())


class BotThrottled(BotError):
    """Too many calls; come back after so many seconds."""

    def __init__(self, description: str, retry_after: int) -> None:
        super().__init__(429, description)
        self.retry_after = retry_after


class BotUnreachable(Exception):
    """No connection came about: nothing happened."""


class BotUnanswered(Exception):
    """The call went out and no answer came back: it may have happened."""


class BotApi:
    """One bot. A connection a call: on one kept open, a lost answer and a stale connection look the same."""

    def __init__(self, token: str, base_url: str = DEFAULT_URL) -> None:
        self._token = token
        self._url = f"{base_url.rstrip('/')}/bot{token}/"
        self._http = httpx.AsyncClient(limits=httpx.Limits(max_keepalive_connections=0))

    async def close(self) -> None:
        """Closes what is open."""
        await self._http.aclose()

    async def get_me(self) -> dict[str, Any]:
        """The bot itself: `id`, `username`."""
        me: dict[str, Any] = await self._call("getMe", {})
        return me

    async def send_message(self, chat_id: int, text: str) -> int:
        """Sends plain text without link previews; the id of the message in the chat."""
        body = {
            "chat_id": chat_id,
            "text": text[:LONGEST_TEXT],
            "link_preview_options": {"is_disabled": True},
        }
        sent = await self._call("sendMessage", body)
        return int(sent["message_id"])

    async def get_updates(self, offset: int, seconds: int) -> list[dict[str, Any]]:
        """What came since `offset`, waiting up to `seconds` for it. Telegram lets one caller at a time wait."""
        body = {"offset": offset, "timeout": seconds, "allowed_updates": ["message", "my_chat_member"]}
        updates: list[dict[str, Any]] = await self._call("getUpdates", body, wait=seconds)
        return updates

    async def _call(self, method: str, body: dict[str, Any], *, wait: float = 0) -> Any:
        try:
            answer = await self._http.post(self._url + method, json=body, timeout=ANSWER_SECONDS + wait)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.UnsupportedProtocol) as error:
            raise BotUnreachable(self._told(error)) from None
        except httpx.HTTPError as error:
            raise BotUnanswered(self._told(error)) from None
        return _result(answer)

    def _told(self, error: Exception) -> str:
        """The error in words, never with the token that is in every address."""
        return f"{type(error).__name__}: {error}".replace(self._token, "***")


def _result(answer: httpx.Response) -> Any:
    try:
        document = json.loads(answer.content)
        if document["ok"]:
            return document["result"]
        code, description = int(document["error_code"]), str(document["description"])
    except (ValueError, KeyError, TypeError):
        # A gateway between us and Telegram spoke: whether Telegram has heard us, it does not say.
        raise BotUnanswered(f"{answer.status_code} without an answer of Telegram's") from None
    if code == 429:
        raise BotThrottled(description, int(document.get("parameters", {}).get("retry_after", 1)))
    raise BotError(code, description)
