"""The stored files: on disk in an embedded installation, behind the storage API of an own Supabase project."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

import httpx

from local.archive.database import StoredObject
from local.errors import LocalError

CHUNK = 2**20
PAGE = 500


class Store(Protocol):
    """Reads and writes the content of stored objects."""

    rows_are_ours: bool
    """True when rows of storage.objects are loaded with the data; the storage API makes its own rows."""

    def identity(self, stored: StoredObject) -> str:
        """What makes two stored objects the same one here."""

    def fetch(self, stored: StoredObject, file: Path) -> bool:
        """Write the content to `file`; False when there is none."""

    def put(self, stored: StoredObject, file: Path) -> None:
        """Store the content of `file`."""

    def forget(self, stale: list[StoredObject]) -> None:
        """Remove objects that are no longer wanted."""


class DiskStore:
    """The embedded service's directory."""

    rows_are_ours = True

    def __init__(self, root: Path) -> None:
        self._root = root

    def identity(self, stored: StoredObject) -> str:
        """The name of its file."""
        return stored.file

    def fetch(self, stored: StoredObject, file: Path) -> bool:
        """A copy of the file on disk."""
        try:
            shutil.copyfile(self._root / stored.file, file)
        except FileNotFoundError:
            return False
        return True

    def put(self, stored: StoredObject, file: Path) -> None:
        """Move into place as the service itself does: whole or not at all."""
        target = self._root / stored.file
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = target.with_name(f".{target.name}")
        shutil.copyfile(file, draft)
        draft.chmod(0o600)
        draft.replace(target)

    def forget(self, stale: list[StoredObject]) -> None:
        """Their rows are gone already; the files follow."""
        for stored in stale:
            (self._root / stored.file).unlink(missing_ok=True)


class ApiStore:
    """Supabase Storage."""

    rows_are_ours = False

    def __init__(self, settings: dict[str, str]) -> None:
        key = settings.get("SUPABASE_SECRET_KEY")
        if not key:
            raise LocalError(
                "Set SUPABASE_SECRET_KEY: the stored files can be read and written only with it."
            )
        self._client = httpx.Client(
            base_url=f"{settings['SUPABASE_URL'].rstrip('/')}/storage/v1/object",
            headers={"apikey": key, "authorization": f"Bearer {key}"},
            timeout=120,
        )

    def identity(self, stored: StoredObject) -> str:
        """The name people see: ids are given anew by each upload."""
        return f"{stored.bucket}/{stored.name}"

    def fetch(self, stored: StoredObject, file: Path) -> bool:
        """Download."""
        with self._client.stream("GET", f"/authenticated/{_path(stored)}") as answer:
            if answer.status_code in {httpx.codes.NOT_FOUND, httpx.codes.BAD_REQUEST}:
                return False
            _require(answer, stored)
            with file.open("wb") as out:
                for chunk in answer.iter_bytes(CHUNK):
                    out.write(chunk)
        return True

    def put(self, stored: StoredObject, file: Path) -> None:
        """Upload over what is there."""
        headers = {"x-upsert": "true", "content-type": stored.content_type or "application/octet-stream"}
        with file.open("rb") as content:
            _require(self._client.post(f"/{_path(stored)}", content=content, headers=headers), stored)

    def forget(self, stale: list[StoredObject]) -> None:
        """Removed by name, a bucket at a time."""
        for bucket in {stored.bucket for stored in stale}:
            names = [stored.name for stored in stale if stored.bucket == bucket]
            for start in range(0, len(names), PAGE):
                page = {"prefixes": names[start : start + PAGE]}
                self._client.request("DELETE", f"/{quote(bucket)}", json=page).raise_for_status()


def _path(stored: StoredObject) -> str:
    return f"{quote(stored.bucket)}/{quote(stored.name)}"


def _require(answer: httpx.Response, stored: StoredObject) -> None:
    if answer.is_error:
        answer.read()
        raise LocalError(
            f"The storage refused {stored.bucket}/{stored.name}: {answer.status_code} {answer.text[:200]}"
        )


def guarded(work: Callable[[], None]) -> None:
    """Run `work`, turning a lost connection into one sentence."""
    try:
        work()
    except httpx.HTTPError as error:
        raise LocalError(f"The storage does not answer: {error}") from error
