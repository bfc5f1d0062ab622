-- What staff see happen: notifications, the audit trail, live events; and files.

create table public.notifications (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references public.profiles (id),
  -- Screens write the sentence in the reader's language from kind and params.
  kind text not null check (kind in (
    'lead_new', 'lead_repeat', 'lead_unassigned', 'lead_quarantined', 'client_assigned', 'clients_handed_over', 'task_assigned',
    'task_due', 'deal_won', 'import_done', 'system')),
  params jsonb not null default '{}' check (jsonb_typeof(params) = 'object'),
  client_id uuid,
  deal_id uuid,
  task_id uuid,
  read_at timestamptz,
  created_at timestamptz not null default now()
);
alter table public.notifications enable row level security;
create index notifications_user_idx on public.notifications (user_id, created_at desc, id desc);
create index notifications_unread_idx on public.notifications (user_id) where read_at is null;

create table public.files (
  id uuid primary key default gen_random_uuid(),
  client_id uuid not null,
  deal_id uuid,
  owner_id uuid not null,
  path text not null unique,
  name text not null check (length(btrim(name)) between 1 and 255),
  size_bytes bigint not null check (size_bytes >= 0),
  mime_type text not null,
  uploaded_by uuid default auth.uid() references public.profiles (id),
  archived_at timestamptz,
  created_at timestamptz not null default now(),
  foreign key (client_id, owner_id) references public.clients (id, owner_id) on update cascade,
  constraint files_archived_check check (archived_at >= '1970-01-01 00:00Z' and archived_at < '2200-01-01 00:00Z')
);
alter table public.files enable row level security;
create index files_client_idx on public.files (client_id, created_at desc);
create index files_owner_idx on public.files (owner_id);
create index files_uploaded_by_idx on public.files (uploaded_by);
create trigger files_owner before insert on public.files
  for each row execute function app.inherit_client_owner();

-- ---------------------------------------------------------------------------------------------- audit

create table public.audit_log (
  id uuid not null default gen_random_uuid(),
  occurred_at timestamptz not null default now(),
  actor_id uuid,
  action text not null check (action in ('insert', 'update', 'delete')),
  table_name text not null,
  row_id text not null,
  before jsonb,
  after jsonb,
  primary key (occurred_at, id)
) partition by range (occurred_at);
alter table public.audit_log enable row level security;
create index audit_log_row_idx on public.audit_log (table_name, row_id, occurred_at desc);
create index audit_log_actor_idx on public.audit_log (actor_id, occurred_at desc);
-- Contacts that are gone are found by the client they were of.
create index audit_log_removed_contact_idx on public.audit_log ((before ->> 'client_id'))
  where table_name = 'client_contacts' and action = 'delete';

-- A partition is a table of its own: no grants and no policy, so that nobody reads it by name.
create function app.make_audit_partition(month date)
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  first_day date := date_trunc('month', month)::date;
  name text := 'audit_log_' || to_char(month, 'YYYY_MM');
begin
  if to_regclass('public.' || name) is null then
    execute format('create table public.%I partition of public.audit_log for values from (%L) to (%L)',
      name, first_day::timestamptz, (first_day + interval '1 month')::timestamptz);
    execute format('alter table public.%I enable row level security', name);
    execute format('revoke all on public.%I from anon, authenticated, service_role', name);
  end if;
exception when check_violation then
  -- Rows of that month already lie in the default partition (no worker ran in time): they stay there.
  raise warning 'smena: audit rows of % stay in the default partition', first_day;
end
$$;
create table public.audit_log_default partition of public.audit_log default;
alter table public.audit_log_default enable row level security;
revoke all on public.audit_log_default from anon, authenticated, service_role;

create trigger audit_log_append_only before update or delete on public.audit_log
  for each row execute function app.append_only();

-- Keeps what changed, not the whole row twice. Copies and stamps are left out: they follow from the rest.
create function app.audit()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  noise text[] := array['updated_at', 'version', 'search', 'contact_keys', 'last_event_at', 'first_owner_id', 'first_answer_at',
    'first_won_at', 'waiting_since'];
  before jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) - noise end;
  after jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) - noise end;
  old_part jsonb := before;
  new_part jsonb := after;
begin
  if tg_op = 'UPDATE' then
    select jsonb_object_agg(n.key, before -> n.key), jsonb_object_agg(n.key, n.value)
    into old_part, new_part
    from jsonb_each(after) n
    where n.value is distinct from before -> n.key;
    if new_part is null then
      return null;
    end if;
  end if;
  insert into public.audit_log (actor_id, action, table_name, row_id, before, after)
  values (auth.uid(), lower(tg_op), tg_table_name, coalesce(after, before) ->> 'id', old_part, new_part);
  return null;
end
$$;

do $$
declare
  watched text;
begin
  foreach watched in array array['company', 'profiles', 'invitations', 'stages', 'lead_sources', 'site_keys', 'schedule_rules',
    'schedule_exceptions'] loop
    execute format('create trigger %I after insert or update or delete on public.%I for each row execute function app.audit()',
      watched || '_audit', watched);
  end loop;
  -- Births of these are facts already (ownership and stage events); the trail keeps edits and ends.
  foreach watched in array array['clients', 'client_contacts', 'deals', 'tasks', 'segments', 'files'] loop
    execute format('create trigger %I after update or delete on public.%I for each row execute function app.audit()',
      watched || '_audit', watched);
  end loop;
end
$$;

-- ---------------------------------------------------------------------------------------------- live events

-- Hints that something changed, for open screens; replayed by id after a lost connection, pruned by a worker.
create table private.live_events (
  id bigint generated always as identity primary key,
  user_id uuid not null,
  topic text not null,
  row_id uuid,
  occurred_at timestamptz not null default now()
);
alter table private.live_events enable row level security;
create index live_events_occurred_idx on private.live_events (occurred_at);

create function app.emit(user_id uuid, topic text, row_id uuid)
returns void
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  event_id bigint;
begin
  insert into private.live_events (user_id, topic, row_id) values (user_id, topic, row_id) returning id into event_id;
  perform pg_notify('smena_live', json_build_object('id', event_id, 'user_id', user_id, 'topic', topic, 'row_id', row_id)::text);
end
$$;

-- Statement triggers: one event a row, or one an owner when a statement touches many (import, hand-over).
create function app.emit_changes()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  topic text := tg_argv[0];
  owner_column text := tg_argv[1];
  source text := case when tg_op = 'UPDATE' then 'select * from new_rows union all select * from old_rows' else 'select * from new_rows' end;
  touched integer;
begin
  execute 'select count(*) from new_rows' into touched;
  if touched = 0 then
    return null;
  end if;
  execute format(
    'select app.emit(x.owner, $1, x.row_id) from (select distinct %I as owner, %s as row_id from (%s) r) x',
    owner_column, case when touched > 100 then 'null::uuid' else 'id' end, source) using topic;
  return null;
end
$$;

do $$
declare
  watched text[];
begin
  foreach watched slice 1 in array array[
    ['clients', 'client', 'owner_id'], ['deals', 'deal', 'owner_id'], ['tasks', 'task', 'owner_id'],
    ['notifications', 'notification', 'user_id'], ['profiles', 'profile', 'id'], ['work_schedule', 'work_day', 'manager_id']
  ] loop
    execute format(
      'create trigger %I after insert on public.%I referencing new table as new_rows for each statement execute function app.emit_changes(%L, %L)',
      watched[1] || '_live_insert', watched[1], watched[2], watched[3]);
    execute format(
      'create trigger %I after update on public.%I referencing old table as old_rows new table as new_rows for each statement execute function app.emit_changes(%L, %L)',
      watched[1] || '_live_update', watched[1], watched[2], watched[3]);
  end loop;
end
$$;
create trigger interactions_live_insert after insert on public.interactions
  referencing new table as new_rows for each statement execute function app.emit_changes('interaction', 'owner_id');

-- Replay for one connection: the caller's own events, everybody's for an admin.
create function app.live_events_since(after_id bigint, max_rows integer default 500)
returns table (id bigint, user_id uuid, topic text, row_id uuid, occurred_at timestamptz)
language sql
stable security definer
set search_path = ''
as $$
  select e.id, e.user_id, e.topic, e.row_id, e.occurred_at
  from private.live_events e
  where e.id > after_id and e.user_id = any (app.visible_owners())
  order by e.id
  limit max_rows
$$;

-- The newest event id and the oldest that can still be replayed.
create function app.live_window(out oldest bigint, out newest bigint)
language sql
stable security definer
set search_path = ''
as $$
  -- An emptied table goes on from its sequence: a listener who missed nothing is not told to start over.
  select coalesce(min(e.id), q.last_id + 1), coalesce(max(e.id), q.last_id)
  from (select case when s.is_called then s.last_value else 0 end as last_id from private.live_events_id_seq s) q
  left join private.live_events e on true
  group by q.last_id
$$;

grant execute on function app.live_events_since(bigint, integer), app.live_window() to authenticated;
grant execute on function app.make_audit_partition(date) to service_role;

-- ---------------------------------------------------------------------------------------------- notifying

create function app.notify_user(user_id uuid, kind text, params jsonb, client_id uuid default null, deal_id uuid default null, task_id uuid default null)
returns void
language sql
security definer
set search_path = ''
as $$
  insert into public.notifications (user_id, kind, params, client_id, deal_id, task_id)
  values (notify_user.user_id, notify_user.kind, notify_user.params, notify_user.client_id, notify_user.deal_id, notify_user.task_id)
$$;

create function app.notify_admins(kind text, params jsonb, client_id uuid default null)
returns void
language sql
security definer
set search_path = ''
as $$
  insert into public.notifications (user_id, kind, params, client_id)
  select p.id, notify_admins.kind, notify_admins.params, notify_admins.client_id
  from public.profiles p where p.role = 'admin' and p.status = 'active'
$$;
grant execute on function app.notify_user(uuid, text, jsonb, uuid, uuid, uuid), app.notify_admins(text, jsonb, uuid) to service_role;

-- Somebody else put a client or a task into your hands.
create function app.notify_task_assigned()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if auth.uid() is not null and new.owner_id <> auth.uid() and new.owner_id <> app.unassigned() then
    perform app.notify_user(new.owner_id, 'task_assigned', jsonb_build_object('title', new.title), new.client_id, new.deal_id, new.id);
  end if;
  return null;
end
$$;
create trigger tasks_notify_assigned after insert on public.tasks
  for each row execute function app.notify_task_assigned();

-- A sale is told to the heads, but not to whoever made it. Undone before they looked, it was never said.
create function app.notify_deal_won()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  unread public.notifications;
begin
  if new.outcome = 'won' and auth.uid() is not null then
    perform app.notify_user(head.id, 'deal_won',
      jsonb_build_object('title', new.title, 'name', owner.full_name, 'amount_minor', new.amount_minor, 'currency', new.currency),
      new.client_id, new.id)
    from public.profiles head, public.profiles owner
    where head.role = 'admin' and head.status = 'active' and head.id <> auth.uid() and owner.id = new.owner_id;
  elsif tg_op = 'UPDATE' then
    for unread in
      delete from public.notifications n
      where n.deal_id = new.id and n.kind = 'deal_won' and n.read_at is null
      returning n.*
    loop
      perform app.emit(unread.user_id, 'notification', unread.id);
    end loop;
  end if;
  return null;
end
$$;
create trigger deals_notify_won after insert on public.deals
  for each row when (new.outcome = 'won') execute function app.notify_deal_won();
create trigger deals_notify_won_later after update of stage_id on public.deals
  for each row when (new.outcome <> old.outcome and 'won' in (new.outcome, old.outcome)) execute function app.notify_deal_won();

revoke all on public.notifications, public.files, public.audit_log from anon, authenticated, service_role;
grant select on public.notifications, public.files, public.audit_log to authenticated, service_role;
grant update (read_at) on public.notifications to authenticated;
grant insert (id, client_id, deal_id, path, name, size_bytes, mime_type) on public.files to authenticated;
grant update (name, archived_at) on public.files to authenticated;
grant select, insert, delete on private.live_events to service_role;
