"""Access tokens for mailboxes that take no passwords: from a refresh token, kept in memory while they last.

https://developers.google.com/identity/protocols/oauth2 · https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow
"""

import time

import httpx
from pydantic import SecretStr

from channels.email.mailbox import Mailbox
from channels.email.settings import EmailSettings
from channels.failures import Failure, VendorError

ANSWER_SECONDS = 20.0
# A token is taken for over a little before it is.
EARLY_SECONDS = 120.0


class Tokens:
    """Of one process."""

    def __init__(self, settings: EmailSettings) -> None:
        self._settings = settings
        self._known: dict[str, tuple[str, float]] = {}

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
        url, client_id, client_secret = self._client(mailbox.oauth)
        form = {"grant_type": "refresh_token", "refresh_token": mailbox.refresh_token, "client_id": client_id}
        if client_secret:
            form["client_secret"] = client_secret.get_secret_value()
        try:
            async with httpx.AsyncClient(timeout=ANSWER_SECONDS) as http:
                answer = await http.post(url, data=form)
            told = answer.json()
        except (httpx.HTTPError, ValueError) as error:
            raise VendorError(Failure("retry", "oauth_unreachable", type(error).__name__)) from error
        if answer.status_code != 200 or not isinstance(told, dict) or not told.get("access_token"):
            raise VendorError(_refusal(answer.status_code, told))
        refresh = str(told.get("refresh_token") or mailbox.refresh_token)
        until = time.monotonic() + float(told.get("expires_in") or 0) - EARLY_SECONDS
        self._known[mailbox.refresh_token] = self._known[refresh] = (str(told["access_token"]), until)
        return str(told["access_token"]), refresh

    def forget(self, mailbox: Mailbox) -> None:
        """Its access token was refused."""
        self._known.pop(mailbox.refresh_token, None)

    def _client(self, provider: str) -> tuple[str, str, SecretStr | None]:
        one = self._settings
        if provider == "google" and one.email_google_client_id:
            return one.email_google_token_url, one.email_google_client_id, one.email_google_client_secret
        if provider == "microsoft" and one.email_microsoft_client_id:
            return (
                one.email_microsoft_token_url,
                one.email_microsoft_client_id,
                one.email_microsoft_client_secret,
            )
        raise VendorError(Failure("reauth", "oauth_not_configured"))


def _refusal(status: int, told: object) -> Failure:
    error = str(told.get("error") or "") if isinstance(told, dict) else ""
    if error in ("invalid_grant", "unauthorized_client", "invalid_client", "interaction_required"):
        return Failure("reauth", "oauth_refused", error)
    return Failure("retry", "oauth_unreachable", f"{status} {error}".strip())
