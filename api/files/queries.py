"""Statements about files."""

from uuid import UUID, uuid4

from api.db.sql import load
from api.db.transaction import Transaction
from api.errors import NotFound
from api.files.rules import object_path
from api.files.schemas import NewFile

sql = load(__file__)


async def register(tx: Transaction, *, client_id: UUID, file: NewFile) -> UUID:
    """Notes a file before its bytes are sent; its id. A deal of another client is refused (Forbidden)."""
    file_id = uuid4()
    path = object_path(client_id, file_id, file.name)
    await tx.value(sql.register, id=file_id, client_id=client_id, path=path, **file.model_dump())
    return file_id


async def document(tx: Transaction, *, file_id: UUID) -> str:
    """ClientFile as JSON text; raises NotFound."""
    return await tx.document(sql.file, file_id=file_id)


async def of_client(tx: Transaction, *, client_id: UUID, archived: bool) -> str:
    """A list answer of ClientFile."""
    return await tx.document(sql.files_of_client, client_id=client_id, archived=archived)


async def set_archived(tx: Transaction, *, file_id: UUID, archived: bool) -> None:
    """Hides a file or brings it back; raises NotFound."""
    if await tx.value(sql.set_archived, file_id=file_id, archived=archived) is None:
        raise NotFound


async def stored_paths(tx: Transaction, *, client_id: UUID) -> list[str]:
    """Paths in bucket `files` of everything a client has."""
    return [row["path"] for row in await tx.rows(sql.stored_paths, client_id=client_id)]
