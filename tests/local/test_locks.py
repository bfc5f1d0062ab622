"""The two lock files: complete, hashed, free of addresses, and the small one without tools of the trade."""

import re
import tomllib
from pathlib import Path

import pytest

from local.environment import ROOT

PIN = re.compile(r"^(?P<name>[a-z0-9][a-z0-9._-]*)(?:\[[a-z,]+\])?==(?P<version>[^\s;\\]+)", re.MULTILINE)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def pins(name: str) -> dict[str, str]:
    return {found["name"]: found["version"] for found in PIN.finditer((ROOT / name).read_text("utf-8"))}


def wanted(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[<>=!~; ]", requirement)[0] for requirement in requirements}


def test_every_dependency_is_locked() -> None:
    runtime, tools = wanted(PROJECT["project"]["dependencies"]), wanted(PROJECT["dependency-groups"]["dev"])
    assert runtime - pins("requirements.lock").keys() == set()
    assert tools - pins("requirements-dev.lock").keys() == set()


def test_whoever_only_runs_smena_installs_no_test_tools() -> None:
    tools = wanted(PROJECT["dependency-groups"]["dev"])
    assert tools & pins("requirements.lock").keys() == set()


def test_the_development_lock_holds_the_other_at_the_same_versions() -> None:
    assert pins("requirements.lock").items() <= pins("requirements-dev.lock").items()


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_every_pin_is_hashed_and_no_address_is_written(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert len(blocks) == len(pins(name))
    assert [block for block in blocks if "--hash=sha256:" not in block] == []
    lines = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    assert not re.search(r"://|--index-url|--extra-index-url|--find-links", lines)
    assert "://" not in text


def test_no_front_end_lock_names_a_download_address() -> None:
    lock = Path(ROOT / "frontend" / "package-lock.json").read_text("utf-8")
    assert '"resolved"' not in lock
