"""Small rooms with names."""

import ast

from tests.architecture.sources import sources

FILE_LINES = 400
FUNCTION_LINES = 60
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "shared", "base_utils"}


def test_files_stay_small() -> None:
    big = [f"{s.name}: {n} lines" for s in sources() if (n := s.text.count("\n")) > FILE_LINES]
    assert not big, "\n".join(big)


def test_functions_stay_small() -> None:
    big = [
        f"{source.name}: {node.name} has {lines} lines"
        for source in sources()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := (node.end_lineno or 0) - node.lineno + 1) > FUNCTION_LINES
    ]
    assert not big, "\n".join(big)


def test_modules_are_named_after_what_is_in_them() -> None:
    vague = [s.name for s in sources() if FORBIDDEN_NAMES & set(s.module.split("."))]
    assert not vague, vague


def test_public_functions_and_classes_say_what_they_do() -> None:
    silent = [
        f"{source.name}: {node.name}"
        for source in sources()
        for node in source.tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and ast.get_docstring(node) is None
    ]
    assert not silent, "\n".join(silent)


def test_every_module_says_what_it_is_for() -> None:
    silent = [s.name for s in sources() if s.text.strip() and ast.get_docstring(s.tree) is None]
    assert not silent, silent
