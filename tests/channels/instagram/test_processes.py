"""Worker processes as the launcher starts them: from a message to the manager's card and back within seconds, two side by side."""

import asyncio
import time
from pathlib import Path
from uuid import uuid4

from simulator.instagram.state import SHOP
from simulator.settings import environment
from tests.channels.instagram.conftest import Shop
from tests.support.client import settings_for
from tests.support.processes import worker

SECONDS = 60


async def until(shop: Shop, condition: str) -> float:
    """Waits for it; how long it took."""
    began = time.monotonic()
    async with asyncio.timeout(SECONDS), shop.base.connected() as connection:
        while not await connection.fetchval(f"select {condition}"):  # noqa: ASYNC110 -- the database sets no event of ours
            await asyncio.sleep(0.02)
    return time.monotonic() - began


async def happen(shop: Shop, act: str, **order: object) -> None:
    """Somebody does something; the workers take it in by themselves."""
    answer = await shop.sim.post(f"/_sim/instagram/{SHOP}/{act}", json=order)
    assert answer.status_code == 200, answer.text


def environment_of(shop: Shop) -> dict[str, str]:
    """What the launcher tells a worker."""
    key = settings_for(shop.base).credentials_key
    assert key is not None
    return {
        **environment(str(shop.sim.base_url).rstrip("/")),
        "CREDENTIALS_KEY": key.get_secret_value(),
        # A poll of a minute: only wake-ups can be fast.
        "SMENA_WORKER_POLL_SECONDS": "60",
    }


async def test_a_message_is_on_the_card_and_its_answer_there_within_seconds(
    shop: Shop, tmp_path: Path
) -> None:
    values = environment_of(shop)
    with worker(shop.base, tmp_path, **values), worker(shop.base, tmp_path, **values):
        await happen(shop, "dm", text="Ціна?", name="Олена")
        await until(shop, "exists (select from public.clients)")
        await happen(shop, "dm", text="Є хто?")
        assert await until(shop, "count(*) = 2 from public.interactions") < 3
        for number in range(5):
            assert (await shop.say("direct", f"відповідь {number}", key=uuid4())).status_code == 202
        assert await until(shop, "count(*) = 5 from private.outbound_messages where status = 'sent'") < 10
    there = [one["text"] for one in (await shop.there())["messages"] if one["outgoing"]]
    assert there == [f"відповідь {number}" for number in range(5)]
    assert await shop.base.value("select count(*) from public.interactions where direction = 'out'") == 5
