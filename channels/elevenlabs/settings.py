"""Where ElevenLabs is, and with which of its models this installation speaks and listens."""

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from api.settings import ROOT
from channels.meta.settings import VendorUrl, is_simulator


class ElevenLabsSettings(BaseSettings):
    """Every source brings a key of its own; that of the installation serves where a source, or its form, has none."""

    model_config = SettingsConfigDict(
        env_file=ROOT / ".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore"
    )

    elevenlabs_base_url: VendorUrl = "https://api.elevenlabs.io"
    elevenlabs_api_key: SecretStr | None = None
    elevenlabs_webhook_secret: SecretStr | None = None
    elevenlabs_hearing_model: str = "scribe_v2"
    elevenlabs_speaking_model: str = "eleven_multilingual_v2"

    @property
    def is_simulated(self) -> bool:
        """Is there a simulator in the place of ElevenLabs?"""
        return is_simulator(self.elevenlabs_base_url)

    @property
    def api_key(self) -> str:
        """The installation's own key; empty without one."""
        return self.elevenlabs_api_key.get_secret_value() if self.elevenlabs_api_key else ""

    @property
    def webhook_secret(self) -> str:
        """What a webhook that somebody made by hand signs with; empty without one."""
        return self.elevenlabs_webhook_secret.get_secret_value() if self.elevenlabs_webhook_secret else ""
