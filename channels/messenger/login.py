"""Facebook Login: the consent page, the pages that were granted there, and what a page is subscribed to.

https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow
"""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from channels.capabilities import Access, Account, ConnectRefused
from channels.failures import VendorError
from channels.meta.graph import Graph
from channels.meta.settings import FacebookSettings
from channels.meta.values import rows

PAGES, MANAGE, ENGAGEMENT = "pages_show_list", "pages_manage_metadata", "pages_read_engagement"
MESSAGES, READ_COMMENTS, COMMENTS = "pages_messaging", "pages_read_user_content", "pages_manage_engagement"
LEADS = "leads_retrieval"
SCOPES = (PAGES, MESSAGES, MANAGE, ENGAGEMENT, READ_COMMENTS, COMMENTS, LEADS)
FIELDS_OF: Mapping[str, tuple[str, ...]] = {
    MESSAGES: (
        "messages",
        "messaging_postbacks",
        "message_deliveries",
        "message_reads",
        "message_edits",
        "message_reactions",
        "message_echoes",
        "messaging_referrals",
        "standby",
    ),
    READ_COMMENTS: ("feed",),
    LEADS: ("leadgen",),
}


def fields_of(missing: Sequence[str] = ()) -> list[str]:
    """What can be subscribed to without these permissions."""
    return [field for scope, fields in FIELDS_OF.items() if scope not in missing for field in fields]


class Login:
    """The way to a page and back."""

    def __init__(self, settings: FacebookSettings) -> None:
        self._settings = settings
        self._graph = Graph(settings.fb_graph_base, settings.meta_graph_version)

    def url(self, code: str, back: str) -> str:
        """The consent page, on which the admin also chooses pages."""
        asked = {
            "client_id": self._settings.meta_app_id,
            "redirect_uri": back,
            "response_type": "code",
            "scope": ",".join(SCOPES),
            "state": code,
        }
        version = self._settings.meta_graph_version
        return f"{self._settings.fb_dialog_base}/{version}/dialog/oauth?{urlencode(asked)}"

    async def complete(self, params: Mapping[str, str], back: str) -> Access:
        """From the code to the tokens of the pages that were granted: the first, and the others beside it."""
        if params.get("error"):
            raise ConnectRefused("denied" if params.get("error") == "access_denied" else "refused")
        code = params.get("code", "").removesuffix("#_=_")
        if not code:
            raise ConnectRefused("refused")
        try:
            user = await self._user_token(code, back)
            pages = await self._pages(user)
        except VendorError as error:
            raise ConnectRefused(_why(error)) from error
        if not pages:
            raise ConnectRefused("no_page")
        return Access(**pages[0], others=tuple(Access(**page) for page in pages[1:]))

    async def check(self, account: Account) -> None:
        """Raises VendorError when the page does not answer."""
        await self._graph.get(account.token, account.account_id, fields="id,name")

    async def subscribe(self, account: Account, fields: Sequence[str]) -> None:
        """Deliveries of the page; may be repeated."""
        path = f"{account.account_id}/subscribed_apps"
        await self._graph.post(account.token, path, subscribed_fields=",".join(fields))

    async def subscribed(self, account: Account) -> list[str]:
        """What the page delivers to us; nothing where Meta has cut us off: after an hour of failing webhooks it does."""
        answer = await self._graph.get(account.token, f"{account.account_id}/subscribed_apps")
        mine = [app for app in rows(answer, "data") if str(app.get("id")) == self._settings.meta_app_id]
        return [str(field) for app in mine for field in app.get("subscribed_fields") or ()]

    async def leave(self, account: Account) -> None:
        """No more deliveries."""
        await self._graph.delete(account.token, f"{account.account_id}/subscribed_apps")

    async def _user_token(self, code: str, back: str) -> str:
        """Of sixty days: the pages' tokens that it gives have no end."""
        app = {"client_id": self._settings.meta_app_id, "client_secret": self._settings.secrets[0]}
        short = await self._graph.get("", "oauth/access_token", **app, redirect_uri=back, code=code)
        exchange = {"grant_type": "fb_exchange_token", "fb_exchange_token": short["access_token"]}
        long = await self._graph.get("", "oauth/access_token", **app, **exchange)
        return str(long["access_token"])

    async def _missing(self, token: str) -> tuple[str, ...]:
        answer = await self._graph.get(token, "me/permissions")
        told = {row.get("permission"): row.get("status") for row in rows(answer, "data")}
        return tuple(scope for scope in SCOPES if told.get(scope) != "granted")

    async def _pages(self, user: str) -> list[dict[str, Any]]:
        missing = await self._missing(user)
        if PAGES in missing:
            return []
        answer = await self._graph.get(user, "me/accounts", fields="id,name,access_token", limit=100)
        return [
            {
                "account_id": str(page["id"]),
                "account_name": str(page.get("name") or page["id"]),
                "token": str(page["access_token"]),
                "missing": missing,
                "simulated": self._settings.is_simulated,
            }
            for page in rows(answer, "data")
            if page.get("access_token")
        ]


def _why(error: VendorError) -> str:
    if error.failure.kind == "retry":
        return "unavailable"
    return "code_used" if "has been used" in error.failure.words else "refused"
