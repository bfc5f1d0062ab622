"""Connecting a bot by the token that @BotFather gave, and hearing it: by a webhook, or by asking where nobody can reach us.

What is kept of it is a JSON document: the token, and whether the bot is asked.
"""

import json
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from channels.capabilities import Access, Account, ConnectRefused, Fragment
from channels.failures import Failure, VendorError
from channels.keyed import HookAddress, Opened
from channels.telegram.events import KINDS, fragment
from channels.telegram.refusals import called
from channels.telegram.settings import TelegramSettings

TOKEN = re.compile(r"\d{3,20}:[A-Za-z0-9_-]{20,100}")
MOST_CONNECTIONS = 20
WAIT_SECONDS = 25
UPDATES_LIVE = timedelta(hours=24)
# Deliveries that fail for as long as this are worth an admin's look.
FRESH = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Kept:
    """What opens a bot. `asks`: no webhook reaches us, so the bot is asked for its updates."""

    token: str = field(repr=False)
    asks: bool = False

    def document(self) -> str:
        """As it is sealed."""
        return json.dumps({"token": self.token, "asks": self.asks})


def kept(account: Account) -> Kept:
    """What was sealed."""
    document = json.loads(account.token)
    return Kept(str(document["token"]), bool(document["asks"]))


async def opened(settings: TelegramSettings, keys: Mapping[str, str], hook: HookAddress) -> Opened:
    """Who the token opens."""
    token = keys.get("token", "").strip()
    if not TOKEN.fullmatch(token):
        raise ConnectRefused("token_invalid", "token")
    if token == settings.staff_bot:
        # Two listeners would take each other's updates.
        raise ConnectRefused("bot_of_staff", "token", "this bot reminds staff: make another one for clients")
    me = await called(token, settings.telegram_api_base, "getMe", {})
    sealed = Kept(token, asks=not hook.public).document()
    access = Access(
        str(me["id"]), f"@{me.get('username') or me['id']}", sealed, simulated=settings.is_simulated
    )
    return Opened(access, hook.secret)


async def subscribed(settings: TelegramSettings, account: Account, hook: HookAddress) -> None:
    """Updates come to the address; or nowhere, and wait for whoever asks."""
    mine = kept(account)
    if mine.asks:
        await called(mine.token, settings.telegram_api_base, "deleteWebhook", {})
        return
    if not hook.public:
        raise ConnectRefused("address_not_public")
    wanted = {
        "url": hook.url,
        "secret_token": hook.secret,
        "allowed_updates": list(KINDS),
        "max_connections": MOST_CONNECTIONS,
    }
    try:
        await called(mine.token, settings.telegram_api_base, "setWebhook", wanted)
    except VendorError as error:
        if error.failure.kind == "permanent":
            raise ConnectRefused("address_not_public", words=error.failure.words) from error
        raise


async def checked(settings: TelegramSettings, account: Account) -> None:
    """Raises VendorError when the bot does not answer, or when its updates do not reach us."""
    mine, base = kept(account), settings.telegram_api_base
    await called(mine.token, base, "getMe", {})
    if mine.asks:
        return
    info = await called(mine.token, base, "getWebhookInfo", {})
    if not info.get("url"):
        raise VendorError(Failure("reauth", "webhook_lost", "another program has taken the webhook off"))
    failed = datetime.fromtimestamp(int(info.get("last_error_date") or 0), UTC)
    if info.get("pending_update_count") and datetime.now(UTC) - failed < FRESH:
        words = str(info.get("last_error_message") or "")[:300]
        raise VendorError(Failure("retry", "webhook_failing", words))


async def left(settings: TelegramSettings, account: Account) -> None:
    """No more deliveries."""
    await called(kept(account).token, settings.telegram_api_base, "deleteWebhook", {})


async def listen(
    settings: TelegramSettings, account: Account, cursor: dict[str, Any]
) -> AsyncIterator[Sequence[Fragment]]:
    """Asks, and waits for the answer, for ever. A 409 after a restart ends by itself: the last question is still open there.

    The offset acknowledges what came before it, and then it is forgotten: after a quiet week Telegram begins to count anew,
    lower perhaps, and what lies below an offset is gone.
    """
    mine, base = kept(account), settings.telegram_api_base
    await called(mine.token, base, "deleteWebhook", {})
    offset, seconds = _offset(cursor, account), 0
    while True:
        asked = {
            "offset": offset,
            "timeout": seconds,
            "allowed_updates": list(KINDS),
        }
        updates = await called(mine.token, base, "getUpdates", asked, wait=seconds)
        # The first answer comes at once: it says that the line is open.
        seconds = WAIT_SECONDS
        offset = max((int(update["update_id"]) + 1 for update in updates), default=0)
        cursor |= {"bot": account.account_id, "offset": offset, "at": datetime.now(UTC).isoformat()}
        yield [fragment(update) for update in updates]


def _offset(cursor: Mapping[str, Any], account: Account) -> int:
    """What an earlier listener stored and did not acknowledge any more; of another bot, or of yesterday, it means nothing."""
    if cursor.get("bot") != account.account_id:
        return 0
    is_fresh = datetime.now(UTC) - datetime.fromisoformat(str(cursor["at"])) < UPDATES_LIVE
    return int(cursor["offset"]) if is_fresh else 0
