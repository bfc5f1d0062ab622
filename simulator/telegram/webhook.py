"""The bot's updates as posts to its webhook."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import httpx

from simulator.core.courier import Plan, Post
from simulator.core.dispatch import Address, Dispatcher, Event
from simulator.core.faults import Faults
from simulator.telegram.bot import Telegram

# "A reasonable number of attempts" says the documentation; updates live for 24 hours.
RETRIES = Plan((0, 1, 5, 15, 60, 300, 900, 3600, 7200, 4 * 3600, 8 * 3600, 16 * 3600, 24 * 3600), timeout=60)


def connected(bot: Telegram, dispatcher: Dispatcher) -> None:
    """Lets the bot post its updates."""

    def told(post: Post, response: httpx.Response | None) -> None:
        if response is not None and response.is_success:
            bot.taken(json.loads(post.body)["update_id"])
            return
        words = (
            f"Wrong response from the webhook: {response.status_code}" if response else "Connection refused"
        )
        bot.hook.last_error_date, bot.hook.last_error_message = bot.date(), words

    def deliver(update: dict[str, Any]) -> None:
        address = Address("telegram", bot.webhook, bot.hook.secret, RETRIES, _render, _sign, told=told)
        (kind,) = update.keys() - {"update_id"}
        dispatcher.emit(address, Event(str(bot.bot_id), kind, update))

    bot.deliver = deliver


def _render(events: Sequence[Event], _faults: Faults) -> bytes:
    return json.dumps(events[0].value, ensure_ascii=False).encode()


def _sign(_body: bytes, secret: str) -> Mapping[str, str]:
    return {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
