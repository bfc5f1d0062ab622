"""Where vendors are to deliver, and whether they can."""

import secrets
from ipaddress import ip_address
from urllib.parse import urlsplit
from uuid import UUID

from channels.base import SourceAdapter
from channels.capabilities import Receiver
from channels.keyed import HookAddress, Keyed


def is_public(url: str) -> bool:
    """Can a vendor reach the address: HTTPS, and neither this machine nor a private network?"""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme != "https" or host == "localhost" or "." not in host.strip("."):
        return False
    try:
        return ip_address(host).is_global
    except ValueError:
        return not host.endswith((".local", ".localhost", ".internal", ".test", ".invalid"))


def hook_of(source_id: UUID, public_url: str, keyed: Keyed, secret: str | None = None) -> HookAddress:
    """A source's own address. A simulator on this machine reaches this machine."""
    public = keyed.is_simulated or is_public(public_url)
    return HookAddress(f"{public_url}/hooks/{source_id}", secret or secrets.token_urlsafe(32), public)


def webhook_url(adapter: SourceAdapter | None, source_id: UUID, channel: str, public_url: str) -> str:
    """What an admin copies into the vendor's pages; empty where nothing is delivered."""
    if not isinstance(adapter, Receiver):
        return ""
    # One application of ours serves all accounts, or each source has a secret of its own.
    name = channel if adapter.secrets() else str(source_id)
    return f"{public_url}/hooks/{name}"
