"""Where a link may lead. An open redirect hands a session to a stranger, so what is not allowed is not guessed at."""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

from starlette.requests import Request

from local.auth.edge.address import is_ip
from local.auth.settings import AuthSettings

LOOPBACK_NAMES = {"localhost", "127.0.0.1", "::1"}
HOST = re.compile(r"[a-zA-Z0-9]([a-zA-Z0-9.-]*[a-zA-Z0-9])?")
# Python, Go and browsers disagree about these: `http://evil\@good/` has three readings.
AMBIGUOUS = re.compile(r"[\x00-\x20\x7f\\]")


def redirect_target(request: Request, settings: AuthSettings, wanted: str = "") -> str:
    """The allowed address among: `wanted`, the redirect_to header, the query, the Referer; else the site."""
    candidates = (
        wanted or request.headers.get("redirect_to") or request.query_params.get("redirect_to"),
        request.headers.get("referer"),
    )
    return next((url for url in candidates if url and is_allowed(url, settings)), settings.site_url)


def is_allowed(url: str, settings: AuthSettings) -> bool:
    """GoTrue's rule: our own origin, a loopback address, or a match in the list of redirects."""
    if AMBIGUOUS.search(url):
        return False
    try:
        site, target = urlsplit(settings.site_url), urlsplit(url)
        own = _is_own(site, target)
    except ValueError:
        return False
    if "@" in target.netloc:
        return False
    return own or _is_listed(url, target, settings)


def _is_own(site: SplitResult, target: SplitResult) -> bool:
    same_host = bool(target.hostname) and (target.scheme, target.hostname) == (site.scheme, site.hostname)
    return same_host and (target.port == site.port or target.hostname in LOOPBACK_NAMES)


def _is_listed(url: str, target: SplitResult, settings: AuthSettings) -> bool:
    host = target.hostname or ""
    if host.isdigit():
        return False
    if is_ip(host):
        return target.scheme in ("http", "https") and ipaddress.ip_address(host).is_loopback
    if target.scheme in ("http", "https") and not HOST.fullmatch(host):
        return False
    bare = url.partition("#")[0]
    return any(glob(pattern).fullmatch(bare) for pattern in settings.redirects)


@lru_cache(maxsize=64)
def glob(pattern: str) -> re.Pattern[str]:
    """`*` and `?` stay between separators (`.` and `/`), `**` crosses them, `{a,b}` chooses, `[a-z]` is a class."""
    tokens = re.findall(r"\*\*|\*|\?|\[[^\]]*\]|\{[^}]*\}|.", pattern, flags=re.DOTALL)
    return re.compile("".join(_as_regex(token) for token in tokens), re.DOTALL)


def _as_regex(token: str) -> str:
    if token in GLOB:
        return GLOB[token]
    if len(token) > 1 and token[0] == "{":
        return "(?:" + "|".join(glob(choice).pattern for choice in token[1:-1].split(",")) + ")"
    if len(token) > 2 and token[0] == "[":
        inner = re.escape(token[1:-1]).replace(r"\-", "-")
        return f"[{'^' + inner[1:] if inner.startswith('!') else inner}]"
    return re.escape(token)


GLOB = {"**": ".*", "*": "[^./]*", "?": "[^./]"}
