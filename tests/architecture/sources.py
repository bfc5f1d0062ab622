"""The project's own Python, parsed once."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("api", "channels", "workers", "local", "simulator")


@dataclass(frozen=True)
class Source:
    """One module: `api.clients.routes` with its tree."""

    path: Path
    module: str
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """Path as people say it."""
        return self.path.relative_to(ROOT).as_posix()

    def imports(self) -> Iterator[str]:
        """Dotted names of everything it imports."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
                yield from (f"{node.module}.{alias.name}" for alias in node.names)


@cache
def sources(*packages: str) -> tuple[Source, ...]:
    """Every module of these packages (all by default)."""
    found = []
    for package in packages or PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            text = path.read_text("utf-8")
            module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            found.append(Source(path, module.removesuffix(".__init__"), text, ast.parse(text)))
    return tuple(found)
