"""The one error a person at the terminal is meant to read."""

import errno


class LocalError(Exception):
    """Something the user can act on: its text is one clear sentence, shown without a traceback (exit code 1)."""


def disk_full(doing: str) -> str:
    """The sentence for a disk without room."""
    return f"The disk is full: could not {doing}. Free some space and start again; nothing was lost."


def disk_sentence(error: OSError, doing: str) -> str:
    """Say in one sentence why the file system refused `doing` (for example "write the settings to /x")."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return disk_full(doing)
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return f"No permission to {doing} ({error.strerror}). Choose another place with --data DIR."
    return f"Could not {doing}: {error.strerror or error}."
