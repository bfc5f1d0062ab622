"""Supabase's services and the mail server."""

import json
import socket
from collections.abc import Iterator

import httpx

from local.health.finding import Finding, good, note, wrong

SECONDS = 10


def supabase(settings: dict[str, str]) -> Iterator[Finding]:
    """Sign-in, its signing keys, storage, and the two API keys."""
    base, publishable = settings["SUPABASE_URL"].rstrip("/"), settings.get("SUPABASE_PUBLISHABLE_KEY", "")
    secret = settings.get("SUPABASE_SECRET_KEY", "")
    if not publishable:
        yield wrong("SUPABASE_PUBLISHABLE_KEY is not set: browsers cannot sign in without it.")
    if not secret:
        yield wrong("SUPABASE_SECRET_KEY is not set: inviting people does not work without it.")
    yield _get(f"{base}/auth/v1/health", publishable, "Supabase Auth")
    if secret:
        yield _get(f"{base}/storage/v1/bucket", secret, "Supabase Storage")
    yield _signing_keys(base, settings)
    if not settings.get("PUBLIC_URL"):
        yield note("PUBLIC_URL is not set: links in mails will lead to http://127.0.0.1:8000.")


def _get(url: str, key: str, name: str) -> Finding:
    try:
        headers = {"apikey": key, "authorization": f"Bearer {key}"} if key else {}
        answer = httpx.get(url, headers=headers, timeout=SECONDS)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return wrong(f"{name} does not answer at {url}: {error}")
    if answer.is_error:
        return wrong(f"{name} answers {answer.status_code} at {url}: is the key right?")
    return good(f"{name} answers at {url}.")


def _signing_keys(base: str, settings: dict[str, str]) -> Finding:
    if settings.get("SUPABASE_JWT_SECRET"):
        return note(
            "Access tokens are verified with SUPABASE_JWT_SECRET (HS256); signing keys (ES256) are safer."
        )
    try:
        text = (
            settings.get("SUPABASE_JWKS")
            or httpx.get(f"{base}/auth/v1/.well-known/jwks.json", timeout=SECONDS).text
        )
        keys = json.loads(text)["keys"]
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError, TypeError) as error:
        return wrong(f"The signing keys cannot be read: {error}")
    if not keys:
        return wrong(
            "Supabase Auth publishes no signing key: turn on JWT signing keys, or set SUPABASE_JWT_SECRET."
        )
    return good(f"Access tokens are verified with {len(keys)} signing key(s).")


def mail(settings: dict[str, str], *, embedded: bool) -> Iterator[Finding]:
    """Whether mails leave the machine."""
    host = settings.get("SMTP_HOST")
    if host is None:
        if embedded:
            yield note("No mail server (SMTP_HOST): mails wait in the outbox, see ./smena outbox.")
        else:
            yield note("No mail server (SMTP_HOST): reminders and digests are not mailed.")
        return
    port = settings.get("SMTP_PORT", "587")
    if not port.isdecimal() or not 0 < int(port) < 65536:
        yield wrong(f"SMTP_PORT is {port}, which is no port: give a number from 1 to 65535.")
        return
    try:
        socket.create_connection((host, int(port)), timeout=SECONDS).close()
    except OSError as error:
        yield wrong(f"The mail server {host}:{port} does not answer: {error}")
    else:
        yield good(f"The mail server {host}:{port} answers.")
