"""The settings of the CRM that lead to a simulator instead of to the vendors."""

from collections.abc import Mapping
from urllib.parse import quote

from simulator.elevenlabs.state import KEY
from simulator.email import state as email
from simulator.email.apps import GOOGLE, MICROSOFT
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


# Where the mail servers run, too.
MAIL_BASES = {
    "EMAIL_GOOGLE_AUTH_URL": "accounts.google.com/o/oauth2/v2/auth",
    "EMAIL_GOOGLE_TOKEN_URL": "oauth2.googleapis.com/token",
    "EMAIL_MICROSOFT_AUTH_URL": "login.microsoftonline.com/common/oauth2/v2.0/authorize",
    "EMAIL_MICROSOFT_TOKEN_URL": "login.microsoftonline.com/common/oauth2/v2.0/token",
}
MAIL_CREDENTIALS = {
    "EMAIL_GOOGLE_CLIENT_ID": GOOGLE.id,
    "EMAIL_GOOGLE_CLIENT_SECRET": GOOGLE.secret,
    "EMAIL_MICROSOFT_CLIENT_ID": MICROSOFT.id,
    "EMAIL_MICROSOFT_CLIENT_SECRET": MICROSOFT.secret,
}


def environment(url: str, mail: tuple[int, int] | None = None) -> Mapping[str, str]:
    """All of them for the simulator at `url`; `mail`: the ports of its IMAP and its SMTP server, where they run."""
    found = {**{name: f"{url}/{host}" for name, host in BASES.items()}, **CREDENTIALS}
    return found if mail is None else {**found, **_mail(url, *mail)}


def _mail(url: str, imap: int, smtp: int) -> Mapping[str, str]:
    who = f"{quote(email.ADDRESS, safe='')}:{email.PASSWORD}"
    servers = {
        "EMAIL_SIMULATOR_IMAP": f"imap://{who}@127.0.0.1:{imap}",
        "EMAIL_SIMULATOR_SMTP": f"smtp://127.0.0.1:{smtp}",
    }
    return {**{name: f"{url}/{path}" for name, path in MAIL_BASES.items()}, **MAIL_CREDENTIALS, **servers}
