"""Pure rules of the intake: which pages may post, what is doubtful, what makes two posts one, whose signature holds."""

import hashlib
import hmac
import re
import time
from collections.abc import Iterable, Mapping
from urllib.parse import urljoin, urlsplit

from channels.fields import Submission

MIN_FILL_MS = 1_000  # nobody reads and fills a form faster; the widget itself never sends earlier
REPLAY_SECONDS = 300
MAX_SUBMISSION_ID = 128
ORIGIN = re.compile(r"https?://[a-z0-9.\-\[\]:]+")


def origin_of(url: str) -> str | None:
    """`https://shop.ua:8443/x?y` as `https://shop.ua:8443`; None for what has no origin (`null`, `about:`, a path)."""
    try:
        parts = urlsplit(url.strip())
        origin = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}".lower()
    except ValueError:
        return None
    return origin if ORIGIN.fullmatch(origin) else None


def is_listed(origin: str, listed: Iterable[str]) -> bool:
    """Does the list name this origin, itself or as `https://*.shop.ua`?"""
    return any(origin == entry or ("*" in entry and _under(origin, entry)) for entry in listed)


def _under(origin: str, entry: str) -> bool:
    scheme, _, host = entry.partition("://*")
    return host.startswith(".") and origin.startswith(f"{scheme}://") and origin.endswith(host)


def sender_origin(headers: Mapping[str, str]) -> str | None:
    """Where a browser says the form stands: `Origin`, else the origin of `Referer`; "null" for a page without one."""
    stated = headers.get("origin", "").strip().lower()
    if stated:
        return origin_of(stated) or "null"
    return origin_of(headers.get("referer", ""))


def doubt(sent: Submission, headers: Mapping[str, str], origins: Iterable[str]) -> str | None:
    """Why a browser's submission is parked instead of becoming a lead at once; None when nothing is odd about it."""
    if sent.get("honeypot"):
        return "honeypot"
    elapsed = sent.get("elapsed_ms")
    if elapsed.isdecimal() and int(elapsed[:12]) < MIN_FILL_MS:
        return "too_fast"
    origin = sender_origin(headers)
    if origin is not None and not is_listed(origin, origins):
        return "origin"
    return None


def dedupe_key(
    prefix: str, sent: Submission | None, headers: Mapping[str, str], body: bytes, signature: str = ""
) -> str:
    """What makes two posts one: the sender's own id, else a signature, else the same words within a minute.

    A comment's own id counts as one. Signatures cover their timestamp, so a replayed request is the same request.
    """
    own = headers.get("idempotency-key") or (sent.get("submission_id") if sent else "")
    if sent and not own and prefix == "comment":
        own = sent.get("external_id")
    if own:
        return f"{prefix}:{own if len(own) <= MAX_SUBMISSION_ID else _digest(own.encode())}"
    moment = signature or str(int(time.time() // 60))
    return f"{prefix}:sha256:{_digest(moment.encode() + b'.' + body)}"


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def is_fresh(timestamp: str) -> bool:
    """Is a signature's timestamp (seconds since 1970) within the replay window, either way?"""
    return timestamp.isdecimal() and abs(time.time() - int(timestamp[:12])) <= REPLAY_SECONDS


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """HMAC-SHA256 over `<timestamp>.<raw body>`, in hex."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def bare_signature(given: str) -> str:
    """One spelling of a signature header: `sha256=` and capitals must not make a replay look new."""
    return given.strip().lower().removeprefix("sha256=")


def is_signed(secret: str, timestamp: str, body: bytes, given: str) -> bool:
    """Does the given signature (as `bare_signature` gives it) hold?"""
    return hmac.compare_digest(signature(secret, timestamp, body).encode(), given.encode())


def redirect_target(wanted: str, headers: Mapping[str, str], origins: Iterable[str]) -> str | None:
    """Where a plain form is sent back to: its own `_redirect`, absolute or relative to its page, on a listed origin only."""
    if not wanted or len(wanted) > 2_000 or re.search(r"[\x00-\x20\x7f\\]", wanted):
        return None
    try:
        target = urljoin(headers.get("referer") or headers.get("origin", "") + "/", wanted)
        parts = urlsplit(target)
    except ValueError:
        return None
    origin = origin_of(target)
    if origin is None or parts.username is not None or not is_listed(origin, origins):
        return None
    return _ascii(target)


def _ascii(url: str) -> str:
    """Headers carry ASCII: everything else goes percent-encoded."""
    return "".join(c if c.isascii() else "".join(f"%{byte:02X}" for byte in c.encode()) for c in url)
