"""What every adapter must keep, whatever it can do: tests that a package runs over its own.

    class TestContract(SourceContract):
        adapter = Ringline()
        deliveries = (b'{"call_id": ...}',)

pytest finds the methods by itself. `deliveries` are examples of what the vendor posts, as it writes them.
"""

import inspect
import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

from channels.base import (
    Company,
    Happening,
    Lead,
    Message,
    Nothing,
    Parked,
    Reach,
    Renamed,
    SourceAdapter,
    StoredEvent,
    Visit,
    happenings,
)
from channels.capabilities import (
    Completer,
    Connector,
    Fragment,
    Hook,
    Incoming,
    Inviter,
    Poller,
    Profiler,
    Publisher,
    Receiver,
    Reconciler,
    Renewer,
    Sender,
    Starter,
    Thread,
    ThreadPaced,
)
from channels.keyed import Keyed, SignIn
from channels.listening import Listened
from channels.media import Captioned, FileSender, MediaInside, MediaKeeper
from channels.splitting import fragments, storable
from channels.templates import Templated

AT = datetime(2026, 11, 22, 10, tzinfo=UTC)
CAPABILITIES: tuple[type, ...] = (
    Receiver, Completer, Connector, Starter, Renewer, Keyed, SignIn, Profiler, Publisher, Poller, Sender, Inviter, ThreadPaced, Reconciler, Listened, MediaKeeper,
    MediaInside, FileSender, Captioned, Templated,
)  # fmt: skip
NONSENSE = (
    b"", b"null", b"[]", b"{", b"\xff\xfe\x00", b'{"entry": 1}', b"[" * 3000, b'"\\ud800"', b"1e999", b'{"": {"\\u0000": [null]}}',
    b'{"entry": [{"id": "\\u0000", "changes": [{"field": "x", "value": []}]}]}', "ж".encode() * 1000,
)  # fmt: skip
TEXTS = (
    "а",
    "слово " * 1000,
    "ж" * 5000,
    "первая\n\nвторая\n" * 300,
    "👩‍👩‍👧‍👦" * 500,
    "https://x.example/" + "a" * 3000,
)
# What a body that is none of the vendor's may raise: the worker tries again, then a person sees it with these words.
UNREADABLE = (Parked, ValueError, LookupError, TypeError, AttributeError, RecursionError)


def event_of(adapter: SourceAdapter, fragment: Fragment) -> StoredEvent:
    """A fragment as the worker gets it."""
    one, two = UUID(int=1), UUID(int=2)
    kind, body, key = fragment.kind, fragment.body, fragment.key
    return StoredEvent(one, two, adapter.channel, kind, AT, {}, "application/json", body, key)


class SourceContract:
    """The contract of `SourceAdapter` and of every capability in `channels.capabilities` and its sisters."""

    adapter: ClassVar[SourceAdapter]
    deliveries: ClassVar[Sequence[bytes]] = ()

    # -------------------------------------------------------------------------------------------- what it says it can

    def test_it_is_an_adapter_with_a_name(self) -> None:
        assert isinstance(self.adapter, SourceAdapter)
        name = self.adapter.channel
        assert name.isascii() and name.replace("_", "").isalnum() and name == name.lower(), name

    def test_a_capability_is_whole_or_absent(self) -> None:
        """`send` without `ways` is no Sender: the registry would pass over it without a word."""
        for capability in CAPABILITIES:
            if not isinstance(self.adapter, capability):
                begun = _own_members(capability) & set(dir(self.adapter))
                missing = sorted(name for name in _members(capability) if not hasattr(self.adapter, name))
                assert not begun, (
                    f"it has {sorted(begun)}, but is no {capability.__name__}: {missing} missing"
                )

    def test_calls_are_taken_as_they_are_made(self) -> None:
        """Parameters by name and order, and coroutines where a coroutine is awaited."""
        for capability in (SourceAdapter, *CAPABILITIES):
            if isinstance(self.adapter, capability):
                for name in _methods(capability):
                    wanted, given = getattr(capability, name), getattr(self.adapter, name)
                    assert _parameters(given) == _parameters(wanted), f"{capability.__name__}.{name}"
                    assert inspect.iscoroutinefunction(given) == inspect.iscoroutinefunction(wanted), name

    # -------------------------------------------------------------------------------------------- webhooks

    def test_a_delivery_without_a_signature_is_nobodys(self) -> None:
        if isinstance(self.adapter, Receiver):
            for secrets in ((), ("",), ("secret",)):
                for headers in ({}, {"content-type": "application/json"}):
                    assert not self.adapter.verify(Hook("POST", {}, headers, b"{}"), secrets)

    def test_a_delivery_is_no_handshake(self) -> None:
        if isinstance(self.adapter, Receiver):
            assert self.adapter.max_body > 0
            for body in (b"{}", *self.deliveries):
                assert self.adapter.handshake(Hook("POST", {}, {}, body)) is None

    def test_splitting_never_raises_and_names_the_same_twice(self) -> None:
        if isinstance(self.adapter, Receiver):
            for body in (*NONSENSE, *self.deliveries):
                once, twice = self.adapter.split(body), self.adapter.split(body)
                assert list(once) == list(twice), body[:100]
                for fragment in once:
                    _is_storable(fragment)

    def test_every_example_has_an_event(self) -> None:
        if isinstance(self.adapter, Receiver):
            for body in self.deliveries:
                assert self.adapter.split(body), body[:100]

    # -------------------------------------------------------------------------------------------- understanding

    def test_what_it_stores_it_understands(self) -> None:
        """Whatever is posted: something happened, or Parked says what a person must look at. And the same a second time."""
        for fragment in self._fragments():
            try:
                once = happenings(self.adapter.understand(event_of(self.adapter, fragment), Company()))
            except Parked as doubt:
                assert doubt.reason
                continue
            again = happenings(self.adapter.understand(event_of(self.adapter, fragment), Company()))
            assert list(once) == list(again)
            for happening in once:
                _is_sound(happening)

    def test_a_body_of_another_world_ends_in_a_plain_exception(self) -> None:
        for body in NONSENSE:
            try:
                happenings(
                    self.adapter.understand(event_of(self.adapter, Fragment("k", "unknown", body)), Company())
                )
            except UNREADABLE:
                continue

    def _fragments(self) -> Iterator[Fragment]:
        if isinstance(self.adapter, Receiver):
            for body in self.deliveries:
                yield from fragments(self.adapter, body)
            for body in NONSENSE:
                yield from self.adapter.split(body)

    # -------------------------------------------------------------------------------------------- answering

    def test_parts_are_never_empty_and_lose_nothing(self) -> None:
        if isinstance(self.adapter, Sender):
            for mode in self.adapter.paces:
                for text in TEXTS:
                    parts = self.adapter.parts(mode, text)
                    assert all(part.strip() for part in parts), mode
                    assert _bare("".join(parts)) == _bare(text), mode

    def test_a_closed_way_says_why_and_an_open_one_until_when(self) -> None:
        if isinstance(self.adapter, Sender):
            met = [
                None,
                *(Incoming("1", AT - age) for age in (timedelta(0), timedelta(days=2), timedelta(days=400))),
            ]
            for thread in (Thread(kind, last) for kind in ("direct", "comments") for last in met):
                for way in self.adapter.ways(thread, AT):
                    assert way.mode in self.adapter.paces, f"{way.mode}: a mode without a pace of its own"
                    assert way.why_not or way.until is None or way.until > AT, "closed, and does not say why"
                    assert way.longest is None or way.longest > 0

    def test_every_refusal_means_something(self) -> None:
        if isinstance(self.adapter, Sender):
            for status in (400, 401, 403, 404, 418, 429, 500, 502, 503):
                for body in (b"", b"<html>", b"[]", json.dumps({"error": "?"}).encode()):
                    failure = self.adapter.classify(status, {}, body, mode="direct")
                    assert failure.reason
                    assert failure.kind != "retry" or status != 502, (
                        "a gateway's word is no proof that nothing happened"
                    )
                    assert failure.kind not in ("throttle", "pause") or failure.pause > 0

    def test_paces_and_limits_are_some(self) -> None:
        if isinstance(self.adapter, Sender):
            assert all(pace.per_hour > 0 and pace.burst > 0 for pace in self.adapter.paces.values())
        if isinstance(self.adapter, FileSender):
            assert all(limit.most > 0 for limit in self.adapter.files.values())
        if isinstance(self.adapter, ThreadPaced):
            assert all(pace.messages > 0 and pace.seconds > 0 for pace in self.adapter.thread_paces)

    def test_an_invitation_is_a_link_with_the_code(self) -> None:
        if isinstance(self.adapter, Inviter):
            for name in ("@shop", "Shop", "+380 44 123 45 67 Shop", ""):
                link = self.adapter.invitation("1", name, "s5f", "Hi!")
                assert link is None or ("://" in link and "s5f" in link and " " not in link)

    # -------------------------------------------------------------------------------------------- accounts

    def test_what_can_be_connected_and_read_says_how(self) -> None:
        if isinstance(self.adapter, Renewer):
            assert self.adapter.renew_before.total_seconds() >= 0
        if isinstance(self.adapter, Keyed):
            names = [key.name for key in self.adapter.keys]
            assert names and len(names) == len(set(names)) and all(name.isidentifier() for name in names), (
                names
            )
        if isinstance(self.adapter, Poller):
            assert self.adapter.poll_every.total_seconds() >= 60
            assert self.adapter.depth.days >= 1


def _is_storable(fragment: Fragment) -> None:
    assert isinstance(fragment.body, bytes)
    assert fragment.kind and len(fragment.kind) <= 40 and fragment.kind.isprintable(), fragment.kind
    assert storable(fragment) == fragment, (
        f"a key or an account that the database cannot hold: {fragment.key[:400]!r}"
    )


def _is_sound(happening: Happening) -> None:
    if isinstance(happening, Nothing):
        assert happening.reason
        return
    if isinstance(happening, Renamed):
        assert happening.before and happening.address
        return
    at = happening.received_at if isinstance(happening, Lead) else happening.occurred_at
    assert at.tzinfo is not None, "a moment without its zone"
    if isinstance(happening, Reach | Visit):
        assert happening.thread_key
        return
    assert happening.external_id
    if isinstance(happening, Message):
        assert happening.thread_key
        json.dumps(dict(happening.details))


def _bare(text: str) -> str:
    return "".join(text.split())


def _members(capability: type) -> set[str]:
    named = {*vars(capability), *inspect.get_annotations(capability)}
    return {name for name in named if not name.startswith("_")}


def _own_members(capability: type) -> set[str]:
    """Those that no other capability, and no adapter, has."""
    others = [_members(other) for other in (SourceAdapter, *CAPABILITIES) if other is not capability]
    return _members(capability).difference(*others)


def _methods(capability: type) -> list[str]:
    return sorted(name for name in _members(capability) if inspect.isfunction(vars(capability).get(name)))


def _parameters(function: Any) -> list[str]:
    return [name for name in inspect.signature(function).parameters if name != "self"]
