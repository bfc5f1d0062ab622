"""What a stored object is called."""

import re
from pathlib import PurePosixPath
from uuid import UUID

UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


def object_path(client_id: UUID, file_id: UUID, name: str) -> str:
    """`<client id>/<file id>-<name>`: the folder is what the storage policies look at.

    Storage keys are ASCII: other letters go, the extension stays. The name that people see is in the row.
    """
    given = PurePosixPath(name.replace("\\", "/"))
    stem = UNSAFE.sub("-", given.stem).strip("-._")[:60] or "file"
    suffix = UNSAFE.sub("", given.suffix)[:12]
    return f"{client_id}/{file_id}-{stem}{suffix}"
