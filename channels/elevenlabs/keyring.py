"""Whose key opens the workspace that hears and speaks: the connected source's, else the installation's own."""

import json
from dataclasses import dataclass
from uuid import UUID

from channels.elevenlabs.settings import ElevenLabsSettings
from channels.elevenlabs.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Opened:
    """A workspace ready to be asked. `source_id`: whose key it is; None for the installation's. `webhook_id`: ours, where there is one."""

    workspace: Workspace
    source_id: UUID | None
    webhook_id: str = ""


def of_token(token: str, source_id: UUID) -> Opened:
    """With what a source keeps."""
    kept = json.loads(token)
    return Opened(Workspace(kept["api_key"], ElevenLabsSettings()), source_id, kept.get("webhook_id", ""))


def of_installation() -> Opened | None:
    """With ELEVENLABS_API_KEY; None without one."""
    settings = ElevenLabsSettings()
    return Opened(Workspace(settings.api_key, settings), None) if settings.api_key else None
