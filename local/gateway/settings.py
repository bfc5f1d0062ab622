"""What the launcher hands the gateway through the environment."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class GatewaySettings(BaseSettings):
    """Database addresses, the data directory, and how we are reached."""

    model_config = SettingsConfigDict(
        env_ignore_empty=True, frozen=True, extra="ignore", populate_by_name=True
    )

    database_url: str = Field(validation_alias="DATABASE_URL")
    storage_database_url: str = Field(validation_alias="STORAGE_DATABASE_URL")
    data_dir: Path = Field(validation_alias="SMENA_DATA_DIR")
    public_url: str = Field("http://127.0.0.1:8000", validation_alias="PUBLIC_URL")
    plain_http: bool = Field(False, validation_alias="SMENA_PLAIN_HTTP")
    """The owner knows that other machines reach us without TLS."""
