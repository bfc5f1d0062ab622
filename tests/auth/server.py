"""The gateway with real auth and storage, served by uvicorn in a thread: tests talk to it over real HTTP."""

import contextlib
import dataclasses
import socket
import threading
import time
import uuid
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from api.mail import MailSettings
from api.mail.outbox import KeptMail, newest
from local.auth import AuthSettings, create_app
from local.auth.edge.call import Service
from local.auth.edge.limits import Limits
from local.auth.tokens.access import TokenMaker
from local.gateway import compose
from local.gateway.settings import GatewaySettings
from local.keys import Keys
from local.storage.app import create_app as create_storage
from local.storage.settings import StorageSettings
from tests.support.database import Base

PASSWORD = "correct horse 1"
VERSION = {"X-Supabase-Api-Version": "2024-01-01"}
PORTS = range(8200, 8300)


def outcome(answer: httpx.Response) -> tuple[int, str]:
    """Status and error code ('' for none) in either format."""
    body = answer.json() if answer.content else {}
    code = body.get("error_code") or body.get("code", "") if isinstance(body, dict) else ""
    return answer.status_code, str(code)


@dataclass
class Stack:
    """A running gateway and its database."""

    base: Base
    url: str
    app: Starlette
    keys: Keys
    data_dir: Path

    @property
    def service(self) -> Service:
        """The auth service's insides, for faults and spies."""
        service: Service = self.app.state.auth.state.service
        return service

    @contextlib.contextmanager
    def settings(self, **changes: Any) -> Iterator[None]:
        """Other settings, with limits of their own, for a while."""
        normal = self.service
        changed = normal.settings.model_copy(update=changes)
        self.app.state.auth.state.service = dataclasses.replace(
            normal,
            settings=changed,
            limits=Limits(changed),
            token_maker=TokenMaker(changed, normal.token_keys),
        )
        try:
            yield
        finally:
            self.app.state.auth.state.service = normal

    @contextlib.asynccontextmanager
    async def http(
        self, token: str = "", *, secret: bool = False, **headers: str
    ) -> AsyncIterator[httpx.AsyncClient]:
        """A client of /auth/v1 as a browser sends it: publishable key, and a user's token if there is one."""
        key = self.keys.secret_key if secret else self.keys.publishable_key
        sent = {"apikey": key, "Authorization": f"Bearer {token or key}", **VERSION, **headers}
        async with httpx.AsyncClient(
            base_url=f"{self.url}/auth/v1", headers=sent, timeout=30, verify=False
        ) as client:
            yield client

    async def call(
        self, method: str, path: str, token: str = "", *, secret: bool = False, **request: Any
    ) -> httpx.Response:
        """One request."""
        headers = request.pop("headers", {})
        async with self.http(token, secret=secret, **headers) as client:
            return await client.request(method, path, **request)

    async def admin(self, method: str, path: str, **request: Any) -> Any:
        """One request with the secret key; its JSON."""
        answer = await self.call(method, path, secret=True, **request)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def member(self, password: str = PASSWORD, **more: Any) -> dict[str, Any]:
        """A confirmed account with an address of its own."""
        email = f"{uuid.uuid4().hex[:12]}@demo.example"
        body = {"email": email, "password": password, "email_confirm": True, **more}
        made: dict[str, Any] = await self.admin("POST", "/admin/users", json=body)
        return made

    async def sign_in(self, email: str, password: str = PASSWORD) -> dict[str, Any]:
        """A session."""
        answer = await self.password_grant(email, password)
        assert answer.status_code == 200, answer.text
        session: dict[str, Any] = answer.json()
        return session

    async def password_grant(self, email: str, password: str = PASSWORD) -> httpx.Response:
        """POST /token?grant_type=password."""
        return await self.call(
            "POST", "/token?grant_type=password", json={"email": email, "password": password}
        )

    async def refresh(self, token: str) -> httpx.Response:
        """POST /token?grant_type=refresh_token."""
        return await self.call("POST", "/token?grant_type=refresh_token", json={"refresh_token": token})

    async def user(self, token: str) -> httpx.Response:
        """GET /user."""
        return await self.call("GET", "/user", token)

    async def link(self, kind: str, email: str, **more: Any) -> dict[str, Any]:
        """POST /admin/generate_link."""
        made: dict[str, Any] = await self.admin(
            "POST", "/admin/generate_link", json={"type": kind, "email": email, **more}
        )
        return made

    async def verify(self, **body: str) -> httpx.Response:
        """POST /verify."""
        return await self.call("POST", "/verify", json=body)

    async def put_user(self, token: str, **body: Any) -> httpx.Response:
        """PUT /user."""
        return await self.call("PUT", "/user", token, json=body)

    async def age(self, user_id: str, column: str, seconds: int) -> None:
        """Moves a time of the user's row into the past."""
        statement = (
            f"update auth.users set {column} = {column} - make_interval(secs => $2) where id = $1::text::uuid"
        )
        await self.base.run(statement, user_id, float(seconds))

    def mails(self, to: str, kind: str = "") -> list[KeptMail]:
        """The outbox, newest first, for one address."""
        kept = newest(self.data_dir / "outbox", 500)
        return [mail for mail in kept if mail["to"] == to and kind in ("", mail["kind"])]


@contextlib.contextmanager
def served(base: Base, data_dir: Path, **changes: Any) -> Iterator[Stack]:
    """A stack on this database. `changes` are auth settings; limits are wide and bcrypt cheap unless they say else."""
    keys = Keys.load_or_create(data_dir)
    listener = listening()
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    gateway = GatewaySettings(
        database_url=base.url(),
        storage_database_url=base.url("supabase_storage_admin"),
        data_dir=data_dir,
        public_url=url,
    )
    values: dict[str, Any] = {
        "database_url": base.url("supabase_auth_admin"),
        "data_dir": data_dir,
        "public_url": url,
        "mail": MailSettings(host=""),
        "bcrypt_cost": 4,
        "mail_interval_seconds": 0,
        "mails_per_hour": 100_000,
        "sign_in_burst": 100_000,
        "sign_in_account_burst": 1_000,
        "verify_burst": 100_000,
        "recover_floor_seconds": 0,
        "pool_size": 4,
    }
    auth = create_app(AuthSettings(**{**values, **changes}))
    storage = create_storage(
        StorageSettings(
            database_url=gateway.storage_database_url, root=data_dir / "storage", verify=lambda _: None
        )
    )
    app = compose(gateway, keys, auth=auth, storage=storage, api=_front_end())
    with running(app, listener):
        yield Stack(base, url, app, keys, data_dir)


@contextlib.contextmanager
def running(app: Any, listener: socket.socket) -> Iterator[None]:
    """Serves the application until the block ends."""
    config = uvicorn.Config(app, log_level="critical", proxy_headers=False, lifespan="on")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive(), "the server did not start"
            time.sleep(0.01)
        yield
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()


def listening() -> socket.socket:
    for port in PORTS:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
            listener.listen(256)
        except OSError:
            listener.close()
            continue
        return listener
    raise RuntimeError("no free port")


def _front_end() -> Starlette:
    async def page(_request: object) -> PlainTextResponse:
        return PlainTextResponse("front end")

    return Starlette(routes=[Route("/{path:path}", page)])
