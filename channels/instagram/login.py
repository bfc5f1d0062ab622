"""Business Login for Instagram: the consent page, the token of sixty days, its renewal, what the account is subscribed to.

https://developers.facebook.com/docs/instagram-platform/instagram-api-with-instagram-login/business-login
"""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import httpx

from channels.capabilities import Access, Account, ConnectRefused
from channels.failures import VendorError
from channels.instagram.settings import InstagramSettings
from channels.meta.graph import ANSWER_SECONDS, Graph

BASIC, MESSAGES, COMMENTS = (
    "instagram_business_basic",
    "instagram_business_manage_messages",
    "instagram_business_manage_comments",
)
SCOPES = (BASIC, MESSAGES, COMMENTS)
FIELDS_OF = {
    COMMENTS: ("comments", "live_comments"),
    MESSAGES: (
        "messages",
        "message_edit",
        "message_reactions",
        "messaging_postbacks",
        "messaging_seen",
        "messaging_referral",
    ),
}
# Meta's pages call it by two names: without it edits are found by reading.
DOUBTFUL_FIELD = "message_edit"


class Login:
    """The way to an account and back."""

    def __init__(self, settings: InstagramSettings) -> None:
        self._settings = settings
        self._graph = Graph(settings.ig_graph_base, settings.meta_graph_version)
        self._bare = Graph(settings.ig_graph_base, "")

    def url(self, code: str, back: str) -> str:
        """The consent page."""
        asked = {
            "client_id": self._settings.ig_app_id,
            "redirect_uri": back,
            "response_type": "code",
            "scope": ",".join(SCOPES),
            "state": code,
        }
        return f"{self._settings.ig_auth_base}/oauth/authorize?{urlencode(asked)}"

    async def complete(self, params: Mapping[str, str], back: str) -> Access:
        """From the code to a token of sixty days and a subscribed account."""
        if params.get("error"):
            raise ConnectRefused("denied" if params.get("error") == "access_denied" else "refused")
        code = params.get("code", "").removesuffix("#_")
        if not code:
            raise ConnectRefused("refused")
        short, granted = await self._short_token(code, back)
        try:
            token, until = await self._long_token(short)
            account_id, name = await self._me(token)
            await self._subscribe(token, account_id, granted)
        except VendorError as error:
            raise ConnectRefused("refused") from error
        missing = tuple(scope for scope in SCOPES if scope not in granted)
        return Access(account_id, name, token, until, missing, self._settings.is_simulated)

    async def renew(self, account: Account) -> Access:
        """Another sixty days."""
        answer = await self._bare.get(
            account.token,
            "refresh_access_token",
            grant_type="ig_refresh_token",
            access_token=account.token,
        )
        token, until = _token(answer)
        return Access(account.account_id, "", token, until)

    async def check(self, account: Account) -> None:
        """Raises VendorError when the account does not answer."""
        await self._me(account.token)

    async def leave(self, account: Account) -> None:
        """No more deliveries."""
        await self._graph.delete(account.token, f"{account.account_id}/subscribed_apps")

    async def _short_token(self, code: str, back: str) -> tuple[str, frozenset[str]]:
        form = {
            "client_id": self._settings.ig_app_id,
            "client_secret": self._settings.secrets[0],
            "grant_type": "authorization_code",
            "redirect_uri": back,
            "code": code,
        }
        try:
            async with httpx.AsyncClient(timeout=ANSWER_SECONDS) as http:
                answer = await http.post(f"{self._settings.ig_token_base}/oauth/access_token", data=form)
            document = json.loads(answer.content)
        except (httpx.HTTPError, ValueError) as error:
            raise ConnectRefused("unavailable") from error
        if not answer.is_success:
            raise ConnectRefused("code_used" if "already used" in str(document) else "refused")
        # Two shapes are met: {"data": [{...}]} and the object itself.
        listed = document.get("data")
        told = listed[0] if isinstance(listed, list) and listed else document
        return str(told["access_token"]), frozenset(_scopes(told.get("permissions")))

    async def _long_token(self, short: str) -> tuple[str, datetime]:
        answer = await self._bare.get(
            short,
            "access_token",
            grant_type="ig_exchange_token",
            client_secret=self._settings.secrets[0],
            access_token=short,
        )
        return _token(answer)

    async def _me(self, token: str) -> tuple[str, str]:
        """The id that webhooks name (`user_id`; `id` is another one and matches nothing), and the name."""
        answer = await self._graph.get(token, "me", fields="user_id,username,name")
        listed = answer.get("data")
        told = listed[0] if isinstance(listed, list) and listed else answer
        return str(told["user_id"]), f"@{told.get('username') or told.get('name') or told['user_id']}"

    async def _subscribe(self, token: str, account_id: str, granted: frozenset[str]) -> None:
        fields = [field for scope, fields in FIELDS_OF.items() if scope in granted for field in fields]
        if not fields:
            return
        path = f"{account_id}/subscribed_apps"
        try:
            await self._graph.post(token, path, subscribed_fields=",".join(fields))
        except VendorError:
            fields.remove(DOUBTFUL_FIELD) if DOUBTFUL_FIELD in fields else None
            await self._graph.post(token, path, subscribed_fields=",".join(fields))


def _scopes(told: Any) -> Iterable[str]:
    """A list, or names with commas."""
    return (str(one).strip() for one in (told if isinstance(told, list) else str(told or "").split(",")))


def _token(answer: Mapping[str, Any]) -> tuple[str, datetime]:
    return str(answer["access_token"]), datetime.now(UTC) + timedelta(seconds=int(answer["expires_in"]))
