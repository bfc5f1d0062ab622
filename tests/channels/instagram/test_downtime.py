"""The CRM is down for forty hours of the vendors' clock: what Instagram has given up is read, what WhatsApp still has comes."""

from typing import Any
from uuid import UUID

from simulator.meta.apps import VERIFY_TOKEN
from simulator.whatsapp.state import PHONE
from tests.channels.instagram.conftest import Shop
from tests.channels.whatsapp.conftest import HOOK, KEYS, adapter, connect
from tests.support import processes


async def whatsapp(shop: Shop, act: str, **order: Any) -> dict[str, Any]:
    """Somebody does something on WhatsApp; nothing is taken in yet."""
    answer = await shop.sim.post(f"/_sim/whatsapp/{PHONE}/{act}", json=order)
    assert answer.status_code == 200, answer.text
    done: dict[str, Any] = answer.json()
    return done


async def deliveries(shop: Shop, vendor: str) -> list[tuple[str, int]]:
    """State and number of attempts of each post."""
    told = (await shop.sim.get("/_sim/deliveries", params={"vendor": vendor})).json()["deliveries"]
    return [(one["state"], len(one["attempts"])) for one in told]


async def both_connected(shop: Shop, edge: str) -> None:
    """Instagram is; WhatsApp beside it, and both deliver to this server of the CRM."""
    async with shop.as_() as admin:
        made = await admin.post("/api/v1/lead-sources", json={"channel": "whatsapp", "name": "WhatsApp"})
    for channel in ("instagram", "whatsapp"):
        order = {"callback_url": f"{edge}/hooks/{channel}", "verify_token": VERIFY_TOKEN}
        assert (await shop.sim.post(f"/_sim/{channel}/app", json=order)).status_code == 200
    await connect(shop, UUID(made.json()["id"]), await adapter().open(KEYS, HOOK))


async def test_forty_hours_of_downtime(shop: Shop) -> None:
    with processes.served(shop.base) as edge:
        await both_connected(shop, edge)
        await shop.act("dm", text="Ціна до?", username="olena")
        await shop.read()
    assert [entry["body"] for entry in await shop.entries()] == ["Ціна до?"]

    for vendor in ("instagram", "whatsapp"):
        assert (
            await shop.sim.post(f"/_sim/{vendor}/faults", json={"duplicate": 1, "reorder": 2})
        ).status_code == 200
    await shop.act("comment", text="Ціна коментаря?", username="petro")
    await shop.act("dm", text="Ціна в Direct?", username="olena")
    said = await whatsapp(shop, "message", text="Ціна у WhatsApp?", phone="380500000001", name="Іра")
    await whatsapp(shop, "edit", wamid=said["wamid"], text="Яка ціна у WhatsApp?")
    await shop.advance("20h")
    await shop.act("dm", text="Ціна пізніше?", username="olena")
    await shop.advance("20h")
    # Nobody has heard anything. Instagram has given up what is older than a day and a half; WhatsApp goes on for a week.
    assert [entry["body"] for entry in await shop.entries()] == ["Ціна до?"]
    assert [state for state, _ in (await deliveries(shop, "instagram"))[1:]] == ["lost"] * 4 + ["waiting"] * 2
    assert {state for state, _ in await deliveries(shop, "whatsapp")} == {"waiting"}

    with processes.served(shop.base, port=int(edge.rpartition(":")[2])):
        await shop.advance("20h")
        assert {state for state, _ in await deliveries(shop, "whatsapp")} == {"delivered"}
        came = {"Ціна до?", "Яка ціна у WhatsApp?", "Ціна пізніше?"}
        assert {entry["body"] for entry in await shop.entries()} == came
        for _ in range(2):
            await shop.read()
        assert {entry["body"] for entry in await shop.entries()} == came | {
            "Ціна коментаря?",
            "Ціна в Direct?",
        }
        await shop.advance("8d")
    assert len(await shop.entries()) == 5
    assert await shop.base.value("select count(*) from public.clients") == 3
    assert await shop.base.value("select count(*) from public.notifications where kind = 'lead_new'") == 3
    assert await shop.base.value("select count(*) from private.inbound_events where status = 'dead'") == 0
