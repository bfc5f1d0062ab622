"""What an owner may set about signing in. Durations are seconds unless a name says otherwise."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from api.mail import MailSettings
from local.mail.texts import Locale

Listed = Annotated[tuple[str, ...], NoDecode]


class AuthSettings(BaseSettings):
    """SMENA_AUTH_* from the environment, and the addresses that the launcher hands over."""

    model_config = SettingsConfigDict(
        env_prefix="SMENA_AUTH_", env_ignore_empty=True, frozen=True, extra="ignore", populate_by_name=True
    )

    database_url: str = Field(validation_alias="AUTH_DATABASE_URL")
    """A login as supabase_auth_admin."""
    data_dir: Path = Field(validation_alias="SMENA_DATA_DIR")
    """Where the keys and the outbox live."""
    public_url: str = Field("http://127.0.0.1:8000", validation_alias="PUBLIC_URL")
    """The address people open; mail links and redirects start with it."""
    trusted_proxies: Listed = Field((), validation_alias="SMENA_TRUSTED_PROXIES")
    """Peers whose X-Forwarded-For is believed, for example 127.0.0.1. Nobody by default."""
    mail: MailSettings = Field(default_factory=MailSettings)

    redirects: Listed = ()
    """Further addresses a link may lead to: globs, `*` inside one label, `**` across."""
    jwt_seconds: int = Field(3600, ge=120)
    code_seconds: int = 3600
    code_digits: int = Field(6, ge=6, le=10)
    mail_interval_seconds: int = 60
    mails_per_hour: int = 200
    reuse_seconds: int = 10
    session_seconds: int = 30 * 24 * 3600
    """A session ends this long after sign-in; 0 is never."""
    idle_seconds: int = 7 * 24 * 3600
    """A session ends after this long without a refresh; 0 is never."""
    password_length: int = Field(10, ge=6, le=72)
    password_characters: Listed = ()
    """Sets of which a password needs one character each."""
    bcrypt_cost: int = Field(10, ge=4, le=15)
    reauthenticate: bool = True
    """Changing the password in a session older than a day asks for a mailed code."""
    require_current_password: bool = False
    secure_email_change: bool = True
    """An e-mail change is confirmed from the old and from the new address."""
    signup: bool = False
    autoconfirm: bool = False
    hook: str = "app.custom_access_token_hook"
    """schema.function that may change the claims of every access token; empty is none."""
    default_locale: Locale = "ru"
    recover_floor_seconds: float = 0.1
    """/recover and /resend take at least this long, so that time does not tell who has an account."""
    sign_in_burst: int = 60
    """Failed sign-ins from one address before it has to wait; refilled in five minutes."""
    sign_in_account_burst: int = 10
    """The same for one address and one e-mail."""
    verify_burst: int = 30
    pool_size: int = Field(6, ge=1)

    @field_validator("trusted_proxies", "redirects", "password_characters", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(filter(None, value.replace(" ", "").split(","))) if isinstance(value, str) else value

    @property
    def site_url(self) -> str:
        """`public_url` without a slash at its end."""
        return self.public_url.rstrip("/")

    @property
    def external_url(self) -> str:
        """Where this service is reached from outside; also the issuer of its tokens."""
        return f"{self.site_url}/auth/v1"

    @property
    def audience(self) -> str:
        """The audience and role of every person who signs in."""
        return "authenticated"
