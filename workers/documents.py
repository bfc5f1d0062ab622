"""Happenings as the database functions read them: JSON without nulls and without what PostgreSQL cannot store."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from channels.base import Contact, Message, Reach, Reaction, Receipt, Renamed, Revision, Visit
from channels.contacts import is_strong


def message_document(message: Message) -> dict[str, Any]:
    """A message with its person's contacts, each weighed."""
    written = document(message)
    del written["everywhere"]  # (no word for the database)
    weighed(written["person"], message.person.contacts)
    weighed(written["person"], message.person.verified, under="verified")
    return written


def weighed(written: dict[str, Any], contacts: Sequence[Contact], under: str = "contacts") -> dict[str, Any]:
    """With what the numbering plan says of each contact: the database has none."""
    for one, contact in zip(written[under], contacts, strict=True):
        one["strong"] = is_strong(contact)
    return written


def document(happening: Message | Revision | Receipt | Reaction | Renamed | Reach | Visit) -> dict[str, Any]:
    """As the database functions read it: no nulls, nothing that PostgreSQL cannot store."""
    return {name: storable(value) for name, value in asdict(happening).items() if value is not None}


def storable(value: Any) -> Any:
    """Without what no text of PostgreSQL may hold."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")
    if isinstance(value, Mapping):
        return {name: storable(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [storable(inner) for inner in value]
    return value
