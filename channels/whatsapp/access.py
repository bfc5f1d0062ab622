"""What opens a number: the token of a system user, the business account that the number belongs to, whose app delivers."""

import json
from dataclasses import asdict, dataclass, field
from typing import Any

from channels.capabilities import Account
from channels.failures import Failure, VendorError


@dataclass(frozen=True, slots=True)
class Keys:
    """As kept, sealed, in an account's token. `own_app`: deliveries come from an app of the admin's, signed with its secret."""

    waba: str
    token: str = field(repr=False)
    own_app: bool = False

    def sealed(self) -> str:
        """The document that is kept."""
        return json.dumps(asdict(self))


def keys_of(account: Account) -> Keys:
    """Raises VendorError for what is none: the number is to be connected anew."""
    try:
        told: dict[str, Any] = json.loads(account.token)
        return Keys(str(told["waba"]), str(told["token"]), bool(told.get("own_app")))
    except (ValueError, TypeError, KeyError):
        raise VendorError(Failure("reauth", "access_lost")) from None
