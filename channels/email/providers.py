"""Mail servers of the providers that people here have, so that most fill in an address and a password and no more.

Hosts as the providers' own help pages name them. What an unknown domain calls its servers is guessed and tried.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Provider:
    """`app_password`: the password of the web page is refused, one for programs is made there. `oauth_only`: no password is taken.

    `keeps_sent`: what goes out by its SMTP lies in the Sent folder by itself.
    """

    imap: str
    smtp: str
    smtp_port: int = 465
    app_password: bool = False
    oauth: str = ""
    oauth_only: bool = False
    keeps_sent: bool = False


GOOGLE = Provider("imap.gmail.com", "smtp.gmail.com", app_password=True, oauth="google", keeps_sent=True)
MICROSOFT = Provider("outlook.office365.com", "smtp.office365.com", 587, oauth="microsoft", oauth_only=True, keeps_sent=True)  # fmt: skip
YANDEX = Provider("imap.yandex.ru", "smtp.yandex.ru", app_password=True)
MAIL_RU = Provider("imap.mail.ru", "smtp.mail.ru", app_password=True)
UKR_NET = Provider("imap.ukr.net", "smtp.ukr.net", app_password=True)
I_UA = Provider("imap.i.ua", "smtp.i.ua")
META_UA = Provider("imap.meta.ua", "smtp.meta.ua")
ICLOUD = Provider("imap.mail.me.com", "smtp.mail.me.com", 587, app_password=True)
YAHOO = Provider("imap.mail.yahoo.com", "smtp.mail.yahoo.com", app_password=True)
RAMBLER = Provider("imap.rambler.ru", "smtp.rambler.ru")

_DOMAINS: Mapping[str, Provider] = {
    domain: provider
    for provider, domains in (
        (GOOGLE, "gmail.com googlemail.com"),
        (MICROSOFT, "outlook.com hotmail.com live.com msn.com"),
        (YANDEX, "yandex.ru ya.ru yandex.ua yandex.com yandex.by yandex.kz"),
        (MAIL_RU, "mail.ru bk.ru list.ru inbox.ru internet.ru"),
        (UKR_NET, "ukr.net"),
        (I_UA, "i.ua email.ua 3g.ua ua.fm"),
        (META_UA, "meta.ua"),
        (ICLOUD, "icloud.com me.com mac.com"),
        (YAHOO, "yahoo.com ymail.com"),
        (RAMBLER, "rambler.ru lenta.ru ro.ru"),
    )
    for domain in domains.split()
}
_SIGNED_IN = {provider.oauth: provider for provider in (GOOGLE, MICROSOFT)}
_HOSTS = {provider.imap: provider for provider in _DOMAINS.values()}


def of_domain(domain: str) -> Provider | None:
    """The provider of an address."""
    return _DOMAINS.get(domain.lower())


def of_host(imap_host: str) -> Provider | None:
    """The provider behind a host: a company's own domain may be at Google, too."""
    return _HOSTS.get(imap_host.lower())


def signed_in_with(oauth: str) -> Provider:
    """The provider whose page one signs in on; KeyError for another."""
    return _SIGNED_IN[oauth]


def is_public(domain: str) -> bool:
    """Anybody may have an address there: two people of the domain are no colleagues."""
    return domain.lower() in _DOMAINS


def guesses(what: str, domain: str) -> Sequence[str]:
    """Hosts to try for a domain that nobody here knows; `what` is `imap` or `smtp`."""
    return [f"{what}.{domain}", f"mail.{domain}", domain]
