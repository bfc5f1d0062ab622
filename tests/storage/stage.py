"""Servers, people and clients of the storage tests."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID, uuid4

import httpx
from jose import jwt
from supabase import Client, ClientOptions, create_client

from local.postgres.cluster import Cluster

REPOSITORY = Path(__file__).parents[2]
SECRET = "a secret of the tests"
LIMIT = 100 * 2**20


@dataclass(frozen=True)
class Base:
    """A database of the test cluster."""

    cluster: Cluster
    name: str

    def url(self, user: str) -> str:
        """Its address for `user`."""
        return self.cluster.url(user, self.name)

    def psql(self, sql: str, *, user: str = "postgres") -> str:
        """Run `sql` in it."""
        return self.cluster.psql(sql, user=user, database=self.name)


@dataclass
class Server:
    """The service under test, in its own process. The port stays the test's, also while no service runs."""

    base: Base
    root: Path
    listener: socket.socket = field(
        default_factory=lambda: socket.create_server(("127.0.0.1", 0)), repr=False
    )
    process: "subprocess.Popen[bytes] | None" = field(default=None, repr=False)

    @property
    def port(self) -> int:
        port: int = self.listener.getsockname()[1]
        return port

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def storage(self) -> str:
        return f"{self.url}/storage/v1"

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = {
            "database_url": self.base.url("supabase_storage_admin"),
            "root": str(self.root),
            "secret": SECRET,
            "file_size_limit": LIMIT,
            "listener": self.listener.fileno(),
        }
        command = [sys.executable, "-m", "tests.storage.serve", json.dumps(options)]
        self.process = subprocess.Popen(command, cwd=REPOSITORY, pass_fds=[self.listener.fileno()])
        deadline = time.monotonic() + 30
        while not self._answers():
            assert self.process.poll() is None, "the storage service ended"
            assert time.monotonic() < deadline, "the storage service does not answer"
            time.sleep(0.05)

    def stop(self) -> None:
        """End it politely."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(20)
            self.process = None

    def close(self) -> None:
        """End it and give the port back."""
        self.stop()
        self.listener.close()

    def kill(self) -> None:
        """End it as a power cut does."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(20)
        self.process = None

    def files(self, bucket: str) -> set[str]:
        """Names of the stored files of a bucket."""
        folder = self.root / bucket
        return {entry.name for entry in folder.iterdir()} if folder.exists() else set()

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.storage}/status").status_code == 200
        except httpx.TransportError:
            return False


@dataclass(frozen=True)
class Person:
    """Somebody with a token."""

    role: str
    id: UUID = field(default_factory=uuid4)

    @property
    def token(self) -> str:
        claims = {"role": self.role, "aud": "authenticated", "exp": int(time.time()) + 3600}
        if self.role == "authenticated":
            claims["sub"] = str(self.id)
        return jwt.encode(claims, SECRET, algorithm="HS256")

    @property
    def headers(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.token}"}


@contextmanager
def supabase(server: Server, person: Person) -> Iterator[Client]:
    """The unmodified Python client, holding `person`'s token."""
    with httpx.Client(timeout=30) as transport:
        yield create_client(server.url, person.token, ClientOptions(httpx_client=transport))


def rows(base: Base, *, bucket: str, prefix: str = "") -> list[str]:
    """What the table holds of a bucket, past all policies: `name|owner_id|version`."""
    found = base.psql(
        f"select name, owner_id, version from storage.objects where bucket_id = '{bucket}' and name ^@ '{prefix}' order by name;"
    )
    return found.splitlines()
