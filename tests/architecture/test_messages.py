"""Every error speaks three languages."""

import ast
import re
from string import Formatter
from typing import get_args

from api.messages import LANGUAGES, Section, catalogue
from tests.architecture.sources import ROOT, sources

SQL_CODES = (
    re.compile(r"app\.fail\(\s*\d{3},\s*'([a-z_]+)'"),
    re.compile(r"errcode = 'SM\d{3}',\s*message = '([a-z_]+)'"),
)


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_the_languages_have_the_same_messages() -> None:
    for section in get_args(Section):
        expected = {code: placeholders(text) for code, text in catalogue("ru")[section].items()}
        for language in LANGUAGES:
            found = {code: placeholders(text) for code, text in catalogue(language)[section].items()}
            assert found == expected, f"{language}: {section}: {found.keys() ^ expected.keys()}"


def test_no_message_is_empty_or_left_in_another_language() -> None:
    for language in LANGUAGES:
        for section, texts in catalogue(language).items():
            for code, text in texts.items():
                assert text.strip(), (language, section, code)
                cyrillic = bool(re.search("[а-яіїєґ]", text, re.IGNORECASE))
                assert cyrillic is (language != "en"), (language, section, code, text)


def test_every_code_raised_in_sql_has_a_message() -> None:
    raised = {
        code
        for path in [*(ROOT / "supabase").rglob("*.sql"), *(ROOT / "api").rglob("*.sql")]
        for pattern in SQL_CODES
        for code in pattern.findall(path.read_text("utf-8"))
    }
    missing = raised - catalogue("ru")["errors"].keys()
    assert raised
    assert not missing, f"no message for {', '.join(sorted(missing))}"


def test_every_code_raised_in_python_has_a_message() -> None:
    """`raise Conflict("code")`, `default_code = "code"`, `fields={"name": "code"}`."""
    missing = [
        f"{source.name}: {code}"
        for source in sources("api")
        for code in _codes(source.tree)
        if not _known(code)
    ]
    assert not missing, "\n".join(missing)


def _known(code: str) -> bool:
    return code in catalogue("ru")["errors"] or code in catalogue("ru")["fields"]


def _codes(tree: ast.Module) -> set[str]:
    import api.errors

    kinds = {
        name
        for name, value in vars(api.errors).items()
        if isinstance(value, type) and issubclass(value, api.errors.SmenaError)
    }
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _called(node.func) in kinds:
            found |= {
                a.value for a in node.args[:1] if isinstance(a, ast.Constant) and isinstance(a.value, str)
            }
            for keyword in node.keywords:
                if keyword.arg == "fields" and isinstance(keyword.value, ast.Dict):
                    found |= {
                        v.value
                        for v in keyword.value.values
                        if isinstance(v, ast.Constant) and isinstance(v.value, str)
                    }
    return found


def _called(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""
