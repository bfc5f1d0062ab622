"""`smena test`: every check runs, one failure fails the whole, a browser is found where there is one."""

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from local import browser
from local.cli import checks
from local.errors import LocalError
from tests.support.browser import chromium


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """What would have been run, in order; ruff and the front end's packages fail."""
    commands: list[tuple[str, ...]] = []

    def python(_environment: dict[str, str], *words: str) -> int:
        commands.append(words)
        return 0

    def said(words: Sequence[str | Path], _folder: Path, _environment: dict[str, str]) -> tuple[int, str]:
        commands.append(tuple(map(str, words[2:])))
        return (1, "E501\n") if words[2] == "ruff" else (0, "")

    def install(*_: object, **__: object) -> None:
        raise LocalError("no network")

    monkeypatch.setattr(checks, "_python", python)
    monkeypatch.setattr(checks, "_said", said)
    monkeypatch.setattr(checks.edge, "told", lambda *_: (0, ""))
    monkeypatch.setattr(checks.frontend, "install_packages", install)
    return commands


def test_a_failed_check_does_not_hide_the_others(
    ran: list[tuple[str, ...]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert checks.run([]) == 1
    assert set(ran[:3]) == {("ruff", "format", "--check", "."), ("ruff", "check", "."), ("mypy",)}
    assert [words[0] for words in ran[3:]] == ["pytest", "pytest"], "all tests, then those in a browser"
    told, summary = capsys.readouterr().out.split("=== summary")
    assert "=== lint\nE501" in told and "=== front end: packages\nno network" in told
    assert summary.count("FAILED") == 3
    assert summary.count("ok ") == 6


def test_arguments_go_to_pytest_alone(ran: list[tuple[str, ...]]) -> None:
    assert checks.run(["-k", "--data", "x"]) == 0
    assert ran == [("pytest", "-k", "--data", "x")]


def test_nothing_is_checked_without_a_browser(
    ran: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("SMENA_CHROMIUM", raising=False)
    monkeypatch.setattr(browser, "find_browser", lambda: None)
    assert checks.run([]) == 1
    assert ran == []
    error = capsys.readouterr().err
    assert error.startswith("smena: No Chromium was found") and "SMENA_CHROMIUM" in error
    assert checks.run(["tests/db"]) == 0, "a run by name may have no browser tests in it"


def test_a_browser_test_without_a_browser_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMENA_CHROMIUM", "/nonexistent/chromium")
    with pytest.raises(pytest.fail.Exception, match="SMENA_CHROMIUM names /nonexistent/chromium"):
        chromium()


def _program(file: Path) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("#!/bin/sh\n")
    file.chmod(0o755)
    return file


def test_where_a_browser_is_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "PLACES", ())
    monkeypatch.setattr(browser, "DOWNLOADS", (str(tmp_path / "downloads"),))
    monkeypatch.delenv("SMENA_CHROMIUM", raising=False)
    monkeypatch.delenv("PLAYWRIGHT_BROWSERS_PATH", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert browser.find_browser() is None
    shell = "chromium_headless_shell-1255/chrome-headless-shell-linux64/chrome-headless-shell"
    downloaded = _program(tmp_path / "downloads" / shell)
    assert browser.find_browser() == str(downloaded)
    _program(tmp_path / "downloads" / "chromium-999" / "chrome-linux" / "chrome")
    downloaded = _program(tmp_path / "downloads" / "chromium-1200" / "chrome-linux64" / "chrome")
    assert browser.find_browser() == str(downloaded), "the newest whole browser"
    named = _program(tmp_path / "named by playwright" / "chromium-1" / "chrome-linux" / "chrome")
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "named by playwright"))
    assert browser.find_browser() == str(named)
    placed = _program(tmp_path / "opt" / "chrome")
    monkeypatch.setattr(browser, "PLACES", (str(placed),))
    assert browser.find_browser() == str(placed)
    on_path = _program(tmp_path / "bin" / "google-chrome")
    assert browser.find_browser() == str(on_path)
    named = _program(tmp_path / "named")
    monkeypatch.setenv("SMENA_CHROMIUM", str(named))
    assert browser.find_browser() == str(named)
    os.chmod(named, 0o644)
    assert browser.find_browser() is None
