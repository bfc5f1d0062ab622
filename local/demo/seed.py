"""Writes the demo into an empty installation."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import asyncpg
import bcrypt

from local.demo import texts
from local.demo.accounts import ACCOUNTS, ADMIN, MANAGERS, PASSWORD
from local.demo.clients import CHANNELS, COLD_DAYS, World, add_client
from local.demo.deals import add_deal, add_done_task, add_open_task
from local.demo.rows import TABLES, Row, Rows
from local.demo.worktime import add_plans_and_days

SQL = Path(__file__).with_name("seed.sql").read_text("utf-8").split("-- ;;\n")
PREPARE, FINISH = SQL
CLIENTS, DEALS, DONE_TASKS = 3000, 2000, 3150
SITE_KEY = "site_demo0000000000000000000000000"
SOURCES = {
    "site": ("site", "Сайт", "on_shift"),
    "instagram": ("instagram", "Instagram", "round_robin"),
    "phone": ("manual", "Звонок", "by_hand"),
    "friends": ("manual", "Рекомендация", "by_hand"),
    "telegram": ("telegram", "Telegram", "round_robin"),
    "email": ("email", "Почта", "least_loaded"),
}


def seed(
    database_url: str, *, origins: tuple[str, ...] = (), number: int = 7, now: datetime | None = None
) -> None:
    """Fills the database at `database_url` (the owner's address) in one transaction: a failure leaves it empty.

    `origins` are the web pages that may post leads with the demo's site key; `number` is the seed.
    Raises ValueError when the installation already has a company.
    """
    asyncio.run(write(database_url, tell(Random(number), now or datetime.now(UTC), origins)))  # noqa: S311


def tell(random: Random, now: datetime, origins: tuple[str, ...]) -> Rows:
    """The whole story as rows; dates relative to `now`."""
    rows = Rows()
    stages = {
        key: UUID(int=random.getrandbits(128), version=4)
        for key in ("new", "in_progress", "proposal", "won", "lost")
    }
    sources = {key: UUID(int=random.getrandbits(128), version=4) for key in CHANNELS}
    world = World(random=random, now=now, rows=rows, sources=sources, stages=stages)
    _settings(world, origins)
    _sales(world)
    add_plans_and_days(world)
    _extras(world)
    return rows


def _settings(world: World, origins: tuple[str, ...]) -> None:
    for key, (channel, name, rule) in SOURCES.items():
        connected = channel in ("site", "manual")
        world.rows.add(
            "lead_sources",
            id=world.sources[key],
            channel=channel,
            name=name,
            state="active" if connected else "not_connected",
            assignment_rule=rule,
        )
    world.rows.add(
        "site_keys",
        id=world.id(),
        source_id=world.sources["site"],
        public_key=SITE_KEY,
        origins=list(origins),
    )
    for position, (key, name, outcome, stale) in enumerate(
        (("new", "Новые", "open", 3), ("in_progress", "В работе", "open", 7), ("proposal", "Предложение", "open", 7),
         ("won", "Выиграны", "won", None), ("lost", "Проиграны", "lost", None)), start=1,
    ):  # fmt: skip
        world.rows.add(
            "stages",
            id=world.stages[key],
            key=key,
            name=name,
            outcome=outcome,
            color=key,
            position=position,
            stale_after_days=stale,
        )


def _sales(world: World) -> None:
    clients: list[Row] = []
    deal_of: dict[UUID, Row] = {}
    for number in range(CLIENTS):
        client = add_client(world)
        clients.append(client)
        if world.random.random() < DEALS / CLIENTS and client["status"] != "lead":
            deal_of[client["id"]] = add_deal(world, client, number)
        elif client["status"] in ("lead", "active") and (world.now - client["received_at"]).days > COLD_DAYS:
            client["status"] = "lost"
    for client in clients:
        deal = deal_of.get(client["id"])
        if deal is not None and deal["outcome"] == "open" and world.random.random() < 0.85:
            add_open_task(world, client, deal)
        elif client["status"] == "active" and world.random.random() < 0.6:
            add_open_task(world, client, None)
    while len(world.rows.by_table["tasks"]) < DONE_TASKS + 850:
        client = world.random.choice(clients)
        add_done_task(world, client, deal_of.get(client["id"]))


def _extras(world: World) -> None:
    for name, filters in (
        ("Новые с сайта", {"status": ["lead"], "source": [str(world.sources["site"])]}),
        ("Клиенты из Instagram", {"status": ["customer"], "source": [str(world.sources["instagram"])]}),
    ):
        world.rows.add("segments", id=world.id(), owner_id=ADMIN.id, name=name, filters=filters, shared=True)
    _notices(world)


def _notices(world: World) -> None:
    """The bells as the last days left them: leads for the managers, sales for the head."""
    recent = sorted(world.rows.by_table["clients"], key=lambda c: c["received_at"])[-60:]
    for client in recent:
        params = {"name": client["name"], "source_id": str(client["source_id"])}
        _notice(world, client["owner_id"], "lead_new", params, client["received_at"], client["id"])
    won = (deal for deal in world.rows.by_table["deals"] if deal["outcome"] == "won")
    names = {account.id: account.full_name for account in MANAGERS}
    for deal in sorted(won, key=lambda deal: deal["closed_at"])[-20:]:
        params = {key: deal[key] for key in ("title", "amount_minor", "currency")}
        params["name"] = names[deal["owner_id"]]
        _notice(world, ADMIN.id, "deal_won", params, deal["closed_at"], deal["client_id"], deal["id"])


def _notice(
    world: World,
    user_id: UUID,
    kind: str,
    params: dict[str, Any],
    at: datetime,
    client_id: UUID,
    deal_id: UUID | None = None,
) -> None:
    """One line of a bell; what is older than the last working day has been read."""
    world.rows.add(
        "notifications",
        id=world.id(),
        user_id=user_id,
        kind=kind,
        params=params,
        client_id=client_id,
        deal_id=deal_id,
        read_at=None if world.now - at < timedelta(hours=20) else at + timedelta(hours=2),
        created_at=at + timedelta(seconds=1),
    )


# ------------------------------------------------------------------------------------------------ writing


async def write(database_url: str, rows: Rows) -> None:
    """Writes accounts and rows in one transaction."""
    connection = await asyncpg.connect(database_url, statement_cache_size=0)
    try:
        # COPY is binary: a version byte, then the text.
        await connection.set_type_codec(
            "jsonb", encoder=_jsonb, decoder=bytes, schema="pg_catalog", format="binary"
        )
        async with connection.transaction():
            if not await connection.fetchval("select app.needs_setup()"):
                raise ValueError("the installation is not empty")
            await connection.execute(PREPARE)
            await _add_accounts(connection)
            await connection.execute(
                "insert into public.company (name, time_zone, currency, phone_region, locale) values ($1, 'Europe/Kyiv', 'UAH', 'UA', 'ru')",
                texts.COMPANY,
            )
            for table in TABLES:
                columns, records = rows.records(table)
                await connection.copy_records_to_table(
                    table, records=records, columns=columns, schema_name="public"
                )
            await connection.execute(FINISH)
        await connection.execute("analyze")
    finally:
        await connection.close()


def _jsonb(value: Any) -> bytes:
    return b"\x01" + json.dumps(value, ensure_ascii=False).encode()


async def _add_accounts(connection: asyncpg.Connection) -> None:
    """Accounts as Supabase Auth itself would have made them; the profiles come from the sign-up trigger, then get their facts."""
    hashed = bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(10, b"2a")).decode()
    today = datetime.now(UTC).date()
    for account in ACCOUNTS:
        await connection.execute("select pg_temp.add_account($1, $2, $3)", account.id, account.email, hashed)
        await connection.execute(
            """update public.profiles set full_name = $2, phone = $3, role = $4, status = $5, hired_on = $6, locale = $7,
                 deactivated_at = $8, first_signed_in_at = now() where id = $1""",
            account.id,
            account.full_name,
            account.phone,
            account.role,
            "inactive" if account.left else "active",
            today - timedelta(days=account.hired),
            account.locale,
            datetime.now(UTC) - timedelta(days=account.left) if account.left else None,
        )
    assert len(MANAGERS) == 6, "the brief of the demo: six managers"  # noqa: S101
