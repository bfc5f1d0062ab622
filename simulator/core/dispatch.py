"""From events to posts: holding, batching, reordering, damaging and copying as the faults of the vendor say."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import httpx

from simulator.core.clock import Clock
from simulator.core.courier import Courier, Plan, Post
from simulator.core.faults import Faults

OTHER_SECRET = "a-secret-of-somebody-else"  # noqa: S105 -- for posts that must not verify
# Own sends are answered first, their echoes and statuses follow.
AFTER_ANSWER = 0.05


@dataclass(frozen=True)
class Event:
    """One update before it is wrapped: `scope` is the account it belongs to, `field` and `kind` what the vendor calls it."""

    scope: str
    kind: str
    value: Mapping[str, Any]
    field: str = ""
    time: float = 0.0


@dataclass(frozen=True)
class Address:
    """Where and how a vendor posts events: `render` makes the body of several, `sign` the headers from body and secret."""

    vendor: str
    url: str
    secret: str
    plan: Plan
    render: Callable[[Sequence[Event], Faults], bytes]
    sign: Callable[[bytes, str], Mapping[str, str]]
    batches: bool = False
    told: Callable[[Post, httpx.Response | None], None] | None = None


@dataclass
class Held:
    """Events that wait for their batch to fill."""

    address: Address
    events: list[Event] = field(default_factory=list)


class Dispatcher:
    """Sends the events of one vendor."""

    def __init__(self, clock: Clock, courier: Courier) -> None:
        self._clock, self._courier = clock, courier
        self.faults = Faults()
        self._held: dict[str, Held] = {}

    def emit(self, address: Address, event: Event, after: float = 0.0) -> None:
        """An event happened; it is posted now, `after` seconds from now, or when its batch is full."""
        size = max(self.faults.batch if address.batches else 1, self.faults.reorder)
        if size <= 1:
            self._post(address, [event], after)
            return
        held = self._held.setdefault(address.url, Held(address))
        held.events.append(event)
        if len(held.events) >= size:
            self._release(address.url)

    async def at_once(self, address: Address, event: Event) -> int | None:
        """One attempt while the caller waits, past the faults; its status, or None."""
        body = address.render([event], self.faults)
        headers = self._headers(address, body)
        plan = replace(address.plan, offsets=(0.0,))
        post = Post(address.vendor, address.url, body, headers, plan, _label([event]), self._clock.now())
        return await self._courier.at_once(post)

    def release(self) -> None:
        """Posts what is held, full batch or not."""
        for url in list(self._held):
            self._release(url)

    def _release(self, url: str) -> None:
        held = self._held.pop(url)
        events = held.events[::-1] if self.faults.reorder else held.events
        size = self.faults.batch if held.address.batches else 1
        for start in range(0, len(events), size):
            self._post(held.address, events[start : start + size], 0.0)

    def _post(self, address: Address, events: Sequence[Event], after: float) -> None:
        faults = self.faults
        if faults.take("drop"):
            return
        body = address.render(events, faults)
        if faults.take("truncate"):
            body = body[: len(body) // 2]
        if faults.retry_schedule is not None:
            address = replace(address, plan=replace(address.plan, offsets=(0.0, *faults.retry_schedule)))
        headers = self._headers(address, body)
        due = self._clock.now() + faults.delay_ms / 1000 + (0.0 if faults.early_events else after)
        for _ in range(1 + faults.duplicate):
            self._courier.push(
                Post(
                    address.vendor,
                    address.url,
                    body,
                    headers,
                    address.plan,
                    _label(events),
                    due,
                    told=address.told,
                )
            )

    def _headers(self, address: Address, body: bytes) -> Callable[[], Mapping[str, str]]:
        secret = OTHER_SECRET if self.faults.take("wrong_secret") else address.secret
        damaged = self.faults.take("bad_signature")

        def headers() -> Mapping[str, str]:
            signed = address.sign(body, secret)
            if damaged:
                signed = {name: _damaged(value) for name, value in signed.items()}
            marks = {"Content-Type": "application/json", "User-Agent": f"smena-simulator ({address.vendor})"}
            return {**marks, **signed}

        return headers


def _damaged(signature: str) -> str:
    """The same length and alphabet, another value."""
    return signature[:-1] + ("0" if signature[-1] != "0" else "1")


def _label(events: Sequence[Event]) -> str:
    kinds = [event.field or event.kind for event in events]
    return kinds[0] if len(kinds) == 1 else f"{len(kinds)} events"
