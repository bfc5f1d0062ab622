"""The key file: made once, private, whole."""

import json
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from local.auth.tokens.jws import TokenKeys
from local.keys import Keys


def test_keys_are_made_once(tmp_path: Path) -> None:
    """By whoever starts first, for all; readable by their owner only."""
    folder = tmp_path / "new" / "data"
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: Keys.load_or_create(folder), range(8)))
    assert len({keys.secret_key for keys in made}) == 1
    assert made[0] == Keys.load_or_create(folder)
    assert [path.name for path in folder.iterdir()] == ["keys.json"]
    (folder / "keys.json").chmod(0o644)
    Keys.load_or_create(folder)
    assert stat.S_IMODE((folder / "keys.json").stat().st_mode) == 0o600


def test_keys_look_like_supabases(tmp_path: Path) -> None:
    """Prefixes, an ES256 key with a kid, and nothing private in the public set."""
    keys = Keys.load_or_create(tmp_path)
    assert keys.publishable_key.startswith("sb_publishable_")
    assert keys.secret_key.startswith("sb_secret_")
    (public,) = keys.public_jwks()["keys"]
    assert (public["alg"], public["use"], public["key_ops"]) == ("ES256", "sig", ["verify"])
    assert public["kid"] == keys.signing_key["kid"]
    assert "d" not in public


def test_a_rotated_key_still_verifies(tmp_path: Path) -> None:
    """The old key keeps `verify`, the new one signs; both are public."""
    old = Keys.load_or_create(tmp_path / "old")
    new = Keys.load_or_create(tmp_path / "new")
    retired = {**old.signing_key, "key_ops": ["verify"]}
    both = Keys.from_json(Keys(new.publishable_key, new.secret_key, (new.signing_key, retired)).as_json())
    claims = {"sub": "x", "exp": 4_000_000_000}
    assert TokenKeys(both).verify(TokenKeys(old).sign(claims)) == claims
    assert TokenKeys(both).verify(TokenKeys(both).sign(claims)) == claims
    assert len(both.public_jwks()["keys"]) == 2


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    """ValueError, never new keys over old ones."""
    keys = Keys.load_or_create(tmp_path)
    stored = json.loads(keys.as_json())
    for damaged in ("", "{}", json.dumps({**stored, "jwt_keys": []})):
        (tmp_path / "keys.json").write_text(damaged)
        with pytest.raises(ValueError):
            Keys.load_or_create(tmp_path)
