"""Compact JWS with ES256: sign, and verify with key and algorithm bound together.

Only ES256 exists here, so a token that names another algorithm is refused before any key is
touched: no HS256 under a public key's bytes, no `none`.
"""

from __future__ import annotations

import base64
import binascii
import json
import time
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from local.keys import Jwk, Keys

ALGORITHM = "ES256"
HALF = 32
"""Bytes of each of the two numbers of a P-256 signature."""

Claims = dict[str, Any]


class TokenError(Exception):
    """The token cannot be trusted; the text is golang-jwt's, which clients print."""


class TokenKeys:
    """The key that signs and the keys that verify, ready for use."""

    def __init__(self, keys: Keys) -> None:
        self._kid = str(keys.signing_key["kid"])
        self._private = _private_key(keys.signing_key)
        self._public = {
            str(key["kid"]): _public_key(key) for key in keys.jwt_keys if key.get("alg") == ALGORITHM
        }

    def sign(self, claims: Claims) -> str:
        """The compact token."""
        header = _encoded({"alg": ALGORITHM, "kid": self._kid, "typ": "JWT"})
        signed = f"{header}.{_encoded(claims)}"
        r, s = decode_dss_signature(self._private.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
        return f"{signed}.{_base64url(r.to_bytes(HALF, 'big') + s.to_bytes(HALF, 'big'))}"

    def verify(self, token: str) -> Claims:
        """The claims of a token that is ours and in force. Raises TokenError."""
        header, payload, signature = _split(token)
        if header.get("alg") != ALGORITHM:
            raise TokenError(f"token signature is invalid: signing method {header.get('alg')} is invalid")
        key = self._public.get(str(header.get("kid")))
        if key is None:
            raise TokenError(
                f"token is unverifiable: error while executing keyfunc: unrecognized JWT kid {header.get('kid')}"
            )
        require_signature(key, token.rpartition(".")[0], signature)
        require_in_force(payload)
        return payload


def require_signature(key: ec.EllipticCurvePublicKey, signed: str, signature: bytes) -> None:
    """Raises TokenError unless `signature` (r and s, 32 bytes each) is the key's over `signed`."""
    if len(signature) != 2 * HALF:
        raise TokenError("token signature is invalid: ecdsa: verification error")
    r, s = int.from_bytes(signature[:HALF], "big"), int.from_bytes(signature[HALF:], "big")
    try:
        key.verify(encode_dss_signature(r, s), signed.encode(), ec.ECDSA(hashes.SHA256()))
    except InvalidSignature as wrong:
        raise TokenError("token signature is invalid: ecdsa: verification error") from wrong


def require_in_force(claims: Claims) -> None:
    """Raises TokenError when the token has no expiry, has expired or is not yet valid. No leeway."""
    if time.time() >= _moment(claims, "exp"):
        raise TokenError("token has invalid claims: token is expired")
    if "nbf" in claims and time.time() < _moment(claims, "nbf"):
        raise TokenError("token has invalid claims: token is not valid yet")


def _moment(claims: Claims, name: str) -> float:
    value = claims.get(name)
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise TokenError(f"token has invalid claims: {name} claim is required")
    return value


def _split(token: str) -> tuple[Claims, Claims, bytes]:
    parts = token.split(".")
    if len(parts) != 3:
        raise TokenError("token is malformed: token contains an invalid number of segments")
    try:
        header, payload = (json.loads(_decoded(part)) for part in parts[:2])
        signature = _decoded(parts[2])
    except (ValueError, RecursionError) as broken:
        raise TokenError("token is malformed: could not parse the token") from broken
    if not isinstance(header, dict) or not isinstance(payload, dict):
        raise TokenError("token is malformed: could not parse the token")
    return header, payload, signature


def _private_key(key: Jwk) -> ec.EllipticCurvePrivateKey:
    numbers = ec.EllipticCurvePrivateNumbers(_number(key["d"]), _public_numbers(key))
    return numbers.private_key()


def _public_key(key: Jwk) -> ec.EllipticCurvePublicKey:
    return _public_numbers(key).public_key()


def _public_numbers(key: Jwk) -> ec.EllipticCurvePublicNumbers:
    return ec.EllipticCurvePublicNumbers(_number(key["x"]), _number(key["y"]), ec.SECP256R1())


def _number(member: str) -> int:
    return int.from_bytes(_decoded(member), "big")


def _encoded(value: Claims) -> str:
    return _base64url(json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode())


def _base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decoded(text: str) -> bytes:
    if set(text) & set("+/="):
        raise ValueError("not base64url")
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as odd:
        raise ValueError("not base64url") from odd
