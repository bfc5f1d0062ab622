"""Meta's deliveries and refusals as tables, and whatever else may come: nothing raises, nothing is taken for something."""

import json
import random
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from channels.base import Company, Message, Nothing, StoredEvent
from channels.capabilities import Hook, Incoming, Thread
from channels.instagram import events, sending
from channels.instagram.adapter import Instagram
from channels.instagram.settings import InstagramSettings
from channels.meta import deliveries
from channels.meta.moments import moment
from channels.meta.refusals import classify, regain, usage

AT = datetime(2026, 11, 22, 10, tzinfo=UTC)
ACCOUNT = "17841400000000001"


def adapter() -> Instagram:
    return Instagram(InstagramSettings(_env_file=None, ig_app_secret="new, old"))


def understood(value: dict[str, Any], field: str = "messaging", at: Any = 1795330099876) -> Any:
    fragment = events.fragment(ACCOUNT, field, value, at)
    event = StoredEvent(
        UUID(int=1),
        UUID(int=2),
        "instagram",
        fragment.kind,
        AT,
        {},
        "application/json",
        fragment.body,
        fragment.key,
    )
    (only,) = adapter().understand(event, Company())
    return only


@pytest.mark.parametrize(
    ("code", "subcode", "kind", "reason"),
    [
        (1, None, "retry", "unavailable"),
        (2, 1545133, "retry", "unavailable"),
        (4, None, "throttle", "too_often"),
        (613, None, "throttle", "too_often"),
        (80002, None, "throttle", "too_often"),
        (190, 463, "reauth", "access_lost"),
        (10, None, "permanent", "not_allowed"),
        (200, None, "permanent", "not_allowed"),
        (10, 2534022, "permanent", "window_closed"),
        (10, 2018278, "permanent", "window_closed"),
        (100, 33, "recipient_gone", "recipient_gone"),
        (551, None, "recipient_gone", "recipient_gone"),
        (200, 1545041, "recipient_gone", "recipient_gone"),
        (10, 2534025, "permanent", "private_reply_used"),
        (10, 1893063, "pause", "restricted"),
        (368, None, "pause", "restricted"),
        (20, 1772107, "ambiguous", "created_anyway"),
        (230, None, "permanent", "no_consent"),
        (100, None, "permanent", "refused"),
    ],
)
def test_refusals_by_their_codes(code: int, subcode: int | None, kind: str, reason: str) -> None:
    body = json.dumps(
        {"error": {"code": code, "error_subcode": subcode, "message": "x access_token=IGAAsecret y"}}
    )
    failure = classify(400, {}, body.encode(), sending=True)
    assert (failure.kind, failure.reason) == (kind, reason)
    assert "IGAAsecret" not in failure.words


def test_a_gateway_says_nothing_of_what_was_done() -> None:
    assert classify(502, {}, b"<html>", sending=True).kind == "ambiguous"
    assert classify(502, {}, b"<html>", sending=False).kind == "retry"
    assert classify(429, {"retry-after": "7"}, b"", sending=True).pause == 7


def test_limits_as_meta_tells_them() -> None:
    told = {"17841": [{"call_count": 97, "estimated_time_to_regain_access": 12}]}
    headers = {"x-business-use-case-usage": json.dumps(told), "x-app-usage": '{"call_count": 28}'}
    assert (usage(headers), regain(headers)) == (97, 720)
    assert (usage({"x-app-usage": "nonsense"}), regain({})) == (0, 0)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (1795330000, 1795330000),
        ("1795330000", 1795330000),
        (1795330099876, 1795330099.876),
        ("2026-11-22T10:00:00+0000", AT.timestamp()),
        ("nonsense", AT.timestamp()),
        (None, AT.timestamp()),
        (1e30, AT.timestamp()),
    ],
)
def test_moments(written: Any, expected: float) -> None:
    assert moment(written, AT).timestamp() == expected


def test_a_signature_holds_for_either_secret_and_for_no_other_byte() -> None:
    body = b'{"entry":[{"id":"1","text":"\\u0426\\u0456\\u043d\\u0430"}]}'
    for secret in ("new", "old"):
        import hashlib
        import hmac

        digest = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
        hook = Hook("POST", {}, {"x-hub-signature-256": f"sha256={digest}"}, body)
        assert adapter().verify(hook, adapter().secrets())
        assert not adapter().verify(Hook("POST", {}, hook.headers, body + b" "), adapter().secrets())
    assert not adapter().verify(Hook("POST", {}, {}, body), adapter().secrets())
    assert not deliveries.is_signed(Hook("POST", {}, {"x-hub-signature-256": "sha256="}, body), [""])


def test_the_trial_of_the_address() -> None:
    query = {"hub.mode": "subscribe", "hub.verify_token": "word", "hub.challenge": "1158201444"}
    right = deliveries.handshake(Hook("GET", query, {}), "word")
    assert right is not None and (right.status, right.text) == (200, "1158201444")
    for token in ("other", ""):
        wrong = deliveries.handshake(Hook("GET", query, {}), token)
        assert wrong is not None and wrong.status == 403
    assert deliveries.handshake(Hook("POST", {}, {}), "word") is None


def test_a_thousand_of_one_delivery_and_a_shared_post_once() -> None:
    items = [{"message": {"mid": f"m{n}", "text": "x"}, "sender": {"id": "1"}} for n in range(1000)]
    body = json.dumps({"object": "instagram", "entry": [{"id": ACCOUNT, "messaging": items}]}).encode()
    assert len({one.key for one in events.split(body)}) == 1000
    payload = {"ig_post_media_id": "9", "url": "https://lookaside.fbsbx.com/p"}
    both = [{"type": "share", "payload": payload}, {"type": "ig_post", "payload": payload}]
    shared = understood({"sender": {"id": "8"}, "message": {"mid": "m", "attachments": both}})
    assert len(shared.attachments) == 1


def test_our_own_comment_is_ours() -> None:
    value = {
        "id": "2",
        "parent_id": "1",
        "from": {"id": "8", "self_ig_scoped_id": "9"},
        "text": "x",
        "media": {"id": "3"},
    }
    own = understood(value, "comments")
    assert (own.direction, own.parent) == ("out", "1")


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ({"sender": {"id": "8"}, "reaction": {"action": "react"}}, "unknown"),
        (
            {
                "sender": {"id": "8"},
                "message": {"mid": "m", "is_echo": True, "is_self": True},
                "recipient": {"id": "8"},
            },
            "self",
        ),
        ({"sender": {"id": "8"}, "message_edit": {"mid": "m1", "num_edit": 0}}, "without_text"),
        ({"whatever": 1}, "unknown"),
    ],
)
def test_what_is_nothing_for_us(value: dict[str, Any], reason: str) -> None:
    nothing = understood(value)
    assert isinstance(nothing, Nothing) and nothing.reason == reason


def test_nonsense_raises_nothing_and_never_becomes_a_message() -> None:
    source = random.Random(20261126)
    leaves = [None, 1, "x", [], {}, True, 1e40, "\x00", "\ud800", -1]
    names = [
        "entry",
        "id",
        "messaging",
        "changes",
        "field",
        "value",
        "message",
        "mid",
        "from",
        "sender",
        "text",
        "time",
    ]

    def tree(depth: int) -> Any:
        if depth == 0 or source.random() < 0.2:
            return source.choice(leaves)
        if source.random() < 0.3:
            return [tree(depth - 1) for _ in range(source.randrange(3))]
        return {source.choice(names): tree(depth - 1) for _ in range(source.randrange(5))}

    for _ in range(3000):
        for fragment in events.split(json.dumps(tree(6)).encode()):
            event = StoredEvent(
                UUID(int=1), UUID(int=2), "instagram", fragment.kind, AT, {}, "", fragment.body, fragment.key
            )
            for happening in adapter().understand(event, Company()):
                assert not isinstance(happening, Message) or happening.external_id
    for body in (b"", b"{", b"[" * 5000, b"\xff\xfe", b"null", b'"x"'):
        assert events.split(body) == []


# ------------------------------------------------------------------------------------------------ answering


@pytest.mark.parametrize("text", ["доставка " * 400, "ж" * 3000, "a" * 3000, "Привет. " * 300, "😀" * 900])
def test_parts_hold_every_letter_and_a_thousand_bytes(text: str) -> None:
    parts = sending.parts("direct", text)
    assert all(0 < len(part.encode()) <= 1000 for part in parts)
    assert "".join(parts).replace(" ", "") == text.replace(" ", "")


def test_windows() -> None:
    def closed(
        mode: str, hours: float, *, kind: str = "direct", human: bool = False, used: bool = False
    ) -> str | None:
        incoming = Incoming("1", datetime.fromtimestamp(AT.timestamp() - hours * 3600, UTC), used)
        thread = Thread("comments" if kind == "comments" else "direct", incoming)
        (way,) = [one for one in sending.ways(thread, AT, human_agent=human) if one.mode == mode]
        return way.why_not

    assert (closed("direct", 23.9), closed("direct", 24)) == (None, "window_closed")
    assert (closed("direct", 100, human=True), closed("direct", 169, human=True)) == (None, "window_closed")
    assert closed("comment", 1000, kind="comments") is None
    assert closed("private_reply", 167, kind="comments") is None
    assert closed("private_reply", 169, kind="comments") == "window_closed"
    assert closed("private_reply", 1, kind="comments", used=True) == "private_reply_used"
    (nothing,) = sending.ways(Thread("direct", None), AT, human_agent=False)
    assert nothing.why_not == "nothing_to_answer"
