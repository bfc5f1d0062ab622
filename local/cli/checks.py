"""`smena test`: every check of the project, with a summary; with arguments only pytest, which gets them."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from local import edge, frontend
from local.browser import require_browser
from local.environment import ROOT
from local.errors import LocalError

# Two processes, a file whole in one of them: its tests may share what its fixtures made, and each process has an installation of its own.
PROCESSES = 2
# They are given out in the order of tests/conftest.py.
IN_TWO = ("-n", str(PROCESSES), "--dist", "loadfile", "--no-loadscope-reorder")
TEST_RUNS = {
    "tests": (*IN_TWO, "--ignore", "tests/e2e"),
    "browser tests": (*IN_TWO, "tests/e2e"),
}
# The longest first, here and below.
PYTHON_CHECKS = {
    "types": ("mypy",),
    "lint": ("ruff", "check", "."),
    "format": ("ruff", "format", "--check", "."),
}
FRONTEND_CHECKS = {"front end: types": "typecheck", "front end: tests": "test", "front end: lint": "lint"}
EDGE_CHECKS = {
    "edge functions: types": ("check", "--frozen", "--quiet", "index.ts"),
    "edge functions: lint": ("lint", "--quiet"),
    "edge functions: format": ("fmt", "--check", "--quiet"),
}
LOG = ROOT / ".smena" / "npm.log"
Check = Callable[[], tuple[int, str]]


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
    results = _side_by_side(dict(_still_checks(environment)))
    results += [_tested(name, environment, words) for name, words in TEST_RUNS.items()]
    _summary(results)
    return 0 if all(result.passed for result in results) else 1


def _python(environment: dict[str, str], *words: str) -> int:
    return subprocess.run([sys.executable, "-m", *words], cwd=ROOT, env=environment, check=False).returncode


def _tested(name: str, environment: dict[str, str], words: Sequence[str]) -> Result:
    print(f"\n=== {name}", flush=True)
    start = time.monotonic()
    return Result(name, _python(environment, "pytest", *words) == 0, time.monotonic() - start)


def _side_by_side(checks: Mapping[str, Check]) -> list[Result]:
    """As many at once as there are test processes; what each has to say comes whole, at its end."""
    with ThreadPoolExecutor(PROCESSES) as pool:
        return list(pool.map(_told, checks, checks.values()))


def _told(name: str, check: Check) -> Result:
    start = time.monotonic()
    try:
        code, words = check()
    except LocalError as error:
        code, words = 1, f"{error}\n"
    print(f"\n=== {name}\n{words}", end="", flush=True)
    return Result(name, code == 0, time.monotonic() - start)


def _said(words: Sequence[str | Path], folder: Path, environment: dict[str, str]) -> tuple[int, str]:
    done = subprocess.run(
        words,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    return done.returncode, done.stdout


def _still_checks(environment: dict[str, str]) -> Iterator[tuple[str, Check]]:
    """What looks at the sources alone."""
    yield from _frontend_checks(environment)
    for name, words in PYTHON_CHECKS.items():
        yield name, partial(_said, [sys.executable, "-m", *words], ROOT, environment)
    for name, words in EDGE_CHECKS.items():
        yield name, partial(edge.told, *words)


def _frontend_checks(environment: dict[str, str]) -> Iterator[tuple[str, Check]]:
    try:
        node = frontend.find_node()
        frontend.install_packages(node, log=LOG)
    except LocalError as error:
        yield "front end: packages", partial(_failed, error)
        return
    for name, script in FRONTEND_CHECKS.items():
        words = [*node.npm, "run", "--silent", script]
        yield name, partial(_said, words, frontend.FRONTEND, {**environment, **frontend.environment(node)})
    yield "front end: build", _built  # else two installations of the browser tests would wait for it


def _failed(error: LocalError) -> tuple[int, str]:
    raise error


def _built() -> tuple[int, str]:
    frontend.build(log=LOG)
    return 0, ""


def _summary(results: list[Result]) -> None:
    print("\n=== summary")
    for result in results:
        print(f"{'ok    ' if result.passed else 'FAILED'} {result.name} ({result.seconds:.0f} s)")
