"""Calls of the Graph API: what is no success is a VendorError that says what it means."""

import json
import logging
from collections.abc import AsyncIterator, Mapping
from typing import Any, Protocol

import httpx

from channels.failures import Failure, FailureKind, VendorError
from channels.meta.refusals import TOKEN, classify, usage

# It writes addresses down, and Meta wants tokens in some of them.
logging.getLogger("httpx").setLevel(logging.WARNING)
ANSWER_SECONDS = 20.0
NEARLY_USED_UP = 95
REST_SECONDS = 300
MOST_PAGES = 40
Upload = tuple[str, bytes, str]  # name, content, type


class Classify(Protocol):
    """What an answer that is no success means."""

    def __call__(self, status: int, headers: Mapping[str, str], body: bytes, *, sending: bool) -> Failure:
        """The failure."""
        ...


class Graph:
    """One host of the Graph API. A connection a call: on one kept open, a lost answer and a stale connection look the same."""

    def __init__(self, base_url: str, version: str, classify: Classify = classify) -> None:
        self._classify = classify
        self._url = f"{base_url.rstrip('/')}/{version}" if version else base_url.rstrip("/")

    async def get(self, token: str, path: str, **params: Any) -> dict[str, Any]:
        """Reads; without a token where the app speaks for itself. Raises VendorError, also when limits are nearly used up."""
        return await self._call("GET", token, path, params, None)

    async def post(
        self,
        token: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        *,
        sending: bool = False,
        **params: Any,
    ) -> dict[str, Any]:
        """Writes. `sending`: what may have happened without an answer is ambiguous, not to be repeated."""
        return await self._call("POST", token, path, params, body, sending=sending)

    async def upload(self, token: str, path: str, form: Mapping[str, str], file: Upload) -> dict[str, Any]:
        """Hands a file over; nobody sees it yet."""
        return await self._call("POST", token, path, {}, None, form=form, file=file)

    async def delete(self, token: str, path: str) -> dict[str, Any]:
        """Removes."""
        return await self._call("DELETE", token, path, {}, None)

    async def pages(self, token: str, path: str, **params: Any) -> AsyncIterator[list[dict[str, Any]]]:
        """The pages of a list, as long as there are more."""
        after = ""
        for _ in range(MOST_PAGES):
            page = await self.get(token, path, **params, **({"after": after} if after else {}))
            rows = page.get("data")
            yield rows if isinstance(rows, list) else []
            paging = page.get("paging") or {}
            # Never by the address of the next page: the token is in it.
            after = str((paging.get("cursors") or {}).get("after") or "")
            if not paging.get("next") or not after:
                return

    async def _call(
        self,
        method: str,
        token: str,
        path: str,
        params: Mapping[str, Any],
        body: Mapping[str, Any] | None,
        *,
        sending: bool = False,
        form: Mapping[str, str] | None = None,
        file: Upload | None = None,
    ) -> dict[str, Any]:
        headers = {"authorization": f"Bearer {token}"} if token else {}
        async with httpx.AsyncClient(timeout=ANSWER_SECONDS) as http:
            try:
                answer = await http.request(
                    method,
                    f"{self._url}/{path}",
                    params=dict(params),
                    json=body,
                    data=form,
                    files={"file": file} if file else None,
                    headers=headers,
                )
            except (httpx.ConnectError, httpx.ConnectTimeout, httpx.UnsupportedProtocol) as error:
                raise VendorError(Failure("retry", "unreachable", _told(error))) from None
            except httpx.HTTPError as error:
                kind: FailureKind = "ambiguous" if sending else "retry"
                raise VendorError(Failure(kind, "unanswered", _told(error))) from None
        if not answer.is_success:
            raise VendorError(
                self._classify(answer.status_code, answer.headers, answer.content, sending=sending)
            )
        if not sending and usage(answer.headers) >= NEARLY_USED_UP:
            raise VendorError(Failure("throttle", "nearly_used_up", "", REST_SECONDS))
        return _document(answer, sending=sending)


def _document(answer: httpx.Response, *, sending: bool) -> dict[str, Any]:
    try:
        document = json.loads(answer.content)
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict):
        raise VendorError(Failure("ambiguous" if sending else "retry", "unreadable", str(answer.status_code)))
    return document


def _told(error: Exception) -> str:
    """The error in words, never with a token."""
    return TOKEN.sub(r"\1***", f"{type(error).__name__}: {error}")[:300]
