"""The list as a file."""

import csv
import io
from datetime import datetime

from openpyxl import load_workbook

from tests.api.clients.making import PATH, make, received
from tests.support.client import Api
from tests.support.database import Base
from tests.support.people import ADMIN, ANNA, BOHDAN


async def test_csv_opens_in_a_spreadsheet_and_runs_nothing(api: Api, db: Base) -> None:
    anna = api.as_(ANNA)
    client = await make(anna, "=cmd|'/c calc'!A1", company="+1+1", phone="0671234567", tags=["a", "b"])
    await received(db, client["id"], "2026-01-09T22:30:00Z")
    for language, delimiter, header, status in (
        ("ru", ";", "Имя", "Лид"), ("uk", ";", "Ім’я", "Лід"), ("en", ",", "Name", "Lead"),
    ):  # fmt: skip
        answer = await anna.get(f"{PATH}/export", headers={"accept-language": language})
        assert answer.headers["content-disposition"].startswith('attachment; filename="clients-')
        assert answer.content.startswith(b"\xef\xbb\xbf")
        headers, row = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=delimiter)
        assert headers[0] == header and len(headers) == len(row)
        assert (row[0], row[1], row[4], row[5]) == ("'=cmd|'/c calc'!A1", "'+1+1", status, "+380671234567")
        assert "2026-01-10 00:30" in row and "a, b" in row


async def test_xlsx_has_types_and_a_header_that_stays(api: Api, db: Base) -> None:
    anna = api.as_(ANNA)
    client = await make(anna, "=1+1", phone="0671234567")
    await db.run("update public.clients set name = E'=1+1\\u0001' where true")
    await received(db, client["id"], "2026-01-09T22:30:00Z")
    answer = await anna.get(f"{PATH}/export", params={"format": "xlsx"}, headers={"accept-language": "uk"})
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    assert (sheet.title, sheet.freeze_panes) == ("Клієнти", "A2")
    cells = {cell.value: sheet.cell(2, place) for place, cell in enumerate(sheet[1], 1)}
    assert (cells["Ім’я"].value, cells["Ім’я"].data_type) == ("=1+1 ", "s")
    assert cells["Дата додавання"].value == datetime(2026, 1, 10, 0, 30)
    assert cells["Телефон"].value == "+380671234567"


async def test_it_has_all_rows_and_only_those_of_the_list(api: Api, db: Base) -> None:
    await db.run("alter table public.clients disable trigger user")
    await db.run(
        """insert into public.clients (owner_id, name, tags, received_at)
        select $1, 'n' || n, '{t}', timestamptz '2026-01-01' + make_interval(secs => n / 3) from generate_series(1, 2500) n""",
        ANNA.id,
    )
    await db.run("insert into public.clients (owner_id, name) values ($1, 'other')", BOHDAN.id)
    for caller, filters, count in (
        (ANNA, {}, 2500), (ADMIN, {}, 2501), (ANNA, {"tag": "t"}, 2500), (ANNA, {"q": "n12"}, 111), (BOHDAN, {}, 1),
    ):  # fmt: skip
        lines = (await api.as_(caller).get(f"{PATH}/export", params=filters)).text.splitlines()
        assert len(lines) == count + 1
        assert len({line.split(",")[0] for line in lines}) == count + 1


async def test_refusals_come_before_the_first_byte(api: Api) -> None:
    assert (await api.as_(ANNA).get(f"{PATH}/export", params={"format": "pdf"})).status_code == 422
    assert (await api.anonymous().get(f"{PATH}/export")).status_code == 401
