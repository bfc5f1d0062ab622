"""Access tokens: what is let in, and everything that is not."""

import json
import time
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from jose import jwt

from api.auth import keys
from api.auth.principal import Principal
from api.auth.tokens import CACHE_SIZE, TokenVerifier
from api.errors import AuthUnavailable, NotSignedIn
from api.settings import Settings
from tests.support import tokens

USER = UUID("a0000000-0000-4000-8000-00000000000a")
SECRET = "a-shared-secret-of-the-old-kind-32"


def verifier(**changes: object) -> TokenVerifier:
    values = {"supabase_url": "http://auth.test", "supabase_jwks": tokens.jwks(), **changes}
    return TokenVerifier(Settings(_env_file=None, **values))  # type: ignore[arg-type]


async def code_of(token: str, **changes: object) -> str:
    with pytest.raises(NotSignedIn) as refused:
        await verifier(**changes).verify(token)
    return refused.value.code


async def test_a_good_token_names_its_user() -> None:
    principal = await verifier().verify(tokens.issue(USER, email="a@b.example", user_role="admin"))
    assert (principal.user_id, principal.role, principal.email) == (USER, "authenticated", "a@b.example")
    assert principal.role_hint == "admin"


@pytest.mark.parametrize("claim", ["exp", "aud", "iss", "sub", "role"])
async def test_a_token_without_a_needed_claim_is_refused(claim: str) -> None:
    assert await code_of(tokens.issue(USER, **{claim: None})) == "token_invalid"


@pytest.mark.parametrize(
    ("claim", "value"),
    [
        ("aud", "anon"),
        ("iss", "http://elsewhere.test/auth/v1"),
        ("sub", "not-a-uuid"),
        ("session_id", "not-a-uuid"),
        ("role", "service_role"),
        ("role", "anon"),
        ("role", "postgres"),
        ("is_anonymous", True),
        pytest.param("nbf", int(time.time()) + 600, id="nbf-ahead"),
    ],
)
async def test_a_token_with_a_wrong_claim_is_refused(claim: str, value: object) -> None:
    assert await code_of(tokens.issue(USER, **{claim: value})) == "token_invalid"


async def test_an_old_token_is_refused_even_when_it_was_known() -> None:
    checked = verifier()
    token = tokens.issue(USER, exp=int(time.time()) - 3)
    await checked.verify(token)  # inside the leeway
    known = checked._known[token]
    checked._known[token] = Principal(known.role, {**known.claims, "exp": time.time() - 60})
    with pytest.raises(NotSignedIn, match="token_expired"):
        await checked.verify(token)
    assert await code_of(tokens.issue(USER, exp=int(time.time()) - 60)) == "token_expired"


async def test_signatures_and_algorithms_are_bound_to_their_key() -> None:
    stranger = ec.generate_private_key(ec.SECP256R1())
    pem = stranger.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    assert await code_of(tokens.issue(USER, key=pem)) == "token_invalid"
    assert await code_of(tokens.issue(USER, headers={"kid": "unknown"})) == "token_invalid"
    assert await code_of(tokens.issue(USER, headers={})) == "token_invalid"
    head, body, _ = tokens.issue(USER).split(".")
    unsigned = jwt.encode({"sub": str(USER)}, SECRET, algorithm="HS256", headers={"alg": "none"}).split(".")[
        0
    ]
    assert await code_of(f"{unsigned}.{body}.") == "token_invalid"
    assert await code_of(f"{head}.{body}.AAAA") == "token_invalid"
    for rubbish in ("", "x", "a.b.c", "é", "." * 5000):
        assert await code_of(rubbish) == "token_invalid"


async def test_the_public_key_is_no_shared_secret() -> None:
    public = ec.generate_private_key(ec.SECP256R1()).public_key()
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    forged = jwt.encode(_claims(), _raw(pem), algorithm="HS256", headers={"kid": tokens.KID})
    assert await code_of(forged) == "token_invalid"
    assert await code_of(forged, supabase_jwt_secret=SECRET) == "token_invalid"


async def test_shared_secrets_count_only_where_they_are_configured() -> None:
    token = jwt.encode(_claims(), SECRET, algorithm="HS256")
    assert await code_of(token) == "token_invalid"
    assert (await verifier(supabase_jwt_secret=SECRET).verify(token)).user_id == USER
    other = jwt.encode(_claims(), SECRET, algorithm="HS512")
    assert await code_of(other, supabase_jwt_secret=SECRET) == "token_invalid"


async def test_verified_tokens_are_remembered_but_not_without_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.auth.tokens.CACHE_SIZE", 3)
    checked = verifier()
    issued = [tokens.issue(uuid4()) for _ in range(5)]
    for token in issued:
        await checked.verify(token)
    assert list(checked._known) == issued[2:]
    assert await checked.verify(issued[4]) is checked._known[issued[4]]
    assert CACHE_SIZE > 1000


async def test_symmetric_keys_in_a_set_are_never_used() -> None:
    assert keys.parse_set({"keys": [{"kty": "oct", "kid": "a", "k": "c2VjcmV0", "alg": "HS256"}]}) == {}
    (item,) = json.loads(tokens.jwks())["keys"]
    assert keys.parse_set({"keys": [{**item, "alg": "HS256"}]}) == {}
    assert keys.parse_set({"keys": [{**item, "kid": ""}]}) == {}


class Published:
    """Stands for Supabase Auth's key address; counts the questions."""

    def __init__(self) -> None:
        self.asked, self.keys, self.status = 0, tokens.jwks(), 200

    def __call__(self, _request: httpx.Request) -> httpx.Response:
        self.asked += 1
        return httpx.Response(self.status, text=self.keys)


@pytest.fixture
async def published(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Published]:
    source = Published()
    real = httpx.AsyncClient
    monkeypatch.setattr(keys.httpx, "AsyncClient", lambda **_: real(transport=httpx.MockTransport(source)))
    yield source


async def test_keys_are_fetched_once_and_again_for_a_new_key_id(
    published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked = verifier(supabase_jwks=None)
    for _ in range(3):
        await checked.verify(tokens.issue(uuid4()))
    assert published.asked == 1
    for _ in range(3):  # invented ids do not make us ask again and again
        with pytest.raises(NotSignedIn):
            await checked.verify(tokens.issue(USER, headers={"kid": "rotated"}))
    assert published.asked == 1
    monkeypatch.setattr(keys, "UNKNOWN_KID_SECONDS", 0)
    published.keys = tokens.jwks().replace(tokens.KID, "rotated")
    assert (await checked.verify(tokens.issue(USER, headers={"kid": "rotated"}))).user_id == USER
    assert published.asked == 2


async def test_without_keys_nobody_is_let_in_and_the_answer_says_why(published: Published) -> None:
    published.status = 500
    checked = verifier(supabase_jwks=None)
    for _ in range(2):
        with pytest.raises(AuthUnavailable):
            await checked.verify(tokens.issue(USER))
    published.status = 200
    assert (await checked.verify(tokens.issue(USER))).user_id == USER


def _claims() -> dict[str, object]:
    now = int(time.time())
    return {
        "sub": str(USER),
        "aud": "authenticated",
        "iss": tokens.ISSUER,
        "role": "authenticated",
        "exp": now + 600,
    }


def _raw(pem: bytes) -> str:
    """jose refuses PEM text as a shared secret when signing; an attacker's own code does not."""
    return (
        pem.decode().replace("-----BEGIN PUBLIC KEY-----", "").replace("-----END PUBLIC KEY-----", "").strip()
    )
