"""Writes a history: facts with dates of their own, so what would date them as of today stands aside. Then come the acts at its
end, by the functions that a head calls."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, time, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID, uuid4

from asyncpg import BitString, Connection

from tests.kpi.calendar import local_day, midnight
from tests.kpi.history import OUTCOME, Assign, Client, Deal, History, Hours, Merge, Work
from tests.support.database import Base
from tests.support.people import ADMIN

ASIDE = ("clients", "deals", "tasks")


async def write(base: Base, history: History) -> dict[str, UUID]:
    """Fills the database and recounts the copies; the stages' ids by name."""
    async with base.connected() as connection, connection.transaction():
        for table in ASIDE:
            await connection.execute(f"alter table public.{table} disable trigger user")
        stages = await _settings(connection, history)
        await _clients(connection, history)
        await _deals(connection, history, stages)
        await _tasks(connection, history)
        await _plans(connection, history)
        await _work(connection, history)
        await connection.execute("select app.recount_clients()")
        await connection.execute("set constraints all immediate")
        for table in ASIDE:
            await connection.execute(f"alter table public.{table} enable trigger user")
    await base.run("analyze")
    await _act(base, history)
    return stages


async def _act(base: Base, history: History) -> None:
    """In one moment; the minutes that the head spends on it are not part of the story."""
    claims = json.dumps({"sub": str(ADMIN.id), "role": "authenticated"})
    async with base.connected() as connection, connection.transaction():
        await connection.execute(
            "select set_config('request.jwt.claims', $1, true), set_config('app.minute', $2, true)",
            claims, f"{ADMIN.id} focus",
        )  # fmt: skip
        for act in history.acts:
            if isinstance(act, Merge):
                await connection.execute("select app.merge_clients($1, $2)", act.winner.id, act.loser.id)
                if act.undone:
                    await connection.execute(
                        "select app.unmerge_clients(m.id) from public.client_merges m where m.loser_id = $1 and m.undone_at is null",
                        act.loser.id,
                    )
            elif isinstance(act, Assign):
                await connection.execute(
                    "select app.assign_clients(array[$1::uuid], $2)", act.client.id, act.owner
                )
            else:
                await connection.execute("select app.erase_client($1)", act.client.id)
        history.acted_at = await connection.fetchval("select now()")
    history.now = await base.value("select now()")


async def _copy(connection: Connection, table: str, columns: str, rows: Iterable[Sequence[Any]]) -> None:
    await connection.copy_records_to_table(table, records=rows, columns=columns.split(), schema_name="public")


async def _settings(connection: Connection, history: History) -> dict[str, UUID]:
    await connection.execute("update public.stages set position = position * 10")
    rows = await connection.fetch("select key, id from public.stages")
    stages = {row["key"]: row["id"] for row in rows}
    stages["won_too"] = await connection.fetchval(
        "insert into public.stages (name, outcome, position) values ('too', 'won', 45) returning id"
    )
    await _copy(
        connection, "profiles", "id full_name role status", [(m, "M", "manager", "active") for m in history.managers]
    )  # fmt: skip
    await _copy(
        connection, "lead_sources", "id channel name", [(s, "manual", str(s)) for s in history.sources]
    )
    await connection.executemany(
        "insert into public.exchange_rates (currency, to_currency, rate, set_at) values ($2, 'UAH', ($3::text)::numeric, $1)",
        history.rates,
    )
    return stages


async def _clients(connection: Connection, history: History) -> None:
    await _copy(
        connection, "clients", "id owner_id name received_at created_at source_id excluded",
        [(c.id, c.owner, "К", c.received_at, c.created_at, c.source, c.excluded) for c in history.clients],
    )  # fmt: skip
    await _copy(
        connection, "ownership_events", "client_id owner_id from_owner_id to_owner_id reason occurred_at",
        [
            (c.id, c.owner, c.owners[number - 1][1] if number else None, owner, "hand", since)
            for c in history.clients for number, (since, owner) in enumerate(c.owners)
        ],
    )  # fmt: skip
    await _copy(
        connection, "interactions", "id client_id channel kind direction author_id occurred_at duration_seconds",
        [(t.id, c.id, "other", t.kind, t.direction, t.author, t.at, t.seconds) for c in history.clients for t in c.touches],
    )  # fmt: skip


async def _deals(connection: Connection, history: History, stages: dict[str, UUID]) -> None:
    deals = [(c, d) for c in history.clients for d in c.deals]
    await _copy(
        connection, "deals", "id client_id owner_id title amount_minor currency stage_id outcome position closed_at lost_reason created_at source_id",
        [_deal_row(c, d, stages) for c, d in deals],
    )  # fmt: skip
    events = [
        (m.id, d.id, c.owner, m.owner, stages[f.stage] if f else None, stages[m.stage], OUTCOME[f.stage] if f else None,
         OUTCOME[m.stage], m.amount, d.currency, m.reason, m.actor, m.at)
        for c, d in deals for f, m in zip([None, *d.moves], d.moves, strict=False)
    ]  # fmt: skip
    await _copy(
        connection, "deal_stage_events",
        "id deal_id owner_id credited_to from_stage_id to_stage_id from_outcome to_outcome amount_minor currency reason actor_id occurred_at",
        sorted(events, key=lambda e: e[-1]),
    )  # fmt: skip
    await _copy(
        connection, "deal_amount_events", "deal_id owner_id credited_to outcome before_minor after_minor currency occurred_at",
        [
            (d.id, c.owner, e.owner, OUTCOME[[m for m in d.moves if m.at <= e.at][-1].stage], e.before, e.after, d.currency, e.at)
            for c, d in deals for e in d.edits
        ],
    )  # fmt: skip


def _deal_row(client: Client, deal: Deal, stages: dict[str, UUID]) -> tuple[Any, ...]:
    last = deal.moves[-1]
    outcome = OUTCOME[last.stage]
    amount = max([*deal.moves, *deal.edits], key=lambda x: x.at)
    return (
        deal.id, client.id, client.owner, "Д", getattr(amount, "after", None) or last.amount, deal.currency, stages[last.stage],
        outcome, 1, last.at if outcome != "open" else None, last.reason or ("price" if outcome == "lost" else None), deal.created_at,
        client.source,
    )  # fmt: skip


async def _tasks(connection: Connection, history: History) -> None:
    tasks = [(uuid4(), c, spans) for c in history.clients for spans in c.tasks]
    await _copy(
        connection, "tasks", "id owner_id client_id title due_at status completed_at archived_at",
        [
            (i, c.owner, c.id, "З", s[-1].due, "completed" if s[-1].closed_as == "completed" else "open",
             s[-1].closed_at if s[-1].closed_as == "completed" else None, s[-1].closed_at if s[-1].closed_as == "archived" else None)
            for i, c, s in tasks
        ],
    )  # fmt: skip
    await _copy(
        connection, "task_spans", "id task_id manager_id due_at opened_at opened_by closed_at closed_by closed_as",
        [
            (s.id, i, s.manager, s.due, s.opened_at, s.opened_by, s.closed_at, s.closed_by, s.closed_as)
            for i, _, spans in tasks for s in spans
        ],
    )  # fmt: skip


async def _plans(connection: Connection, history: History) -> None:
    await _copy(
        connection, "schedule_rules", "manager_id weekday starts ends valid_from valid_to",
        [(m, *rule) for m, w in history.work.items() for rule in _rules(w)],
    )  # fmt: skip
    await _copy(
        connection, "schedule_exceptions", "manager_id day kind starts ends",
        [(m, day, kind, *_times(hours)) for m, w in history.work.items() for day, (kind, hours) in w.exceptions.items()]
        + [(None, day, "holiday", None, None) for day in history.holidays],
    )  # fmt: skip
    await _copy(
        connection, "business_hours", "weekday opens closes",
        [(weekday, *_times(hours)) for weekday, hours in history.office.items()],
    )  # fmt: skip


def _rules(work: Work) -> Iterable[tuple[Any, ...]]:
    """Each plan holds until the day before the next."""
    for (since, week), after in pairwise([*work.plans, None]):
        until = after[0] - timedelta(days=1) if after else None
        for weekday, hours in week.items():
            yield weekday, *_times(hours), since, until


async def _work(connection: Connection, history: History) -> None:
    works = history.work.items()
    await _copy(
        connection, "work_sessions", "manager_id day started_at last_beat_at ended_at ended_by",
        [
            (m, s.day, s.since, s.until, None if s.open else s.until, None if s.open else "manager")
            for m, w in works for s in w.sessions
        ],
    )  # fmt: skip
    await _copy(
        connection, "work_breaks", "manager_id day started_at ended_at ended_by",
        [(m, local_day(a), a, b, "manager") for m, w in works for a, b in w.breaks],
    )  # fmt: skip
    seen: dict[tuple[UUID, date], set[int]] = defaultdict(set)
    focus: dict[tuple[UUID, date, UUID, UUID | None], set[int]] = defaultdict(set)
    for manager, work in works:
        for at, spent in work.minutes.items():
            day = local_day(at)
            bit = int((at - midnight(day)).total_seconds() // 60)
            seen[manager, day].add(bit)
            if spent:
                focus[manager, day, spent[0].id, spent[1].id if spent[1] else None].add(bit)
    focused: dict[tuple[UUID, date], set[int]] = defaultdict(set)
    for (manager, day, _, _), bits in focus.items():
        focused[manager, day] |= bits
    await _copy(
        connection, "activity_days", "manager_id day starts_at minutes focused",
        [(m, day, midnight(day), _bits(bits), _bits(focused[m, day])) for (m, day), bits in seen.items()],
    )  # fmt: skip
    await _copy(
        connection, "focus_minutes", "manager_id day starts_at client_id deal_id minutes",
        [(m, day, midnight(day), client, deal, _bits(bits)) for (m, day, client, deal), bits in focus.items()],
    )  # fmt: skip


def _times(hours: Hours | None) -> tuple[time | None, time | None]:
    if hours is None:
        return None, None
    return time(hours[0] // 60, hours[0] % 60), time(hours[1] // 60, hours[1] % 60)


def _bits(bits: set[int]) -> BitString:
    return BitString("".join("1" if n in bits else "0" for n in range(1500)))
