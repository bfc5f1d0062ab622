"""From what happened to a message: `kind` and `params` of a notification become words and a link to the row."""

from typing import Any

from workers.deliveries.delivery import Delivery
from workers.deliveries.message import Message
from workers.deliveries.words import moment, words

SETTINGS_PATH = "/profile"
PLACES = {
    "lead_quarantined": "/sources",
    "source_attention": "/sources",
    "rule_demoted": "/review?tab=trust",
    "clients_handed_over": "/clients",
    "import_done": "/clients",
    "telegram_linked": SETTINGS_PATH,
    "telegram_blocked": SETTINGS_PATH,
    "time_disputed": "/team",
    "time_decided": SETTINGS_PATH,
    "report_daily": "/reports",
    "report_weekly": "/reports",
    "report_monthly": "/reports",
    "test": SETTINGS_PATH,
}


def compose(delivery: Delivery, public_url: str) -> Message:
    """The message of a notification or a test. A kind without words of its own says that there is something new."""
    said = words(delivery.locale)
    values = _values(delivery)
    titles: dict[str, str] = said["titles"]
    title = titles.get(delivery.kind) or str(delivery.params.get("title") or titles["system"])
    wanted: list[str] = said["lines"].get(delivery.kind, [])
    # A line whose value is missing says nothing.
    lines = tuple(
        line.format(**values)
        for line in wanted
        if all(values[name] for name in values if f"{{{name}}}" in line)
    )
    return Message(
        locale=delivery.locale,
        title=title.format(**values),
        lines=lines,
        link=public_url + place(delivery),
        button=said["open"],
        footer=said["footer"],
        footer_link=public_url + SETTINGS_PATH,
    )


def place(delivery: Delivery) -> str:
    """The path of the row it is about, the same that the bell leads to."""
    if delivery.kind in PLACES:
        return PLACES[delivery.kind]
    if delivery.task_id:
        return f"/tasks?open={delivery.task_id}"
    if delivery.deal_id:
        return f"/deals?open={delivery.deal_id}"
    return f"/clients/{delivery.client_id}" if delivery.client_id else "/notifications"


def _values(delivery: Delivery) -> dict[str, str]:
    params: dict[str, Any] = delivery.params

    def when(name: str) -> str:
        return moment(params.get(name), locale=delivery.locale, zone=delivery.time_zone, at=delivery.at)

    told = {name: str(params.get(name) or "") for name in ("title", "manager", "from")}
    counts = {name: str(params.get(name) or 0) for name in ("count", "created", "updated", "failed")}
    return {
        **told,
        **counts,
        "name": str(params.get("name") or delivery.client_name or "—"),
        "client": delivery.client_name or "",
        "due": when("due_at"),
        "waiting": when("waiting_since"),
        "company": delivery.company,
    }
