"""Mailboxes that are opened by signing in at Google or Microsoft: the page, what it sends back, and tokens from there on.

https://developers.google.com/identity/protocols/oauth2/web-server · https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow
"""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import httpx

from api.kit import emails
from channels.capabilities import ConnectRefused
from channels.email.mailbox import Mailbox
from channels.email.settings import Client, EmailSettings
from channels.failures import Failure, VendorError

ANSWER_SECONDS = 20.0
# A token is taken for over a little before it is.
EARLY_SECONDS = 120.0
MAIL = {
    "google": ("https://mail.google.com/",),
    "microsoft": ("https://outlook.office.com/IMAP.AccessAsUser.All", "https://outlook.office.com/SMTP.Send"),
}
# What beside it says whose mailbox it is, and makes the access last.
ASKED = {
    "google": {"scope": "openid email", "access_type": "offline", "prompt": "consent"},
    "microsoft": {"scope": "openid email profile offline_access", "prompt": "select_account"},
}
# What a refusal means to whoever comes back from the page: his code was taken before, or our application is not known there.
BACK = {"oauth_refused": "code_used", "oauth_client_refused": "refused"}


class Tokens:
    """Of one process: access tokens are kept in memory while they last."""

    def __init__(self, settings: EmailSettings) -> None:
        self._clients = settings.clients
        self._known: dict[str, tuple[str, float]] = {}

    # ---------------------------------------------------------------------------------------- signing in

    def url(self, provider: str, code: str, back: str) -> str:
        """The provider's page; raises ConnectRefused where we have no application there."""
        client, asked = self._client(provider), dict(ASKED[provider])
        asked["scope"] = " ".join((asked["scope"], *MAIL[provider]))
        return f"{client.auth_url}?" + urlencode(
            {
                "client_id": client.id,
                "redirect_uri": back,
                "response_type": "code",
                "state": f"{code}.{provider}",
                "code_challenge": _packed(hashlib.sha256(_verifier(client, code).encode()).digest()),
                "code_challenge_method": "S256",
                **asked,
            }
        )

    async def signed_in(
        self, provider: str, code: str, params: Mapping[str, str], back: str
    ) -> tuple[str, str]:
        """Whose mailbox it is, and its refresh token, for what the page sent back; raises ConnectRefused."""
        if params.get("error"):
            raise ConnectRefused(
                "denied" if params["error"] in ("access_denied", "consent_required") else "refused"
            )
        client = self._client(provider)
        form = {
            "grant_type": "authorization_code",
            "code": params.get("code", ""),
            "redirect_uri": back,
            "code_verifier": _verifier(client, code),
        }
        try:
            told = await self._asked(client, form)
        except VendorError as error:
            reason = BACK.get(error.failure.reason, "unavailable")
            raise ConnectRefused(reason, words=error.failure.words) from error
        granted = str(told.get("scope") or "").split()
        address = emails.normal_email(_owner(str(told.get("id_token") or ""), client))
        refresh = str(told.get("refresh_token") or "")
        # (People may take the tick off at a permission.)
        if not refresh or address is None or not set(MAIL[provider]) <= set(granted):
            raise ConnectRefused("mail_not_granted")
        self._keep(told, refresh)
        return address, refresh

    # ---------------------------------------------------------------------------------------- from there on

    async def secret(self, mailbox: Mailbox) -> str:
        """What the mailbox is opened with: its password, or an access token. Raises VendorError."""
        if not mailbox.oauth:
            return mailbox.password
        token, until = self._known.get(mailbox.refresh_token, ("", 0.0))
        if time.monotonic() < until:
            return token
        return (await self.renewed(mailbox))[0]

    async def renewed(self, mailbox: Mailbox) -> tuple[str, str]:
        """A new access token, and the refresh token from here on: Microsoft gives another one each time."""
        try:
            client = self._client(mailbox.oauth)
        except ConnectRefused as error:
            raise VendorError(Failure("reauth", error.reason)) from error
        told = await self._asked(
            client, {"grant_type": "refresh_token", "refresh_token": mailbox.refresh_token}
        )
        refresh = str(told.get("refresh_token") or mailbox.refresh_token)
        self._keep(told, mailbox.refresh_token, refresh)
        return str(told["access_token"]), refresh

    def forget(self, mailbox: Mailbox) -> None:
        """Its access token was refused."""
        self._known.pop(mailbox.refresh_token, None)

    def _keep(self, told: Mapping[str, Any], *refresh: str) -> None:
        until = time.monotonic() + float(told.get("expires_in") or 0) - EARLY_SECONDS
        for one in refresh:
            self._known[one] = str(told["access_token"]), until

    async def _asked(self, client: Client, form: Mapping[str, str]) -> dict[str, Any]:
        """Tokens; raises VendorError."""
        who = {"client_id": client.id, "client_secret": client.secret}
        try:
            async with httpx.AsyncClient(timeout=ANSWER_SECONDS) as http:
                answer = await http.post(client.token_url, data={**form, **who})
            told = answer.json()
        except (httpx.HTTPError, ValueError) as error:
            raise VendorError(Failure("retry", "oauth_unreachable", type(error).__name__)) from error
        if answer.status_code != 200 or not isinstance(told, dict) or not told.get("access_token"):
            raise VendorError(_refusal(answer.status_code, told))
        return told

    def _client(self, provider: str) -> Client:
        if provider not in self._clients:
            raise ConnectRefused("oauth_not_configured")
        return self._clients[provider]


def _verifier(client: Client, code: str) -> str:
    """PKCE's secret of one way to the page and back, which no browser sees: nothing has to be kept for it."""
    return _packed(hmac.new(client.secret.encode(), code.encode(), hashlib.sha256).digest())


def _packed(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _owner(id_token: str, client: Client) -> str:
    """Whose it is. It came from the provider itself by TLS, which proves it as its signature would (OpenID Connect Core, 3.1.3.7)."""
    try:
        middle = id_token.split(".")[1]
        told = json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))
        is_for_us = told["aud"] == client.id
    except (ValueError, LookupError, TypeError):
        return ""
    return str(told.get("email") or told.get("preferred_username") or "") if is_for_us else ""


def _refusal(status: int, told: object) -> Failure:
    told = told if isinstance(told, dict) else {}
    error = str(told.get("error") or "")
    words = str(told.get("error_description") or error)[:300]
    if error in ("invalid_grant", "interaction_required"):
        return Failure("reauth", "oauth_refused", words)
    if error in ("invalid_client", "unauthorized_client"):
        return Failure("reauth", "oauth_client_refused", words)
    return Failure("retry", "oauth_unreachable", f"{status} {words}".strip())
