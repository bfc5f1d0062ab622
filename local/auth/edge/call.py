"""One request: what it brings, what it needs, what it leaves behind."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field

from starlette.requests import Request

from api.mail import Mailer
from local.auth.database import Connection, Pool, transaction
from local.auth.edge.address import client_ip
from local.auth.edge.body import Body
from local.auth.edge.limits import Limits
from local.auth.edge.redirects import redirect_target
from local.auth.settings import AuthSettings
from local.auth.tokens.access import TokenMaker
from local.auth.tokens.jws import TokenKeys
from local.auth.upkeep.cleanup import Sweeper
from local.auth.users.passwords import Hasher
from local.keys import Keys
from local.mail import Letter


@dataclass(frozen=True)
class Service:
    """What every request shares."""

    settings: AuthSettings
    keys: Keys
    token_keys: TokenKeys
    token_maker: TokenMaker
    hasher: Hasher
    limits: Limits
    mailer: Mailer
    pool: Pool
    sweeper: Sweeper


@dataclass
class Call:
    """A request on its way. Letters in `outgoing` leave after the transaction has committed."""

    service: Service
    request: Request
    raw: bytes
    headers: dict[str, str] = field(default_factory=dict)
    outgoing: list[Letter] = field(default_factory=list)
    answers_first: bool = False
    """Mails leave after the answer: their time must not tell whether there was one."""

    @property
    def settings(self) -> AuthSettings:
        """The service's settings."""
        return self.service.settings

    @property
    def ip(self) -> str:
        """The caller's address."""
        return client_ip(self.request, self.settings.trusted_proxies)

    @property
    def user_agent(self) -> str | None:
        """What the caller says he is."""
        return self.request.headers.get("user-agent")

    def body(self, *, may_be_empty: bool = False) -> Body:
        """The JSON body. Raises 400 bad_json."""
        return Body.parsed(self.raw, may_be_empty=may_be_empty)

    def query(self, name: str) -> str:
        """A query parameter, '' when absent."""
        return self.request.query_params.get(name, "")

    def redirect_target(self, wanted: str = "") -> str:
        """Where the links of this request lead."""
        return redirect_target(self.request, self.settings, wanted)

    def transaction(self) -> AbstractAsyncContextManager[Connection]:
        """One transaction on a connection of the pool."""
        return transaction(self.service.pool)
