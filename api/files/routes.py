"""/clients/{client_id}/files and /files/{file_id}."""

import json
from typing import Annotated, cast
from uuid import UUID

from fastapi import Query, Request, status

from api.clients import queries as clients
from api.clients.schemas import ClientFile
from api.db.dependencies import Read, Write
from api.errors import NotFound, errors
from api.files import queries, storage
from api.files.schemas import NewFile, RegisteredFile
from api.kit.json import JsonBytes, as_json
from api.kit.paging import Listing
from api.kit.routing import Router
from api.settings import Settings

router = Router(tags=["files"], responses=errors(NotFound))


@router.post("/clients/{client_id}/files", status_code=status.HTTP_201_CREATED, response_model=RegisteredFile)
async def register_file(request: Request, client_id: UUID, file: NewFile, tx: Write) -> JsonBytes:
    """Notes a file of the client; the bytes then go straight to storage, as `upload` says."""
    await clients.require(tx, client_id=client_id)
    file_id = await queries.register(tx, client_id=client_id, file=file)
    stored = json.loads(await queries.document(tx, file_id=file_id))
    settings = cast(Settings, request.app.state.settings)
    url = storage.upload_url(settings, stored["path"])
    upload = {"bucket": storage.BUCKET, "path": stored["path"], "method": "POST", "url": url}
    return JsonBytes(as_json({"file": stored, "upload": upload}), 201)


@router.get("/clients/{client_id}/files", response_model=Listing[ClientFile])
async def list_files(
    client_id: UUID,
    tx: Read,
    archived: Annotated[bool, Query(description="The hidden ones instead.")] = False,
) -> JsonBytes:
    """The client's files, newest first."""
    await clients.require(tx, client_id=client_id)
    return JsonBytes(await queries.of_client(tx, client_id=client_id, archived=archived))


@router.get("/files/{file_id}", response_model=ClientFile)
async def get_file(file_id: UUID, tx: Read) -> JsonBytes:
    """One file's row. Its bytes: `createSignedUrl(path)` on bucket `files`."""
    return JsonBytes(await queries.document(tx, file_id=file_id))


@router.delete("/files/{file_id}", response_model=ClientFile)
async def archive_file(file_id: UUID, tx: Write) -> JsonBytes:
    """Hides a file; `restore` brings it back."""
    await queries.set_archived(tx, file_id=file_id, archived=True)
    return JsonBytes(await queries.document(tx, file_id=file_id))


@router.post("/files/{file_id}/restore", response_model=ClientFile)
async def restore_file(file_id: UUID, tx: Write) -> JsonBytes:
    """Brings a hidden file back."""
    await queries.set_archived(tx, file_id=file_id, archived=False)
    return JsonBytes(await queries.document(tx, file_id=file_id))
