"""Passwords: strength, bcrypt, and a check that takes as long for nobody as for somebody."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import bcrypt

from local.auth.errors import AuthError, invalid
from local.auth.settings import AuthSettings

LONGEST_BYTES = 72
THREADS = 2


@dataclass(frozen=True)
class Weakness:
    """Why a password is refused: GoTrue's reasons and its sentence."""

    message: str
    reasons: tuple[str, ...]

    def refusal(self) -> AuthError:
        """422 weak_password."""
        return AuthError(422, "weak_password", self.message, weak_password={"reasons": list(self.reasons)})


def weakness(password: str, settings: AuthSettings) -> Weakness | None:
    """What is wrong with the password, or None. Length is counted in bytes, as bcrypt does."""
    if len(password.encode()) > LONGEST_BYTES:
        raise invalid(f"Password cannot be longer than {LONGEST_BYTES} characters")
    sentences: list[str] = []
    reasons: list[str] = []
    if len(password.encode()) < settings.password_length:
        sentences.append(f"Password should be at least {settings.password_length} characters.")
        reasons.append("length")
    if any(not set(wanted) & set(password) for wanted in settings.password_characters):
        sets = ", ".join(settings.password_characters)
        sentences.append(f"Password should contain at least one character of each: {sets}.")
        reasons.append("characters")
    return Weakness(" ".join(sentences), tuple(reasons)) if reasons else None


def require_strong(password: str, settings: AuthSettings) -> None:
    """Raises 422 weak_password."""
    if found := weakness(password, settings):
        raise found.refusal()


class Hasher:
    """bcrypt in its own small pool of threads: fifty milliseconds of arithmetic never stop the event loop."""

    def __init__(self, cost: int) -> None:
        self._cost = cost
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="bcrypt")
        self._nobody = self._hash("the password of nobody")

    def close(self) -> None:
        """Lets the threads end."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def hash(self, password: str) -> str:
        """A `$2a$` hash. The caller has checked the length."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._hash, password)

    async def matches(self, password: str, stored: str | None) -> bool:
        """Whether the password is the stored one. No stored hash costs the same time as a wrong password."""
        known = stored if stored and stored.startswith("$2") else None
        loop = asyncio.get_running_loop()
        same = await loop.run_in_executor(self._threads, self._check, password, known or self._nobody)
        return same and known is not None

    def _hash(self, password: str) -> str:
        return bcrypt.hashpw(password.encode(), bcrypt.gensalt(self._cost, b"2a")).decode()

    def _check(self, password: str, stored: str) -> bool:
        raw = password.encode()
        usable = len(raw) <= LONGEST_BYTES and b"\x00" not in raw
        try:
            same = bcrypt.checkpw(raw if usable else b"unusable", stored.encode())
        except ValueError:
            return False  # a damaged hash fits no password
        return same and usable
