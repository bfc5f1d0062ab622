"""Supabase's edge functions on this machine: Deno, from the development packages, and what it keeps."""

import os
import subprocess
import sysconfig
from pathlib import Path

from local.environment import ROOT
from local.errors import LocalError

CAPTURE = ROOT / "supabase" / "functions" / "capture"


def deno() -> Path:
    """The program; raises LocalError where the development packages are not installed."""
    found = Path(sysconfig.get_path("scripts"), "deno")
    if not found.exists():
        raise LocalError("Deno is not installed: it comes with the packages of `./smena test`.")
    return found


def environment() -> dict[str, str]:
    """What Deno downloads (one package, from the npm registry, by the hash in deno.lock) is kept beside the rest."""
    return {
        **os.environ,
        "DENO_DIR": str(ROOT / ".smena" / "deno"),
        "DENO_NO_UPDATE_CHECK": "1",
        "NO_COLOR": "1",
    }


def told(*arguments: str) -> tuple[int, str]:
    """Runs Deno in the function's folder; its exit code, and what it said."""
    done = subprocess.run(
        [deno(), *arguments],
        cwd=CAPTURE,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout
