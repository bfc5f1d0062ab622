"""Where vendors are simulated: asked for only, and never over an app of one's own."""

from pathlib import Path

import pytest

from local import simulation
from local.errors import LocalError
from local.listener import Address


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is configured."""
    monkeypatch.setattr(simulation, "configured", dict)


@pytest.mark.parametrize(
    ("demo", "asked", "runs"), [(False, False, False), (True, False, True), (False, True, True)]
)
def test_it_runs_when_asked_for(demo: bool, asked: bool, runs: bool) -> None:
    assert simulation.wanted(demo=demo, asked=asked) is runs


def test_a_real_app_keeps_it_away(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        simulation, "configured", lambda: {"IG_APP_ID": "123", "PUBLIC_URL": "https://crm.example"}
    )
    assert simulation.wanted(demo=True, asked=False) is False
    assert capsys.readouterr().out == "Vendors are not simulated: IG_APP_ID is configured.\n"
    with pytest.raises(LocalError, match="Leave --simulator out, or IG_APP_ID"):
        simulation.wanted(demo=False, asked=True)
    assert simulation.wanted(demo=False, asked=False) is False


def test_its_settings_lead_every_vendor_to_this_machine() -> None:
    with simulation.listening(Address("127.0.0.1", 65_532)) as vendors:
        settings = vendors.settings
        assert settings["SMENA_SIMULATOR_URL"] == vendors.url
        assert settings["IG_GRAPH_BASE"] == f"{vendors.url}/graph.instagram.com"
        assert settings["EMAIL_SIMULATOR_SMTP"] == f"smtp://127.0.0.1:{vendors.smtp.getsockname()[1]}"
        handed = vendors.beside("http://127.0.0.1:65532", Path("/data"))["SIMULATOR_MAIL"]
        assert handed == f"{vendors.imap.fileno()},{vendors.smtp.fileno()}"
