"""Finds a Chromium for the browser tests."""

import os
import shutil
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
PLACES = (
    "/usr/lib/chromium/chromium",
    "/opt/google/chrome/chrome",
    "/snap/bin/chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
DOWNLOADS = ("~/.cache/ms-playwright", "~/Library/Caches/ms-playwright")
DOWNLOADED = ("chromium-*/chrome-linux*/chrome", "chromium-*/chrome-mac*/*.app/Contents/MacOS/*")


def find_browser() -> str | None:
    """SMENA_CHROMIUM, Debian's and Google's usual places, else Playwright's own download."""
    named = os.environ.get("SMENA_CHROMIUM")
    if named:
        return named if _runs(named) else None
    on_path = (found for name in NAMES if (found := shutil.which(name)))
    placed = (place for place in PLACES if _runs(place))
    return next(on_path, None) or next(placed, None) or _downloaded()


def _downloaded() -> str | None:
    folders = [os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or "", *DOWNLOADS]
    found = [
        str(program)
        for folder in folders
        if folder
        for pattern in DOWNLOADED
        for program in sorted(Path(folder).expanduser().glob(pattern), reverse=True)
        if _runs(str(program))
    ]
    return found[0] if found else None


def _runs(program: str) -> bool:
    return os.path.isfile(program) and os.access(program, os.X_OK)
