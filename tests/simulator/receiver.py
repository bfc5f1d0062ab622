"""The other end of a webhook: keeps what comes, byte by byte, and answers what it is told to."""

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class Received:
    """One POST."""

    path: str
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)

    def meta_signed(self, secret: str) -> bool:
        """By https://developers.facebook.com/docs/graph-api/webhooks/getting-started#validate-payloads."""
        name, _, given = self.headers.get("x-hub-signature-256", "").partition("=")
        expected = hmac.new(secret.encode(), self.body, hashlib.sha256).hexdigest()
        return name == "sha256" and hmac.compare_digest(given, expected)


@dataclass
class Receiver:
    """`statuses` answers the next posts, then 200; `token` is what a Meta handshake must bring."""

    url: str = ""
    token: str = "secret-word"
    posts: list[Received] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    answers: list[bytes] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.posts)

    @property
    def last(self) -> Any:
        """The newest body as JSON."""
        return self.posts[-1].json()


@contextmanager
def receiving() -> Iterator[Receiver]:
    """On a free port, in threads of its own."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            query = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
            good = query.get("hub.verify_token") == receiver.token
            self.reply(200 if good else 403, query.get("hub.challenge", "").encode() if good else b"no")

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            receiver.posts.append(Received(self.path, headers, body))
            status = receiver.statuses.pop(0) if receiver.statuses else 200
            self.reply(status, receiver.answers.pop(0) if receiver.answers else b"")

        def reply(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
