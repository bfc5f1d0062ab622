"""Posts to the CRM's webhooks: attempts, retries on the vendors' clock, and what came of them."""

import asyncio
import contextlib
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import httpx

from simulator.core.clock import Clock

KEPT = 5000


@dataclass(frozen=True)
class Plan:
    """When a vendor tries again: seconds after the first attempt, and after which answers (None: no answer at all)."""

    offsets: Sequence[float]
    timeout: float = 5.0
    retries: Callable[[int | None], bool] = lambda status: status is None or not 200 <= status < 300


@dataclass
class Post:
    """One HTTP request to the CRM. `headers` are made for each attempt: some vendors sign the moment."""

    vendor: str
    url: str
    body: bytes
    headers: Callable[[], Mapping[str, str]]
    plan: Plan
    label: str
    due: float
    first: float = 0.0
    attempts: list[dict[str, Any]] = field(default_factory=list)
    state: Literal["waiting", "delivered", "lost", "withdrawn"] = "waiting"
    told: Callable[["Post", httpx.Response | None], None] | None = None

    def shown(self) -> dict[str, Any]:
        """As the control API lists it."""
        return {
            "vendor": self.vendor,
            "url": self.url,
            "label": self.label,
            "state": self.state,
            "due": self.due,
            "attempts": self.attempts,
            "body": self.body[:20_000].decode("utf-8", "replace"),
        }


class Courier:
    """Delivers what is due: in order for one address, side by side for several."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._waiting: list[Post] = []
        self._busy = asyncio.Lock()
        self._news = asyncio.Event()
        self._http: httpx.AsyncClient | None = None
        self.history: deque[Post] = deque(maxlen=KEPT)

    def push(self, post: Post) -> None:
        """Takes a post that is due at its `due`."""
        post.first = post.due
        self._waiting.append(post)
        self.history.append(post)
        self._news.set()

    def withdraw(self, unwanted: Callable[[Post], bool]) -> None:
        """Takes back what waits."""
        for post in [post for post in self._waiting if unwanted(post)]:
            post.state = "withdrawn"
            self._waiting.remove(post)

    async def settle(self) -> None:
        """Attempts everything that is due by now."""
        async with self._busy:
            while due := self._take_due():
                await self._attempt_all(due)

    async def advance(self, seconds: float) -> None:
        """Moves the clock, making every attempt that falls into the span at its own moment."""
        target = self._clock.now() + seconds
        await self.settle()
        while (following := self._next_due()) is not None and following <= target:
            self._clock.forward_to(following)
            await self.settle()
        self._clock.forward_to(target)
        await self.settle()

    async def run(self) -> None:
        """Delivers for ever, as time goes by."""
        while True:
            self._news.clear()
            await self.settle()
            following = self._next_due()
            wait = None if following is None else max(0.0, following - self._clock.now())
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), wait)

    @contextlib.asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """The courier at work, for the life of the application."""
        async with httpx.AsyncClient(trust_env=False) as http:
            self._http = http
            task = asyncio.create_task(self.run())
            try:
                yield
            finally:
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task
                self._http = None

    async def handshake(self, url: str, query: Mapping[str, str]) -> httpx.Response | None:
        """A GET to an address of the CRM; None when it does not answer."""
        try:
            return await self._client.get(url, params=dict(query), timeout=5.0)
        except httpx.HTTPError:
            return None

    async def at_once(self, post: Post) -> int | None:
        """One attempt outside the queue, for vendors that call the webhook while they answer; its status."""
        post.first = post.due
        self.history.append(post)
        await self._attempt(post)
        return post.attempts[-1]["status"] if post.attempts else None

    @property
    def _client(self) -> httpx.AsyncClient:
        if self._http is None:
            raise RuntimeError("the courier is not at work: the application is not running")
        return self._http

    def _next_due(self) -> float | None:
        return min((post.due for post in self._waiting), default=None)

    def _take_due(self) -> list[Post]:
        now = self._clock.now()
        due = [post for post in self._waiting if post.due <= now]
        if due:
            self._waiting = [post for post in self._waiting if post.due > now]
        return due

    async def _attempt_all(self, due: Sequence[Post]) -> None:
        by_address: dict[str, list[Post]] = defaultdict(list)
        for post in sorted(due, key=lambda post: post.due):
            by_address[post.url].append(post)
        await asyncio.gather(*(self._attempt_in_turn(posts) for posts in by_address.values()))

    async def _attempt_in_turn(self, posts: Sequence[Post]) -> None:
        for post in posts:
            await self._attempt(post)

    async def _attempt(self, post: Post) -> None:
        answer, words = await self._posted(post)
        status = None if answer is None else answer.status_code
        post.attempts.append({"at": self._clock.now(), "status": status, "error": words})
        if status is not None and 200 <= status < 300:
            post.state = "delivered"
        elif post.plan.retries(status) and len(post.attempts) < len(post.plan.offsets):
            post.due = post.first + post.plan.offsets[len(post.attempts)]
            self._waiting.append(post)
        else:
            post.state = "lost"
        if post.told is not None:
            post.told(post, answer)

    async def _posted(self, post: Post) -> tuple[httpx.Response | None, str]:
        try:
            answer = await self._client.post(
                post.url, content=post.body, headers=dict(post.headers()), timeout=post.plan.timeout
            )
        except httpx.HTTPError as error:
            return None, f"{type(error).__name__}: {error}"
        return answer, ""
