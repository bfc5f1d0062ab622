"""The files: `<root>/<bucket>/<object id>.<version>`, never a name that a caller chose.

A version's file is written once and never changed. The row's `version` says which one counts, so the commit of the row
is the moment a new content appears; what no row names is rubbish, removed after the commit or by `sweep`.
"""

import asyncio
import hashlib
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import BinaryIO
from uuid import UUID, uuid4

from local.storage.names import bucket_name

BUFFER = 256 * 1024
INCOMING = ".incoming"


@dataclass(frozen=True, order=True)
class FileKey:
    """One version of one object."""

    bucket: str
    object_id: UUID
    version: UUID

    @property
    def filename(self) -> str:
        return f"{self.object_id}.{self.version}"


def file_key(*, bucket: str, object_id: UUID, version: str | None) -> FileKey | None:
    """The key of a row, or None when the row's version was not written by this service (anybody may insert a row)."""
    try:
        return FileKey(bucket, object_id, UUID(version or ""))
    except ValueError:
        return None


class Incoming:
    """A file on its way in. `size` in bytes and `digest` (md5, the ETag of hosted projects) grow with every write."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = 0
        self._md5 = hashlib.md5(usedforsecurity=False)
        self._buffer = bytearray()
        self._stream: FileIO | None = None

    async def write(self, chunk: bytes) -> None:
        """Append `chunk`; the disk is touched in another thread, a quarter of a mebibyte at a time."""
        self.size += len(chunk)
        self._buffer += chunk
        if len(self._buffer) >= BUFFER:
            await asyncio.to_thread(self._flush)

    async def seal(self) -> None:
        """Everything is on the disk when this returns."""
        await asyncio.to_thread(self._sync)

    def discard(self) -> None:
        """Leave nothing behind (a published file has moved away and stays)."""
        if self._stream is not None:
            self._stream.close()
        self.path.unlink(missing_ok=True)

    @property
    def etag(self) -> str:
        return f'"{self._md5.hexdigest()}"'

    def _flush(self) -> FileIO:
        if self._stream is None:
            handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            self._stream = os.fdopen(handle, "wb", buffering=0)
        chunk = bytes(self._buffer)
        self._buffer.clear()
        self._md5.update(chunk)
        while chunk:
            chunk = chunk[self._stream.write(chunk) :]
        return self._stream

    def _sync(self) -> None:
        stream = self._flush()
        os.fsync(stream.fileno())
        stream.close()


class Files:
    """The folder tree under `root`. Its methods block on the disk for a moment only, except where they are async."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._incoming = root / INCOMING
        self._incoming.mkdir(mode=0o700, parents=True, exist_ok=True)

    def path(self, key: FileKey) -> Path:
        """Where `key` lies. A bucket made by hand with a name that is no folder's is refused here too."""
        return self.root / bucket_name(key.bucket) / key.filename

    def incoming(self) -> Incoming:
        """A place for a file whose object is not decided yet."""
        return Incoming(self._incoming / uuid4().hex)

    async def publish(self, incoming: Incoming, key: FileKey) -> None:
        """Move a sealed file to its place and make that survive a power cut."""
        await asyncio.to_thread(self._place, key, incoming.path.replace)

    async def link(self, source: FileKey, key: FileKey) -> None:
        """Give `source`'s content a second name: versions never change, so a copy costs nothing."""
        await asyncio.to_thread(self._place, key, lambda target: _link_or_copy(self.path(source), target))

    def open(self, key: FileKey) -> BinaryIO:
        """The content, readable to its end even if the object is removed meanwhile; FileNotFoundError."""
        return self.path(key).open("rb")

    def remove(self, *keys: FileKey | None) -> None:
        """Remove what is there of `keys`; what cannot be removed now waits for the sweep."""
        for key in keys:
            if key is not None:
                with suppress(OSError):
                    self.path(key).unlink()

    def remove_bucket(self, bucket: str) -> None:
        """Remove a bucket's folder if nothing is left in it."""
        with suppress(OSError):
            (self.root / bucket_name(bucket)).rmdir()

    def older_than(self, seconds: float) -> Iterator[FileKey]:
        """Every stored version last written more than `seconds` ago."""
        for folder in self._buckets():
            for file in _older(folder, seconds):
                object_id, _, version = file.name.partition(".")
                with suppress(ValueError):
                    yield FileKey(folder.name, UUID(object_id), UUID(version))

    def drop_stale_incoming(self, seconds: float) -> int:
        """Remove uploads that died on their way; how many."""
        stale = list(_older(self._incoming, seconds))
        for file in stale:
            file.unlink(missing_ok=True)
        return len(stale)

    def _buckets(self) -> list[Path]:
        return [entry for entry in self.root.iterdir() if entry.is_dir() and entry.name != INCOMING]

    def _place(self, key: FileKey, move: Callable[[Path], object]) -> None:
        target = self.path(key)
        target.parent.mkdir(mode=0o700, exist_ok=True)
        move(target)
        _sync_folder(target.parent)


def _older(folder: Path, seconds: float) -> Iterator[Path]:
    limit = time.time() - seconds
    for file in folder.iterdir():
        with suppress(FileNotFoundError):
            if file.stat().st_mtime < limit:
                yield file


def _link_or_copy(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except FileNotFoundError:
        raise
    except OSError:  # a file system without hard links
        shutil.copyfile(source, target)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
