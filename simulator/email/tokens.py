"""Who has let which application into his mailbox: codes for once, refresh tokens until they are revoked, access tokens for an hour."""

import secrets
from dataclasses import dataclass, field

from simulator.core.clock import Clock

ACCESS_SECONDS, CODE_SECONDS = 3600, 600


@dataclass
class Grant:
    """A person's consent for one application."""

    provider: str
    address: str
    scope: str
    offline: bool = True
    revoked: bool = False


@dataclass
class Code:
    """What a browser carries back; `challenge` as PKCE has it (RFC 7636, S256)."""

    grant: Grant
    redirect_uri: str
    challenge: str
    until: float
    used: bool = False


@dataclass
class Tokens:
    """Everything that was handed out."""

    clock: Clock
    codes: dict[str, Code] = field(default_factory=dict)
    refresh: dict[str, Grant] = field(default_factory=dict)
    access: dict[str, tuple[Grant, float]] = field(default_factory=dict)

    def code(self, grant: Grant, redirect_uri: str, challenge: str) -> str:
        """A code for a consent."""
        made = f"4/{secrets.token_urlsafe(32)}"
        self.codes[made] = Code(grant, redirect_uri, challenge, self.clock.now() + CODE_SECONDS)
        return made

    def granted(self, grant: Grant) -> str:
        """A refresh token of a consent."""
        made = f"1//{secrets.token_urlsafe(48)}"
        self.refresh[made] = grant
        return made

    def issued(self, grant: Grant, *, opens_mail: bool) -> str:
        """An access token of a consent; without the scope of mail it opens no mailbox."""
        made = f"ya29.{secrets.token_urlsafe(48)}"
        if opens_mail:
            self.access[made] = (grant, self.clock.now() + ACCESS_SECONDS)
        return made

    def opens(self, address: str, token: str) -> bool:
        """Does the access token open the mailbox at this moment?"""
        grant, until = self.access.get(token, (None, 0.0))
        return (
            grant is not None and not grant.revoked and grant.address == address and until > self.clock.now()
        )

    def expire(self, address: str | None) -> int:
        """Access tokens end, of one mailbox or of all; how many."""
        ended = [token for token, (grant, _) in self.access.items() if address in (None, grant.address)]
        for token in ended:
            del self.access[token]
        return len(ended)

    def revoke(self, address: str) -> int:
        """Consents end, and with them everything that was handed out for them; how many."""
        ended = [grant for grant in self.refresh.values() if grant.address == address and not grant.revoked]
        for grant in ended:
            grant.revoked = True
        return len(ended)
