"""The request's transaction: as whom, how it ends, and what it never leaves behind."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from pydantic import BaseModel

from api import routes
from api.auth.principal import LOGIN, SERVICE, Principal, acting_as
from api.db.dependencies import PublicRead, Read, Write
from api.db.pool import CommitRefused, Database
from api.db.sql import parse
from api.errors import NotFound, Unavailable
from api.kit.routing import Router
from tests.support import client
from tests.support.client import Api
from tests.support.database import Base
from tests.support.people import ADMIN, ANNA, GONE

sql = parse(
    """
-- name: who
select current_user::text as role, (nullif(current_setting('request.jwt.claims', true), '')::json ->> 'sub')::uuid as uid,
  current_setting('transaction_read_only') as read_only,
  current_setting('statement_timeout') as statement_timeout, current_setting('lock_timeout') as lock_timeout;

-- name: rename
update public.profiles set full_name = :name where id = :id;

-- name: names
select full_name from public.profiles order by full_name;

-- name: break_rule
update public.profiles set locale = 'xx' where id = :id;

-- name: nap
select pg_sleep(:seconds);

-- name: fail
select app.fail(:status::integer, :code::text, :detail::jsonb);

-- name: nothing
select 1 where false;

-- name: defer
create temp table later (id integer unique deferrable initially deferred) on commit drop;

-- name: defer_twice
insert into later values (1), (1);
""",
    source="test",
)


@pytest.fixture
async def database(db: Base) -> AsyncIterator[Database]:
    pool = Database(db.url("smena_api"), min_size=0, max_size=2, lock_timeout_ms=400)
    await pool.open()
    yield pool
    await pool.close()


async def test_a_transaction_is_its_principal_and_nothing_of_it_stays(database: Database) -> None:
    async with database.read(acting_as(ANNA.id)) as tx:
        row = await tx.row(sql.who)
        assert tuple(row) == ("authenticated", ANNA.id, "on", "8s", "400ms")
    async with database.write(LOGIN, timeout_ms=100) as tx:
        row = await tx.row(sql.who)
        assert tuple(row) == ("smena_api", None, "off", "100ms", "400ms")


async def test_the_api_cannot_become_the_service(database: Database) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with database.read(SERVICE):
            pass


async def test_without_a_principal_nothing_can_be_read(database: Database) -> None:
    for principal in (LOGIN, Principal("anon")):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with database.read(principal) as tx:
                await tx.rows(sql.names)


async def test_claims_cannot_break_out_of_the_preamble(database: Database) -> None:
    evil = "'); set role postgres; --"
    async with database.read(Principal("authenticated", {"sub": str(ANNA.id), "email": evil})) as tx:
        assert (await tx.row(sql.who))["role"] == "authenticated"


async def test_writes_stay_and_failures_leave_nothing(db: Base, database: Database) -> None:
    async with database.write(acting_as(ANNA.id)) as tx:
        assert await tx.run(sql.rename, name="Анна Первая", id=ANNA.id) == 1
        assert await tx.run(sql.rename, name="Чужая", id=ADMIN.id) == 0
    with pytest.raises(ZeroDivisionError):
        async with database.write(acting_as(ANNA.id)) as tx:
            await tx.run(sql.rename, name="Анна Вторая", id=ANNA.id)
            raise ZeroDivisionError
    assert await db.value("select full_name from profiles where id = $1", ANNA.id) == "Анна Первая"


async def test_a_swallowed_error_cannot_look_like_success(database: Database) -> None:
    with pytest.raises(CommitRefused):
        async with database.write(acting_as(ANNA.id)) as tx:
            with pytest.raises(asyncpg.CheckViolationError):
                await tx.run(sql.break_rule, id=ANNA.id)


async def test_a_savepoint_lets_the_rest_live(db: Base, database: Database) -> None:
    async with database.write(acting_as(ANNA.id)) as tx:
        await tx.run(sql.rename, name="Осталась", id=ANNA.id)
        with pytest.raises(asyncpg.CheckViolationError):
            async with tx.savepoint():
                await tx.run(sql.break_rule, id=ANNA.id)
        async with tx.savepoint():
            assert (await tx.row(sql.who))["role"] == "authenticated"
    assert await db.value("select full_name from profiles where id = $1", ANNA.id) == "Осталась"


async def test_a_cancelled_request_leaves_a_clean_connection(database: Database) -> None:
    async def slow() -> None:
        async with database.write(acting_as(ANNA.id)) as tx:
            await tx.run(sql.rename, name="Никогда", id=ANNA.id)
            await tx.value(sql.nap, seconds=5.0)

    task = asyncio.create_task(slow())
    await asyncio.sleep(0.2)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with database.read(LOGIN) as tx:
        assert (await tx.row(sql.who))["uid"] is None


async def test_no_row_is_not_found(database: Database) -> None:
    async with database.read(LOGIN) as tx:
        assert await tx.find(sql.nothing) is None
        for ask in (tx.row, tx.document):
            with pytest.raises(NotFound):
                await ask(sql.nothing)


async def test_a_closed_or_unreachable_database_is_said_to_be_so() -> None:
    pool = Database("postgresql://nobody@127.0.0.1:1/none")
    with pytest.raises(Unavailable):
        async with pool.read(LOGIN):
            pass


async def test_a_transaction_pooler_gets_no_prepared_statements(db: Base) -> None:
    pool = Database(db.url("smena_api"), pooler="transaction", min_size=0, max_size=1)
    await pool.open()
    try:
        for _ in range(3):
            async with pool.read(acting_as(ANNA.id)) as tx:
                await tx.row(sql.who)
        left = parse("-- name: left\nselect count(*) from pg_prepared_statements", source="x")
        async with pool.read(LOGIN) as tx:
            assert await tx.value(left.left) <= 1  # the unnamed one that asks
    finally:
        await pool.close()


# --- through HTTP ---------------------------------------------------------------------------------------------


class Named(BaseModel):
    name: str


probe = Router(prefix="/probe", tags=["probe"])
attempts: list[str] = []


@probe.get("/rename")
async def probe_write_in_get(tx: Read, name: str) -> dict[str, int]:
    return {"rows": await tx.run(sql.rename, name=name, id=tx.user_id)}


@probe.post("/rename")
async def probe_rename(tx: Write, body: Named) -> dict[str, int]:
    return {"rows": await tx.run(sql.rename, name=body.name, id=tx.user_id)}


@probe.post("/fail/{status}")
async def probe_fail(tx: Write, status: int, code: str, detail: str | None = None) -> None:
    await tx.run(sql.fail, status=status, code=code, detail=detail)


@probe.post("/late")
async def probe_late(tx: Write) -> dict[str, bool]:
    """Fails at COMMIT."""
    await tx.run(sql.defer)
    await tx.run(sql.defer_twice)
    return {"done": True}


@probe.post("/collide/{times}")
async def probe_collide(tx: Write, times: int, body: Named) -> dict[str, int]:
    attempts.append(body.name)
    await tx.run(sql.rename, name=body.name, id=tx.user_id)
    if len(attempts) <= times:
        raise asyncpg.DeadlockDetectedError("deadlock detected")
    return {"attempts": len(attempts)}


@probe.get("/slow")
async def probe_slow(tx: Read) -> None:
    await tx.value(sql.nap, seconds=5.0)


@probe.get("/broken")
async def probe_broken(tx: Read) -> None:
    raise RuntimeError("password=hunter2")


@probe.get("/public")
async def probe_public(tx: PublicRead) -> dict[str, str]:
    return {"role": (await tx.row(sql.who))["role"]}


@pytest.fixture
async def probed(db: Base, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Api]:
    monkeypatch.setattr(routes, "routers", [*routes.routers, probe])
    attempts.clear()
    async with AsyncExitStack() as stack:
        yield await stack.enter_async_context(client.running(db, database_statement_timeout_ms=300))


def error(answer: Any) -> dict[str, Any]:
    found: dict[str, Any] = answer.json()["error"]
    return found


async def name_of(db: Base, user: UUID) -> Any:
    return await db.value("select full_name from profiles where id = $1", user)


async def test_get_cannot_write(probed: Api, db: Base) -> None:
    answer = await probed.as_(ANNA).get("/api/v1/probe/rename", params={"name": "x"})
    assert (answer.status_code, error(answer)["code"]) == (405, "read_only")
    assert await name_of(db, ANNA.id) == ANNA.full_name


async def test_post_commits_before_it_answers(probed: Api, db: Base) -> None:
    answer = await probed.as_(ANNA).post("/api/v1/probe/rename", json={"name": "Новое Имя"})
    assert (answer.status_code, answer.json()) == (200, {"rows": 1})
    assert await name_of(db, ANNA.id) == "Новое Имя"
    assert (await probed.as_(GONE).post("/api/v1/probe/rename", json={"name": "x"})).json() == {"rows": 0}


async def test_a_commit_that_fails_is_no_success(probed: Api) -> None:
    answer = await probed.as_(ANNA).post("/api/v1/probe/late")
    assert (answer.status_code, error(answer)["code"]) in ((409, "already_exists"), (403, "forbidden")), (
        answer.text
    )


async def test_a_collision_is_tried_once_more(probed: Api, db: Base) -> None:
    answer = await probed.as_(ANNA).post("/api/v1/probe/collide/1", json={"name": "Дважды"})
    assert (answer.status_code, answer.json()) == (200, {"attempts": 2})
    assert attempts == ["Дважды", "Дважды"]
    assert await name_of(db, ANNA.id) == "Дважды"


async def test_a_collision_is_not_tried_for_ever(probed: Api, db: Base) -> None:
    answer = await probed.as_(ANNA).post("/api/v1/probe/collide/9", json={"name": "Никак"})
    assert (answer.status_code, error(answer)["code"], len(attempts)) == (503, "try_again", 2)
    assert await name_of(db, ANNA.id) == ANNA.full_name


async def test_slow_statements_end(probed: Api) -> None:
    answer = await probed.as_(ANNA).get("/api/v1/probe/slow")
    assert (answer.status_code, error(answer)["code"]) == (504, "timed_out")


async def test_a_bug_is_logged_under_an_id_and_not_told(
    probed: Api, caplog: pytest.LogCaptureFixture
) -> None:
    answer = await probed.as_(ANNA).get("/api/v1/probe/broken")
    assert (answer.status_code, error(answer)["code"]) == (500, "internal")
    assert "hunter2" not in answer.text
    assert error(answer)["details"]["error_id"] in caplog.text
    assert "hunter2" in caplog.text
    assert answer.headers["x-request-id"]


async def test_no_caller_is_the_login_role(probed: Api) -> None:
    assert (await probed.anonymous().get("/api/v1/probe/public")).json() == {"role": "smena_api"}
    refused = await probed.anonymous().post("/api/v1/probe/rename", json={"name": "x"})
    assert (refused.status_code, error(refused)["code"]) == (401, "not_signed_in")


@pytest.mark.parametrize(
    ("status", "code", "detail", "expected"),
    [
        (404, "client_not_found", None, {"code": "client_not_found"}),
        (409, "last_admin", None, {"code": "last_admin"}),
        (422, "unknown_stage", '{"field": "stage_id"}', {"fields": {"stage_id": "Unknown stage."}}),
        (412, "version_conflict", '{"version": 3}', {"details": {"current": {"version": 3}}}),
        (403, "admin_only", None, {"message": "Only the head of sales can do this."}),
        (418, "no_such_status", None, {"code": "no_such_status"}),
    ],
)
async def test_own_errors_travel_from_sql(
    probed: Api, status: int, code: str, detail: str | None, expected: dict[str, Any]
) -> None:
    params = {"code": code, **({"detail": detail} if detail else {})}
    answer = await probed.as_(ANNA).post(f"/api/v1/probe/fail/{status}", params=params)
    assert answer.status_code == (500 if status == 418 else status), answer.text
    assert error(answer) | expected == error(answer)


async def test_payload_errors_name_their_fields_in_the_callers_language(probed: Api) -> None:
    for language, message in (
        ("ru", "Заполните это поле."),
        ("uk", "Заповніть це поле."),
        ("en", "This field is required."),
    ):
        answer = await probed.as_(ANNA).post(
            "/api/v1/probe/rename", json={}, headers={"accept-language": language}
        )
        assert answer.status_code == 422
        assert error(answer)["code"] == "invalid"
        assert error(answer)["fields"] == {"name": message}
    not_json = await probed.as_(ANNA).post(
        "/api/v1/probe/rename", content=b"{", headers={"content-type": "application/json"}
    )
    assert not_json.status_code == 422
