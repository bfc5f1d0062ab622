"""`smena test`: every check of the project, with a summary; with arguments only pytest, which gets them."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from local import edge, frontend
from local.browser import require_browser
from local.environment import ROOT
from local.errors import LocalError

PYTHON_CHECKS = {
    "format": ("ruff", "format", "--check", "."),
    "lint": ("ruff", "check", "."),
    "types": ("mypy",),
}
# Two processes, a file whole in one of them: its tests may share what its fixtures made, and each process has an installation of its own.
IN_TWO = ("-n", "2", "--dist", "loadfile")
TEST_RUNS = {
    "tests": (*IN_TWO, "--ignore", "tests/e2e"),
    "browser tests": (*IN_TWO, "--no-loadscope-reorder", "tests/e2e"),
}
EDGE_CHECKS = {
    "edge functions: format": ("fmt", "--check", "--quiet"),
    "edge functions: lint": ("lint", "--quiet"),
    "edge functions: types": ("check", "--frozen", "--quiet", "index.ts"),
}
FRONTEND_CHECKS = {"front end: lint": "lint", "front end: types": "typecheck", "front end: tests": "test"}


@dataclass(frozen=True)
class Result:
    """How one check ended."""

    name: str
    passed: bool
    seconds: float


def run(arguments: list[str]) -> int:
    """Run every check and say which failed; 0 when none did."""
    if arguments:
        return _python(dict(os.environ), "pytest", *arguments)
    try:
        environment = {**os.environ, "SMENA_CHROMIUM": require_browser()}
    except LocalError as error:
        print(f"smena: {error}", file=sys.stderr)
        return 1
    results = [_timed(name, partial(_python, environment, *words)) for name, words in PYTHON_CHECKS.items()]
    results += _edge_checks()
    results += _frontend_checks(environment)
    results += [
        _timed(name, partial(_python, environment, "pytest", *words)) for name, words in TEST_RUNS.items()
    ]
    _summary(results)
    return 0 if all(result.passed for result in results) else 1


def _python(environment: dict[str, str], *words: str) -> int:
    return subprocess.run([sys.executable, "-m", *words], cwd=ROOT, env=environment, check=False).returncode


def _edge_checks() -> list[Result]:
    return [_timed(name, partial(edge.run, *words)) for name, words in EDGE_CHECKS.items()]


def _frontend_checks(environment: dict[str, str]) -> list[Result]:
    def install() -> int:
        frontend.install_packages(frontend.find_node(), log=ROOT / ".smena" / "npm.log")
        return 0

    installed = _timed("front end: packages", install)
    if not installed.passed:
        return [installed]
    node = frontend.find_node()

    def script(name: str) -> int:
        command = [*node.npm, "run", "--silent", name]
        env = {**environment, **frontend.environment(node)}
        return subprocess.run(command, cwd=frontend.FRONTEND, env=env, check=False).returncode

    return [installed, *(_timed(name, partial(script, words)) for name, words in FRONTEND_CHECKS.items())]


def _timed(name: str, check: Callable[[], int]) -> Result:
    print(f"\n=== {name}", flush=True)
    start = time.monotonic()
    try:
        code = check()
    except LocalError as error:
        print(error, file=sys.stderr)
        code = 1
    return Result(name, code == 0, time.monotonic() - start)


def _summary(results: list[Result]) -> None:
    print("\n=== summary")
    for result in results:
        print(f"{'ok    ' if result.passed else 'FAILED'} {result.name} ({result.seconds:.0f} s)")
