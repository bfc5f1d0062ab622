"""Finds a Chromium for the browser tests."""

import os
import re
import shutil
from pathlib import Path

from local.errors import LocalError

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
PLACES = (
    "/usr/lib/chromium/chromium",
    "/opt/google/chrome/chrome",
    "/snap/bin/chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
DOWNLOADS = ("~/.cache/ms-playwright", "~/Library/Caches/ms-playwright")
# The whole browser first, then the shell without windows that `playwright install --only-shell` brings.
DOWNLOADED = (
    "chromium-*/chrome-linux*/chrome",
    "chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
    "chromium_headless_shell-*/chrome-*/chrome-headless-shell",
    "chromium_headless_shell-*/chrome-*/headless_shell",
)


def require_browser() -> str:
    """The browser; LocalError where there is none. Tests without one fail: a skipped test looks like a passed one."""
    found = find_browser()
    if found is not None:
        return found
    named = os.environ.get("SMENA_CHROMIUM")
    raise LocalError(
        f"SMENA_CHROMIUM names {named}, which is no program that can be run."
        if named
        else "No Chromium was found for the browser tests: install one (Debian: apt install chromium), or name its "
        "program in SMENA_CHROMIUM."
    )


def find_browser() -> str | None:
    """SMENA_CHROMIUM, Debian's and Google's usual places, else Playwright's own download."""
    named = os.environ.get("SMENA_CHROMIUM")
    if named:
        return named if _runs(named) else None
    on_path = (found for name in NAMES if (found := shutil.which(name)))
    placed = (place for place in PLACES if _runs(place))
    return next(on_path, None) or next(placed, None) or _downloaded()


def _downloaded() -> str | None:
    """The newest of Playwright's own downloads."""
    named = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    for folder in [*([named] if named else []), *DOWNLOADS]:
        for pattern in DOWNLOADED:
            found = [program for program in Path(folder).expanduser().glob(pattern) if _runs(str(program))]
            if found:
                return str(max(found, key=_revision))
    return None


def _revision(program: Path) -> int:
    """1255 of `chromium-1255/...`: 999 is older than 1200, though not by the alphabet."""
    numbers = [re.fullmatch(r"chromium\w*-(\d+)", part) for part in program.parts]
    return max((int(number[1]) for number in numbers if number), default=0)


def _runs(program: str) -> bool:
    return os.path.isfile(program) and os.access(program, os.X_OK)
