"""Where vendors are simulated: asked for only, and never over an app of one's own."""

import pytest

from local import simulation
from local.errors import LocalError


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
    settings = simulation.settings("http://127.0.0.1:8002")
    assert settings["SMENA_SIMULATOR_URL"] == "http://127.0.0.1:8002"
    assert settings["IG_GRAPH_BASE"] == "http://127.0.0.1:8002/graph.instagram.com"
