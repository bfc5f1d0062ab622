"""Settings of the workers' process: those of the API and a few of its own."""

from pydantic import Field, SecretStr

from api.settings import Settings
from channels.bot_api import DEFAULT_URL


class WorkerSettings(Settings):
    """Read from the environment as every BaseSettings is; the defaults serve every installation known to us."""

    # How often the queue is looked at when nothing wakes the worker (seconds).
    smena_worker_poll_seconds: float = Field(default=3.0, ge=0.05, le=60)
    # For how long a claimed event is one worker's; a killed worker's events are taken up after it (seconds).
    smena_worker_lock_seconds: int = Field(default=30, ge=1, le=600)
    # After so many failed attempts an event waits for a human look.
    smena_worker_attempts: int = Field(default=8, ge=1, le=50)
    # The bot that reminds staff. Without a token Telegram is not offered.
    telegram_bot_token: SecretStr | None = None
    telegram_api_url: str = DEFAULT_URL

    @property
    def dsn(self) -> str:
        """The workers' own login; empty when it is not configured."""
        return self.worker_database_url.get_secret_value() if self.worker_database_url else ""

    @property
    def listen_dsn(self) -> str:
        """A session connection for LISTEN."""
        return self.listen_database_url.get_secret_value() if self.listen_database_url else self.dsn
