"""Where a demonstration is led: to the simulated vendors, save those that the owner has configured himself."""

import pytest

from local import vendors
from simulator.app import create_app
from tests.simulator.receiver import receiving
from tests.support.processes import serving

URL = "http://127.0.0.1:8002"


def test_everything_leads_to_the_simulator(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vendors, "configured", lambda: {"PATH": "/bin"})
    found = vendors.settings(URL)
    assert found["IG_GRAPH_BASE"] == f"{URL}/graph.instagram.com"
    assert {"IG_APP_ID", "META_VERIFY_TOKEN", "ELEVENLABS_API_KEY"} <= found.keys()


def test_a_vendor_of_the_owners_stays_real(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vendors, "configured", lambda: {"IG_APP_ID": "77", "ELEVENLABS_API_KEY": "sk_real"})
    groups = {name.partition("_")[0] for name in vendors.settings(URL)}
    assert groups == {"FB", "META", "TELEGRAM", "VIBER", "TURNSTILE"}


def test_the_dashboards_are_told_where_our_webhooks_are() -> None:
    with receiving() as smena, serving(lambda _: create_app()) as url:
        assert vendors.introduce(url, smena.url, "wrong") == []
        assert vendors.introduce(url, smena.url, smena.token) == ["instagram", "messenger", "whatsapp"]
    assert vendors.introduce(URL, smena.url, smena.token) == []
