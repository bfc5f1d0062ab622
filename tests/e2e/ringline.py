"""Ringline as story 10 meets it: the vendor behind the package in examples/, and an environment that has the package."""

import hashlib
import hmac
import json
import subprocess
import sysconfig
import venv
from pathlib import Path

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

KEY = "rk_live_7"
CALLER = "+380 67 123 45 67"
CALL = {"id": "c_1", "from": CALLER, "to": "+380441112233", "seconds": 64, "answered": True, "campaign": "autumn"}  # fmt: skip


class Ringline:
    """The vendor: one account, and where its calls are posted."""

    def __init__(self) -> None:
        self.hook: dict[str, str] = {}
        self.url = ""

    def app(self, url: str) -> Starlette:
        self.url = url
        routes = [Route("/v1/account", self._account), Route("/v1/webhook", self._webhook, methods=["PUT"])]
        return Starlette(routes=routes)

    def call(self) -> None:
        """Somebody has called: told as the account wants it."""
        body = json.dumps({"account": "acc_7", "calls": [CALL]}).encode()
        signature = hmac.new(self.hook["secret"].encode(), body, hashlib.sha256).hexdigest()
        sent = {"x-ringline-signature": signature, "content-type": "application/json"}
        assert httpx.post(self.hook["url"], content=body, headers=sent, timeout=15).status_code == 200

    async def _account(self, request: Request) -> Response:
        if request.headers["authorization"] != f"Bearer {KEY}":
            return JSONResponse({"error": "no such key"}, 401)
        return JSONResponse({"id": "acc_7", "name": "Майстерня", "calls_enabled": True})

    async def _webhook(self, request: Request) -> Response:
        self.hook = await request.json()
        return Response(status_code=204)


def environment_with(package: Path, place: Path) -> Path:
    """An environment like this one and the package in it; its Python."""
    venv.create(place, with_pip=False)
    python = place / "bin" / "python"
    (site,) = place.glob("lib/python*/site-packages")
    (site / "everything-else.pth").write_text(
        f"import site; site.addsitedir({sysconfig.get_path('purelib')!r})"
    )
    quiet = ("--quiet", "--disable-pip-version-check", "--no-input", "--no-cache-dir")
    options = ("--no-deps", "--no-index", "--no-build-isolation")
    subprocess.run([python, "-m", "pip", "install", *quiet, *options, package], check=True, cwd=place)
    return python
