"""What Meta posts when somebody removes the app, or wants what it knows of him deleted: `signed_request`.

https://developers.facebook.com/docs/development/create-an-app/app-dashboard/data-deletion-callback
"""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Sequence


def subject(signed_request: str, secrets: Sequence[str]) -> str | None:
    """Whose it is, by Meta's own id of him; None for what the app's secret did not sign."""
    signature, _, payload = signed_request.partition(".")
    given = _decoded(signature)
    digests = (
        hmac.new(secret.encode(), payload.encode(), hashlib.sha256).digest() for secret in secrets if secret
    )
    if not given or not any([hmac.compare_digest(given, digest) for digest in digests]):
        return None
    try:
        told = json.loads(_decoded(payload))
    except (ValueError, RecursionError):
        return None
    return str(told["user_id"]) if isinstance(told, dict) and told.get("user_id") else None


def confirmation(user_id: str, secret: str) -> str:
    """A code that names the wish, and nobody."""
    return hmac.new(secret.encode(), f"deletion of {user_id}".encode(), hashlib.sha256).hexdigest()[:20]


def _decoded(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text.encode() + b"=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return b""
