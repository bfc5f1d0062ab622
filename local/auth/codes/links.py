"""Addresses in mails and answers."""

from __future__ import annotations

from urllib.parse import quote, urlencode, urlsplit

from local.auth.settings import AuthSettings

CONFIRM_PATH = "/auth/confirm"


def mail_link(settings: AuthSettings, kind: str, token_hash: str, target: str) -> str:
    """A page of the SPA, which posts the hash itself: scanners that open links do not use it up.

    `next` is a path of our own site; a target elsewhere is left out.
    """
    query = {"token_hash": token_hash, "type": kind}
    if path := own_path(settings, target):
        query["next"] = path
    return f"{settings.site_url}{CONFIRM_PATH}?{urlencode(query)}"


def own_path(settings: AuthSettings, target: str) -> str:
    """Path and query of a target on our own site, '' for its root, the confirming page itself, or another site."""
    site, there = urlsplit(settings.site_url), urlsplit(target)
    if (there.scheme, there.netloc) != (site.scheme, site.netloc) or there.path.startswith("//"):
        return ""
    path = there.path.removeprefix(site.path) if site.path else there.path
    found = f"{path}?{there.query}" if there.query else path
    return "" if path in ("", "/", CONFIRM_PATH) else found


def action_link(settings: AuthSettings, kind: str, token_hash: str, target: str) -> str:
    """GoTrue's own link: opening it signs in and redirects to `target`."""
    escaped = quote(target, safe="") if set(target) & set("&=#") else target
    return f"{settings.external_url}/verify?token={token_hash}&type={kind}&redirect_to={escaped}"
