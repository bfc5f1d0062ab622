"""How mails leave the machine."""

from __future__ import annotations

from email.utils import parseaddr
from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from api.settings import ROOT


class MailSettings(BaseSettings):
    """SMTP_* from the environment or `.env`. Without SMTP_HOST every mail goes into the outbox directory, if there is one."""

    model_config = SettingsConfigDict(
        env_file=ROOT / ".env",
        env_file_encoding="utf-8",
        env_prefix="SMTP_",
        env_ignore_empty=True,
        frozen=True,
        extra="ignore",
        populate_by_name=True,
    )

    host: str = ""
    port: int = 587
    user: str = ""
    password: str = ""
    """Left empty for a relay that asks for no sign-in."""
    sender: str = Field("Smena <smena@localhost>", validation_alias="SMTP_FROM")
    tls: Literal["starttls", "tls", "none"] = Field("starttls", validation_alias="SMTP_SECURITY")
    timeout_seconds: float = 20.0
    outbox: Path | None = Field(None, validation_alias="SMENA_OUTBOX_DIR")
    """Where mails to staff are kept without a host. Unset too: there are none."""

    @property
    def domain(self) -> str:
        """The sender's domain, for ids of messages."""
        return parseaddr(self.sender)[1].rpartition("@")[2] or "localhost"
