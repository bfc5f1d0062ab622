"""The API with a real auth server behind it: what hiring, leaving and the first run need."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx

from tests.auth.server import PASSWORD, Stack, served
from tests.support import client
from tests.support.client import Api
from tests.support.database import Base


@dataclass(frozen=True)
class House:
    """One installation: the API in this process, auth over real HTTP, both on the same database."""

    api: Api
    auth: Stack
    base: Base

    def token_hash(self, email: str, kind: str) -> str:
        """What the link of the newest mail of the kind carries."""
        text = self.auth.mails(email, kind)[0]["text"]
        start = text.index("token_hash=") + len("token_hash=")
        return text[start:].split()[0].split("&")[0]

    async def follow(self, email: str, kind: str) -> dict[str, Any]:
        """Redeems the link of the newest mail, as the page behind it does; the session."""
        answer = await self.auth.verify(type=kind, token_hash=self.token_hash(email, kind))
        assert answer.status_code == 200, answer.text
        session: dict[str, Any] = answer.json()
        return session

    async def join(self, email: str, password: str = PASSWORD) -> httpx.AsyncClient:
        """Follows the invitation, sets a password, signs in with it: the API in the new colleague's hands."""
        session = await self.follow(email, "invite")
        told = await self.auth.put_user(session["access_token"], password=password)
        assert told.status_code == 200, told.text
        return await self.enter(email, password)

    async def enter(self, email: str, password: str = PASSWORD) -> httpx.AsyncClient:
        """Signs in; the API with that token."""
        session = await self.auth.sign_in(email, password)
        return self.api.with_token(session["access_token"])

    async def account(self, email: str) -> dict[str, Any]:
        """The row of auth.users."""
        (row,) = await self.base.rows("select * from auth.users where email = $1", email)
        return dict(row)

    async def profile(self, user_id: UUID) -> dict[str, Any] | None:
        """The row of profiles, if there is one."""
        rows = await self.base.rows("select * from public.profiles where id = $1", user_id)
        return dict(rows[0]) if rows else None


@contextlib.asynccontextmanager
async def house(base: Base, data_dir: Path) -> AsyncIterator[House]:
    """Both servers on this database, with keys of their own."""
    with served(base, data_dir) as auth:
        settings: dict[str, Any] = {
            "supabase_url": auth.url,
            "supabase_publishable_key": auth.keys.publishable_key,
            "supabase_secret_key": auth.keys.secret_key,
            "supabase_jwks": None,
            "public_url": auth.url,
        }
        async with client.running(base, **settings) as api:
            yield House(api, auth, base)
