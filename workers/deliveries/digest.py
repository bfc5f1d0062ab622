"""The morning mail: what waits, the first of each pile by name. Nothing waits: no mail."""

import json
from typing import Any

from workers.deliveries.compose import SETTINGS_PATH
from workers.deliveries.delivery import Delivery
from workers.deliveries.message import Item, Message, Section
from workers.deliveries.words import moment, words

# Pile -> where its rows open, and the field with the moment worth telling.
PILES = {
    "overdue": ("/tasks?open=", "due_at"),
    "today": ("/tasks?open=", "due_at"),
    "waiting": ("/clients/", "waiting_since"),
    "stuck": ("/deals?open=", ""),
}


def digest(delivery: Delivery, document: str, public_url: str) -> Message | None:
    """The message of a digest's piles (`app.digest`), or None when every pile is empty."""
    piles: dict[str, dict[str, Any]] = json.loads(document)
    sections = tuple(
        _section(delivery, name, piles[name], public_url) for name in PILES if piles[name]["count"]
    )
    if not sections:
        return None
    said = words(delivery.locale)
    return Message(
        locale=delivery.locale,
        title=said["digest"]["title"],
        lines=(),
        link=f"{public_url}/",
        button=said["open"],
        footer=said["footer"],
        footer_link=public_url + SETTINGS_PATH,
        sections=sections,
    )


def _section(delivery: Delivery, name: str, pile: dict[str, Any], public_url: str) -> Section:
    said = words(delivery.locale)["digest"]
    path, field = PILES[name]
    items = tuple(
        Item(row["title"], _note(delivery, row, field), f"{public_url}{path}{row['id']}")
        for row in pile["items"]
    )
    hidden = pile["count"] - len(items)
    return Section(
        f"{said[name]}: {pile['count']}", items, said["more"].format(count=hidden) if hidden else ""
    )


def _note(delivery: Delivery, row: dict[str, Any], field: str) -> str:
    when = moment(row.get(field), locale=delivery.locale, zone=delivery.time_zone, at=delivery.at)
    return ", ".join(filter(None, (row.get("client"), when)))
