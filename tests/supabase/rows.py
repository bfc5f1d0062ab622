"""Rows that people put into the tables as each migration made them possible: slug of the migration -> statements.

A new migration that brings a table adds a line here; the upgrade test fails until it does.
"""

ANNA = "a0000000-0000-4000-8000-00000000000a"
BOHDAN = "a0000000-0000-4000-8000-00000000000b"
CLIENT = "c0000000-0000-4000-8000-000000000001"
DEAL = "d0000000-0000-4000-8000-000000000001"
SOURCE = "50000000-0000-4000-8000-000000000001"
CONVERSATION = "e0000000-0000-4000-8000-000000000001"

ACCOUNT = """insert into auth.users (instance_id, id, aud, role, email, encrypted_password, email_confirmed_at,
  raw_app_meta_data, raw_user_meta_data, created_at, updated_at)
values ('00000000-0000-0000-0000-000000000000', '{id}', 'authenticated', 'authenticated', '{email}', 'x', now(), '{{}}', '{{}}',
  now(), now());"""

ROWS = {
    "foundation": "insert into public.company (name, time_zone, currency) values ('Ромашка', 'Europe/Kyiv', 'UAH');",
    "people": ACCOUNT.format(id=ANNA, email="anna@test.example")
    + ACCOUNT.format(id=BOHDAN, email="bohdan@test.example")
    + f"""update public.profiles set status = 'active', role = 'manager' where id in ('{ANNA}', '{BOHDAN}');
insert into public.invitations (email, full_name) values ('soon@test.example', 'Скоро');""",
    "leads_sources": f"""insert into public.lead_sources (id, channel, name) values ('{SOURCE}', 'site', 'Сайт компании');
insert into public.source_rules (source_id, position, channel, label) values ('{SOURCE}', 1, 'site', 'сайт');
insert into public.site_keys (source_id) values ('{SOURCE}');
insert into private.credentials (source_id, kind, nonce, ciphertext) values ('{SOURCE}', 'x', '\\x00', '\\x01');""",
    "clients": f"""insert into public.clients (id, owner_id, name, source_id) values
  ('{CLIENT}', '{ANNA}', 'Иван Їжак', '{SOURCE}'), (gen_random_uuid(), '{BOHDAN}', 'Пётр', null);
insert into public.client_contacts (client_id, owner_id, kind, value, normalized)
values ('{CLIENT}', '{ANNA}', 'phone', '050 111-22-33', '+380501112233');
insert into public.interactions (client_id, owner_id, kind, direction, body) values ('{CLIENT}', '{ANNA}', 'note', 'internal', 'Звонил');
insert into public.segments (owner_id, name, filters) values ('{ANNA}', 'Мои', '{{}}');""",
    "deals": f"""insert into public.stages (key, name, outcome, position) values
  ('new', 'Новая', 'open', 1), ('proposal', 'Предложение', 'open', 2), ('won', 'Успех', 'won', 3), ('lost', 'Отказ', 'lost', 4)
on conflict (key) do nothing;
insert into public.deals (id, client_id, title, amount_minor) values ('{DEAL}', '{CLIENT}', 'Поставка', 100);
update public.deals set amount_minor = 200, stage_id = (select id from public.stages where key = 'proposal') where id = '{DEAL}';""",
    "tasks": f"""insert into public.tasks (owner_id, client_id, title, due_at)
values ('{ANNA}', '{CLIENT}', 'Перезвонить', now() + interval '1 day');""",
    "working_time": f"""insert into public.work_schedule (manager_id, day, started_at) values ('{ANNA}', '2026-01-05', '2026-01-05 07:00Z');
insert into public.work_sessions (manager_id, day) values ('{ANNA}', '2026-01-05');
insert into public.schedule_rules (manager_id, weekday, starts, ends, valid_from) values ('{ANNA}', 1, '09:00', '18:00', '2026-01-01');
insert into public.schedule_exceptions (manager_id, day, kind) values ('{ANNA}', '2026-01-06', 'leave');""",
    "staff": f"""insert into public.notifications (user_id, kind) values ('{ANNA}', 'system');
insert into public.files (client_id, owner_id, path, name, size_bytes, mime_type)
values ('{CLIENT}', '{ANNA}', '{CLIENT}/a', 'a.pdf', 1, 'application/pdf');
update public.clients set note = 'важный' where id = '{CLIENT}';
insert into private.live_events (user_id, topic) values ('{ANNA}', 'x');""",
    "intake": f"""insert into private.inbound_events (source_id, channel, kind, dedupe_key, body) values ('{SOURCE}', 'site', 'lead', 'k', '\\x00');
insert into private.rate_windows values ('w', now(), 1);""",
    "buckets": f"insert into storage.objects (bucket_id, name, owner_id) values ('files', '{CLIENT}/a', '{ANNA}');",
    "operations": "insert into app.policy_files (name, checksum) values ('nothing.sql', 'x');",
    "imports": f"""insert into public.imports (id, owner_id, file_name, file_format, columns, row_count)
values ('{DEAL}', '{ANNA}', 'клиенты.csv', 'csv', '[]', 1);
insert into public.import_rows (import_id, owner_id, number, cells) values ('{DEAL}', '{ANNA}', 1, '[]');""",
    "jobs": "insert into private.job_runs (job, tick, locked_until) values ('j', now(), now());",
    "time_tables": f"""insert into public.activity_days (manager_id, day, starts_at, minutes)
values ('{ANNA}', '2026-01-05', '2026-01-04 22:00Z', set_bit(repeat('0', 1500)::bit(1500), 540, 1));
insert into public.focus_minutes (manager_id, day, starts_at, client_id, deal_id, minutes)
values ('{ANNA}', '2026-01-05', '2026-01-04 22:00Z', '{CLIENT}', '{DEAL}', set_bit(repeat('0', 1500)::bit(1500), 540, 1));
insert into public.work_breaks (manager_id, day) values ('{ANNA}', '2026-01-05');
insert into public.time_corrections (manager_id, day, asked_by, kind, reason)
values ('{ANNA}', '2026-01-05', '{ANNA}', 'other', 'x');""",
    "facts": f"""insert into public.exchange_rates (currency, to_currency, rate) values ('USD', 'UAH', 41.5);
update public.tasks set due_at = due_at + interval '1 day' where owner_id = '{ANNA}';""",
    "kpi": f"""insert into public.kpi_daily (day, manager_id, leads) values ('2026-01-05', '{ANNA}', 1);
insert into public.kpi_daily_sources (day, manager_id, source_id, leads) values
  ('2026-01-05', '{ANNA}', '{SOURCE}', 1), ('2026-01-05', '{ANNA}', null, 1);
insert into private.kpi_closed_days (day) values ('2026-01-05');
insert into private.kpi_touched_days (day) values ('2026-01-05');
insert into public.business_hours values (1, '09:00', '18:00');""",
    "kpi_reports": f"""insert into public.targets (manager_id, month, metric, goal) values ('{ANNA}', '2026-01-01', 'leads', 10);""",
    "stored_reports": """insert into public.reports (kind, from_day, to_day, manager_id, snapshot)
values ('daily', '2026-01-05', '2026-01-06', app.unassigned(), '{}');""",
    "delivery": f"""insert into public.notification_choices (user_id, kind, email) values ('{ANNA}', 'lead_new', true);
insert into public.notification_settings (user_id, digest_at) values ('{ANNA}', '09:00');
insert into public.telegram_links (user_id, chat_id, name) values ('{ANNA}', 1, 'Анна');
insert into private.telegram_codes (user_id, code_hash, expires_at) values ('{ANNA}', sha256('x'), now());
insert into private.deliveries (user_id, channel, kind, occasion) values ('{ANNA}', 'email', 'test', 'x');""",
    "voice": f"""insert into private.transcriptions (client_id, asked_by, path, name, mime_type)
values ('{CLIENT}', '{ANNA}', '{CLIENT}/call.mp3', 'call.mp3', 'audio/mpeg');
insert into private.speech (key, audio) values ('\\x00', '\\x00');
insert into private.company_voice (voice_id, name) values ('x', 'x');""",
    "connections": f"""insert into private.connect_codes values (sha256('x'), '{SOURCE}', '{ANNA}', now());
insert into private.source_upkeep (source_id) values ('{SOURCE}');""",
    "conversations": f"""insert into public.client_identities (client_id, owner_id, kind, external_id) values ('{CLIENT}', '{ANNA}', 'instagram', '1');
insert into public.conversations (id, client_id, owner_id, source_id, kind, thread_key)
values ('{CONVERSATION}', '{CLIENT}', '{ANNA}', '{SOURCE}', 'direct', '1');
insert into public.interaction_revisions (interaction_id, client_id, owner_id, body, replaced_at)
select i.id, i.client_id, i.owner_id, 'x', now() from public.interactions i where i.client_id = '{CLIENT}' limit 1;
insert into public.merge_suggestions (client_id, owner_id, other_id, other_owner_id, reason)
select least(a.id, b.id), case when a.id < b.id then a.owner_id else b.owner_id end,
  greatest(a.id, b.id), case when a.id < b.id then b.owner_id else a.owner_id end, 'contact'
from public.clients a, public.clients b where a.owner_id = '{ANNA}' and b.owner_id = '{BOHDAN}';
insert into private.early_news (source_id, external_id) values ('{SOURCE}', '1');
insert into private.outbound_messages (source_id, conversation_id, client_id, author_id, mode, address, body, key)
values ('{SOURCE}', '{CONVERSATION}', '{CLIENT}', '{ANNA}', 'direct', '1', 'x', '{DEAL}');
insert into private.send_paces values ('{SOURCE}', 'direct', now());""",
    "reach": f"insert into private.visits values ('{SOURCE}', '1', '{{}}', now());",
    "inbox": f"""update public.conversations set last_in_at = now() where id = '{CONVERSATION}';""",
    "edge": f"""insert into private.unclaimed_events (channel, account, kind, dedupe_key, received_at, body)
values ('instagram', '1', 'message', 'm', now(), '\\x00');
insert into private.raw_deliveries (channel, source_id, body) values ('instagram', '{SOURCE}', '\\x00');""",
    "media": f"""insert into private.media_files (id, interaction_id, source_id, path, attachment)
select gen_random_uuid(), i.id, '{SOURCE}', '{CLIENT}/x', '{{}}' from public.interactions i where i.client_id = '{CLIENT}' limit 1;""",
    "listening": f"update private.source_upkeep set listener = gen_random_uuid(), listened_until = now() where source_id = '{SOURCE}';",
    "merges": f"""insert into public.client_merges (id, client_id, owner_id, loser_id, reason) values ('{DEAL}', '{CLIENT}', '{ANNA}', '{CLIENT}', 'hand');
insert into private.merge_memories values ('{DEAL}', '{{}}', '{{}}', '{{}}', '{{}}');""",
    "assignment": f"""insert into private.assignment_turns values ('{ANNA}', now()) on conflict do nothing;
insert into private.start_tokens values (sha256('x'), '{CLIENT}', now());""",
    "source_rules": f"""insert into public.touches (interaction_id, owner_id, verdict)
select i.id, i.owner_id, '{{}}' from public.interactions i where i.client_id = '{CLIENT}' limit 1;
insert into private.source_reruns (started_by) values ('{ANNA}');""",
    "products": f"insert into public.product_posts (source_id, media_id, marked_by) values ('{SOURCE}', '17', '{ANNA}');",
    "review": f"""insert into public.intent_words (list, phrase) values ('price', 'кубатур*');
insert into public.rule_demotions (rule, hits, correct) values ('P1', 30, 3);
insert into private.review_verdicts (event_id, rule, label, said, was, decided_by)
values ('{DEAL}', 'P1', 'lead_price', 'lead', 'quarantined', '{ANNA}');
insert into private.complaint_tasks values ('{SOURCE}', '1', '2026-01-05', '{DEAL}');""",
}
