"""docs/channels-proof.md names what proves each claim: every test that it names is there, and every scenario has some."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "channels-proof.md").read_text()
NAMED = re.findall(r"`([\w/]+\.py)::(\w+)`", PAGE)


def _tests(path: str) -> set[str]:
    tree = ast.parse((ROOT / "tests" / path).read_text())
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def test_every_test_that_the_page_names_is_there() -> None:
    known = {path: _tests(path) for path, _ in NAMED}
    assert [f"{path}::{name}" for path, name in NAMED if name not in known[path]] == []


def test_every_claim_of_the_seventeen_scenarios_has_its_test() -> None:
    rows = [line for line in PAGE.splitlines() if re.match(r"\| \d+\.\d+ \|", line)]
    assert {int(re.findall(r"\d+", row)[0]) for row in rows} == set(range(1, 18))
    assert [row for row in rows if "::" not in row] == []
