"""Statements about speech."""

from uuid import UUID

from asyncpg import Record

from api.db.sql import load
from api.db.transaction import Transaction

sql = load(__file__)


async def ask_transcript(tx: Transaction, *, client_id: UUID, path: str) -> None:
    """Wants a recording as text; raises NotFound for what the caller does not see, Invalid for what is no recording."""
    await tx.value(sql.ask_transcript, client_id=client_id, path=path)


async def transcripts(tx: Transaction, *, client_id: UUID) -> str:
    """A list answer of Transcription."""
    return await tx.document(sql.transcripts, client_id=client_id)


async def company_voice(tx: Transaction) -> Record | None:
    """`voice_id` and `name` of the chosen voice."""
    return await tx.find(sql.company_voice)


async def choose_voice(tx: Transaction, *, voice_id: str, name: str) -> None:
    """Raises Forbidden for everybody but admins."""
    await tx.rows(sql.choose_voice, voice_id=voice_id, name=name)


async def tasks_today(tx: Transaction) -> Record:
    """`due`, and `title` and `due_at` of the first."""
    return await tx.row(sql.tasks_today)


async def restored_file(tx: Transaction, *, file_id: UUID) -> bool:
    """Is the file there, and in sight again?"""
    return await tx.value(sql.stored_file, file_id=file_id) is not None


async def register_file(
    tx: Transaction, *, id: UUID, client_id: UUID, path: str, name: str, size_bytes: int, mime_type: str
) -> None:
    """Notes a file whose bytes are there."""
    await tx.run(
        sql.register_file,
        id=id,
        client_id=client_id,
        path=path,
        name=name,
        size_bytes=size_bytes,
        mime_type=mime_type,
    )
