"""Connecting a bot by the token of its page at partners.viber.com. Viber has no way to ask for events: without a webhook there is none.

What is kept of it is a JSON document: the token, which also signs what Viber delivers, and the name under which the bot answers.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from channels.capabilities import Access, Account, ConnectRefused
from channels.failures import Failure, VendorError
from channels.keyed import HookAddress, Opened
from channels.viber.calls import BAD_ADDRESS, Refused, called
from channels.viber.settings import ViberSettings

EVENTS = ("delivered", "seen", "failed", "subscribed", "unsubscribed", "conversation_started")
LONGEST_NAME = 28
BEFORE_URI = " · "
URI = re.compile(r"[A-Za-z0-9_.-]{1,60}")


@dataclass(frozen=True, slots=True)
class Kept:
    """What opens a bot, and the name of it."""

    token: str = field(repr=False)
    name: str


def kept(account: Account) -> Kept:
    """What was sealed."""
    document = json.loads(account.token)
    return Kept(str(document["token"]), str(document["name"]))


async def opened(settings: ViberSettings, keys: Mapping[str, str], hook: HookAddress) -> Opened:
    """Who the token opens."""
    token = keys.get("token", "").strip()
    if not token.isascii() or not token.isprintable() or not 10 <= len(token) <= 200:
        raise ConnectRefused("token_invalid", "token")
    if not hook.public:
        raise ConnectRefused("address_not_public")
    told = await called(settings.viber_api_base, token, "get_account_info", {})
    name, uri = str(told.get("name") or told["id"]), str(told.get("uri") or "")
    sealed = json.dumps({"token": token, "name": name[:LONGEST_NAME]})
    shown = f"{name[:100]}{BEFORE_URI}{uri}" if URI.fullmatch(uri) else name[:200]
    return Opened(Access(str(told["id"]), shown, sealed, simulated=settings.is_simulated), token)


def invitation(account_name: str, code: str) -> str | None:
    """Viber calls a bot by its address, which is behind the name of whoever was connected since we show it."""
    _, there, uri = account_name.rpartition(BEFORE_URI)
    return f"viber://pa?chatURI={uri}&context={code}" if there and URI.fullmatch(uri) else None


async def subscribed(settings: ViberSettings, account: Account, hook: HookAddress) -> None:
    """Viber calls the address before it answers: the source must be stored by now."""
    wanted = {"url": hook.url, "event_types": list(EVENTS), "send_name": True, "send_photo": False}
    try:
        await called(settings.viber_api_base, kept(account).token, "set_webhook", wanted)
    except Refused as error:
        if error.status == BAD_ADDRESS:
            raise ConnectRefused("address_not_public", words=error.failure.words) from error
        raise


async def checked(settings: ViberSettings, account: Account) -> None:
    """Raises VendorError when the bot does not answer, or delivers to nobody."""
    told = await called(settings.viber_api_base, kept(account).token, "get_account_info", {})
    if not told.get("webhook"):
        raise VendorError(Failure("reauth", "webhook_lost", "another program has taken the webhook off"))


async def left(settings: ViberSettings, account: Account) -> None:
    """No more deliveries."""
    await called(settings.viber_api_base, kept(account).token, "set_webhook", {"url": ""})
