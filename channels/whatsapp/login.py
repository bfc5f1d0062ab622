"""Connecting a number with keys from Meta's pages: business account, number, token of a system user.

https://developers.facebook.com/docs/whatsapp/business-management-api/get-started
"""

from collections.abc import Mapping
from typing import Any

from channels.capabilities import Access, Account, ConnectRefused
from channels.failures import VendorError
from channels.keyed import HookAddress, KeyField, Opened
from channels.meta.graph import Graph
from channels.meta.settings import FacebookSettings
from channels.meta.values import rows, text
from channels.whatsapp.access import Keys, keys_of

KEYS = (
    KeyField("waba_id"),
    KeyField("phone_number_id"),
    KeyField("token", "secret"),
    KeyField("app_secret", "secret", required=False),
)
REFUSED: Mapping[str, tuple[str, str]] = {
    "access_lost": ("token_invalid", "token"),
    "not_allowed": ("permission_missing", "token"),
    "recipient_gone": ("account_unknown", "waba_id"),
}
NUMBER = "id,display_phone_number,verified_name"


class Login:
    """The way to a number and back."""

    def __init__(self, settings: FacebookSettings, graph: Graph) -> None:
        self._settings, self._graph = settings, graph

    async def open(self, given: Mapping[str, str]) -> Opened:
        """Whose number it is; raises ConnectRefused."""
        own_secret = given.get("app_secret", "").strip()
        if not own_secret and not self._settings.secrets:
            raise ConnectRefused("app_secret_missing", "app_secret")
        keys = Keys(given.get("waba_id", "").strip(), given.get("token", "").strip(), bool(own_secret))
        # It goes in a header: a word typed in Russian is refused here, as Meta would.
        if not keys.token.isascii() or not keys.token.isprintable():
            raise ConnectRefused("token_invalid", "token")
        number = await self._number(keys, given.get("phone_number_id", "").strip())
        shown = " ".join(filter(None, (text(number, "display_phone_number"), text(number, "verified_name"))))
        simulated = self._settings.is_simulated
        access = Access(str(number["id"]), shown, keys.sealed(), simulated=simulated)
        return Opened(access, own_secret or None)

    async def subscribe(self, account: Account, hook: HookAddress) -> None:
        """Deliveries to the app that the token is of. An app of the admin's own delivers this number to the source's address."""
        keys = keys_of(account)
        own = {"override_callback_uri": hook.url, "verify_token": self._settings.verify_token}
        try:
            await self._graph.post(keys.token, f"{keys.waba}/subscribed_apps")
            if keys.own_app and hook.public:
                await self._graph.post(keys.token, account.account_id, {"webhook_configuration": own})
        except VendorError as error:
            raise _refused(error) from error

    async def check(self, account: Account) -> None:
        """Raises VendorError when the number does not answer."""
        await self._graph.get(keys_of(account).token, account.account_id, fields="id")

    async def leave(self, account: Account) -> None:
        """No more deliveries; not where the business has other numbers, whose deliveries would end as well."""
        keys = keys_of(account)
        answer = await self._graph.get(keys.token, f"{keys.waba}/phone_numbers", fields="id")
        if len(rows(answer, "data")) == 1:
            await self._graph.delete(keys.token, f"{keys.waba}/subscribed_apps")

    async def _number(self, keys: Keys, phone: str) -> dict[str, Any]:
        try:
            answer = await self._graph.get(keys.token, f"{keys.waba}/phone_numbers", fields=NUMBER, limit=100)
        except VendorError as error:
            raise _refused(error) from error
        found = next((one for one in rows(answer, "data") if str(one.get("id")) == phone), None)
        if found is None:
            raise ConnectRefused("number_unknown", "phone_number_id")
        return found


def _refused(error: VendorError) -> VendorError | ConnectRefused:
    """What keys are at fault for; everything else is the vendor's."""
    named = REFUSED.get(error.failure.reason)
    return ConnectRefused(*named, words=error.failure.words) if named else error
