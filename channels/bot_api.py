"""Telegram's Bot API (https://core.telegram.org/bots/api): the calls that Smena makes, and its errors by what they mean."""

import json
import logging
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Self

import httpx

# It writes addresses down, and the token is in each of them.
logging.getLogger("httpx").setLevel(logging.WARNING)
DEFAULT_URL = "https://api.telegram.org"
ANSWER_SECONDS = 20.0
LONGEST_TEXT = 4096


class BotError(Exception):
    """Telegram refused: nothing happened. `code`, the words and the parameters are Telegram's."""

    def __init__(self, code: int, description: str, parameters: Mapping[str, Any] | None = None) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.parameters = parameters or {}

    @property
    def is_chat_gone(self) -> bool:
        """The chat takes nothing from this bot any more: blocked, deleted, never there."""
        return self.code == 403 or (self.code == 400 and "chat not found" in self.description.lower())


class BotThrottled(BotError):
    """Too many calls; come back after so many seconds."""

    def __init__(self, description: str, retry_after: int) -> None:
        super().__init__(429, description, {"retry_after": retry_after})
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

    async def __aenter__(self) -> Self:
        """For a few calls; closed after them."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Closes what is open."""
        await self._http.aclose()

    async def get_me(self) -> dict[str, Any]:
        """The bot itself: `id`, `username`."""
        me: dict[str, Any] = await self.call("getMe", {})
        return me

    async def send_message(self, chat_id: int, text: str) -> int:
        """Sends plain text without link previews; the id of the message in the chat."""
        body = {
            "chat_id": chat_id,
            "text": text[:LONGEST_TEXT],
            "link_preview_options": {"is_disabled": True},
        }
        sent = await self.call("sendMessage", body)
        return int(sent["message_id"])

    async def get_updates(
        self, offset: int, seconds: int, allowed: Sequence[str] = ("message", "my_chat_member")
    ) -> list[dict[str, Any]]:
        """What came since `offset`, waiting up to `seconds` for it. Telegram lets one caller at a time wait."""
        body = {"offset": offset, "timeout": seconds, "allowed_updates": list(allowed)}
        updates: list[dict[str, Any]] = await self.call("getUpdates", body, wait=seconds)
        return updates

    async def call(
        self,
        method: str,
        body: Mapping[str, Any],
        *,
        files: Mapping[str, tuple[str, bytes, str]] | None = None,
        wait: float = 0,
    ) -> Any:
        """Any method. `files`: field -> name, content, type; `wait`: how long it may take beyond the usual. BotError,
        BotUnreachable, BotUnanswered."""
        sent: dict[str, Any] = {"data": _form(body), "files": files} if files else {"json": body}
        try:
            answer = await self._http.post(self._url + method, timeout=ANSWER_SECONDS + wait, **sent)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.UnsupportedProtocol) as error:
            raise BotUnreachable(self._told(error)) from None
        except httpx.HTTPError as error:
            raise BotUnanswered(self._told(error)) from None
        return _result(answer)

    def _told(self, error: Exception) -> str:
        """The error in words, never with the token that is in every address."""
        return f"{type(error).__name__}: {error}".replace(self._token, "***")


def _form(body: Mapping[str, Any]) -> dict[str, str]:
    """Beside a file parameters go as text, and what is no text as JSON."""
    return {name: value if isinstance(value, str) else json.dumps(value) for name, value in body.items()}


def _result(answer: httpx.Response) -> Any:
    error = refusal(answer.content)
    if error is not None:
        raise error
    try:
        return json.loads(answer.content)["result"]
    except (ValueError, KeyError, TypeError, RecursionError):
        # A gateway between us and Telegram spoke: whether Telegram has heard us, it does not say.
        raise BotUnanswered(f"{answer.status_code} without an answer of Telegram's") from None


def refusal(body: bytes) -> BotError | None:
    """Telegram's own words in an answer; None where somebody else spoke."""
    try:
        document = json.loads(body)
        code, description = int(document["error_code"]), str(document["description"])
        parameters = dict(document.get("parameters") or {})
        if code == 429:
            return BotThrottled(description, int(parameters.get("retry_after", 1)))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return BotError(code, description, parameters)
