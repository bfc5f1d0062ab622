"""Connecting a mailbox: both servers are found and signed in to, before anything is kept."""

import ssl
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from channels.capabilities import Access, ConnectRefused
from channels.email import providers, smtp
from channels.email.line import line
from channels.email.mailbox import Mailbox, Server, at_provider, described
from channels.email.oauth import Tokens
from channels.email.practice import Practice
from channels.failures import Failure, VendorError

# Refresh tokens that are used live on; Microsoft's at least for ninety days.
OAUTH_ACCESS = timedelta(days=80)
# Another host or port may answer where these were met.
NOT_HERE = {"imap_unreachable", "imap_tls_failed", "smtp_unreachable", "smtp_tls_failed"}


class Login:
    """Opens mailboxes; in `practice` none but the simulated ones."""

    def __init__(self, tokens: Tokens, *, private: bool, practice: Practice | None) -> None:
        self._tokens, self._private, self._practice = tokens, private, practice

    async def open(self, keys: Mapping[str, str]) -> Mailbox:
        """The mailbox that the keys open; raises ConnectRefused."""
        mailbox, imap, outgoing = described(keys)
        if not mailbox.password:
            raise ConnectRefused("password_missing", "password")
        return await self._let_in(mailbox, imap, outgoing)

    async def signed_in(self, provider: str, address: str, refresh_token: str) -> Mailbox:
        """The mailbox of somebody who signed in at his provider; raises ConnectRefused."""
        mailbox = at_provider(address, provider, refresh_token)
        return await self._let_in(mailbox, [mailbox.imap], [mailbox.smtp])

    async def _let_in(self, mailbox: Mailbox, imap: Sequence[Server], outgoing: Sequence[Server]) -> Mailbox:
        """With the first servers that are there."""
        if self._practice:
            self._practice.admit(mailbox)
            mailbox = self._practice.led(replace(mailbox, simulated=True))
            imap, outgoing = [mailbox.imap], [mailbox.smtp]
        try:
            reading = [replace(mailbox, imap=one) for one in self._allowed(imap)]
            mailbox = await self._first(reading, self._reads)
            sending = [replace(mailbox, smtp=one) for one in self._allowed(outgoing)]
            return await self._first(sending, self.sends)
        except VendorError as error:
            raise ConnectRefused(_reason(error.failure, mailbox), words=error.failure.words) from error

    def _allowed(self, servers: Sequence[Server]) -> Sequence[Server]:
        if not self._private and not all(one.tls for one in servers):
            raise ConnectRefused("encryption_needed")
        return servers

    async def _first(
        self, choices: Sequence[Mailbox], check: Callable[[Mailbox], Awaitable[None]]
    ) -> Mailbox:
        """The first whose server is there; raises what the likeliest one said."""
        errors: list[VendorError] = []
        mistrusted: set[tuple[str, int]] = set()
        for mailbox in choices:
            server = mailbox.smtp if mailbox.smtp.host else mailbox.imap
            if (server.host, server.port) in mistrusted:
                continue
            try:
                await check(mailbox)
                return mailbox
            except VendorError as error:
                errors.append(error)
                if error.failure.reason not in NOT_HERE:
                    raise
                if isinstance(error.__cause__, ssl.SSLCertVerificationError):  # whichever way it is asked
                    mistrusted.add((server.host, server.port))
        raise errors[0]

    async def _reads(self, mailbox: Mailbox) -> None:
        async with line(mailbox, await self._tokens.secret(mailbox), private=self._private) as held:
            await held.do(lambda session: session.open("INBOX"))

    async def sends(self, mailbox: Mailbox) -> None:
        """Does its SMTP server let us in? Raises VendorError."""
        async with smtp.signed_in(mailbox, await self._tokens.secret(mailbox), private=self._private):
            pass


def access(mailbox: Mailbox) -> Access:
    """What is kept of an opened mailbox."""
    return Access(
        mailbox.address,
        mailbox.address,
        mailbox.document(),
        until=datetime.now(UTC) + OAUTH_ACCESS if mailbox.oauth else None,
        simulated=mailbox.simulated,
    )


def _reason(failure: Failure, mailbox: Mailbox) -> str:
    """A refused password mostly is that of the provider's web page."""
    known = mailbox.provider or providers.of_domain(mailbox.domain)
    if failure.reason in ("imap_login_refused", "smtp_login_refused") and known and not mailbox.oauth:
        return (
            "oauth_needed"
            if known.oauth_only
            else "app_password_needed"
            if known.app_password
            else failure.reason
        )
    return failure.reason
