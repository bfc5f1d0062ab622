"""Temporary files in memory: every table of every clone is two files, and a disk takes half a second for a clone of them."""

import os
import shutil
import tempfile
from pathlib import Path

SHARED_MEMORY = Path("/dev/shm")
ROOM = 6 * 1024**3


def use() -> None:
    """From here on, in this process and its children, where the machine has room and nobody chose another place."""
    if "TMPDIR" in os.environ or not SHARED_MEMORY.is_dir():
        return
    if shutil.disk_usage(SHARED_MEMORY).free > ROOM:
        os.environ["TMPDIR"] = str(SHARED_MEMORY)
        tempfile.tempdir = None
