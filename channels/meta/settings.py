"""Meta's addresses and apps: one for Instagram's own login, one for Facebook's pages and WhatsApp."""

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from api.settings import ROOT


def is_simulator(url: str) -> bool:
    """Does the address lead to this machine?"""
    return urlsplit(url).hostname in ("127.0.0.1", "localhost", "::1")


def _secure(value: str) -> str:
    if urlsplit(value).scheme != "https" and not is_simulator(value):
        raise ValueError("an address of a vendor must begin with https://")
    return value.rstrip("/")


VendorUrl = Annotated[str, AfterValidator(_secure)]
MEDIA_HOSTS = (".fbsbx.com", ".fbcdn.net", ".cdninstagram.com")


class MetaSettings(BaseSettings):
    """What all apps at Meta have in common."""

    model_config = SettingsConfigDict(
        env_file=ROOT / ".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore"
    )

    meta_verify_token: SecretStr | None = None
    meta_graph_version: str = "v25.0"

    @property
    def verify_token(self) -> str:
        """What Meta repeats when it tries the address out."""
        return self.meta_verify_token.get_secret_value() if self.meta_verify_token else ""


class FacebookSettings(MetaSettings):
    """The app that serves pages and WhatsApp numbers. Without it pages are not offered; a number may have an app of its own."""

    meta_app_id: str = ""
    # Several, separated by commas, while a secret is being changed: the first is used, deliveries may carry any.
    meta_app_secret: SecretStr | None = None
    # May the app answer up to seven days later, as a person (Meta's feature «Human Agent», after its review)?
    fb_human_agent: bool = False
    fb_dialog_base: VendorUrl = "https://www.facebook.com"
    fb_graph_base: VendorUrl = "https://graph.facebook.com"

    @property
    def secrets(self) -> tuple[str, ...]:
        """The app's secrets, the present one first."""
        return listed(self.meta_app_secret)

    @property
    def is_simulated(self) -> bool:
        """Is there a simulator in the place of Facebook?"""
        return is_simulator(self.fb_graph_base)


def listed(secrets: SecretStr | None) -> tuple[str, ...]:
    """Those between the commas."""
    named = secrets.get_secret_value() if secrets else ""
    return tuple(secret.strip() for secret in named.split(",") if secret.strip())


def media_hosts(base: str) -> tuple[str, ...]:
    """Where Meta keeps files of messages; a simulator keeps them at its own address."""
    own = urlsplit(base).hostname or ""
    return (*MEDIA_HOSTS, own) if is_simulator(base) else MEDIA_HOSTS
