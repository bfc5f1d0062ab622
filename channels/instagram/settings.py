"""The app at Meta that serves all Instagram accounts of this installation."""

from pydantic import SecretStr

from channels.meta.settings import MetaSettings, VendorUrl, is_simulator, listed


class InstagramSettings(MetaSettings):
    """Without an app Instagram is not offered."""

    ig_app_id: str = ""
    # Several, separated by commas, while a secret is being changed: the first is used, deliveries may carry any.
    ig_app_secret: SecretStr | None = None
    # May the app answer up to seven days later, as a person (Meta's feature «Human Agent», after its review)?
    ig_human_agent: bool = False
    ig_auth_base: VendorUrl = "https://www.instagram.com"
    ig_token_base: VendorUrl = "https://api.instagram.com"  # noqa: S105 -- an address
    ig_graph_base: VendorUrl = "https://graph.instagram.com"

    @property
    def secrets(self) -> tuple[str, ...]:
        """The app's secrets, the present one first."""
        return listed(self.ig_app_secret)

    @property
    def is_simulated(self) -> bool:
        """Is there a simulator in the place of Instagram?"""
        return is_simulator(self.ig_graph_base)
