"""The real Supabase CLI, on a copy of the project and cut off from the internet."""

import json
import os
import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tests.support import npm

FOLDER = Path(__file__).parent
REPOSITORY = FOLDER.parents[1]
# Discards whatever is sent to it: a command that needs the internet fails here instead of in somebody's closed network.
NOWHERE = "http://127.0.0.1:9"


def package(system: str, machine: str) -> str:
    """npm's package with the binary for a system (`sys.platform`) and a processor (`platform.machine()`)."""
    processor = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64"}.get(machine.lower(), machine.lower())
    return f"cli-{system}-{processor}"


@cache
def program() -> str:
    """The CLI: npm's package for this machine where the lock names one, else what the developer has installed.

    Not the package `supabase`: its lock would have to name eight platforms, and its shim only looks for this binary.
    """
    binary = (
        npm.install(FOLDER) / "@supabase" / package(sys.platform, platform.machine()) / "bin" / "supabase"
    )
    found = str(binary) if binary.exists() else shutil.which("supabase")
    assert found, "no Supabase CLI for this machine: install version 3 of it"
    return found


@dataclass(frozen=True)
class Cli:
    """The CLI in a working directory that holds a copy of `supabase/`."""

    directory: Path

    @classmethod
    def in_copy(cls, directory: Path) -> "Cli":
        """Copies the project's `supabase/` (the CLI writes beside it)."""
        shutil.copytree(
            REPOSITORY / "supabase", directory / "supabase", ignore=shutil.ignore_patterns(".temp")
        )
        return cls(directory)

    def run(
        self, *arguments: str, url: str | None = None, check: bool = True
    ) -> "subprocess.CompletedProcess[str]":
        """One command; with `url`, on that database."""
        target = [f"--remote={url}?sslmode=disable"] if url else []
        done = subprocess.run(
            [program(), *arguments, "--workdir", str(self.directory), *target],
            env={
                "PATH": os.environ["PATH"],
                "HOME": str(self.directory),
                "HTTP_PROXY": NOWHERE,
                "HTTPS_PROXY": NOWHERE,
                "NO_PROXY": "127.0.0.1",
                "DO_NOT_TRACK": "1",
            },
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0 or not check, done.stdout + done.stderr
        return done

    def push(self, url: str) -> str:
        """`supabase db push`; what it said."""
        done = self.run("db", "push", "--yes", url=url)
        return done.stdout + done.stderr

    def findings(self, url: str, *, level: str = "warn") -> list[dict[str, Any]]:
        """What `supabase db advisors` finds at `level` and above."""
        done = self.run("db", "advisors", "--level", level, "-o", "json", url=url)
        found: list[dict[str, Any]] = json.loads(
            done.stdout[done.stdout.index("[") :] if "[" in done.stdout else "[]"
        )
        return found
