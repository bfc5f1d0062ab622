"""Letters as `./smena outbox` prints them where no mail server is set up."""

import re
import subprocess
import time

from tests.e2e.installation import ROOT, Installation


def newest_letter(smena: Installation, to: str, subject: str = "") -> str:
    """The newest letter to this address whose subject holds the words; it may be a moment on its way."""
    deadline = time.monotonic() + 10
    while True:
        done = subprocess.run(
            [ROOT / "smena", "outbox", "-n", "100", "--data", smena.data_dir],
            capture_output=True,
            check=True,
            text=True,
        )
        letters = re.split(r"\n\n(?=\S+  \S+@\S+\n)", done.stdout)
        mine = [text for text in letters if f"  {to}\n" in f"{text}\n" and subject in text.split("\n")[1]]
        if mine:
            return mine[-1]
        assert time.monotonic() < deadline, done.stdout
        time.sleep(0.3)


def link_of(letter: str) -> str:
    """The link to follow."""
    found = re.search(r"https?://\S+/auth/confirm\S+", letter)
    assert found, letter
    return found[0]
