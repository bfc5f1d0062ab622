"""The example of docs/add-a-lead-source.md, as a developer would do it: install, run its tests, receive a call, see the client."""

import hashlib
import hmac
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.db.pool import Database
from api.sources.vault import Vault
from channels import registry
from local.environment import ROOT
from tests.support.client import Api, settings_for
from tests.support.database import Base
from tests.support.people import ADMIN
from workers.ingest import Ingest
from workers.settings import WorkerSettings

PACKAGE = ROOT / "examples" / "ringline"
CALL = {"id": "c_1", "from": "067 123 45 67", "to": "+380441112233", "seconds": 64, "answered": True, "campaign": "autumn"}  # fmt: skip


def python(*arguments: str | Path, folder: Path, path: Path | None = None) -> None:
    paths = os.pathsep.join(map(str, (*([path] if path else []), ROOT)))
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The package in a folder of its own on the path, found by its entry point."""
    quiet = ("--quiet", "--disable-pip-version-check", "--no-input", "--no-cache-dir")
    python("-m", "pip", "install", *quiet, "--no-deps", "--no-index", "--no-build-isolation", "--target", tmp_path, PACKAGE, folder=tmp_path)  # fmt: skip
    monkeypatch.syspath_prepend(str(tmp_path))
    registry.adapters.cache_clear()
    yield tmp_path
    registry.adapters.cache_clear()
    for name in [name for name in sys.modules if name.startswith("smena_ringline")]:
        del sys.modules[name]


async def test_a_package_is_installed_and_a_call_becomes_a_client(
    installed: Path, api: Api, db: Base
) -> None:
    python("-m", "pytest", "-q", "-p", "no:cacheprovider", "tests", folder=PACKAGE, path=installed)

    head = api.as_(ADMIN)
    new = {"channel": "other", "name": "Ringline", "settings": {"adapter": "ringline"}}
    source = (await head.post("/api/v1/lead-sources", json=new)).json()["id"]
    await db.run("update public.lead_sources set state = 'active', account_id = 'acc_7', connected_at = now() where id = $1", source)  # fmt: skip
    sealed = Vault(settings_for(db)).seal(source, "hook", "s3cret")
    await db.run("insert into private.credentials (source_id, kind, nonce, ciphertext) values ($1, 'hook', $2, $3)", source, *sealed)  # fmt: skip

    body = json.dumps({"account": "acc_7", "calls": [CALL, {**CALL, "id": "c_2", "from": "hidden"}]}).encode()
    signature = hmac.new(b"s3cret", body, hashlib.sha256).hexdigest()
    for given, status in ((signature, 200), (signature, 200), ("0" * 64, 403)):
        sent = {"x-ringline-signature": given, "content-type": "application/json"}
        answer = await api.anonymous().post(f"/hooks/{source}", content=body, headers=sent)
        assert answer.status_code == status
    settings = WorkerSettings(_env_file=None, worker_database_url=db.url("smena_worker"))
    database = Database(db.url("smena_worker"), min_size=0, max_size=2)
    await database.open()
    while await Ingest(database, settings).work_once():
        pass
    await database.close()

    (client,) = (await head.get("/api/v1/clients")).json()["items"]
    assert client["phone"] == "+380671234567"
    (row,) = await db.rows("select source_id, first_touch from public.clients")
    assert (str(row["source_id"]), json.loads(row["first_touch"])["utm_campaign"]) == (source, "autumn")
    (parked,) = (await head.get("/api/v1/lead-sources/events")).json()["items"]
    assert (parked["channel"], parked["reason"]) == ("ringline", "no_contact")
