"""Packages import downwards only (see the architecture page)."""

import pytest

from tests.architecture.sources import PACKAGES, Source, sources

# package -> what of the project it may import
MAY_IMPORT: dict[str, tuple[str, ...]] = {
    "api": ("api", "channels"),
    "channels": ("channels", "api.kit", "api.errors", "api.settings"),
    "workers": ("workers", "api", "channels"),
    "local": ("local", "api", "workers", "channels", "simulator"),
    "simulator": ("simulator",),
}
KIT = ("api.kit", "api.errors", "api.messages", "api.db", "api.settings")
FRAME = ("api.auth", "api.db", "api.kit", "api.errors", "api.messages", "api.settings", "api.error_answers")
BASE_FOLDERS = {"auth", "db", "kit", "messages", "health", "live", "docs_page"}


def ours(name: str) -> bool:
    return name.split(".", maxsplit=1)[0] in PACKAGES


def below(name: str, allowed: tuple[str, ...]) -> bool:
    return any(name == prefix or name.startswith(f"{prefix}.") for prefix in allowed)


@pytest.mark.parametrize("package", PACKAGES)
def test_packages_import_downwards(package: str) -> None:
    wrong = [
        f"{source.name} imports {name}"
        for source in sources(package)
        for name in source.imports()
        if ours(name) and not below(name, MAY_IMPORT[package])
    ]
    assert not wrong, "\n".join(wrong)


def test_the_kit_knows_no_feature() -> None:
    wrong = [
        f"{source.name} imports {name}"
        for source in sources("api")
        if below(source.module, ("api.kit", "api.db", "api.auth", "api.messages", "api.errors"))
        for name in source.imports()
        if name.startswith("api.") and not below(name, FRAME)
    ]
    assert not wrong, "\n".join(wrong)


def test_kit_and_errors_open_no_transaction_by_themselves() -> None:
    wrong = [
        source.name
        for source in sources("api")
        if below(source.module, ("api.kit",))
        for name in source.imports()
        if below(name, ("asyncpg.connect", "api.db.pool"))
    ]
    assert not wrong


def test_only_one_module_holds_the_secret_key() -> None:
    users = {source.module for source in sources("api") if "supabase_secret_key" in source.text}
    assert users <= {"api.settings", "api.auth.admin"}, users


def test_the_scheduler_ticks_in_the_workers_only() -> None:
    wrong = [
        s.name
        for s in sources("api", "channels", "local")
        if any(below(n, ("apscheduler",)) for n in s.imports())
    ]
    assert not wrong, wrong


def _is_route_file(source: Source) -> bool:
    return source.module.startswith("api.") and source.path.name == "routes.py"


def test_routes_hold_no_sql_and_no_connection() -> None:
    words = ("select ", "insert into", "update public", "delete from", "asyncpg")
    wrong = [
        f"{source.name}: {word}"
        for source in sources("api")
        if _is_route_file(source)
        for word in words
        if word in source.text.replace('"""', "").lower() and word in _code_strings(source)
    ]
    assert not wrong, "\n".join(wrong)


def _code_strings(source: Source) -> str:
    import ast

    docstrings = {
        ast.get_docstring(node, clean=False)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
    }
    strings = [
        node.value
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value not in docstrings
    ]
    return "\n".join([*strings, *source.imports()]).lower()
