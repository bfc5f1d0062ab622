"""Where the Bot API is for clients' bots, and which bot is not one: it reminds staff."""

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from api.settings import ROOT
from channels.bot_api import DEFAULT_URL
from channels.meta.settings import VendorUrl, is_simulator


class TelegramSettings(BaseSettings):
    """Bots bring their own tokens: the installation needs nothing."""

    model_config = SettingsConfigDict(
        env_file=ROOT / ".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore"
    )

    telegram_api_base: VendorUrl = DEFAULT_URL
    telegram_bot_token: SecretStr | None = None

    @property
    def is_simulated(self) -> bool:
        """Is there a simulator in the place of Telegram?"""
        return is_simulator(self.telegram_api_base)

    @property
    def staff_bot(self) -> str:
        """The token of the bot that reminds staff."""
        return self.telegram_bot_token.get_secret_value() if self.telegram_bot_token else ""
