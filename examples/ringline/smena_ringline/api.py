"""Ringline's own API, and what its refusals mean to Smena."""

from dataclasses import dataclass
from typing import Any

import httpx

from channels.failures import Failure, VendorError

ANSWER_SECONDS = 20.0


@dataclass(frozen=True)
class RinglineAccount:
    """Whose key it is."""

    id: str
    name: str
    calls_enabled: bool


class RinglineApi:
    """One account. Keys travel in a header, never in an address, which logs keep."""

    def __init__(self, base_url: str, key: str) -> None:
        self._base_url, self._key = base_url, key

    async def account(self) -> RinglineAccount:
        """Raises VendorError."""
        told = await self._call("GET", "/v1/account")
        return RinglineAccount(str(told["id"]), str(told.get("name", "")), bool(told.get("calls_enabled")))

    async def post_to(self, url: str, secret: str) -> None:
        """Every call is posted there, signed with the secret."""
        await self._call("PUT", "/v1/webhook", {"url": url, "secret": secret})

    async def post_nowhere(self) -> None:
        """Calls are posted no more."""
        await self._call("DELETE", "/v1/webhook")

    async def _call(self, method: str, path: str, body: dict[str, str] | None = None) -> dict[str, Any]:
        if not (self._key.isascii() and self._key.isprintable()):
            # No header carries it, and no key of theirs is so.
            raise VendorError(Failure("reauth", "key_refused"))
        headers = {"authorization": f"Bearer {self._key}"}
        try:
            async with httpx.AsyncClient(timeout=ANSWER_SECONDS, headers=headers) as http:
                answer = await http.request(method, self._base_url + path, json=body)
        except httpx.HTTPError as error:
            raise VendorError(Failure("retry", "unreachable", type(error).__name__)) from error
        if answer.is_error:
            raise VendorError(_failure(answer))
        try:
            told: dict[str, Any] = answer.json() if answer.content else {}
        except ValueError as error:
            raise VendorError(Failure("retry", "unreadable")) from error
        return told


def _failure(answer: httpx.Response) -> Failure:
    if answer.status_code in (401, 403):
        return Failure("reauth", "key_refused", answer.text[:200])
    if answer.status_code == 429:
        return Failure("throttle", "too_many", pause=int(answer.headers.get("retry-after", 60)))
    return Failure(
        "retry" if answer.status_code >= 500 else "permanent", f"http_{answer.status_code}", answer.text[:200]
    )
