"""Encrypts the secrets of connected sources with CREDENTIALS_KEY (AES-256-GCM): the database never sees a plain one.

The source and the kind are authenticated with the text, so that a row copied to another source does not open.
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
        self._key = settings.credentials_key.get_secret_value() if settings.credentials_key else ""

    def seal(self, source_id: UUID, kind: str, plain: str) -> tuple[bytes, bytes]:
        """Nonce and ciphertext."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce, self._cipher().encrypt(nonce, plain.encode(), _context(source_id, kind))

    def open(self, source_id: UUID, kind: str, nonce: bytes, ciphertext: bytes) -> str:
        """The plain secret."""
        try:
            return self._cipher().decrypt(nonce, ciphertext, _context(source_id, kind)).decode()
        except InvalidTag as error:
            raise Unavailable("credentials_key_wrong") from error

    def _cipher(self) -> AESGCM:
        try:
            text = self._key.replace("+", "-").replace("/", "_").rstrip("=")
            key = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
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
