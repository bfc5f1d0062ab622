"""`.env.example` documents every setting there is, and nothing that is none."""

import importlib
import re

from pydantic import AliasChoices
from pydantic_settings import BaseSettings

from tests.architecture.sources import ROOT, sources

LINE = re.compile(r"^#?([A-Z][A-Z0-9_]+)=", re.MULTILINE)


def settings_classes() -> list[type[BaseSettings]]:
    for source in sources("api", "channels", "workers", "local"):
        if "BaseSettings" in source.text:
            importlib.import_module(source.module)
    found: list[type[BaseSettings]] = []
    waiting: list[type[BaseSettings]] = list(BaseSettings.__subclasses__())
    while waiting:
        kind = waiting.pop()
        waiting.extend(kind.__subclasses__())
        if kind.__module__.split(".")[0] in ("api", "channels", "workers", "local"):
            found.append(kind)
    return found


def names(kind: type[BaseSettings]) -> set[str]:
    prefix = kind.model_config.get("env_prefix", "")
    result: set[str] = set()
    for name, field in kind.model_fields.items():
        annotation = field.annotation
        if isinstance(annotation, type) and issubclass(annotation, BaseSettings):
            continue
        alias = field.validation_alias
        if isinstance(alias, AliasChoices):
            result.add(str(alias.choices[0]))
        else:
            result.add(str(alias) if alias else f"{prefix}{name}".upper())
    return result


def test_every_setting_is_documented() -> None:
    documented = set(LINE.findall((ROOT / ".env.example").read_text("utf-8")))
    missing = set().union(*(names(kind) for kind in settings_classes())) - documented
    assert not missing, f".env.example lacks {', '.join(sorted(missing))}"


def test_nothing_is_documented_that_does_not_exist() -> None:
    documented = set(LINE.findall((ROOT / ".env.example").read_text("utf-8")))
    known = set().union(*(names(kind) for kind in settings_classes()))
    read_elsewhere = "\n".join(source.text for source in sources()) + (
        (ROOT / "smena").read_text("utf-8") if (ROOT / "smena").exists() else ""
    )
    ghosts = {name for name in documented - known if name not in read_elsewhere}
    assert not ghosts, f".env.example explains {', '.join(sorted(ghosts))}, which nothing reads"
