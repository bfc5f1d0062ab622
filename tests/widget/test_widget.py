"""The form on a stranger's page, in a real browser: what a visitor types arrives, once, whatever happens on the way."""

import asyncio
import gzip
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.async_api import Browser, Page, Route

from api.settings import ROOT
from tests.widget.conftest import Page2Api

BEACON_SECONDS = 10


def test_the_script_is_small() -> None:
    assert len(gzip.compress((ROOT / "widget" / "widget.js").read_bytes(), 9)) < 8 * 1024


async def fill(page: Page) -> None:
    form = page.locator("#widget form")
    await form.get_by_label("Имя").fill("Олена")
    await form.get_by_label("Телефон").fill("067 123 45 67")
    await form.get_by_label("Сообщение").fill("Скільки коштує?")
    await form.get_by_label("Согласен").check()


async def send(page: Page) -> None:
    await page.locator("#widget").get_by_role("button", name="Отправить вопрос").click()


async def test_a_lead_arrives_with_its_origin_story(demo: Page2Api, page: Page) -> None:
    await page.goto(f"{demo.site}/?utm_source=instagram&utm_campaign=autumn&fbclid=F1&msclkid=M1")
    await page.goto(demo.site)  # the marks are of the first page of the visit
    await fill(page)
    await send(page)
    await page.get_by_text("Спасибо! Заявка отправлена").wait_for()
    (event,) = await demo.events()
    sent = event["sent"]
    assert (event["status"], sent["name"], sent["phone"], sent["form_id"]) == (
        "pending",
        "Олена",
        "067 123 45 67",
        "Вопрос",
    )
    assert (sent["utm_source"], sent["utm_campaign"], sent["fbclid"], sent["msclkid"]) == (
        "instagram",
        "autumn",
        "F1",
        "M1",
    )
    assert sent["landing_url"].startswith(f"{demo.site}/?utm_source=instagram")
    assert (sent["consent"], sent["consent_text"]) == (True, "Согласен на обработку персональных данных")
    assert sent["elapsed_ms"] >= 1000  # a fast visitor is held back, not parked
    assert event["content_type"].startswith("text/plain")


async def test_mistakes_are_said_where_they_are(demo: Page2Api, page: Page) -> None:
    await page.goto(demo.site)
    await send(page)
    form = page.locator("#widget form")
    name, phone = form.get_by_label("Имя"), form.get_by_label("Телефон")
    assert await name.get_attribute("aria-invalid") == "true"
    assert await name.evaluate("e => e === e.getRootNode().activeElement")
    described = await name.get_attribute("aria-describedby")
    assert await form.locator(f"#{described}").inner_text() == "Заполните это поле"
    await name.fill("Олена")
    assert await name.get_attribute("aria-invalid") is None
    await phone.fill("12")
    await form.get_by_label("Эл. почта").fill("olena@")
    await send(page)
    assert await form.get_by_text("Проверьте номер телефона").is_visible()
    assert await form.get_by_text("Проверьте адрес почты").is_visible()
    assert await demo.events() == []


async def test_a_failed_way_is_tried_again_and_the_lead_is_one(demo: Page2Api, page: Page) -> None:
    failures = 0

    async def stumble(route: Route) -> None:
        nonlocal failures
        failures += 1
        if failures == 1:
            await route.abort("connectionreset")
        elif failures == 2:
            await route.fetch()  # it arrived, only the answer was lost
            await route.abort("connectionreset")
        else:
            await route.continue_()

    await page.route("**/api/v1/public/leads*", stumble)
    await page.goto(demo.site)
    await fill(page)
    await send(page)
    await page.get_by_text("Спасибо! Заявка отправлена").wait_for()
    assert failures == 3
    assert len(await demo.events()) == 1


async def test_what_was_typed_survives_failure_and_reload(demo: Page2Api, page: Page) -> None:
    async def down(route: Route) -> None:
        await route.abort("connectionrefused")

    await page.route("**/api/v1/public/leads*", down)
    await page.goto(demo.site)
    await fill(page)
    await send(page)
    await page.get_by_text("Не получилось отправить").wait_for()
    assert await page.locator("#widget").get_by_label("Имя").input_value() == "Олена"
    await page.reload()
    assert await page.locator("#widget").get_by_label("Сообщение").input_value() == "Скільки коштує?"
    await page.unroute("**/api/v1/public/leads*")
    await page.locator("#widget").get_by_label("Согласен").check()
    await send(page)
    await page.get_by_text("Спасибо! Заявка отправлена").wait_for()
    await page.get_by_role("button", name="Отправить ещё одну").click()
    assert await page.locator("#widget").get_by_label("Имя").input_value() == ""


async def test_the_servers_refusal_is_read_to_the_visitor(demo: Page2Api, page: Page) -> None:
    await page.goto(demo.site)
    await demo.base.run("update public.site_keys set revoked_at = now()")
    await fill(page)
    await send(page)
    await page.get_by_text("Ключ сайта не действует").wait_for()


async def test_a_page_that_is_not_listed_yet_loses_no_lead(demo: Page2Api, page: Page) -> None:
    await demo.base.run("update public.site_keys set origins = '{}'")
    await page.goto(demo.site)
    await fill(page)
    await send(page)
    await page.get_by_text("Спасибо! Заявка отправлена").wait_for()
    (event,) = await demo.events()
    assert (event["status"], event["quarantine_reason"]) == ("quarantined", "origin")


async def test_a_page_that_is_left_hands_the_lead_over(demo: Page2Api, page: Page) -> None:
    calls: list[str] = []

    async def slow(route: Route) -> None:
        calls.append(route.request.resource_type)
        if route.request.resource_type == "ping":
            await route.continue_()
        else:
            await asyncio.sleep(30)

    await page.route("**/api/v1/public/leads*", slow)
    await page.goto(demo.site)
    await fill(page)
    await send(page)
    async with asyncio.timeout(BEACON_SECONDS):
        while "fetch" not in calls:  # noqa: ASYNC110 -- the browser sets no event of ours
            await asyncio.sleep(0.05)
    await page.goto("about:blank")
    async with asyncio.timeout(BEACON_SECONDS):
        while not (events := await demo.events()):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    assert [event["sent"]["name"] for event in events] == ["Олена"]


async def test_a_bot_falls_into_the_trap(demo: Page2Api, page: Page) -> None:
    await page.goto(demo.site)
    await fill(page)
    await page.locator("#widget [name=company_site]").evaluate("e => (e.value = 'http://spam.example')")
    await send(page)
    await page.get_by_text("Спасибо! Заявка отправлена").wait_for()
    assert (await demo.events())[0]["quarantine_reason"] == "honeypot"


async def page_with(demo: Page2Api, page: Page, **attributes: str) -> Any:
    """A page of the same origin with one script element; the widget's host."""
    await page.goto(f"{demo.site}/other?{urlencode({'site': demo.key, **attributes})}")
    host = page.locator("body > div[data-theme]")
    await host.wait_for(state="attached")
    return host


@pytest.mark.parametrize(
    ("attributes", "heading"),
    [
        ({"lang": "uk"}, "Залиште заявку"),
        ({"lang": "ru"}, "Оставьте заявку"),
        ({}, "Leave a request"),
        ({"lang": "fr"}, "Оставьте заявку"),
    ],
)
async def test_languages(demo: Page2Api, page: Page, attributes: dict[str, str], heading: str) -> None:
    host = await page_with(demo, page, **attributes)
    assert await host.get_by_role("heading").inner_text() == heading


async def test_own_fields_theme_and_words(demo: Page2Api, page: Page) -> None:
    host = await page_with(
        demo,
        page,
        fields="name,email,telegram,nonsense",
        required="email",
        theme="dark",
        consent="off",
        button="Go",
        title="<b>Hi</b>",
    )
    labels = await host.locator("label").all_inner_texts()
    assert [label.split(" ")[0] for label in labels] == ["Name", "E-mail", "Telegram"]
    assert await host.get_by_role("heading").inner_text() == "<b>Hi</b>"
    background = await host.locator(".card").evaluate("e => getComputedStyle(e).backgroundColor")
    assert background == "rgb(32, 32, 36)"
    await host.get_by_label("E-mail").fill("o@example.com")
    await host.get_by_role("button", name="Go").click()
    await host.get_by_text("Thank you!").wait_for()
    assert (await demo.events())[0]["sent"]["email"] == "o@example.com"


async def test_a_button_opens_the_form_and_the_keyboard_closes_it(demo: Page2Api, page: Page) -> None:
    host = await page_with(demo, page, mode="button")
    opener = host.get_by_role("button", name="Leave a request")
    await opener.focus()
    await page.keyboard.press("Enter")
    dialog = host.get_by_role("dialog", name="Leave a request")
    await dialog.wait_for()
    await page.keyboard.press("Escape")
    await dialog.wait_for(state="hidden")
    assert await opener.evaluate("e => e === e.getRootNode().activeElement")


async def test_the_plain_form_needs_no_javascript(demo: Page2Api, browser: Browser) -> None:
    context = await browser.new_context(java_script_enabled=False)
    page = await context.new_page()
    await page.goto(demo.site)
    form = page.get_by_role("form", name="Вызвать замерщика")
    await form.get_by_label("Как к вам обращаться").fill("Іван")
    await form.get_by_label("Телефон").fill("0501112233")
    await form.get_by_label("Согласен").check()
    await form.get_by_role("button", name="Жду звонка").click()
    await page.wait_for_url(f"{demo.site}/spasibo")
    assert await page.get_by_role("heading").inner_text() == "Спасибо, заявка у нас"
    (event,) = await demo.events()
    assert event["status"] == "pending"
    await context.close()


async def test_the_script_is_served_for_other_peoples_pages(demo: Page2Api) -> None:
    import httpx

    async with httpx.AsyncClient(trust_env=False) as http:
        first = await http.get(f"{demo.api}/widget.js")
        again = await http.get(f"{demo.api}/widget.js", headers={"if-none-match": first.headers["etag"]})
    assert (first.status_code, again.status_code) == (200, 304)
    assert first.headers["content-type"].startswith("text/javascript")
    assert first.headers["content-encoding"] == "gzip"
    assert first.headers["cross-origin-resource-policy"] == "cross-origin"
