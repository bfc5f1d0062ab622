"""Encrypts the secrets of connected sources with CREDENTIALS_KEY (AES-256-GCM): the database never sees a plain one.

The source and the kind are authenticated with the text, so that a row copied to another source does not open.
CREDENTIALS_KEY may list several keys, separated by commas: the first seals, all of them open, and the workers seal anew what a
later one opened. So a key is changed by putting a new one in front, and the old one may go a day later.
"""

import base64
import binascii
import secrets
from typing import Annotated, cast
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from fastapi import Depends, Request

from api.errors import Unavailable
from api.settings import Settings

KEY_BYTES = 32
NONCE_BYTES = 12


class Vault:
    """Seals and opens credentials; raises Unavailable when the key is missing or is not the one they were sealed with."""

    def __init__(self, settings: Settings) -> None:
        listed = settings.credentials_key.get_secret_value() if settings.credentials_key else ""
        self._keys = [key.strip() for key in listed.split(",") if key.strip()] or [""]

    def seal(self, source_id: UUID, kind: str, plain: str) -> tuple[bytes, bytes]:
        """Nonce and ciphertext."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce, _cipher(self._keys[0]).encrypt(nonce, plain.encode(), _context(source_id, kind))

    def open(self, source_id: UUID, kind: str, nonce: bytes, ciphertext: bytes) -> str:
        """The plain secret."""
        for key in self._keys:
            try:
                return _cipher(key).decrypt(nonce, ciphertext, _context(source_id, kind)).decode()
            except InvalidTag:
                continue
        raise Unavailable("credentials_key_wrong")

    def is_current(self, source_id: UUID, kind: str, nonce: bytes, ciphertext: bytes) -> bool:
        """Is it sealed with the first key?"""
        try:
            _cipher(self._keys[0]).decrypt(nonce, ciphertext, _context(source_id, kind))
        except InvalidTag:
            return False
        return True


def _cipher(text: str) -> AESGCM:
    try:
        bare = text.replace("+", "-").replace("/", "_").rstrip("=")
        key = base64.b64decode(bare + "=" * (-len(bare) % 4), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error) as error:
        raise Unavailable("credentials_key_missing") from error
    if len(key) != KEY_BYTES:
        raise Unavailable("credentials_key_missing")
    return AESGCM(key)


def _context(source_id: UUID, kind: str) -> bytes:
    return f"{source_id}:{kind}".encode()


async def _vault(request: Request) -> Vault:
    return Vault(cast(Settings, request.app.state.settings))


Secrets = Annotated[Vault, Depends(_vault)]
