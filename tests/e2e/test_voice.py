"""Story 11: a recording of a call is put on a client and read in the timeline, and an answer is spoken. ElevenLabs and Telegram are simulated."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest
from playwright.sync_api import Page, expect

from simulator.elevenlabs import opus
from simulator.elevenlabs.speaking import FRAMES_A_CHARACTER, SILENT_FRAME
from simulator.telegram import TOKEN
from tests.e2e.data_api import Caller
from tests.e2e.installation import Installation
from tests.e2e.test_connections import let_go
from tests.e2e.test_every_page import settle, violations
from tests.e2e.test_instagram import entry, eventually

CHAT = 700_200_300
SAID = (("agent", "Добрий день, майстерня."), ("customer", "Мені потрібна шафа до п'ятниці."))
SPOKEN = "Шафа буде у четвер."
RECORDING = {"name": "Дзвінок.mp3", "mimeType": "audio/mpeg", "buffer": SILENT_FRAME * 40}


@pytest.fixture
def vendors(smena: Installation) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{smena.keys().simulator_url}/_sim", timeout=30) as http:
        yield http


@pytest.fixture
def stranger(smena: Installation, vendors: httpx.Client) -> Iterator[dict[str, Any]]:
    """Who has just written to the company's bot: a client of Anna's by now."""
    name = f"Олена {uuid4().hex[:6]}"
    with Caller(smena, "admin") as head:
        let_go(head)
        anna = next(one["id"] for one in head.get("/team")["items"] if one["email"].startswith("anna"))
        source = {"channel": "telegram", "name": "Бот", "assignment_rule": "fixed", "fixed_manager_id": anna}
        made = head.post("/lead-sources", source)["id"]
        head.post(f"/lead-sources/{made}/connection", {"keys": {"token": TOKEN}})
        writes = {"chat_id": CHAT, "first_name": name, "text": "Передзвоніть, будь ласка"}
        vendors.post("/telegram/smena_test_bot/message", json=writes).raise_for_status()
        yield eventually(lambda: head.get(f"/clients?q={name}")["items"])[0]
        let_go(head)


def test_a_call_is_read_and_answered_by_voice(
    smena: Installation, at_work: Callable[..., Page], vendors: httpx.Client, stranger: dict[str, Any]
) -> None:
    vendors.post("/elevenlabs/workspace/dialog", json={"turns": SAID}).raise_for_status()
    page = at_work("anna")
    page.goto(f"{smena.url}/clients/{stranger['id']}")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Добавить файл").click()
    chooser.value.set_files(RECORDING)  # type: ignore[arg-type]
    page.get_by_role("button", name="Расшифровать Дзвінок.mp3").click()

    # Nobody reloads: the worker has it heard, and the timeline tells who said what.
    heard = entry(page, "Расшифровка: Дзвінок.mp3")
    for words in ("Менеджер: Добрий день, майстерня.", "Клиент: Мені потрібна шафа до п'ятниці."):
        expect(heard).to_contain_text(words)
    expect(page.get_by_text("Расшифровка в ленте")).to_be_visible()

    page.get_by_label("Ваш ответ клиенту").fill(SPOKEN)
    page.get_by_role("button", name="Голосом", exact=True).click()
    spoken = page.get_by_label("Голосовое сообщение, читает", exact=False)
    eventually(lambda: spoken.evaluate("sound => sound.duration > 0"))
    settle(page)
    assert violations(page) == []
    page.get_by_role("button", name="Отправить голосом").click()
    sent = entry(page, "Отправлено").get_by_label("Голосовое", exact=True)
    eventually(lambda: sent.evaluate("sound => sound.duration > 0"))
    (told,) = [one for one in vendors.get("/telegram").json()["sent"] if one["chat"]["id"] == CHAT]
    # Telegram shows it as somebody speaking.
    assert told["voice"]["mime_type"] == "audio/ogg"
    assert told["voice"]["file_size"] == len(opus.silence(len(SPOKEN) * FRAMES_A_CHARACTER)), (
        "what was made of the text"
    )
