"""The methods of the Bot API that a CRM needs, with their refusals (https://core.telegram.org/bots/api#available-methods)."""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from simulator.core.forms import Upload
from simulator.telegram.bot import Hook, Refusal, Telegram

LONGEST_TEXT, LONGEST_CAPTION = 4096, 1024
LONGEST_POLL = 50
MEGABYTE = 1024 * 1024
MOST_SENT, MOST_FETCHED = 50 * MEGABYTE, 20 * MEGABYTE
PORTS = (443, 80, 88, 8443)
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
BUSINESS_WINDOW = 24 * 3600
LOOPBACK = ("127.0.0.1", "localhost")

Given = Mapping[str, Any]


async def get_me(bot: Telegram, _given: Given) -> dict[str, Any]:
    """https://core.telegram.org/bots/api#getme"""
    return {**bot.me(), "can_connect_to_business": True, "can_join_groups": False}


async def send_message(bot: Telegram, given: Given) -> dict[str, Any]:
    """https://core.telegram.org/bots/api#sendmessage"""
    text = str(given.get("text") or "")
    _chat_id(given)
    if not text.strip():
        raise Refusal(400, "Bad Request: message text is empty")
    if len(text) > LONGEST_TEXT:
        raise Refusal(400, "Bad Request: message is too long")
    if bot.faults.take("throttle"):
        after = bot.faults.retry_after
        raise Refusal(429, f"Too Many Requests: retry after {after}", retry_after=after)
    if bot.faults.take("internal"):
        raise Refusal(500, "Internal Server Error")
    message = _sent(bot, given, {"text": text})
    await asyncio.sleep(bot.faults.delay_seconds)
    return message


def sending(kind: str, mime: str) -> Callable[[Telegram, Given], Awaitable[dict[str, Any]]]:
    """sendPhoto and its like: an upload, the id of a known file, or an address."""

    async def send(bot: Telegram, given: Given) -> dict[str, Any]:
        _chat_id(given)
        caption = str(given.get("caption") or "")
        if len(caption) > LONGEST_CAPTION:
            raise Refusal(400, "Bad Request: message caption is too long")
        file = _file(bot, kind, mime, given.get(kind))
        shown: Any = [file] if kind == "photo" else file
        return _sent(bot, given, {kind: shown, **({"caption": caption} if caption else {})})

    return send


def _file(bot: Telegram, kind: str, mime: str, given: Any) -> dict[str, Any]:
    if isinstance(given, Upload):
        if len(given.content) > MOST_SENT:
            raise Refusal(413, "Request Entity Too Large")
        known = bot.file(kind, given.content_type or mime, given.content)
    elif str(given) in bot.files:
        known = bot.files[str(given)]
    elif str(given).startswith(("https://", "http://")):
        known = bot.file(kind, mime, b"simulated")
    else:
        raise Refusal(400, f"Bad Request: there is no {kind} in the request")
    return shown_file(bot, known.id)


def shown_file(bot: Telegram, file_id: str) -> dict[str, Any]:
    """A file as messages carry it."""
    file = bot.files[file_id]
    size = {"file_id": file.id, "file_unique_id": file.id[-10:], "file_size": len(file.content)}
    return {
        **size,
        **({"width": 90, "height": 90} if file.path.startswith("photo") else {"mime_type": file.mime}),
    }


def _chat_id(given: Given) -> int:
    value = given.get("chat_id")
    if value in (None, ""):
        raise Refusal(400, "Bad Request: chat_id is empty")
    try:
        return int(str(value))
    except ValueError:
        raise Refusal(400, "Bad Request: chat not found") from None


def _sent(bot: Telegram, given: Given, body: dict[str, Any]) -> dict[str, Any]:
    """The message in its chat, if the chat takes it."""
    chat_id, connection = _chat_id(given), str(given.get("business_connection_id") or "")
    if chat_id not in bot.people:
        raise Refusal(400, "Bad Request: chat not found")
    if connection:
        _check_business(bot, connection, chat_id)
    elif chat_id in bot.blocked:
        raise Refusal(403, "Forbidden: bot was blocked by the user")
    elif chat_id in bot.deactivated:
        raise Refusal(403, "Forbidden: user is deactivated")
    above = _above(bot, given, connection, chat_id)
    message = bot.message(chat_id, {**body, **above}, connection=connection)
    bot.sent.append(message)
    return message


def _check_business(bot: Telegram, connection: str, chat_id: int) -> None:
    found = bot.business.get(connection)
    if found is None:
        raise Refusal(400, "Bad Request: business connection not found")
    if not found["is_enabled"] or not found["rights"].get("can_reply"):
        raise Refusal(403, "Forbidden: BUSINESS_CONNECTION_NOT_ALLOWED")
    if bot.now() - bot.heard_in_business.get((connection, chat_id), 0) > BUSINESS_WINDOW:
        raise Refusal(400, "Bad Request: BUSINESS_PEER_USAGE_MISSING")


def _above(bot: Telegram, given: Given, connection: str, chat_id: int) -> dict[str, Any]:
    wanted = given.get("reply_parameters")
    parameters = json.loads(wanted) if isinstance(wanted, str) else wanted or {}
    if not parameters:
        return {}
    found = bot.messages.get((connection, chat_id, int(parameters.get("message_id", 0))))
    if found is None and not parameters.get("allow_sending_without_reply"):
        raise Refusal(400, "Bad Request: message to be replied not found")
    return {} if found is None else {"reply_to_message": found}


async def edit_message_text(bot: Telegram, given: Given) -> dict[str, Any]:
    """https://core.telegram.org/bots/api#editmessagetext"""
    key = (str(given.get("business_connection_id") or ""), _chat_id(given), int(given.get("message_id") or 0))
    message, text = bot.messages.get(key), str(given.get("text") or "")
    if message is None:
        raise Refusal(400, "Bad Request: message to edit not found")
    if message.get("text") == text:
        raise Refusal(400, "Bad Request: message is not modified")
    message.update(text=text, edit_date=bot.date())
    return message


async def send_chat_action(bot: Telegram, given: Given) -> bool:
    """https://core.telegram.org/bots/api#sendchataction"""
    if _chat_id(given) not in bot.people:
        raise Refusal(400, "Bad Request: chat not found")
    return True


async def answer_callback_query(_bot: Telegram, given: Given) -> bool:
    """https://core.telegram.org/bots/api#answercallbackquery"""
    if not given.get("callback_query_id"):
        raise Refusal(
            400, "Bad Request: query is too old and response timeout expired or query ID is invalid"
        )
    return True


async def get_file(bot: Telegram, given: Given) -> dict[str, Any]:
    """https://core.telegram.org/bots/api#getfile: an address for an hour, for up to 20 MB."""
    file = bot.files.get(str(given.get("file_id")))
    if file is None:
        raise Refusal(400, "Bad Request: invalid file_id")
    if len(file.content) > MOST_FETCHED:
        raise Refusal(400, "Bad Request: file is too big")
    file.asked = bot.now()
    return {
        "file_id": file.id,
        "file_unique_id": file.id[-10:],
        "file_size": len(file.content),
        "file_path": file.path,
    }


async def get_business_connection(bot: Telegram, given: Given) -> dict[str, Any]:
    """https://core.telegram.org/bots/api#getbusinessconnection"""
    found = bot.business.get(str(given.get("business_connection_id")))
    if found is None:
        raise Refusal(400, "Bad Request: business connection not found")
    return found


async def set_webhook(bot: Telegram, given: Given) -> bool:
    """https://core.telegram.org/bots/api#setwebhook. Plain HTTP and any port on loopback only: the one thing that is laxer."""
    url, secret = str(given.get("url") or ""), str(given.get("secret_token") or "")
    if not url:
        return await delete_webhook(bot, given)
    parts = urlsplit(url)
    if parts.hostname not in LOOPBACK:
        if parts.scheme != "https":
            raise Refusal(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
        if (parts.port or 443) not in PORTS:
            raise Refusal(
                400, "Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"
            )
    if secret and not SECRET.fullmatch(secret):
        raise Refusal(400, "Bad Request: secret token contains unallowed characters")
    bot.webhook, bot.hook = url, Hook(secret)
    _allow(bot, given)
    _drop_pending(bot, given)
    for update in list(bot.waiting()):
        if bot.deliver is not None:
            bot.deliver(update)
    return True


async def delete_webhook(bot: Telegram, given: Given) -> bool:
    """https://core.telegram.org/bots/api#deletewebhook"""
    bot.webhook, bot.hook = "", Hook()
    _drop_pending(bot, given)
    return True


def _drop_pending(bot: Telegram, given: Given) -> None:
    if str(given.get("drop_pending_updates")).lower() == "true":
        bot.updates = []


def _allow(bot: Telegram, given: Given) -> None:
    """The list stays as it was when it is not named."""
    wanted = given.get("allowed_updates")
    if wanted is not None:
        bot.allowed = json.loads(wanted) if isinstance(wanted, str) else list(wanted)


async def get_webhook_info(bot: Telegram, _given: Given) -> dict[str, Any]:
    """https://core.telegram.org/bots/api#getwebhookinfo"""
    info: dict[str, Any] = {
        "url": bot.webhook,
        "has_custom_certificate": False,
        "pending_update_count": len(bot.waiting()),
        "max_connections": 40,
        "allowed_updates": bot.allowed,
    }
    if bot.hook.last_error_date:
        info |= {
            "last_error_date": bot.hook.last_error_date,
            "last_error_message": bot.hook.last_error_message,
        }
    return info


async def get_updates(bot: Telegram, given: Given) -> list[dict[str, Any]]:
    """https://core.telegram.org/bots/api#getupdates: confirms what lies before `offset`; one caller at a time."""
    if bot.webhook:
        raise Refusal(
            409,
            "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
        )
    if bot.poll and not bot.poll.done():
        bot.poll.set_result(None)
    bot.poll = mine = asyncio.get_running_loop().create_future()
    _allow(bot, given)
    offset, seconds = int(given.get("offset") or 0), min(int(given.get("timeout") or 0), LONGEST_POLL)
    bot.updates = [update for update in bot.waiting() if update["update_id"] >= offset]
    wanted = await _awaited(bot, mine, seconds)
    mine.cancel()
    return wanted[: int(given.get("limit") or 100)]


async def _awaited(bot: Telegram, mine: asyncio.Future[None], seconds: int) -> list[dict[str, Any]]:
    loop = asyncio.get_running_loop()
    wanted, deadline = _wanted(bot), loop.time() + seconds
    while not wanted and (left := deadline - loop.time()) > 0:
        bot.news.clear()
        news = asyncio.ensure_future(bot.news.wait())
        events: set[asyncio.Future[Any]] = {news, mine}
        await asyncio.wait(events, timeout=left, return_when=asyncio.FIRST_COMPLETED)
        news.cancel()
        if mine.done():
            raise Refusal(
                409,
                "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
            )
        wanted = _wanted(bot)
    return wanted


def _wanted(bot: Telegram) -> list[dict[str, Any]]:
    return [u for u in bot.updates if not bot.allowed or any(kind in u for kind in bot.allowed)]


METHODS: Mapping[str, Callable[[Telegram, Given], Awaitable[Any]]] = {
    "getme": get_me,
    "getupdates": get_updates,
    "setwebhook": set_webhook,
    "deletewebhook": delete_webhook,
    "getwebhookinfo": get_webhook_info,
    "sendmessage": send_message,
    "sendphoto": sending("photo", "image/jpeg"),
    "senddocument": sending("document", "application/pdf"),
    "sendvoice": sending("voice", "audio/ogg"),
    "sendaudio": sending("audio", "audio/mpeg"),
    "sendvideo": sending("video", "video/mp4"),
    "editmessagetext": edit_message_text,
    "sendchataction": send_chat_action,
    "answercallbackquery": answer_callback_query,
    "getfile": get_file,
    "getbusinessconnection": get_business_connection,
}
