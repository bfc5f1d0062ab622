"""Access tokens: who holds one, for what, until when, and why it is dead."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from simulator.core.clock import Clock
from simulator.meta.refusals import refusal

Kind = Literal["short", "long", "page", "system"]
LIVES = {"short": 3600.0, "long": 60 * 86400.0, "page": None, "system": None}
MAY_BE_REFRESHED_AFTER = 24 * 3600.0
CODE_LIVES = 3600.0
EXPIRED, APP_REMOVED = 463, 458


@dataclass
class Token:
    """`subject`: the account, page or user that it speaks for. `dead`: the subcode of 190 that it earns."""

    value: str
    subject: str
    scopes: frozenset[str]
    kind: Kind
    issued: float
    expires: float | None
    dead: int | None = None


@dataclass
class Code:
    """What a consent page gives out: good once, for an hour, for the address it was asked with."""

    subject: str
    redirect_uri: str
    scopes: frozenset[str]
    issued: float
    used: bool = False


class Tokens:
    """Those that were issued."""

    def __init__(self, clock: Clock, prefix: str) -> None:
        self._clock, self._prefix = clock, prefix
        self._tokens: dict[str, Token] = {}

    def issue(self, subject: str, scopes: Collection[str], kind: Kind, value: str = "") -> Token:
        """A new one; `value` for the fixed ones that a demonstration needs."""
        now, life = self._clock.now(), LIVES[kind]
        token = Token(
            value or f"{self._prefix}{kind}{secrets.token_urlsafe(40)}",
            subject,
            frozenset(scopes),
            kind,
            now,
            None if life is None else now + life,
        )
        self._tokens[token.value] = token
        return token

    def valid(self, value: str) -> Token:
        """The token, or the 190 that it deserves."""
        token = self._tokens.get(value)
        if token is None:
            raise refusal(190)
        if token.dead is not None:
            raise refusal(190, token.dead)
        if token.expires is not None and self._clock.now() >= token.expires:
            raise refusal(190, EXPIRED)
        return token

    def age(self, token: Token) -> float:
        """Seconds since it was issued."""
        return self._clock.now() - token.issued

    def kill(self, subject: str | None, subcode: int = EXPIRED) -> int:
        """Ends the tokens of one subject or all; how many."""
        dying = [t for t in self._tokens.values() if subject in (None, t.subject) and t.dead is None]
        for token in dying:
            token.dead = subcode
        return len(dying)

    def of(self, subject: str) -> list[str]:
        """The living ones of a subject."""
        now = self._clock.now()
        return [
            t.value
            for t in self._tokens.values()
            if t.subject == subject and t.dead is None and (t.expires is None or t.expires > now)
        ]
