"""Where Viber's REST Bot API is."""

from pydantic_settings import BaseSettings, SettingsConfigDict

from api.settings import ROOT
from channels.meta.settings import VendorUrl, is_simulator


class ViberSettings(BaseSettings):
    """Bots bring their own tokens: the installation needs nothing."""

    model_config = SettingsConfigDict(
        env_file=ROOT / ".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore"
    )

    viber_api_base: VendorUrl = "https://chatapi.viber.com/pa"

    @property
    def is_simulated(self) -> bool:
        """Is there a simulator in the place of Viber?"""
        return is_simulator(self.viber_api_base)
