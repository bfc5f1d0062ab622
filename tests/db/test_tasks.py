"""What the database does with a task by itself."""

from tests.support.database import Base
from tests.support.people import ANNA


async def test_becoming_late_is_no_edit(db: Base) -> None:
    task = await db.value(
        "insert into public.tasks (owner_id, title, due_at) values ($1, 'x', now() - interval '1 hour') returning id",
        ANNA.id,
    )
    async with db.as_service() as worker:
        await worker.execute("select app.tend_tasks()")
    assert tuple((await db.rows("select status, version from public.tasks where id = $1", task))[0]) == (
        "overdue",
        1,
    )
    async with db.as_user(ANNA.id) as anna:
        await anna.execute("update public.tasks set due_at = now() + interval '1 day' where id = $1", task)
    row = (await db.rows("select status, version, snoozes from public.tasks where id = $1", task))[0]
    assert tuple(row) == ("open", 2, 1)


async def test_lines_of_old_imports_are_forgotten(db: Base) -> None:
    for age in ("1 day", "91 days"):
        await db.run(
            """with made as (
              insert into public.imports (owner_id, file_name, file_format, columns, row_count, created_at)
              values ($1, 'x.csv', 'csv', '[]', 1, now() - $2::text::interval) returning id)
            insert into public.import_rows (import_id, number, owner_id, cells) select id, 2, $1, '[]' from made""",
            ANNA.id,
            age,
        )
    async with db.as_service() as worker:
        await worker.execute("select app.forget_old_rows()")
    assert await db.value("select count(*) from public.import_rows") == 1
