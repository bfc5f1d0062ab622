"""What Telegram's refusals mean (https://core.telegram.org/bots/api#making-requests), and calls that end in one."""

from collections.abc import Mapping
from typing import Any

from channels.bot_api import BotApi, BotError, BotUnanswered, BotUnreachable, refusal
from channels.failures import Failure, FailureKind, VendorError

A_MINUTE = 60


class ChatMoved(VendorError):
    """The chat has another id from now on; nothing was sent."""

    def __init__(self, chat_id: int) -> None:
        super().__init__(Failure("permanent", "chat_moved"))
        self.chat_id = chat_id


async def called(
    token: str,
    base_url: str,
    method: str,
    body: Mapping[str, Any],
    *,
    sending: bool = False,
    files: Mapping[str, tuple[str, bytes, str]] | None = None,
    wait: float = 0,
) -> Any:
    """The result of a method. Raises VendorError; `sending`: without an answer it may have happened."""
    try:
        async with BotApi(token, base_url) as bot:
            return await bot.call(method, body, files=files, wait=wait)
    except BotUnreachable as error:
        raise VendorError(Failure("retry", "unreachable", str(error))) from None
    except BotUnanswered as error:
        raise VendorError(_unanswered(str(error), sending=sending)) from None
    except BotError as error:
        moved = error.parameters.get("migrate_to_chat_id")
        if isinstance(moved, int):
            raise ChatMoved(moved) from None
        raise VendorError(meaning(error, sending=sending)) from None


def classify(status: int, body: bytes, *, sending: bool) -> Failure:
    """Of an answer as it came; a gateway's word is no proof that nothing happened."""
    error = refusal(body)
    if error is not None:
        return meaning(error, sending=sending)
    if status == 429:
        return Failure("throttle", "too_often", str(status), A_MINUTE)
    if status >= 500:
        return _unanswered(str(status), sending=sending)
    return Failure("permanent", "refused", str(status))


def meaning(error: BotError, *, sending: bool) -> Failure:
    """The first line that holds. Telegram tells exactly how long to wait."""
    code, words = error.code, error.description.lower()
    if code == 429:
        wait = error.parameters.get("retry_after")
        return Failure("throttle", "too_often", str(error), max(int(wait), 1) if wait else A_MINUTE)
    lines: tuple[tuple[bool, FailureKind, str], ...] = (
        (code in (401, 404), "reauth", "access_lost"),
        ("business_peer_usage_missing" in words, "permanent", "window_closed"),
        ("business connection not found" in words, "permanent", "not_connected"),
        ("business_connection_not_allowed" in words, "permanent", "not_allowed"),
        (code == 403, "recipient_gone", "recipient_gone"),
        ("chat not found" in words, "permanent", "chat_not_found"),
        (code == 409, "retry", "another_listener"),
        (code == 413 or "too big" in words or "too large" in words, "permanent", "file_too_big"),
        (code == 500, "retry", "unavailable"),
        (code > 500, "ambiguous" if sending else "retry", "unanswered"),
    )
    kind, reason = next(((kind, reason) for holds, kind, reason in lines if holds), ("permanent", "refused"))
    return Failure(kind, reason, str(error))


def _unanswered(words: str, *, sending: bool) -> Failure:
    return Failure("ambiguous" if sending else "retry", "unanswered", words)
