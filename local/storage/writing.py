"""Puts files and rows in step: the file lies in place before the row commits, the old one goes after."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from starlette.requests import Request

from local.storage.callers import Caller
from local.storage.database import Rows, sql
from local.storage.errors import NoSuchKey
from local.storage.files import FileKey
from local.storage.receiving import Upload, receive
from local.storage.store import Store, Target, stored_file

UPLOAD = "storage.object.upload"
COPY = "storage.object.copy"
MOVE = "storage.object.move"
DELETE = "storage.object.delete_many"


@dataclass(frozen=True)
class Draft:
    """A row about to be written."""

    target: Target
    caller: Caller
    upsert: bool
    metadata: dict[str, Any]
    user_metadata: dict[str, Any] | None = None

    async def save(self, rows: Rows, file: FileKey) -> FileKey:
        """Write the row; an existing object keeps its id, so the file's key may come back with another one."""
        values = {
            "id": file.object_id,
            "bucket": self.target.bucket,
            "name": self.target.name,
            "owner": self.caller.owner,
            "owner_id": self.caller.subject,
            "metadata": self.metadata,
            "user_metadata": self.user_metadata,
            "version": str(file.version),
        }
        if not self.upsert:
            await rows.value(sql.insert_object, **values)
            return file
        object_id: UUID = await rows.value(sql.upsert_object, **values)
        return FileKey(file.bucket, object_id, file.version)


class _Undo(Exception):
    """Ends a rehearsal."""


async def rehearse(store: Store, draft: Draft) -> None:
    """Ask the database whether `draft` could be written, and write nothing. Spares a refused caller the upload."""
    with suppress(_Undo):
        async with store.database.transaction(UPLOAD, caller=draft.caller) as rows:
            await draft.save(rows, draft.target.new_file(uuid4()))
            raise _Undo


async def upload(request: Request, store: Store, *, target: Target, caller: Caller, upsert: bool) -> UUID:
    """Take the body in as `target`; the object's id. Whatever fails, no half object is ever visible.

    After a refusal uvicorn reads the rest of the body away, so a client busy sending still gets to read why.
    """
    incoming = store.files.incoming()
    try:
        async with store.database.transaction(UPLOAD) as rows:
            rules = await store.rules(rows, target.bucket)

        async def admit(mimetype: str) -> None:
            await rehearse(store, Draft(target, caller, upsert, {"mimetype": mimetype}))

        received = await receive(request, incoming, rules=rules, admit=admit)
        return await _commit(store, received, target=target, caller=caller, upsert=upsert)
    finally:
        incoming.discard()


async def _commit(store: Store, received: Upload, *, target: Target, caller: Caller, upsert: bool) -> UUID:
    """A failure between file and commit leaves a file without row, for the sweep: a lost COMMIT answer may be a yes."""
    metadata = received.metadata(last_modified=_now())
    draft = Draft(target, caller, upsert, metadata, received.user_metadata)
    async with store.database.transaction(UPLOAD) as rows:
        replaced = await _lock(rows, target)
        await rows.become(caller)
        file = await draft.save(rows, target.new_file(uuid4()))
        await store.files.publish(received.incoming, file)
    store.files.remove(replaced)
    return file.object_id


async def copy(store: Store, *, source: Target, target: Target, caller: Caller, upsert: bool) -> UUID:
    """Copy content and metadata under a new name, owned by the caller; the new object's id."""
    async with store.database.transaction(COPY) as rows:
        replaced = await _lock(rows, target, source)
        rules = await store.rules(rows, target.bucket)
        await rows.become(caller)
        origin = await rows.first(sql.find_object, bucket=source.bucket, name=source.name)
        content = stored_file(origin)
        if origin is None or content is None:
            raise NoSuchKey()
        metadata = origin["metadata"] or {}
        rules.check_type(str(metadata.get("mimetype")))
        rules.check_size(int(metadata.get("size") or 0))
        draft = Draft(target, caller, upsert, {**metadata, "lastModified": _now()}, origin["user_metadata"])
        file = await draft.save(rows, target.new_file(uuid4()))
        await _link(store, content, file)
    store.files.remove(replaced)
    return file.object_id


async def move(store: Store, *, source: Target, target: Target, caller: Caller) -> UUID:
    """Give an object another name, or another bucket; its id stays."""
    async with store.database.transaction(MOVE) as rows:
        content = await _lock(rows, source, target)
        rules = await store.rules(rows, target.bucket)
        await rows.become(caller)
        origin = await rows.first(sql.find_object, bucket=source.bucket, name=source.name)
        if origin is None or content is None:
            raise NoSuchKey()
        moved = await rows.value(
            sql.move_object,
            bucket=source.bucket,
            name=source.name,
            to_bucket=target.bucket,
            to_name=target.name,
            owner=caller.owner,
            owner_id=caller.subject,
        )
        if moved is None:
            raise NoSuchKey()
        if target.bucket != source.bucket:
            metadata = origin["metadata"] or {}
            rules.check_type(str(metadata.get("mimetype")))
            rules.check_size(int(metadata.get("size") or 0))
            await _link(store, content, FileKey(target.bucket, content.object_id, content.version))
    if target.bucket != source.bucket:
        store.files.remove(content)
    return content.object_id


async def remove(store: Store, *, bucket: str, names: list[str], caller: Caller) -> list[dict[str, Any]]:
    """Remove what the caller may remove of `names`; the removed rows."""
    async with store.database.transaction(DELETE, caller=caller) as rows:
        removed = await rows.all(sql.delete_objects, bucket=bucket, names=names)
    store.files.remove(*map(stored_file, removed))
    return [row["answer"] for row in removed]


async def _lock(rows: Rows, *targets: Target) -> FileKey | None:
    """Take the turns of all `targets` in one order for everybody; the file behind the first."""
    for path in sorted({target.path for target in targets}):
        await rows.value(sql.lock_name, path=path)
    first = targets[0]
    return stored_file(await rows.first(sql.find_object, bucket=first.bucket, name=first.name))


async def _link(store: Store, content: FileKey, file: FileKey) -> None:
    try:
        await store.files.link(content, file)
    except FileNotFoundError:
        raise NoSuchKey() from None


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
