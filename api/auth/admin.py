"""The one module that uses the secret key: calls to Supabase Auth's admin API through the official client.

Never call it inside a transaction: the database must not wait for the network.
"""

import logging
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar, cast
from uuid import UUID

import httpx
from fastapi import Depends, Request
from supabase import AsyncClient, AsyncClientOptions, AuthApiError, AuthError
from supabase_auth.types import User

from api.errors import (
    AuthUnavailable,
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    RateLimited,
    SmenaError,
    UpstreamFailed,
)
from api.messages import Language
from api.settings import Settings

log = logging.getLogger(__name__)
Answer = TypeVar("Answer")
TIMEOUT_SECONDS = 15
FOR_EVER = "876000h"  # a ban without an end: a hundred years, as Supabase's own dashboard writes it

CODES: dict[str, tuple[type[SmenaError], str]] = {
    "email_exists": (Conflict, "email_taken"),
    "user_already_exists": (Conflict, "email_taken"),
    "user_not_found": (NotFound, "user_not_found"),
    "validation_failed": (Invalid, "email_invalid"),
    "weak_password": (Invalid, "weak_password"),
    "not_admin": (Forbidden, "auth_key_refused"),
    "no_authorization": (Forbidden, "auth_key_refused"),
}


@dataclass(frozen=True)
class Link:
    """A one-time link to hand over by other ways than Supabase's mail."""

    user_id: UUID
    action_link: str
    token_hash: str


class AuthAdmin:
    """Accounts: invite, create, change, ban, delete. Raises the errors of `api.errors`, never the client's own."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._client: AsyncClient | None = None
        self._http: httpx.AsyncClient | None = None

    async def close(self) -> None:
        """Closes the connections, if any were made."""
        if self._http is not None:
            await self._http.aclose()
        self._client = self._http = None

    async def invite(
        self, email: str, *, full_name: str, locale: Language, redirect_to: str | None = None
    ) -> UUID:
        """Makes an account without a password and lets Supabase Auth send the invitation; the new user's id.

        An unconfirmed address is invited again. Raises Conflict `email_taken` for a confirmed one.
        """
        client = await self._connected()
        options: dict[str, Any] = {"data": {"full_name": full_name, "locale": locale}}
        if redirect_to:
            options["redirect_to"] = redirect_to
        answer = await _asked(client.auth.admin.invite_user_by_email(email, cast(Any, options)))
        return UUID(answer.user.id)

    async def create(self, email: str, *, password: str, full_name: str, locale: Language) -> UUID:
        """Makes a confirmed account with a password; no mail is sent."""
        client = await self._connected()
        attributes = {
            "email": email,
            "password": password,
            "email_confirm": True,
            "user_metadata": {"full_name": full_name, "locale": locale},
        }
        answer = await _asked(client.auth.admin.create_user(cast(Any, attributes)))
        return UUID(answer.user.id)

    async def change_email(self, user_id: UUID, email: str) -> None:
        """Changes the address at once, confirmed."""
        await self._update(user_id, {"email": email, "email_confirm": True})

    async def set_password(self, user_id: UUID, password: str) -> None:
        """Sets a password; Supabase Auth ends all sessions of the user."""
        await self._update(user_id, {"password": password})

    async def tell_locale(self, user_id: UUID, locale: Language) -> None:
        """Supabase Auth writes its mails in this language from now on.

        Never raises: the profile has its language already, and a mail in another one is no reason to refuse.
        """
        try:
            await self._update(user_id, {"user_metadata": {"locale": locale}})
        except SmenaError as error:
            log.warning("the language of mails to %s was not told: %s", user_id, error.code)

    async def ban(self, user_id: UUID) -> None:
        """No sign-in and no refresh from now on. Access at the database ends with the profile's status, at once."""
        await self._update(user_id, {"ban_duration": FOR_EVER})

    async def unban(self, user_id: UUID) -> None:
        """Lets a banned user sign in again."""
        await self._update(user_id, {"ban_duration": "none"})

    async def delete(self, user_id: UUID) -> None:
        """Removes the account; the profile stays, since history names it."""
        client = await self._connected()
        await _asked(client.auth.admin.delete_user(str(user_id)))

    async def find(self, user_id: UUID) -> User:
        """The account as Supabase Auth knows it; raises NotFound."""
        client = await self._connected()
        return (await _asked(client.auth.admin.get_user_by_id(str(user_id)))).user

    async def recovery_link(self, email: str, *, redirect_to: str | None = None) -> Link:
        """A password link that is not mailed; raises NotFound for an unknown address."""
        return await self._link("recovery", email, redirect_to)

    async def invitation_link(self, email: str, *, redirect_to: str | None = None) -> Link:
        """An invitation link that is not mailed; makes the account if need be."""
        return await self._link("invite", email, redirect_to)

    async def _link(self, kind: str, email: str, redirect_to: str | None) -> Link:
        client = await self._connected()
        params: dict[str, Any] = {"type": kind, "email": email}
        if redirect_to:
            params["options"] = {"redirect_to": redirect_to}
        answer = await _asked(client.auth.admin.generate_link(cast(Any, params)))
        return Link(UUID(answer.user.id), answer.properties.action_link, answer.properties.hashed_token)

    async def _update(self, user_id: UUID, attributes: dict[str, Any]) -> None:
        client = await self._connected()
        await _asked(client.auth.admin.update_user_by_id(str(user_id), cast(Any, attributes)))

    async def _connected(self) -> AsyncClient:
        """The client, made at the first call: most processes never need it."""
        if self._client is None:
            key = self._settings.supabase_secret_key
            if key is None:
                raise AuthUnavailable("auth_key_missing")
            self._http = httpx.AsyncClient(timeout=TIMEOUT_SECONDS)
            options = AsyncClientOptions(
                auto_refresh_token=False, persist_session=False, httpx_client=self._http
            )
            self._client = AsyncClient(self._settings.supabase_url, key.get_secret_value(), options)
        return self._client


async def _asked(call: Awaitable[Answer]) -> Answer:
    """Awaits a call and translates what the client raises."""
    try:
        return await call
    except AuthApiError as error:
        raise _translated(error) from error
    except (AuthError, httpx.HTTPError) as error:
        raise AuthUnavailable from error


def _translated(error: AuthApiError) -> SmenaError:
    if error.status == 429:
        return RateLimited(60, "mail_rate_limited")
    kind, code = CODES.get(error.code or "", (UpstreamFailed, "upstream_failed"))
    fields = {"email": code} if code in ("email_taken", "email_invalid") else None
    return kind(code, fields=fields, details={"auth_code": error.code} if error.code else None)


async def _admin(request: Request) -> AuthAdmin:
    return cast(AuthAdmin, request.app.state.auth_admin)


Accounts = Annotated[AuthAdmin, Depends(_admin)]
"""Supabase Auth's admin API. The route must have checked the caller in the database before it uses this."""
