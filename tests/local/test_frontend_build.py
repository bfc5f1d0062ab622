"""When the front end is built, with which Node, and what is said when that fails."""

import os
import shutil
import sys
from pathlib import Path

import pytest

from local import frontend
from local.errors import LocalError
from local.frontend import Node

FAKE_NPM = """
import pathlib, sys
with open("../calls.log", "a") as log:
    log.write(sys.argv[1] + "\\n")
if sys.argv[1] == "ci":
    pathlib.Path("node_modules").mkdir(exist_ok=True)
elif pathlib.Path("src/broken").exists():
    sys.exit("src/main.ts(1,1): error TS1005: ';' expected.")
else:
    pathlib.Path("dist").mkdir(exist_ok=True)
    pathlib.Path("dist/index.html").write_text("built")
    pathlib.Path("src/generated.ts").write_text("// the route tree")
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A front end whose npm only writes down what it was asked for."""
    root = tmp_path / "front end"
    (root / "src").mkdir(parents=True)
    (root / "src" / "main.ts").write_text("1")
    (root / "package.json").write_text("{}")
    (root / "package-lock.json").write_text("{}")
    program = tmp_path / "npm.py"
    program.write_text(FAKE_NPM)
    monkeypatch.setattr(frontend, "FRONTEND", root)
    node = Node(tmp_path, (sys.executable, str(program)), "v22.12.0")
    monkeypatch.setattr(frontend, "find_node", lambda: node)
    return root


def _calls(project: Path, log: Path) -> list[str]:
    frontend.build(log=log)
    file = project.parent / "calls.log"
    calls = file.read_text().split() if file.exists() else []
    file.unlink(missing_ok=True)
    return calls


def test_only_what_changed_is_done_again(project: Path, tmp_path: Path) -> None:
    log = tmp_path / "npm.log"
    assert _calls(project, log) == ["ci", "run"]
    assert _calls(project, log) == []
    (project / "src" / "main.ts").write_text("2")
    assert _calls(project, log) == ["run"]
    (project / "package-lock.json").write_text('{"changed": true}')
    assert _calls(project, log) == ["ci", "run"]
    (project / "dist" / "index.html").unlink()
    assert _calls(project, log) == ["run"]


def test_what_another_user_has_built_is_not_written_to(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert frontend.build(log=tmp_path / "npm.log") is True
    shutil.rmtree(project.parent / ".smena")
    (project.parent / ".smena").write_text("nothing can be written here")
    assert frontend.build(log=tmp_path / "npm.log") is False
    (project / "src" / "main.ts").write_text("2")
    with pytest.raises(LocalError, match=r"Could not write .*frontend\.lock"):
        frontend.build(log=tmp_path / "npm.log")


def test_a_failed_build_names_its_first_error_and_is_tried_again(project: Path, tmp_path: Path) -> None:
    (project / "src" / "broken").write_text("")
    for _ in range(2):
        with pytest.raises(LocalError, match=r"src/main\.ts\(1,1\): error TS1005"):
            frontend.build(log=tmp_path / "npm.log")
    (project / "src" / "broken").unlink()
    assert frontend.build(log=tmp_path / "npm.log") is True


@pytest.mark.parametrize(
    ("version", "fits"),
    [
        ("v18.20.4", False),
        ("v20.18.1", False),
        ("v20.19.0", True),
        ("v21.7.3", False),
        ("v22.11.0", False),
        ("v22.12.0", True),
        ("v24.19.0", True),
        ("", False),
    ],
)
def test_node_versions_that_the_build_tool_supports(version: str, fits: bool) -> None:
    assert frontend.new_enough(version) is fits


def test_without_a_node_of_the_system_the_one_from_the_packages_is_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    node = frontend.find_node()
    assert frontend.new_enough(node.version)
    assert os.access(node.bin / "node", os.X_OK)
    assert all(Path(part).exists() for part in node.npm)
