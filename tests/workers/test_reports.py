"""Stored reports: each once however many make them, equal to the page, told of by mail with both files."""

import asyncio
import email
import io
import json
from collections.abc import AsyncIterator
from datetime import date
from email import policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from openpyxl import load_workbook

from api.auth.principal import SERVICE
from api.db.pool import Database
from api.mail import MailSettings, make_mailer
from api.mail.outbox import newest
from tests.api import sales
from tests.db.history import History, at
from tests.support.client import Api
from tests.support.clock import Clock
from tests.support.database import Base
from tests.support.people import ADMIN, ANNA, BOHDAN
from workers import reports, rollups
from workers.deliveries.queries import announce
from workers.deliveries.runner import Runner
from workers.deliveries.ways import EmailWay
from workers.settings import WorkerSettings

LIST = "/api/v1/reports/stored"


@pytest.fixture
async def past(db: Base) -> None:
    """Leads of the last weeks, of Anna and Bohdan, who have been here all the time; letters may go at any hour."""
    await db.run("update public.profiles set created_at = now() - interval '1 year'")
    for person in (ANNA, BOHDAN):
        await db.run(
            """insert into public.clients (owner_id, name, received_at, created_at)
            select $1, 'Лид ' || n, now() - make_interval(days => n), now() - make_interval(days => n)
            from generate_series(1, 40) n""",
            person.id,
        )
        await db.run(
            "insert into public.notification_settings (user_id, quiet_hours) values ($1, false)", person.id
        )
    await db.run(
        "insert into public.notification_settings (user_id, quiet_hours) values ($1, false)", ADMIN.id
    )


@pytest.fixture
async def mails(
    db: Base, database: Database, settings: WorkerSettings, tmp_path: Path
) -> AsyncIterator[Runner]:
    """The mail runner; what it sends lies in `tmp_path`."""
    mail = MailSettings(_env_file=None, outbox=tmp_path)
    mailer = make_mailer(mail, tmp_path)
    assert mailer
    async with database.write(SERVICE) as tx:
        await announce(tx, "email", is_ready=True, address=mail.sender)
    yield Runner(database, settings, EmailWay(mailer, mail))


async def want(db: Base, kind: str, *people: object) -> None:
    await db.run("update public.notification_kinds set email = false where kind like 'report_%'")
    for person in people:
        await db.run(
            "insert into public.notification_choices (user_id, kind, email) values ($1, $2, true)",
            person,
            kind,
        )


def kept(outbox: Path) -> list[EmailMessage]:
    """The mails as they are in the outbox, files and all."""
    return [
        email.message_from_bytes(path.read_bytes(), policy=policy.default) for path in outbox.glob("*.eml")
    ]  # type: ignore[misc]


async def made(database: Database) -> None:
    """The two jobs in turn."""
    await rollups.roll_up(database)
    await reports.make_reports(database)


async def all_made(database: Database) -> None:
    await rollups.roll_up(database)
    while True:
        async with database.read(SERVICE) as tx:
            if not await tx.rows(reports.sql.due_reports):
                return
        await reports.make_reports(database)


@pytest.mark.usefixtures("past")
async def test_each_period_has_one_report_however_many_make_it(db: Base, database: Database) -> None:
    await reports.make_reports(database)
    early = "select count(*) from public.reports where to_day > app.first_fact_day()"
    assert await db.value(early) == 0, "the days are not rolled up yet"
    await rollups.roll_up(database)
    await asyncio.gather(*(reports.make_reports(database) for _ in range(3)))
    await all_made(database)
    kinds = await db.rows(
        "select kind, count(*) as n, count(distinct (from_day, manager_id)) as d from public.reports group by kind"
    )
    assert {row["kind"] for row in kinds} == {"daily", "weekly", "monthly"}
    assert all(row["n"] == row["d"] for row in kinds)
    before = await db.value("select count(*) from public.reports")
    await reports.make_reports(database)
    assert await db.value("select count(*) from public.reports") == before
    assert await db.value("select max(to_day) <= app.kpi_closable_until() from public.reports") is True


@pytest.mark.usefixtures("past")
async def test_a_stored_report_equals_the_page_and_says_what_has_moved(
    api: Api, db: Base, database: Database
) -> None:
    await made(database)
    admin = api.as_(ADMIN)
    listed = (await admin.get(LIST, params={"kind": "daily"})).json()["items"]
    row = next(item for item in listed if item["manager"] is None)
    report = (await admin.get(f"{LIST}/{row['id']}")).json()
    days = {"period": "custom", "from": row["from_day"], "to": row["to_day"]}
    for name in ("managers", "sources", "funnel", "days"):
        assert report[name] == sales.made(await admin.get(f"/api/v1/kpi/{name}", params=days)), name
    assert report["moved"] == []
    was = report["managers"]["total"]["figures"]["leads"]["value"]
    async with db.as_user(ANNA.id) as connection:
        late = await connection.fetchval("insert into public.clients (name) values ('опоздал') returning id")
    await db.run("update public.clients set received_at = $1::date::timestamp at time zone 'Europe/Kyiv' + interval '9 hours' where id = $2",
                 date.fromisoformat(row["from_day"]), late)  # fmt: skip
    again = (await admin.get(f"{LIST}/{row['id']}")).json()
    assert again["managers"] == report["managers"]
    moved = {(item["of"], item["metric"]): (item["was"], item["now"]) for item in again["moved"]}
    assert moved["total", "leads"] == moved["source", "leads"] == (was, was + 1)
    assert ("manager", "leads") in moved


@pytest.fixture
async def march(db: Base) -> Clock:
    """March 2026 as Anna left it: a young lead without an answer and with an open deal, a task past due, another lead of February."""
    clock = Clock(db.cluster, db.name)
    await db.run("update public.profiles set created_at = '2025-01-01'")
    clock.set(at("2026-03-09 12:00"))
    async with db.as_user(ANNA.id) as anna:
        await anna.execute(
            "insert into public.tasks (title, due_at) values ('к сроку', now() + interval '1 day')"
        )
    clock.set(at("2026-04-01 02:00"))
    async with db.connected() as connection, connection.transaction():
        history = History(connection)
        await history.begin()
        for when in ("2026-02-10 10:00", "2026-03-02 10:00", "2026-03-02 11:00"):
            known = await history.client(when, (when, ANNA.id))
        await history.touch(known, "out", "2026-03-02 11:10", author=ANNA)
        young = await history.client("2026-03-25 10:00", ("2026-03-25 10:00", ANNA.id))
        await history.deal(young, ("2026-03-26 10:00", "open", 500_00, ANNA))
        await history.settle()
        await connection.execute("update public.clients set name = 'молодой' where id = $1", young)
    return clock


async def month_of_march(api: Api, database: Database) -> str:
    """The address of the team's report of March, made now if need be."""
    await all_made(database)
    rows = (await api.as_(ADMIN).get(LIST, params={"kind": "monthly"})).json()["items"]
    report = next(row["id"] for row in rows if row["from_day"] == "2026-03-01" and row["manager"] is None)
    return f"{LIST}/{report}"


async def moved_of(api: Api, path: str) -> dict[tuple[str, str], tuple[float | None, float | None, bool]]:
    """By place and figure: was, now, expected."""
    found = sales.made(await api.as_(ADMIN).get(path))["moved"]
    return {(row["of"], row["metric"]): (row["was"], row["now"], row["expected"]) for row in found}


async def test_time_alone_changes_no_report(api: Api, database: Database, march: Clock) -> None:
    report = await month_of_march(api, database)
    stored = sales.made(await api.as_(ADMIN).get(report))
    total = stored["managers"]["total"]["figures"]
    assert (total["conversion"]["unripe"], total["tasks_overdue"]["value"]) == (3, 1)
    assert [stored["managers"]["period"][k] for k in ("before_from", "before_to")] == [
        "2026-02-01",
        "2026-03-01",
    ]
    assert stored["managers"]["total"]["before"]["leads"]["value"] == 1
    for later in ("2026-04-02 12:00", "2026-04-24 10:00", "2026-06-30 12:00"):
        march.set(at(later))
        await rollups.roll_up(database)
        assert await moved_of(api, report) == {}, later


async def test_what_was_open_goes_on_as_expected_and_what_is_corrected_has_changed(
    api: Api, db: Base, database: Database, march: Clock
) -> None:
    report = await month_of_march(api, database)
    march.set(at("2026-04-10 12:00"))
    anna, stages = api.as_(ANNA), await sales.stages(api.as_(ANNA))
    young = await db.value("select id from public.clients where name = 'молодой'")
    deal = await db.value("select id from public.deals where client_id = $1", young)
    answered = await db.value("select id from public.clients where first_answer_at is not null")
    sales.made(await anna.post(f"/api/v1/clients/{young}/interactions", json={"kind": "message", "direction": "out", "body": "да"}), 201)  # fmt: skip
    await sales.move(anna, deal, stages["won"])
    task = await db.value("select id from public.tasks")
    sales.made(await anna.post(f"/api/v1/tasks/{task}/complete", json={}))
    moved = await moved_of(api, report)
    assert moved["total", "conversion"] == (0, 0.3333, True)
    assert ("total", "reaction_lag") in moved and ("stage", "stage_won") in moved
    assert all(expected for _, _, expected in moved.values()), moved
    assert ("total", "tasks_overdue") not in moved, "it was overdue at the end of March, whenever it was done"

    # One lead of March was spam, another is of February after all.
    of_march = "received_at between '2026-03-02' and '2026-03-03'"
    await db.run(f"update public.clients set excluded = 'spam' where {of_march} and id = $1", answered)
    await db.run(
        f"update public.clients set received_at = '2026-02-20' where {of_march} and excluded is null"
    )
    moved = await moved_of(api, report)
    for of in ("total", "manager", "source"):
        assert moved[of, "leads"] == (3, 1, False)
    assert moved["total", "conversion"] == (0, 1, False), "of other leads now"
    assert moved["before", "leads"] == (1, 2, False)


@pytest.mark.usefixtures("past")
async def test_a_manager_has_his_own_reports_and_nobody_elses(api: Api, db: Base, database: Database) -> None:
    await all_made(database)
    mine = (await api.as_(ANNA).get(LIST)).json()
    assert {item["manager"]["id"] for item in mine["items"]} == {str(ANNA.id)}
    assert mine["total"] == await db.value(
        "select count(*) from public.reports where manager_id = $1", ANNA.id
    )
    team = await db.value("select id from public.reports where manager_id = app.unassigned() limit 1")
    his = await db.value("select id from public.reports where manager_id = $1 limit 1", BOHDAN.id)
    for report in (team, his):
        assert (await api.as_(ANNA).get(f"{LIST}/{report}")).status_code == 404
        assert (await api.as_(ANNA).get(f"{LIST}/{report}/export?format=pdf")).status_code == 404


@pytest.mark.usefixtures("past")
async def test_the_mail_says_what_the_report_says_with_both_files(
    api: Api, db: Base, database: Database, mails: Runner, tmp_path: Path
) -> None:
    await want(db, "report_daily", ADMIN.id, ANNA.id)
    await db.run("update public.profiles set locale = 'uk' where id = $1", ANNA.id)
    await all_made(database)
    # Held for the morning, and read in the bell before: it was ordered for the mailbox all the same.
    await db.run("update private.deliveries set created_at = created_at - interval '8 hours'")
    await db.run("update public.notifications set read_at = now() + interval '1 second'")
    while await mails.work_once():
        pass
    by_person = {mail["to"]: mail for mail in newest(tmp_path)}
    assert set(by_person) == {ADMIN.email, ANNA.email}
    assert by_person[ANNA.email]["subject"].startswith("Звіт за день")
    letter = by_person[ADMIN.email]
    newest_day = await db.value("select max(from_day) from public.reports where kind = 'daily'")
    stored = json.loads(
        await db.value(
            "select (snapshot -> 'managers' -> 'total' -> 'figures')::text from public.reports "
            "where kind = 'daily' and manager_id = app.unassigned() and from_day = $1",
            newest_day,
        )
    )
    assert f"Лиды: {stored['leads']['value']}" in letter["html"]
    assert ANNA.full_name in letter["html"]
    raws = kept(tmp_path)
    raw = next(
        raw
        for raw in raws
        if raw["To"] == ADMIN.email
        and str(newest_day) in str([p.get_filename() for p in raw.iter_attachments()])
    )
    files = {str(part.get_content_type()): part.get_content() for part in raw.iter_attachments()}
    assert files["application/pdf"].startswith(b"%PDF-")
    sheet = load_workbook(
        io.BytesIO(files["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"])
    )
    rows = list(sheet.worksheets[0].iter_rows(values_only=True))
    total = next(row for row in rows if row[0] == "Итого")
    assert total[1] == stored["leads"]["value"]


@pytest.mark.usefixtures("past", "mails")
async def test_nobody_is_told_who_does_not_want_it_and_old_reports_are_no_news(
    db: Base, database: Database
) -> None:
    await want(db, "report_weekly", ADMIN.id)
    await all_made(database)
    told = await db.rows(
        "select user_id, kind, params ->> 'to_day' as to_day from public.notifications where kind like 'report_%'"
    )
    assert {(row["user_id"], row["kind"]) for row in told} <= {(ADMIN.id, "report_weekly")}
    assert len(told) <= 1


async def test_reports_are_never_changed(db: Base) -> None:
    await db.run(
        """insert into public.reports (kind, from_day, to_day, manager_id, snapshot)
        values ('daily', '2026-01-05', '2026-01-06', app.unassigned(), '{}')"""
    )
    for statement in ("update public.reports set snapshot = '{\"x\": 1}'", "delete from public.reports"):
        with pytest.raises(Exception, match="append_only"):
            await db.run(statement)
