"""Story 12: on Monday morning the weekly report lies in the head's mailbox, and it equals the page.

An installation of its own with a real mail server and a clock of its own: its workers live through the night from Sunday to Monday.
"""

import os
import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from local.postgres.cluster import Cluster
from tests.e2e.data_api import Caller
from tests.e2e.database import asked
from tests.e2e.installation import Installation
from tests.e2e.person import Person
from tests.e2e.reading import SPACES, Cells, Table, read, sheets
from tests.support import smtp
from tests.support.clock import Clock
from tests.support.smtp import Mailbox

KYIV = ZoneInfo("Europe/Kyiv")
HEAD, TITLE = "admin@demo.example", "Отчёт за неделю"
PATIENCE = 150  # seconds for what the workers look at once a minute
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture(scope="module")
def mailbox() -> Iterator[Mailbox]:
    with smtp.running() as running:
        yield running


@pytest.fixture(scope="module")
def smena(mailbox: Mailbox, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with pytest.MonkeyPatch.context() as environment:
        for name, value in mailbox.environment.items():
            environment.setitem(os.environ, name, value)
        with Installation(tmp_path_factory.mktemp("monday") / "data", "--demo") as running:
            yield running


@pytest.fixture(scope="module")
def monday() -> datetime:
    """The midnight of the week that begins next, by the company's clock."""
    today = datetime.now(KYIV).date()
    return datetime.combine(today + timedelta(days=7 - today.weekday()), datetime.min.time(), KYIV)


def until(found: Callable[[], Any], what: str) -> Any:
    """What it answers as soon as it does."""
    deadline = time.monotonic() + PATIENCE
    while not (answer := found()):
        assert time.monotonic() < deadline, what
        time.sleep(0.5)
    return answer


def letters(mailbox: Mailbox, report: str) -> list[EmailMessage]:
    """What the head got of this report; the one of the week before may have come as well."""
    mine = [mail for mail in mailbox.mails if HEAD in str(mail["To"]) and TITLE in str(mail["Subject"])]
    return [mail for mail in mine if report in _said(mail)]


def _said(mail: EmailMessage, kind: str = "plain") -> str:
    body = mail.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def work_on_sunday(smena: Installation) -> None:
    """Anna sells on the last day of the week."""
    with Caller(smena, "anna") as anna:
        client = anna.post("/clients", {"name": "Воскресный", "contacts": []})["client"]["id"]
        deal = anna.post("/deals", {"client_id": client, "title": "Воскресная", "amount_minor": 123_45})["id"]
        won = next(stage["id"] for stage in anna.get("/stages")["items"] if stage["key"] == "won")
        anna.post(f"/deals/{deal}/move", {"stage_id": won})


def through_the_night(smena: Installation, mailbox: Mailbox, monday: datetime) -> str:
    """From Sunday to Monday at eight; the id of the report."""
    week = "from public.reports where kind = 'weekly' and to_day = $1::date and manager_id = app.unassigned()"
    clock = Clock(Cluster(smena.data_dir))
    clock.set(monday - timedelta(hours=9))
    until(lambda: _works(smena), "the installation does not answer after its clock was moved")
    work_on_sunday(smena)
    clock.set(monday + timedelta(minutes=30))
    ran = "select count(*) from private.job_runs where job = 'reports' and tick >= $1 and finished_at is not null"
    until(lambda: asked(smena, ran, monday.astimezone(UTC)), "the workers have stopped")
    assert asked(smena, f"select count(*) {week}", monday.date()) == 0, (
        "answers of the last hour are still due"
    )
    clock.set(monday + timedelta(hours=1, minutes=20))
    closed = "select exists (select from private.kpi_closed_days where day = $1)"
    until(lambda: asked(smena, closed, monday.date() - timedelta(days=1)), "Sunday is not rolled up")
    clock.set(monday + timedelta(hours=1, minutes=25))  # the next look of the job that makes reports
    report = until(lambda: asked(smena, f"select id::text {week}", monday.date()), "no report was made")
    due = """select d.due_at from private.deliveries d join public.notifications n on n.id = d.notification_id
        join public.profiles p on p.id = d.user_id where p.role = 'admin' and n.params ->> 'report_id' = $1"""
    assert asked(smena, due, report) == monday + timedelta(hours=8)
    clock.set(monday + timedelta(hours=7, minutes=58))
    time.sleep(8)  # the queue is looked at every three seconds
    assert letters(mailbox, report) == [], "the night is quiet"
    clock.set(monday + timedelta(hours=8))
    until(lambda: letters(mailbox, report), "the mail has not come")
    return str(report)


def _works(smena: Installation) -> bool:
    try:
        with Caller(smena, "anna") as anna:
            return bool(anna.get("/me"))
    except httpx.HTTPError:
        return False


def test_story_12_on_monday_morning_the_weekly_report_is_in_the_mailbox_and_equals_the_page(
    smena: Installation, mailbox: Mailbox, monday: datetime, contexts: Callable[..., BrowserContext]
) -> None:
    report = through_the_night(smena, mailbox, monday)
    (mail,) = letters(mailbox, report)
    files = {part.get_content_type(): part.get_content() for part in mail.iter_attachments()}
    assert files["application/pdf"].startswith(b"%PDF-")
    book = sheets(files[XLSX])
    total = book["Менеджеры"]["Итого"]
    assert total["Продажи"] >= 123.45 and total["Лиды"] >= 1
    says_the_same(mail, book)

    link = re.search(rf'href="({re.escape(smena.url)}/reports\?[^"]*{report}[^"]*)"', _said(mail, "html"))
    assert link
    person = Person(contexts().new_page(), smena.url)
    person.sign_in(HEAD)
    person.page.goto(link[1].replace("&amp;", "&"))
    expect(person.page.get_by_text("С тех пор ничего не изменилось.")).to_be_visible()
    shows_the_same(person.page, book)


def says_the_same(mail: EmailMessage, book: dict[str, Table]) -> None:
    """The mail's own words and its table against the sheet beside it."""
    total = {**book["Менеджеры"]["Итого"], **book["Время"]["Итого"]}
    words = _said(mail).translate(SPACES)
    headlines = dict(re.findall(r"^• ([^:]+): ([^—\n]*[^—\s])", words, re.MULTILINE))
    assert {"Продажи", "Выиграно", "Лиды", "Ответ в срок", "Активность"} <= headlines.keys()
    for name, said in headlines.items():
        assert read(said).means(total[name]), (name, said, total[name])
    (_, *names), *rows = Cells(_said(mail, "html")).rows
    assert [row[0] for row in rows] == list(book["Менеджеры"])
    for who, *cells in rows:
        for name, said in zip(names, cells, strict=True):
            assert read(said).means(book["Менеджеры"][who][name]), (who, name, said)


def shows_the_same(page: Page, book: dict[str, Table]) -> None:
    """Every section of the stored report on the page against its sheet."""
    for section in ("Менеджеры", "Время", "Источники"):
        page.get_by_role("radio", name=section).click()
        table = page.get_by_role("table", name=section)
        expect(table).to_be_visible()
        expect(table.locator("tbody tr")).to_have_count(len(book[section]) - 1)
        names = [text.strip() for text in table.locator("thead th").all_inner_texts()][1:]
        for row in table.locator("tbody tr, tfoot tr").all():
            who, *cells = [text.strip() for text in row.locator("td").all_inner_texts()]
            sheet = next(values for name, values in book[section].items() if who.endswith(name))
            for name, said in zip(names, cells, strict=True):
                assert read(said).means(sheet[name]), (section, who, name, said, sheet[name])
    page.get_by_role("radio", name="Воронка").click()
    for stage, values in book["Воронка"].items():
        for fate in ("Прошли дальше", "Выиграны", "Ещё на этапе", "Вернулись назад", "Проиграны"):
            bars = page.get_by_role("button", name=re.compile(rf"^{stage}\. {fate}: {values[fate]:.0f}$"))
            expect(bars).to_have_count(1 if values[fate] else 0)
        expect(
            page.get_by_role("button", name=f"{stage}. Вошли в этап: {values['Вошли']:.0f}")
        ).to_be_visible()
    for reason, values in book["Причины проигрыша"].items():
        expect(page.get_by_role("button", name=f"{reason}: {values['Сделки']:.0f}")).to_be_visible()
