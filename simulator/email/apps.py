"""The applications that Google and Microsoft know, and what each asks of whoever wants a mailbox opened."""

from dataclasses import dataclass


@dataclass(frozen=True)
class App:
    """An application registered at a provider. `mail`: scopes that open the mailbox; `rotates`: each refresh token is followed by another."""

    provider: str
    id: str
    secret: str
    mail: tuple[str, ...]
    rotates: bool


GOOGLE = App(
    "google",
    "simulated-smena.apps.googleusercontent.com",
    "GOCSPX-simulated",
    ("https://mail.google.com/",),
    rotates=False,
)
MICROSOFT = App(
    "microsoft",
    "51a1ed00-0000-4000-8000-000000000001",
    "simulated~secret",
    ("https://outlook.office.com/IMAP.AccessAsUser.All", "https://outlook.office.com/SMTP.Send"),
    rotates=True,
)
APPS = {app.provider: app for app in (GOOGLE, MICROSOFT)}
