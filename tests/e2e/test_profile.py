"""One's own profile: a face, a language, a password, another address."""

import asyncio
import re
import struct
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import asyncpg
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.data_api import Caller
from tests.e2e.installation import Installation
from tests.e2e.letters import link_of, newest_letter
from tests.e2e.person import Person

FIRST = "a-first-password-1"


def picture(width: int, height: int) -> bytes:
    """A PNG of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\x4f\x46\xe5" * width for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def age(smena: Installation, email: str) -> None:
    """Makes the sign-in of this person two days old."""

    async def run() -> None:
        connection = await asyncpg.connect(smena.keys().database_url)
        try:
            await connection.execute(
                """update auth.sessions s set created_at = s.created_at - interval '2 days'
                from auth.users u where u.id = s.user_id and u.email = $1""",
                email,
            )
        finally:
            await connection.close()

    with ThreadPoolExecutor(1) as aside:  # Playwright's own event loop runs in this thread
        aside.submit(asyncio.run, run()).result()


@pytest.fixture
def newcomer(smena: Installation, contexts: Callable[..., BrowserContext]) -> Iterator[tuple[Page, str]]:
    """Somebody just hired, on his profile: these tests change what others sign in with."""
    email = f"{uuid4().hex[:8]}@demo.example"
    with Caller(smena, "admin") as head:
        head.post_empty("/team/invitations", {"email": email, "full_name": "Нова Людина", "locale": "ru"})
    page = contexts().new_page()
    page.goto(link_of(newest_letter(smena, email, "пригласили")))
    page.get_by_role("button", name="Принять приглашение").click()
    page.get_by_label("Новый пароль").fill(FIRST)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Нова Людина").first).to_be_visible()
    page.goto(f"{smena.url}/profile")
    yield page, email


def test_a_face_and_a_language(smena: Installation, newcomer: tuple[Page, str]) -> None:
    page, email = newcomer
    page.locator("input[type=file]").set_input_files(
        {"name": "face.png", "mimeType": "image/png", "buffer": picture(900, 700)}
    )
    expect(page.get_by_role("button", name="Заменить фото")).to_be_visible()
    face = page.locator("main img").first
    expect(face).to_be_visible()
    assert face.evaluate("(img) => [img.naturalWidth, img.naturalHeight]") == [512, 512]
    page.locator("input[type=file]").set_input_files(
        {"name": "broken.png", "mimeType": "image/png", "buffer": b"no picture"}
    )
    expect(page.get_by_text("Не получилось открыть это изображение")).to_be_visible()

    page.get_by_label("Телефон").fill("050 765 43 21")
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_label("Телефон")).to_have_value("+380 50 765 43 21")

    page.get_by_role("button", name=re.compile("Язык|Русский")).last.click()
    page.get_by_role("option", name="English").click()
    expect(page.get_by_role("heading", name="Profile")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Profile")).to_be_visible()
    page.get_by_role("button", name="Change e-mail").click()
    dialog = page.get_by_role("dialog", name="New e-mail")
    dialog.get_by_label("New address").fill(f"new-{email}")
    dialog.get_by_role("button", name="Send the letters").click()
    expect(page.get_by_role("dialog", name="Check both mailboxes")).to_be_visible()
    assert "Confirm" in newest_letter(smena, f"new-{email}")
    page.get_by_role("button", name="Done").click()
    page.goto(link_of(newest_letter(smena, email)))
    page.get_by_role("button", name=re.compile("Confirm")).click()
    expect(page.get_by_text(re.compile("second|other", re.IGNORECASE)).first).to_be_visible()
    page.goto(link_of(newest_letter(smena, f"new-{email}")))
    page.get_by_role("button", name=re.compile("Confirm")).click()
    page.goto(f"{smena.url}/profile")
    expect(page.get_by_text(f"new-{email}", exact=True).first).to_be_visible()


def test_a_new_password_ends_the_other_devices(
    smena: Installation, newcomer: tuple[Page, str], contexts: Callable[..., BrowserContext]
) -> None:
    page, email = newcomer
    elsewhere = contexts().new_page()
    Person(elsewhere, smena.url).sign_in(email, FIRST)
    page.reload()
    expect(page.get_by_role("button", name="Выйти на остальных")).to_be_visible()
    page.get_by_role("button", name="Изменить пароль").click()
    dialog = page.get_by_role("dialog", name="Новый пароль")
    dialog.get_by_label("Новый пароль").fill("short")
    dialog.get_by_role("button", name="Изменить пароль").click()
    expect(dialog.get_by_text("Не меньше 10 символов")).to_be_visible()
    dialog.get_by_label("Новый пароль").fill(FIRST)
    dialog.get_by_role("button", name="Изменить пароль").click()
    expect(dialog.get_by_text("совпадает со старым")).to_be_visible()
    dialog.get_by_label("Новый пароль").fill("a-second-password-2")
    dialog.get_by_role("button", name="Изменить пароль").click()
    expect(page.get_by_text("Пароль изменён")).to_be_visible()
    expect(page.get_by_role("button", name="Выйти на остальных")).to_have_count(0)
    Person(contexts().new_page(), smena.url).sign_in(email, "a-second-password-2")


def test_an_old_session_shows_the_code_from_a_letter_first(
    smena: Installation, newcomer: tuple[Page, str]
) -> None:
    page, email = newcomer
    age(smena, email)
    page.get_by_role("button", name="Изменить пароль").click()
    dialog = page.get_by_role("dialog", name="Новый пароль")
    dialog.get_by_label("Новый пароль").fill("a-second-password-2")
    dialog.get_by_role("button", name="Изменить пароль").click()
    dialog.get_by_label("Код из письма").fill("000000")
    dialog.get_by_role("button", name="Изменить пароль").click()
    expect(dialog.get_by_text("Код не подошёл")).to_be_visible()
    code = re.search(r"\b\d{6}\b", newest_letter(smena, email, "код"))
    assert code
    dialog.get_by_label("Код из письма").fill(code[0])
    dialog.get_by_role("button", name="Изменить пароль").click()
    expect(page.get_by_text("Пароль изменён")).to_be_visible()
