"""Drives HTTP: sixteen keep-alive connections that send their requests one after the other, for some seconds.

wrk does it where it is installed (half a percent of a core); else a small client of our own, in a process of its own, which takes
its share of the same cores: figures made with it are lower.
"""

import json
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass

from bench.company import CONNECTIONS, Company
from bench.requests import UNIQUE, Request
from bench.say import say
from local.environment import ROOT

LUA = """
local requests = {}
local sent = 0
local run = "%(run)s"
function init(args)
%(requests)s
end
function request()
  sent = sent + 1
  local text = requests[sent %% #requests + 1]
  if %(unique)s then text = text:gsub("%(mark)s", run .. string.format("%%08d", sent)) end
  return text
end
function done(summary, latency, requests)
  local e = summary.errors
  print(string.format('{"requests": %%d, "microseconds": %%d, "errors": %%d, "p50": %%d, "p99": %%d}', summary.requests,
    summary.duration, e.connect + e.read + e.write + e.status + e.timeout, latency:percentile(50), latency:percentile(99)))
end
"""
LENGTH = 24  # of what stands for UNIQUE, so that Content-Length holds


@dataclass(frozen=True)
class Load:
    """What came of it."""

    requests: int
    seconds: float
    errors: int
    p50_ms: float
    p99_ms: float

    @property
    def rate(self) -> float:
        """Requests per second."""
        return self.requests / self.seconds


def driver() -> str:
    """Which client drives."""
    return "wrk" if shutil.which("wrk") else "own client"


def drive(
    company: Company, requests: Sequence[Request], *, seconds: float, connections: int = CONNECTIONS
) -> Load:
    """Sends the requests in turn; raises RuntimeError when any is answered other than 2xx or 3xx."""
    raw = [_raw(company, request) for request in requests]
    command = _wrk if driver() == "wrk" else _own
    found = json.loads(command(company, raw, seconds, connections))
    load = Load(
        found["requests"],
        found["microseconds"] / 1e6,
        found["errors"],
        found["p50"] / 1e3,
        found["p99"] / 1e3,
    )
    if load.errors:
        raise RuntimeError(f"{load.errors} of {load.requests} requests failed: {requests[0].path}")
    return load


def _raw(company: Company, request: Request) -> str:
    headers = {"host": company.base_url.removeprefix("http://"), **request.headers}
    if request.person is not None:
        headers["authorization"] = f"Bearer {company.token(request.person)}"
    if request.path.startswith("/auth/"):
        headers["apikey"] = company.installation.keys().publishable_key
    if request.body:
        headers["content-length"] = str(len(request.body.replace(UNIQUE, "0" * LENGTH).encode()))
    lines = [
        f"{request.method} {request.path} HTTP/1.1",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    return "\r\n".join(lines) + "\r\n\r\n" + request.body


def _wrk(company: Company, raw: Sequence[str], seconds: float, connections: int) -> str:
    lines = "\n".join(f"  requests[{index}] = {_lua(text)}" for index, text in enumerate(raw, start=1))
    unique = any(UNIQUE in text for text in raw)
    text = LUA % {
        "requests": lines,
        "unique": "true" if unique else "false",
        "mark": UNIQUE,
        "run": secrets.token_hex(8),
    }
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(text)
        script.flush()
        done = subprocess.run(
            [
                "wrk",
                "-t1",
                f"-c{connections}",
                f"-d{max(1, round(seconds))}s",
                "--timeout",
                "20s",
                "-s",
                script.name,
                company.base_url,
            ],
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise RuntimeError(f"wrk: {done.stderr or done.stdout}")
    return done.stdout.strip().splitlines()[-1]


def _lua(text: str) -> str:
    """A Lua string literal: JSON's escapes are Lua's, except for what is not ASCII, which stays."""
    return json.dumps(text, ensure_ascii=False)


def _own(company: Company, raw: Sequence[str], seconds: float, connections: int) -> str:
    plan = {
        "port": company.address.port,
        "raw": raw,
        "seconds": seconds,
        "connections": connections,
        "mark": UNIQUE,
    }
    done = subprocess.run(
        [sys.executable, "-m", "bench.client"],
        input=json.dumps(plan),
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    if done.returncode:
        say(done.stderr)
        raise RuntimeError("the load client failed")
    return done.stdout
