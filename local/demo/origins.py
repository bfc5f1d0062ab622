"""What the first words of a client told of where he came from, judged by the rules that the workers use."""

from random import Random
from typing import Any

from channels.classify.hints import SourceHints
from channels.classify.source import classify
from local.demo.rows import Row, Rows

# What a comment or a message may have told: how often, and the hints (named as the vendors name them).
INSTAGRAM: tuple[tuple[int, str, dict[str, Any]], ...] = (
    (34, "comment", {"campaign": "осенний пост"}),
    (20, "comment", {}),
    (16, "comment", {"ad_id": "6200117", "ad_title": "Кухни за 30 дней"}),
    (14, "message", {"referral_source": "ADS", "ad_id": "6200118", "ad_title": "Гардеробные"}),
    (10, "message", {"ref": "ig_showroom"}),
    (6, "message", {"story": "reply"}),
)
TELEGRAM: tuple[tuple[int, str, dict[str, Any]], ...] = (
    (5, "message", {"start": "qr_showroom"}),
    (3, "message", {"start": ""}),
    (4, "message", {}),
)


def add_touch(rows: Rows, client: Row, said: Row, channel: str) -> None:
    """The touch of the client's first words. Chance of its own: the rest of the story stays as it was."""
    hints = _hints(Random(client["id"].int), client, said, channel)  # noqa: S311  # a story, no secret
    if hints is None:
        return
    said["source_id"] = client["source_id"]
    rows.add(
        "touches",
        interaction_id=said["id"],
        owner_id=client["owner_id"],
        hints=hints.document(),
        verdict=classify(hints).document(),
        created_at=said["created_at"],
    )


def _hints(chance: Random, client: Row, said: Row, channel: str) -> SourceHints | None:
    connection = str(client["source_id"])
    if channel == "site":
        touch = {name: value for name, value in client["first_touch"].items() if isinstance(value, str)}
        hints = SourceHints.from_first_touch("site", "form", {**touch, "page_url": "https://demo.example/"})
        return SourceHints.from_document({**hints.document(), "connection": connection})
    told = {"instagram": INSTAGRAM, "telegram": TELEGRAM}.get(channel)
    if told is None:
        return SourceHints("email", "message", connection) if channel == "email" else None
    fitting = [one for one in told if one[1] == said["kind"]]
    (_, kind, more), *_ = chance.choices(fitting, [weight for weight, *_ in fitting])
    return SourceHints(channel, kind, connection, **more)
