"""Every setting of the API, read from the environment or from `.env` in the project's root.

`.env.example` documents each of them; a test keeps it complete.
"""

from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

ROOT = Path(__file__).resolve().parents[1]

Pooler = Literal["direct", "transaction"]


class Settings(BaseSettings):
    """What one installation is: where its database, auth, mail and files are."""

    model_config = SettingsConfigDict(
        env_file=ROOT / ".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore"
    )

    # Database. The owner's address is used by migrations only; the API never logs in with it.
    database_url: SecretStr | None = None
    api_database_url: SecretStr | None = None
    worker_database_url: SecretStr | None = None
    # LISTEN needs a session of its own: behind a transaction pooler name the direct address here.
    listen_database_url: SecretStr | None = None
    database_pooler: Pooler = "direct"
    database_pool_min: int = Field(default=2, ge=0, le=100)
    database_pool_max: int = Field(default=10, ge=1, le=200)
    database_statement_timeout_ms: int = Field(default=8_000, ge=100)
    database_lock_timeout_ms: int = Field(default=3_000, ge=50)

    # Supabase Auth and Storage (hosted, self-hosted or embedded: the same calls).
    supabase_url: str = "http://127.0.0.1:8000"
    supabase_publishable_key: str = ""
    supabase_secret_key: SecretStr | None = None
    supabase_jwks: str | None = None
    supabase_jwt_secret: SecretStr | None = None
    supabase_jwt_issuer: str | None = None

    # The installation itself.
    public_url: str = "http://127.0.0.1:8000"
    credentials_key: SecretStr | None = None
    smena_data_dir: Path = ROOT / ".smena" / "data"
    smena_frontend_dir: Path = ROOT / "frontend" / "dist"
    smena_access_log: bool = False
    # The simulated vendors that the launcher has started; empty where vendors are real.
    smena_simulator_url: str = ""
    # Browsers that may call the API from other origins than PUBLIC_URL (never the public lead endpoints).
    smena_cors_origins: Annotated[list[str], NoDecode] = []
    # Submissions of public forms per minute and address before they are parked; four times that many are refused.
    smena_leads_per_address: int = Field(default=30, ge=1, le=100_000)

    @field_validator("supabase_url", "public_url")
    @classmethod
    def _no_trailing_slash(cls, value: str) -> str:
        return value.rstrip("/")

    @field_validator("smena_cors_origins", mode="before")
    @classmethod
    def _comma_separated(cls, value: object) -> object:
        if isinstance(value, str):
            return [part.strip().rstrip("/") for part in value.split(",") if part.strip()]
        return value

    @cached_property
    def jwt_issuer(self) -> str:
        """The `iss` that access tokens must carry."""
        return self.supabase_jwt_issuer or f"{self.supabase_url}/auth/v1"

    @cached_property
    def jwks_url(self) -> str:
        """Where Supabase Auth publishes the public halves of its signing keys."""
        return f"{self.supabase_url}/auth/v1/.well-known/jwks.json"
