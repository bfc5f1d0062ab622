"""What a vendor's refusal means, in the few kinds that decide what happens next."""

from dataclasses import dataclass
from typing import Literal

FailureKind = Literal[
    "retry",  # nothing happened, try again later
    "throttle",  # nothing happened, the whole account rests for `pause` seconds
    "reauth",  # the access is gone: an admin connects again, until then nothing is tried
    "permanent",  # this one is never taken
    "recipient_gone",  # this person is not to be reached
    "pause",  # the vendor restricts the account for a while: as throttle, and the admin sees it
    "ambiguous",  # it may have happened: look before trying again
    "done",  # refused in words, but it is done
]


@dataclass(frozen=True, slots=True)
class Failure:
    """`reason`: a stable code; `words`: the vendor's own, without secrets; `pause` in seconds."""

    kind: FailureKind
    reason: str
    words: str = ""
    pause: int = 0


class VendorError(Exception):
    """A call of the vendor's that failed."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(f"{failure.reason}: {failure.words}" if failure.words else failure.reason)
        self.failure = failure


def state_after(failure: Failure) -> Literal["reauth_required", "degraded"]:
    """What a refusal, met while an account was only looked at, makes of its connection."""
    return "reauth_required" if failure.kind == "reauth" else "degraded"
