"""What an installation may say of mailboxes. None of it is needed where people connect with a password."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import AfterValidator, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from api.settings import ROOT
from channels.meta.settings import VendorUrl, is_simulator


@dataclass(frozen=True, slots=True)
class Client:
    """Our application at Google or Microsoft."""

    auth_url: str
    token_url: str
    id: str
    secret: str = field(repr=False)


def _here(value: str) -> str:
    if value and not is_simulator(value):
        raise ValueError("a simulator is on this machine")
    return value


SimulatorUrl = Annotated[str, AfterValidator(_here)]


class EmailSettings(BaseSettings):
    """With a client id of Google or Microsoft, mailboxes there are opened by signing in."""

    model_config = SettingsConfigDict(
        env_file=ROOT / ".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore"
    )

    # The server connects to whatever mail server an admin names: into the company's own network only where that is wanted.
    email_private_hosts: bool = False
    email_google_client_id: str = ""
    email_google_client_secret: SecretStr | None = None
    email_google_auth_url: VendorUrl = "https://accounts.google.com/o/oauth2/v2/auth"
    email_google_token_url: VendorUrl = "https://oauth2.googleapis.com/token"  # noqa: S105 -- an address
    email_microsoft_client_id: str = ""
    email_microsoft_client_secret: SecretStr | None = None
    email_microsoft_auth_url: VendorUrl = "https://login.microsoftonline.com/common/oauth2/v2.0/authorize"
    email_microsoft_token_url: VendorUrl = "https://login.microsoftonline.com/common/oauth2/v2.0/token"  # noqa: S105 -- an address
    # A simulator's servers in the place of everybody's, `imap://address:password@127.0.0.1:8003`: set by the launcher.
    email_simulator_imap: SimulatorUrl = ""
    email_simulator_smtp: SimulatorUrl = ""

    @property
    def clients(self) -> Mapping[str, Client]:
        """Whom one may sign in with."""
        google, microsoft = self.email_google_client_secret, self.email_microsoft_client_secret
        found = {
            "google": Client(
                self.email_google_auth_url,
                self.email_google_token_url,
                self.email_google_client_id,
                _plain(google),
            ),
            "microsoft": Client(
                self.email_microsoft_auth_url,
                self.email_microsoft_token_url,
                self.email_microsoft_client_id,
                _plain(microsoft),
            ),
        }
        return {name: client for name, client in found.items() if client.id and client.secret}


def _plain(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""
