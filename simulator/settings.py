"""The settings of the CRM that lead to a simulator instead of to the vendors."""

from collections.abc import Mapping

from simulator.elevenlabs.state import KEY
from simulator.instagram import state as instagram
from simulator.meta.apps import META_APP_ID, META_APP_SECRET, VERIFY_TOKEN

# Setting -> host. Every base address is the simulator's with the host of the vendor as its first path segment.
BASES = {
    "IG_AUTH_BASE": "www.instagram.com",
    "IG_TOKEN_BASE": "api.instagram.com",
    "IG_GRAPH_BASE": "graph.instagram.com",
    "FB_DIALOG_BASE": "www.facebook.com",
    "FB_GRAPH_BASE": "graph.facebook.com",
    "TELEGRAM_API_BASE": "api.telegram.org",
    "VIBER_API_BASE": "chatapi.viber.com/pa",
    "ELEVENLABS_BASE_URL": "api.elevenlabs.io",
    "TURNSTILE_VERIFY_URL": "challenges.cloudflare.com/turnstile/v0/siteverify",
}
CREDENTIALS = {
    "IG_APP_ID": instagram.APP_ID,
    "IG_APP_SECRET": instagram.APP_SECRET,
    "META_APP_ID": META_APP_ID,
    "META_APP_SECRET": META_APP_SECRET,
    "ELEVENLABS_API_KEY": KEY,
    "META_VERIFY_TOKEN": VERIFY_TOKEN,
}


def environment(url: str) -> Mapping[str, str]:
    """All of them for the simulator at `url`."""
    return {**{name: f"{url}/{host}" for name, host in BASES.items()}, **CREDENTIALS}
