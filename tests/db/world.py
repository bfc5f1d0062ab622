"""One of everything, three times over: Anna's, Bohdan's, and the rows of a manager who has left."""

from dataclasses import dataclass, field
from uuid import UUID, uuid4

from asyncpg import Connection

from tests.support.database import Base
from tests.support.people import ANNA, BOHDAN, GONE, Person

OWNERS = (ANNA, BOHDAN, GONE)


@dataclass
class World:
    """Ids of what was made, by owner."""

    clients: dict[UUID, UUID] = field(default_factory=dict)
    deals: dict[UUID, UUID] = field(default_factory=dict)
    imports: dict[UUID, UUID] = field(default_factory=dict)
    stage: UUID = field(default_factory=uuid4)
    won_stage: UUID = field(default_factory=uuid4)
    source: UUID = field(default_factory=uuid4)


async def build(base: Base) -> World:
    """Fills the database as its owner, through the triggers, so that every table has rows."""
    world = World()
    async with base.connected() as owner, owner.transaction():
        world.stage = await owner.fetchval("select id from public.stages where key = 'new'")
        world.won_stage = await owner.fetchval("select id from public.stages where key = 'won'")
        world.source = await owner.fetchval("select id from public.lead_sources where channel = 'site'")
        await owner.execute(
            """insert into public.source_rules (rule, position, document) values ('own-1', 1, '{"then": {"label": "x"}}');
            insert into public.intent_words (list, phrase) values ('price', 'x1');
            insert into public.rule_demotions (rule, hits, correct) values ('P1', 30, 3);
            insert into public.product_posts (source_id, media_id) select s.id, 'x1' from public.lead_sources s where s.channel = 'site'"""
        )
        await owner.execute(
            "insert into private.complaint_tasks values ($1, 'w', '2026-01-05', $1)", world.source
        )
        await owner.execute(
            "insert into public.invitations (email, full_name) values ('soon@test.example', 'Soon')"
        )
        await owner.execute(
            "insert into private.credentials (source_id, kind, nonce, ciphertext) values ($1, 'x', '\\x00', '\\x00')",
            world.source,
        )
        await owner.execute(
            """insert into private.inbound_events (source_id, channel, kind, dedupe_key, body, status)
            values ($1, 'site', 'lead', 'w', '\\x00', 'quarantined')""",
            world.source,
        )
        await owner.execute("insert into private.rate_windows values ('w', now(), 1)")
        await owner.execute(
            "insert into private.connect_codes values (sha256('w'), $1, $2, now())", world.source, ANNA.id
        )
        await owner.execute("insert into private.source_upkeep (source_id) values ($1)", world.source)
        await owner.execute(
            "insert into private.early_news (source_id, external_id) values ($1, 'w')", world.source
        )
        await owner.execute("insert into private.send_paces values ($1, 'direct', now())", world.source)
        await owner.execute("insert into private.visits values ($1, 'w', '{}', now())", world.source)
        await owner.execute("insert into private.speech (key, audio) values ('\\x00', '\\x00')")
        await owner.execute("insert into private.company_voice (voice_id, name) values ('x', 'x')")
        await owner.execute(
            "insert into public.exchange_rates (currency, to_currency, rate) values ('USD', 'UAH', 41.5)"
        )
        await owner.execute("insert into public.business_hours values (1, '09:00', '18:00')")
        await owner.execute("insert into private.kpi_closed_days values ('2026-01-05')")
        await owner.execute("update public.company set sla_minutes = 16")  # leaves an audit row
        for person in OWNERS:
            await _rows_of(owner, world, person)
        # (All three have one number: those pairs are nobody's of them alone.)
        await owner.execute("delete from public.merge_suggestions where owner_id <> other_owner_id")
    return world


async def _rows_of(owner: Connection, world: World, person: Person) -> None:
    client = world.clients[person.id] = await owner.fetchval(
        "insert into public.clients (owner_id, name, source_id) values ($1, $2, $3) returning id",
        person.id,
        person.full_name,
        world.source,
    )
    deal = world.deals[person.id] = await owner.fetchval(
        "insert into public.deals (client_id, title, amount_minor) values ($1, 'Deal', 100) returning id",
        client,
    )
    await owner.execute("update public.deals set amount_minor = 200 where id = $1", deal)
    for statement in (
        "insert into public.client_contacts (client_id, kind, value, normalized) values ($1, 'phone', '+380501112233', '+380501112233')",
        "insert into public.interactions (client_id, kind, direction, body) values ($1, 'note', 'internal', 'x')",
        "insert into public.tasks (client_id, title) values ($1, 'x')",
        "insert into public.tasks (client_id, title, status) values ($1, 'y', 'completed')",
        "insert into public.files (client_id, path, name, size_bytes, mime_type) values ($1, $1::uuid || '/x', 'x', 1, 'text/plain')",
    ):
        await owner.execute(statement, client)
    for statement in (
        "insert into public.client_identities (client_id, owner_id, kind, scope, external_id) values ($1, $1, 'instagram', '', $1::uuid::text)",
        """insert into public.touches (interaction_id, owner_id, verdict)
        select i.id, i.owner_id, '{}' from public.interactions i where i.client_id = $1""",
        "insert into public.conversations (client_id, owner_id, source_id, kind, thread_key) select $1, $1, s.id, 'direct', $1::uuid::text from public.lead_sources s where s.channel = 'site'",
        "insert into public.interaction_revisions (interaction_id, client_id, owner_id, body, replaced_at) select i.id, i.client_id, i.owner_id, 'x', now() from public.interactions i where i.client_id = $1",
        """insert into private.outbound_messages (source_id, conversation_id, client_id, author_id, mode, address, body, key, status)
        select c.source_id, c.id, c.client_id, c.owner_id, 'direct', 'x', 'x', gen_random_uuid(), 'dead' from public.conversations c where c.client_id = $1""",
        """insert into private.transcriptions (client_id, asked_by, path, name, mime_type)
        select c.id, c.owner_id, c.id || '/x', 'x', 'audio/mpeg' from public.clients c where c.id = $1""",
        """with double as (
          insert into public.clients (owner_id, name) select c.owner_id, 'x' from public.clients c where c.id = $1 returning id, owner_id
        )
        insert into public.merge_suggestions (client_id, owner_id, other_id, other_owner_id, reason)
        select least(d.id, $1), d.owner_id, greatest(d.id, $1), d.owner_id, 'contact' from double d""",
        """with merge as (
          insert into public.client_merges (id, client_id, owner_id, loser_id, reason)
          select c.id, c.id, c.owner_id, c.id, 'hand' from public.clients c where c.id = $1 returning id, client_id
        )
        insert into private.merge_memories
        select m.id, '{}', to_jsonb(c), to_jsonb(c), to_jsonb(c) from merge m join public.clients c on c.id = m.client_id""",
        "insert into private.start_tokens values (sha256($1::uuid::text::bytea), $1, now())",
    ):
        await owner.execute(statement, client)
    await owner.execute(
        """insert into public.focus_minutes (manager_id, day, starts_at, client_id, deal_id, minutes)
        values ($1, '2026-01-05', '2026-01-04 22:00Z', $2, $3, set_bit(repeat('0', 1500)::bit(1500), 540, 1))""",
        person.id,
        client,
        deal,
    )
    for statement in (
        "insert into private.source_reruns (started_by) values ($1)",
        """insert into private.review_verdicts (event_id, rule, label, said, was, decided_by)
        values ($1, 'P1', 'lead_price', 'lead', 'quarantined', $1)""",
        "insert into public.kpi_daily (day, manager_id, leads) values ('2026-01-05', $1, 1)",
        "insert into public.kpi_daily_sources (day, manager_id, leads) values ('2026-01-05', $1, 1)",
        """insert into public.reports (kind, from_day, to_day, manager_id, snapshot)
        values ('daily', '2026-01-05', '2026-01-06', $1, '{}')""",
        "insert into public.targets (manager_id, month, metric, goal) values ($1, '2026-01-01', 'leads', 10)",
        "insert into public.segments (owner_id, name, filters) values ($1, 'x', '{}')",
        "insert into public.notifications (user_id, kind) values ($1, 'system')",
        "insert into public.notification_choices (user_id, kind, email) values ($1, 'lead_new', true)",
        "insert into public.notification_settings (user_id, digest_at) values ($1, '09:00')",
        "insert into public.telegram_links (user_id, chat_id, name) values ($1, 1, 'x')",
        "insert into private.assignment_turns values ($1, now())",
        "insert into private.telegram_codes (user_id, code_hash, expires_at) values ($1, sha256($1::uuid::text::bytea), now())",
        "insert into private.deliveries (user_id, channel, kind, occasion) values ($1, 'email', 'test', 'w')",
        "insert into public.work_schedule (manager_id, day, started_at) values ($1, '2026-01-05', '2026-01-05 07:00Z')",
        "insert into public.work_sessions (manager_id, day) values ($1, '2026-01-05')",
        "insert into public.work_breaks (manager_id, day) values ($1, '2026-01-05')",
        """insert into public.activity_days (manager_id, day, starts_at, minutes)
        values ($1, '2026-01-05', '2026-01-04 22:00Z', set_bit(repeat('0', 1500)::bit(1500), 540, 1))""",
        """insert into public.time_corrections (manager_id, day, asked_by, kind, reason)
        values ($1, '2026-01-05', $1, 'other', 'x')""",
        "insert into public.schedule_rules (manager_id, weekday, starts, ends, valid_from) values ($1, 1, '09:00', '18:00', '2026-01-01')",
        "insert into public.schedule_exceptions (manager_id, day, kind) values ($1, '2026-01-06', 'leave')",
    ):
        await owner.execute(statement, person.id)
    imported = world.imports[person.id] = await owner.fetchval(
        """insert into public.imports (owner_id, file_name, file_format, columns, row_count)
        values ($1, 'x', 'csv', '[]', 1) returning id""",
        person.id,
    )
    await owner.execute(
        "insert into public.import_rows (import_id, number, owner_id, cells) values ($1, 1, $2, '[]')",
        imported,
        person.id,
    )


def insertable(world: World, table: str, person: Person) -> dict[str, object]:
    """A row that `person` might write for himself through the data API (only granted columns)."""
    client = world.clients.get(person.id, world.clients[ANNA.id])
    rows: dict[str, dict[str, object]] = {
        "public.lead_sources": {"channel": "manual", "name": "x"},
        "public.source_rules": {"rule": "own-2", "position": 2},
        "public.intent_words": {"list": "price", "phrase": "x2"},
        "public.product_posts": {"source_id": world.source, "media_id": "x2"},
        "public.site_keys": {"source_id": world.source},
        "public.clients": {"owner_id": person.id, "name": "Новый"},
        "public.client_contacts": {"client_id": client, "kind": "email", "value": "a@b.example", "normalized": "a@b.example"},
        "public.interactions": {"client_id": client, "kind": "note", "direction": "internal", "body": "y"},
        "public.segments": {"name": "y", "filters": "{}"},
        "public.imports": {"file_name": "y", "file_format": "csv", "columns": "[]", "row_count": 1},
        "public.import_rows": {
            "import_id": world.imports.get(person.id, world.imports[ANNA.id]), "number": 2, "cells": "[]",
        },
        "public.stages": {"name": "y", "position": 9},
        "public.deals": {"client_id": client, "title": "y"},
        "public.tasks": {"owner_id": person.id, "title": "y"},
        "public.schedule_rules": {
            "manager_id": person.id, "weekday": 2, "starts": "09:00", "ends": "18:00", "valid_from": "2026-01-01",
        },
        "public.schedule_exceptions": {"manager_id": person.id, "day": "2026-02-06", "kind": "leave"},
        "public.notification_choices": {"user_id": person.id, "kind": "lead_late", "in_app": "false"},
        "public.notification_settings": {"user_id": person.id, "quiet_hours": "false"},
        "public.files": {
            "client_id": client, "path": f"{client}/y", "name": "y", "size_bytes": 1, "mime_type": "text/plain",
        },
    }  # fmt: skip
    return rows[table]
