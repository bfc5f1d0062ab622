"""Erasure and the copy of everything."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Erase(BaseModel):
    """The second thought: the client's name as it stands on the card."""

    model_config = ConfigDict(extra="forbid")

    confirm_name: str = Field(max_length=200)


class Erased(BaseModel):
    """What went."""

    files_removed: int


class PersonalData(BaseModel):
    """Everything the database holds about one client and those merged into him, table by table."""

    client: dict[str, Any]
    doubles: list[dict[str, Any]]
    contacts: list[dict[str, Any]]
    interactions: list[dict[str, Any]]
    deals: list[dict[str, Any]]
    stages: list[dict[str, Any]]
    amounts: list[dict[str, Any]]
    tasks: list[dict[str, Any]]
    files: list[dict[str, Any]]
    ownership: list[dict[str, Any]]
    inbound_events: list[dict[str, Any]]
    notifications: list[dict[str, Any]]
    imports: list[dict[str, Any]]
    changes: list[dict[str, Any]]
