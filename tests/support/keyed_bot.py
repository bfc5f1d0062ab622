"""A channel connected with a key, as a package would bring it: a Telegram bot that only takes messages in."""

import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import httpx

from channels.base import Company, Happening, Identity, Message, Nothing, Person, StoredEvent
from channels.capabilities import Access, Account, ConnectRefused, Fragment, Hook, HookAnswer
from channels.failures import Failure, VendorError
from channels.keyed import HookAddress, KeyField, Opened


class KeyedBot:
    """`base`: where the Bot API is; it works beside the simulator's, which is the real one in all that matters here."""

    max_body = 1_000_000
    keys: Sequence[KeyField] = (
        KeyField("token", "secret"),
        KeyField("greeting", required=False, default="hello"),
        KeyField("contact", "email", required=False),
    )
    is_configured = True
    is_simulated = True

    def __init__(self, base: str = "", channel: str = "telegram") -> None:
        self.base, self.channel = base, channel

    # ---------------------------------------------------------------------------------------- the account

    async def open(self, keys: Mapping[str, str], hook: HookAddress) -> Opened:
        if ":" not in keys["token"]:
            raise ConnectRefused("token_invalid", "token")
        me = await self._call(keys["token"], "getMe")
        return Opened(Access(str(me["id"]), f"@{me['username']}", keys["token"], simulated=True), hook.secret)

    async def subscribe(self, account: Account, hook: HookAddress) -> None:
        if not hook.public:
            raise ConnectRefused("address_not_public")
        await self._call(account.token, "setWebhook", url=hook.url, secret_token=hook.secret)

    async def health(self, account: Account) -> None:
        await self._call(account.token, "getMe")

    async def disconnect(self, account: Account) -> None:
        await self._call(account.token, "deleteWebhook")

    async def _call(self, token: str, method: str, **given: Any) -> dict[str, Any]:
        try:
            async with httpx.AsyncClient(trust_env=False) as http:
                told = (await http.post(f"{self.base}/bot{token}/{method}", json=given)).json()
        except (httpx.HTTPError, ValueError) as error:
            raise VendorError(Failure("retry", "unavailable")) from error
        if not told["ok"]:
            kind, reason = (
                ("reauth", "access_lost") if told["error_code"] == 401 else ("permanent", "refused")
            )
            raise VendorError(Failure(kind, reason, told["description"]))  # type: ignore[arg-type]  # one of the two
        return told["result"] if isinstance(told["result"], dict) else {}

    # ---------------------------------------------------------------------------------------- what comes

    def secrets(self) -> Sequence[str]:
        return ()

    def handshake(self, hook: Hook) -> HookAnswer | None:
        return None

    def verify(self, hook: Hook, secrets: Sequence[str]) -> bool:
        given = hook.headers.get("x-telegram-bot-api-secret-token", "")
        return any(secret and hmac.compare_digest(given.encode(), secret.encode()) for secret in secrets)

    def split(self, body: bytes) -> Sequence[Fragment]:
        try:
            return [Fragment(f"u:{json.loads(body)['update_id']}", "message", body)]
        except (ValueError, KeyError, TypeError, RecursionError):
            return []

    def understand(self, event: StoredEvent, company: Company) -> Sequence[Happening]:
        told = json.loads(event.body).get("message")
        if told is None:
            return [Nothing("unknown")]
        who = told["from"]
        return [
            Message(
                external_id=f"{told['chat']['id']}:{told['message_id']}",
                kind="message",
                direction="in",
                occurred_at=datetime.fromtimestamp(told["date"], UTC),
                thread_key=str(told["chat"]["id"]),
                address=str(told["chat"]["id"]),
                person=Person([Identity("other", str(who["id"]))], who["first_name"]),
                text=told["text"],
            )
        ]
