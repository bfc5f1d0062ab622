"""Access tokens as Supabase Auth signs them (ES256 with a `kid`), made by the tests' own key."""

import json
import time
from typing import Any
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from jose import jwk, jwt

ISSUER = "http://auth.test/auth/v1"
KID = "test-key"
_PRIVATE = ec.generate_private_key(ec.SECP256R1())
PEM = _PRIVATE.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def jwks() -> str:
    """The public half, for SUPABASE_JWKS."""
    public = jwk.construct(PEM, "ES256").public_key().to_dict()
    return json.dumps({"keys": [{**public, "kid": KID, "use": "sig"}]}, default=_text)


def issue(
    user_id: UUID, *, headers: dict[str, Any] | None = None, key: str = PEM, alg: str = "ES256", **claims: Any
) -> str:
    """A token for the user; a claim given as None is left out."""
    now = int(time.time())
    full = {
        "iss": ISSUER,
        "sub": str(user_id),
        "aud": "authenticated",
        "role": "authenticated",
        "aal": "aal1",
        "session_id": str(uuid4()),
        "is_anonymous": False,
        "email": "",
        "iat": now,
        "exp": now + 3600,
        **claims,
    }
    kept = {name: value for name, value in full.items() if value is not None}
    return jwt.encode(kept, key, algorithm=alg, headers={"kid": KID} if headers is None else headers)


def claims(token: str) -> dict[str, Any]:
    """Of a token that holds; raises JWTError for any other."""
    public = jwk.construct(PEM, "ES256").public_key().to_dict()
    found: dict[str, Any] = jwt.decode(token, public, algorithms=["ES256"], audience="authenticated")
    return found


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
