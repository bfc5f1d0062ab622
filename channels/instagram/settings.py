"""The app at Meta that serves all Instagram accounts of this installation."""

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from api.settings import ROOT
from channels.meta.settings import VendorUrl, is_simulator


class InstagramSettings(BaseSettings):
    """Without an app Instagram is not offered."""

    model_config = SettingsConfigDict(
        env_file=ROOT / ".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore"
    )

    ig_app_id: str = ""
    # Several, separated by commas, while a secret is being changed: the first is used, deliveries may carry any.
    ig_app_secret: SecretStr | None = None
    meta_verify_token: SecretStr | None = None
    # May the app answer up to seven days later, as a person (Meta's feature «Human Agent», after its review)?
    ig_human_agent: bool = False
    ig_auth_base: VendorUrl = "https://www.instagram.com"
    ig_token_base: VendorUrl = "https://api.instagram.com"  # noqa: S105 -- an address
    ig_graph_base: VendorUrl = "https://graph.instagram.com"
    meta_graph_version: str = "v25.0"

    @property
    def secrets(self) -> tuple[str, ...]:
        """The app's secrets, the present one first."""
        listed = self.ig_app_secret.get_secret_value() if self.ig_app_secret else ""
        return tuple(secret.strip() for secret in listed.split(",") if secret.strip())

    @property
    def is_simulated(self) -> bool:
        """Is there a simulator in the place of Instagram?"""
        return is_simulator(self.ig_graph_base)

    @property
    def verify_token(self) -> str:
        """What Meta repeats when it tries the address out."""
        return self.meta_verify_token.get_secret_value() if self.meta_verify_token else ""
