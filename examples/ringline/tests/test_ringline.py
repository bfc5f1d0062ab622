"""The package's own tests: Smena's contract, then what is Ringline's. `python -m pytest` in this folder, with Smena on the path."""

import asyncio
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from uuid import UUID

import pytest
from smena_ringline import Ringline

from channels.base import Company, Lead, Nothing, Parked, StoredEvent
from channels.capabilities import Account, ConnectRefused, Hook
from channels.contract import SourceContract
from channels.failures import VendorError
from channels.keyed import HookAddress

CALL = {"id": "c_1", "from": "067 123 45 67", "to": "+380441112233", "started_at": "2026-11-22T10:00:00Z", "seconds": 64,
    "answered": True, "campaign": "autumn"}  # fmt: skip
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


def delivery(*calls: Any) -> bytes:
    return json.dumps({"account": "acc_7", "calls": calls}).encode()


class TestContract(SourceContract):
    adapter = Ringline()
    deliveries = (delivery(CALL), delivery(CALL, {**CALL, "id": "c_2", "from": ""}, {"odd": True}, None))


def understood(**changes: Any) -> Any:
    (fragment,) = Ringline().split(delivery({**CALL, **changes}))
    event = StoredEvent(
        UUID(int=1), UUID(int=2), "ringline", fragment.kind, AT, {}, "", fragment.body, fragment.key
    )
    (happened,) = Ringline().understand(event, Company())
    return happened


def test_a_call_is_a_lead_with_its_campaign() -> None:
    lead = understood()
    assert isinstance(lead, Lead)
    assert (lead.external_id, lead.contacts[0].normalized, lead.received_at.hour) == (
        "c_1",
        "+380671234567",
        10,
    )
    assert lead.first_touch == {"utm_medium": "call", "utm_campaign": "autumn"}
    assert lead.details == {"seconds": 64, "answered": True}


def test_a_hidden_number_waits_for_a_person_and_a_misdialled_one_is_nothing() -> None:
    with pytest.raises(Parked, match="no_contact"):
        understood(**{"from": "anonymous"})
    assert understood(answered=False, seconds=1) == Nothing("misdialled")
    assert isinstance(understood(answered=False, seconds=20), Lead)


def test_a_signature_holds_over_the_raw_bytes_only() -> None:
    body = delivery(CALL)
    signature = hmac.new(b"secret", body, hashlib.sha256).hexdigest()
    for sent, secret, holds in (
        (body, "secret", True),
        (body, "other", False),
        (body + b" ", "secret", False),
    ):
        hook = Hook("POST", {}, {"x-ringline-signature": signature}, sent)
        assert Ringline().verify(hook, (secret,)) is holds


class Vendor(BaseHTTPRequestHandler):
    """Ringline's API, as far as the adapter asks it."""

    asked: ClassVar[list[tuple[str, str, Any]]] = []

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        Vendor.asked.append((self.command, self.path, json.loads(body) if body else None))
        accounts = {"Bearer good": True, "Bearer without-calls": False}
        calls_enabled = accounts.get(self.headers.get("authorization", ""))
        self.send_response(200 if calls_enabled is not None else 401)
        self.end_headers()
        self.wfile.write(
            json.dumps({"id": "acc_7", "name": "Меблі", "calls_enabled": calls_enabled}).encode()
        )

    do_GET = do_PUT = do_DELETE = answer

    def log_message(self, *_: Any) -> None: ...


@pytest.fixture
def ringline(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ringline]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Vendor) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,)).start()
        monkeypatch.setenv("RINGLINE_API_BASE", f"http://127.0.0.1:{server.server_port}/")
        Vendor.asked.clear()
        yield Ringline()
        server.shutdown()


def test_an_account_is_connected_and_let_go(ringline: Ringline) -> None:
    hook = HookAddress("https://crm.example/hooks/1", "s3cret")
    opened = asyncio.run(ringline.open({"api_key": " good "}, hook))
    assert (opened.access.account_id, opened.access.account_name, opened.access.simulated) == (
        "acc_7",
        "Меблі",
        True,
    )
    assert opened.hook_secret == "s3cret"
    assert "good" not in repr(opened)
    account = Account(UUID(int=1), "acc_7", "good")
    asyncio.run(ringline.subscribe(account, hook))
    asyncio.run(ringline.disconnect(account))
    assert Vendor.asked[1:] == [
        ("PUT", "/v1/webhook", {"url": hook.url, "secret": hook.secret}),
        ("DELETE", "/v1/webhook", None),
    ]


def test_keys_that_open_nothing_say_why(ringline: Ringline) -> None:
    hook = HookAddress("https://crm.example/hooks/1", "s")
    with pytest.raises(ConnectRefused, match="calls_not_enabled"):
        asyncio.run(ringline.open({"api_key": "without-calls"}, hook))
    for key in ("void", "опечатка"):
        with pytest.raises(VendorError) as refused:
            asyncio.run(ringline.health(Account(UUID(int=1), "acc_7", key)))
        assert refused.value.failure.kind == "reauth"
