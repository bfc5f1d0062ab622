"""How mails leave the machine."""

from __future__ import annotations

from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class MailSettings(BaseSettings):
    """SMTP_* from the environment. Without SMTP_HOST every mail goes into the outbox directory."""

    model_config = SettingsConfigDict(
        env_prefix="SMTP_", env_ignore_empty=True, frozen=True, extra="ignore", populate_by_name=True
    )

    host: str = ""
    port: int = 587
    user: str = ""
    password: str = ""
    """Left empty for a relay that asks for no sign-in."""
    sender: str = Field("Smena <smena@localhost>", validation_alias="SMTP_FROM")
    tls: Literal["starttls", "tls", "none"] = Field("starttls", validation_alias="SMTP_SECURITY")
    timeout_seconds: float = 20.0
