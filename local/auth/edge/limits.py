"""Token buckets in memory, bounded: how often one may try.

One process serves an installation, so memory is where its counters can live; a restart forgives.
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict

from local.auth.errors import too_many_mails, too_many_requests
from local.auth.settings import AuthSettings

KEYS_KEPT = 20_000
FIVE_MINUTES = 300.0
HOUR = 3600.0


class Buckets:
    """One bucket per key: `size` tries at once, refilled evenly over `seconds`. The least used key is forgotten."""

    def __init__(self, size: int, seconds: float) -> None:
        self._size = float(size)
        self._rate = size / seconds
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str) -> bool:
        """Takes one try, or says False."""
        level = self._level(key)
        if level < 1:
            return False
        self._set(key, level - 1)
        return True

    def give_back(self, key: str) -> None:
        """A try that turned out to be honest."""
        self._set(key, min(self._size, self._level(key) + 1))

    def wait_seconds(self, key: str) -> int:
        """Whole seconds until the next try is there."""
        return max(0, math.ceil((1 - self._level(key)) / self._rate))

    def __len__(self) -> int:
        return len(self._levels)

    def _level(self, key: str) -> float:
        level, at = self._levels.get(key, (self._size, 0.0))
        return min(self._size, level + (time.monotonic() - at) * self._rate)

    def _set(self, key: str, level: float) -> None:
        self._levels[key] = (level, time.monotonic())
        self._levels.move_to_end(key)
        if len(self._levels) > KEYS_KEPT:
            self._levels.popitem(last=False)


class Attempts:
    """Tries of one kind: counted when they begin, forgiven when they succeed."""

    def __init__(self, *kinds: tuple[Buckets, str]) -> None:
        self._kinds = kinds

    def begin(self) -> None:
        """Raises 429 over_request_rate_limit when any bucket is empty."""
        for number, (buckets, key) in enumerate(self._kinds):
            if not buckets.take(key):
                for earlier, earlier_key in self._kinds[:number]:
                    earlier.give_back(earlier_key)
                raise too_many_requests()

    def forgive(self) -> None:
        """The try succeeded: an office full of people behind one address must not wait for each other."""
        for buckets, key in self._kinds:
            buckets.give_back(key)


class Limits:
    """All buckets of the service."""

    def __init__(self, settings: AuthSettings) -> None:
        self._sign_in_ip = Buckets(settings.sign_in_burst, FIVE_MINUTES)
        self._sign_in_account = Buckets(settings.sign_in_account_burst, FIVE_MINUTES)
        self._sign_in_email = Buckets(settings.sign_in_account_burst * 10, HOUR)
        self._verify_ip = Buckets(settings.verify_burst, FIVE_MINUTES)
        self._verify_email = Buckets(settings.verify_burst, HOUR)
        self._verify_all = Buckets(settings.verify_burst * 100, HOUR)
        self._mail_ip = Buckets(30, FIVE_MINUTES)
        self._mail_all = Buckets(settings.mails_per_hour, HOUR)
        self._mail_address = (
            Buckets(1, settings.mail_interval_seconds) if settings.mail_interval_seconds else None
        )

    def sign_in(self, ip: str, email: str) -> Attempts:
        """Password guesses: by address, by address and e-mail, and (far looser) by e-mail from anywhere."""
        return Attempts(
            (self._sign_in_ip, ip),
            (self._sign_in_account, f"{ip} {email}"),
            (self._sign_in_email, email),
        )

    def verify(self, ip: str, email: str) -> Attempts:
        """Guesses at a code. A link's hash names nobody, so guesses at hashes share one bucket too."""
        named = [(self._verify_email, email)] if email else []
        return Attempts((self._verify_ip, ip), *named, (self._verify_all, ""))

    def ask_for_mail(self, ip: str) -> None:
        """Requests that may send mail, by address. Raises 429."""
        Attempts((self._mail_ip, ip)).begin()

    def mail_to(self, kind: str, email: str) -> None:
        """One mail of a kind per interval and address, whether or not anybody has that address. Raises 429."""
        buckets, key = self._mail_address, f"{kind} {email}"
        if buckets is not None and not buckets.take(key):
            raise too_many_mails(buckets.wait_seconds(key))

    def mail_at_all(self) -> None:
        """All mails of the installation together. Raises 429."""
        if not self._mail_all.take(""):
            raise too_many_mails()
