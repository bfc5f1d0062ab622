"""The installation's own keys: two opaque API keys and the ES256 key that signs access tokens.

They are made once, on first start, and live in one file that only its owner may read. A project
that moves to Supabase leaves them behind: hosted keys come from the dashboard.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import secrets
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec

Jwk = dict[str, Any]

FILE_NAME = "keys.json"
PUBLIC_MEMBERS = ("kty", "crv", "x", "y", "n", "e", "kid", "alg")


@dataclass(frozen=True)
class Keys:
    """Publishable and secret API key, and private JWKs of which one signs and all verify."""

    publishable_key: str
    secret_key: str
    jwt_keys: tuple[Jwk, ...]

    @classmethod
    def load_or_create(cls, data_dir: Path) -> Keys:
        """The keys of the installation in `data_dir`, made there if it has none yet.

        Two processes that start together end with the same keys: the file appears by a hard link,
        which exactly one of them can make.
        """
        path = data_dir / FILE_NAME
        if not path.exists():
            data_dir.mkdir(parents=True, exist_ok=True)
            _write_once(path, _fresh().as_json())
        path.chmod(0o600)
        return cls.from_json(path.read_text(encoding="utf-8"))

    @classmethod
    def from_json(cls, text: str) -> Keys:
        """Reads what `as_json` wrote. ValueError when a member is missing or nothing can sign."""
        stored = json.loads(text)
        try:
            keys = cls(stored["publishable_key"], stored["secret_key"], tuple(stored["jwt_keys"]))
        except (KeyError, TypeError) as absent:
            raise ValueError(f"the key file is damaged: {absent} is missing") from absent
        if sum("sign" in key.get("key_ops", ()) for key in keys.jwt_keys) != 1:
            raise ValueError("the key file is damaged: exactly one key must be able to sign")
        return keys

    def as_json(self) -> str:
        """The text of the key file."""
        stored = {
            "publishable_key": self.publishable_key,
            "secret_key": self.secret_key,
            "jwt_keys": list(self.jwt_keys),
        }
        return json.dumps(stored, indent=2) + "\n"

    @property
    def signing_key(self) -> Jwk:
        """The one private JWK that signs new tokens; the others only verify old ones."""
        return next(key for key in self.jwt_keys if "sign" in key["key_ops"])

    def public_jwks(self) -> dict[str, list[Jwk]]:
        """The JWK set as /.well-known/jwks.json shows it: public members only, never `d`."""
        return {"keys": [_public(key) for key in self.jwt_keys]}


def _public(key: Jwk) -> Jwk:
    members = {name: key[name] for name in PUBLIC_MEMBERS if name in key}
    return {**members, "use": "sig", "key_ops": ["verify"], "ext": True}


def _fresh() -> Keys:
    return Keys(_opaque("sb_publishable_"), _opaque("sb_secret_"), (_es256_key(),))


def _opaque(prefix: str) -> str:
    """`prefix`, 128 random bits, and a short checksum that lets a scanner tell a key from noise."""
    body = prefix + secrets.token_urlsafe(16)
    return f"{body}_{_base64url(hashlib.sha256(body.encode()).digest())[:8]}"


def _es256_key() -> Jwk:
    numbers = ec.generate_private_key(ec.SECP256R1()).private_numbers()
    point = numbers.public_numbers
    return {
        "kty": "EC",
        "crv": "P-256",
        "alg": "ES256",
        "use": "sig",
        "key_ops": ["sign", "verify"],
        "kid": str(uuid.uuid4()),
        "x": _base64url(point.x.to_bytes(32, "big")),
        "y": _base64url(point.y.to_bytes(32, "big")),
        "d": _base64url(numbers.private_value.to_bytes(32, "big")),
    }


def _base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _write_once(path: Path, text: str) -> None:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        pass  # another process was first: its keys are the keys
    finally:
        draft.unlink()
