"""What an installation may say of mailboxes. None of it is needed where people connect with a password."""

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from api.settings import ROOT
from channels.meta.settings import VendorUrl


class EmailSettings(BaseSettings):
    """With a client id of Google or Microsoft, mailboxes that take no passwords are opened with a refresh token."""

    model_config = SettingsConfigDict(
        env_file=ROOT / ".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore"
    )

    # The server connects to whatever mail server an admin names: into the company's own network only where that is wanted.
    email_private_hosts: bool = False
    email_google_client_id: str = ""
    email_google_client_secret: SecretStr | None = None
    email_google_token_url: VendorUrl = "https://oauth2.googleapis.com/token"  # noqa: S105 -- an address
    email_microsoft_client_id: str = ""
    email_microsoft_client_secret: SecretStr | None = None
    email_microsoft_token_url: VendorUrl = "https://login.microsoftonline.com/common/oauth2/v2.0/token"  # noqa: S105 -- an address

    @property
    def offers_oauth(self) -> bool:
        """May a mailbox be opened without a password?"""
        return bool(self.email_google_client_id or self.email_microsoft_client_id)
