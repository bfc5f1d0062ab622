"""What opens a mailbox: what the admin filled in, and the document that is kept sealed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

from api.kit import emails
from channels.capabilities import Account, ConnectRefused
from channels.email import providers
from channels.failures import Failure, VendorError
from channels.keyed import KeyField

KEYS = (
    KeyField("address", "email"),
    KeyField("password", "secret"),
    # What answers are signed with beside the address.
    KeyField("name", required=False),
    KeyField("imap_host", required=False),
    KeyField("imap_port", "number", required=False),
    KeyField("imap_tls", "switch", required=False, default="true"),
    KeyField("imap_user", required=False),
    KeyField("smtp_host", required=False),
    KeyField("smtp_port", "number", required=False),
    KeyField("smtp_tls", "switch", required=False, default="true"),
    KeyField("smtp_user", required=False),
)
# On these ports a plain beginning is encrypted before anything is said (STARTTLS), on these others everything is from the start.
LATER, AT_ONCE = {143, 587, 25}, {993, 465}


@dataclass(frozen=True, slots=True)
class Server:
    """One of a mailbox's two servers. `tls` off: nothing is encrypted, for servers on one's own machine or network only.

    `at_once`: encrypted from the start, not after STARTTLS.
    """

    host: str
    port: int
    user: str
    tls: bool = True
    at_once: bool = True

    @property
    def is_encrypted_at_once(self) -> bool:
        """Or later, or not at all."""
        return self.tls and self.at_once


NOBODY = Server("", 0, "")


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A mailbox and its keys: a password, or a refresh token of `oauth`'s. `simulated`: it is one to practise with."""

    address: str
    imap: Server
    smtp: Server
    name: str = ""
    password: str = field(default="", repr=False)
    refresh_token: str = field(default="", repr=False)
    oauth: str = ""
    simulated: bool = False

    @property
    def provider(self) -> providers.Provider | None:
        """Who keeps it, where we know him."""
        return providers.of_host(self.imap.host)

    @property
    def domain(self) -> str:
        """Of the address."""
        return self.address.rpartition("@")[2]

    def document(self) -> str:
        """As it is sealed."""
        return json.dumps(asdict(self), ensure_ascii=False)


def opened(account: Account) -> Mailbox:
    """The mailbox of a connected account; raises VendorError where what is kept of it is none."""
    try:
        kept = json.loads(account.token)
        return Mailbox(**{**kept, "imap": Server(**kept["imap"]), "smtp": Server(**kept["smtp"])})
    except (ValueError, TypeError, KeyError) as error:
        raise VendorError(Failure("reauth", "access_lost")) from error


def described(keys: Mapping[str, str]) -> tuple[Mailbox, Sequence[Server], Sequence[Server]]:
    """The mailbox without its servers, and the servers that may be meant, likely ones first. Raises ConnectRefused."""
    address = emails.normal_email(keys.get("address", ""))
    if address is None:
        raise ConnectRefused("address_invalid")
    known = providers.of_host(_told(keys, "imap_host")) or providers.of_domain(address.rpartition("@")[2])
    mailbox = Mailbox(
        address,
        NOBODY,
        NOBODY,
        name=_told(keys, "name")[:100],
        # (Providers show passwords for programs in groups of four.)
        password=keys.get("password", "").replace(" ", "")
        if known and known.app_password
        else keys.get("password", ""),
    )
    return mailbox, _imap(keys, address, known), _smtp(keys, address, known)


def at_provider(address: str, oauth: str, refresh_token: str) -> Mailbox:
    """The mailbox of somebody who has signed in, with the provider's servers."""
    known = providers.signed_in_with(oauth)
    at_once = known.smtp_port in AT_ONCE
    return Mailbox(
        address,
        Server(known.imap, 993, address),
        Server(known.smtp, known.smtp_port, address, at_once=at_once),
        refresh_token=refresh_token,
        oauth=oauth,
    )


def _imap(keys: Mapping[str, str], address: str, known: providers.Provider | None) -> Sequence[Server]:
    told = _told(keys, "imap_host")
    hosts = (
        [told] if told else [known.imap] if known else providers.guesses("imap", address.rpartition("@")[2])
    )
    user, tls = _told(keys, "imap_user") or address, _is_on(keys, "imap_tls")
    port = _port(keys, "imap_port") or (993 if tls else 143)
    return [one for host in hosts for one in _ways_in(host, port, user, tls=tls)]


def _smtp(keys: Mapping[str, str], address: str, known: providers.Provider | None) -> Sequence[Server]:
    told, imap = _told(keys, "smtp_host"), _told(keys, "imap_host")
    if told:
        hosts = [told]
    elif known:
        hosts = [known.smtp]
    else:
        hosts = [*providers.guesses("smtp", address.rpartition("@")[2]), *([imap] if imap else [])]
    port, tls = _port(keys, "smtp_port"), _is_on(keys, "smtp_tls")
    ports = [port] if port else [known.smtp_port] if known and not told else [465, 587] if tls else [25]
    user = _told(keys, "smtp_user") or _told(keys, "imap_user") or address
    return [one for number in ports for host in hosts for one in _ways_in(host, number, user, tls=tls)]


def _ways_in(host: str, port: int, user: str, *, tls: bool) -> Sequence[Server]:
    """A port of one's own choice may be encrypted either way."""
    ways = [port in AT_ONCE] if port in LATER | AT_ONCE else [True, False]
    return [Server(host, port, user, tls, at_once) for at_once in (ways if tls else [False])]


def _told(keys: Mapping[str, str], name: str) -> str:
    return str(keys.get(name) or "").strip()


def _is_on(keys: Mapping[str, str], name: str) -> bool:
    return _told(keys, name).lower() not in ("false", "0", "off", "no")


def _port(keys: Mapping[str, str], name: str) -> int | None:
    told = _told(keys, name)
    if not told:
        return None
    if not told.isdecimal() or not 0 < int(told[:6]) < 65536:
        raise ConnectRefused("port_invalid")
    return int(told)
