"""The Chromium that browser tests drive."""

import pytest

from local.browser import require_browser
from local.errors import LocalError

FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
).split()


def chromium() -> str:
    """Its program; where there is none the test fails and says what to do."""
    try:
        return require_browser()
    except LocalError as error:
        pytest.fail(str(error), pytrace=False)
