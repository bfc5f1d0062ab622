"""Tokens of signed URLs: short HS256 JWTs bound to one object and one action, as hosted projects make them."""

import contextlib
import hmac
import os
import secrets
import time
from pathlib import Path
from typing import Any

from jose import ExpiredSignatureError, JWTError, jwt

from local.storage.errors import InvalidRequest, InvalidSignature, InvalidToken

ALGORITHM = "HS256"
UPLOAD_SECONDS = 2 * 60 * 60
LONGEST_SECONDS = 10 * 365 * 24 * 60 * 60


class Signer:
    """Makes and reads the tokens. The key never leaves this service: no session token can pass for a signed URL."""

    def __init__(self, key: str) -> None:
        self._key = key

    def download(self, path: str, *, seconds: int) -> str:
        """A token that reads `path` (bucket/name) for `seconds`."""
        return self._sign({"url": path, "scope": "download"}, seconds)

    def upload(self, path: str, *, owner: str | None, upsert: bool) -> str:
        """A token that writes `path` once (or, with `upsert`, again) in the name of `owner`."""
        return self._sign({"url": path, "scope": "upload", "owner": owner, "upsert": upsert}, UPLOAD_SECONDS)

    def read(self, token: str, *, path: str, scope: str) -> dict[str, Any]:
        """The claims of a token for this very path and action; InvalidToken or InvalidSignature otherwise."""
        try:
            claims = jwt.decode(token, self._key, algorithms=[ALGORITHM], options={"require_exp": True})
        except ExpiredSignatureError as failure:
            raise InvalidToken('"exp" claim timestamp check failed') from failure
        except JWTError as failure:
            raise InvalidToken("signature verification failed") from failure
        if claims.get("scope") != scope:
            raise InvalidSignature(f"Token is not scoped for {scope}")
        if not hmac.compare_digest(str(claims.get("url")).encode(), path.encode()):
            raise InvalidSignature()
        return claims

    def _sign(self, claims: dict[str, Any], seconds: int) -> str:
        now = int(time.time())
        return jwt.encode({**claims, "iat": now, "exp": now + seconds}, self._key, algorithm=ALGORITHM)


def lifetime(value: object) -> int:
    """`expiresIn` in seconds: storage3 sends it as a string, supabase-js as a number."""
    try:
        seconds = int(value)  # type: ignore[call-overload]
    except (TypeError, ValueError):
        raise InvalidRequest("expiresIn must be a number of seconds") from None
    if not 1 <= seconds <= LONGEST_SECONDS:
        raise InvalidRequest("expiresIn is out of range")
    return int(seconds)


def load_or_create(file: Path) -> Signer:
    """The signer of one installation. A whole key appears under `file` at once, so processes starting together agree."""
    if not file.exists():
        draft = file.with_name(f".key-{secrets.token_hex(8)}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
            stream.write(secrets.token_hex(32))
            stream.flush()
            os.fsync(stream.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(draft, file)
        draft.unlink()
    return Signer(file.read_text())
