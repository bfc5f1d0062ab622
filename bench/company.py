"""The benchmark's company: an installation of its own, filled once and kept between runs."""

import asyncio
import hashlib
import json
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from uuid import UUID

from jose import jwt

from api.db.sqlfile import FOLDER as MIGRATIONS
from api.settings import ROOT, Settings
from bench.fill import fill
from bench.say import say
from local import schema
from local.installation import Installation
from local.listener import Address

HOME = ROOT / ".smena" / "bench"
STATE = "filled.json"
PORT = 9310
CONNECTIONS = 16
TOKEN_SECONDS = 6 * 3600


def person(number: int) -> UUID:
    """Account number `number`: 0 is the admin, managers count from 1 (`bench.person` in SQL)."""
    return UUID(hashlib.md5(f"person{number}".encode()).hexdigest())


@dataclass(frozen=True)
class Size:
    """How big the company is."""

    clients: int
    managers: int

    def __str__(self) -> str:
        return f"{self.clients:,} clients, {self.managers} managers"


class Company:
    """A running, filled database of one size, with the keys that sign its people's tokens."""

    def __init__(self, size: Size, *, home: Path = HOME, port: int = PORT) -> None:
        self.size = size
        self.address = Address("127.0.0.1", port)
        self.installation = Installation(home / f"{size.clients}-{size.managers}")

    @property
    def base_url(self) -> str:
        """Where its API is served."""
        return self.address.url

    @cached_property
    def environment(self) -> dict[str, str]:
        """The settings its processes get: the installation's, with room for a crowd from one address."""
        return {
            **self.installation.settings(self.base_url),
            "SMENA_LEADS_PER_ADDRESS": "100000",
            "SMENA_TRUSTED_PROXIES": "127.0.0.1",
        }

    @cached_property
    def settings(self) -> Settings:
        """The same for an application in this process."""
        names = {name.lower(): value for name, value in self.environment.items()}
        known = {name: value for name, value in names.items() if name in Settings.model_fields}
        return Settings(_env_file=None, **known)  # type: ignore[arg-type]  # pydantic reads them from text

    @property
    def owner_url(self) -> str:
        """The superuser's address."""
        return self.installation.cluster.url("supabase_admin")

    def token(self, number: int) -> str:
        """An access token as the installation's auth would sign it."""
        now = int(time.time())
        key = self.installation.keys().signing_key
        claims = {
            "iss": f"{self.base_url}/auth/v1",
            "aud": "authenticated",
            "sub": str(person(number)),
            "role": "authenticated",
            "aal": "aal1",
            "session_id": str(UUID(int=number + 1)),
            "is_anonymous": False,
            "email": "admin@bench.example" if number == 0 else f"manager{number}@bench.example",
            "user_role": "admin" if number == 0 else "manager",
            "app_metadata": {"provider": "email", "providers": ["email"]},
            "iat": now,
            "exp": now + TOKEN_SECONDS,
        }
        return str(jwt.encode(claims, key, algorithm="ES256", headers={"kid": key["kid"]}))

    @contextmanager
    def running(self, *, keep: bool = False) -> Iterator["Company"]:
        """The database up and filled. Data made for other migrations are made anew, unless `keep` says otherwise."""
        say(f"Company of {self.size}")
        if not keep and self._state() not in (None, self._wanted()):
            say("  the migrations have changed since it was filled: made anew")
            pgdata = self.installation.cluster.place.pgdata
            if pgdata.exists():
                shutil.rmtree(pgdata)
            shutil.rmtree(self.installation.data_dir)
            self.installation = Installation(self.installation.data_dir)
        cluster = self.installation.cluster
        cluster.start()
        try:
            schema.bring_up_to_date(self.environment)
            if self._state() is None:
                values = {"clients": self.size.clients, "managers": self.size.managers, "sites": CONNECTIONS}
                asyncio.run(fill(self.owner_url, **values))
                self._state_file.write_text(json.dumps(self._wanted()))
            yield self
        finally:
            cluster.stop()

    @property
    def _state_file(self) -> Path:
        return self.installation.data_dir / STATE

    def _state(self) -> str | None:
        return json.loads(self._state_file.read_text()) if self._state_file.exists() else None

    def _wanted(self) -> str:
        digest = hashlib.sha256(Path(__file__).with_name("data.sql").read_bytes())
        for path in sorted(MIGRATIONS.glob("*.sql")):
            digest.update(path.read_bytes())
        return digest.hexdigest()
