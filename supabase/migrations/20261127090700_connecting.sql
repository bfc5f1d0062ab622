-- Connections with keys, their health, dead letters in bulk, and hints for the screen that shows them.

-- When the account was last asked how it fares.
alter table private.source_upkeep add column checked_at timestamptz;
create index inbound_events_dead_idx on private.inbound_events (source_id) where status = 'dead';

-- ---------------------------------------------------------------------------------------------- connecting

-- As before; a source of a package's is connected by its adapter.
create or replace function app.begin_connecting(source uuid, out code text, out channel text)
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
begin
  perform app.require_admin();
  update public.lead_sources s
  set state = case when s.state in ('not_connected', 'disconnected', 'review', 'error') then 'connecting' else s.state end
  where s.id = source and s.archived_at is null
  returning coalesce(nullif(s.settings ->> 'adapter', ''), s.channel) into channel;
  if not found then
    perform app.fail(404, 'source_not_found');
  end if;
  delete from private.connect_codes c where c.source_id = source or c.expires_at < now();
  code := replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
  insert into private.connect_codes values (sha256(convert_to(code, 'utf8')), source, auth.uid(), now() + interval '10 minutes');
end
$$;

create or replace function app.take_connect_code(code text)
returns table (source_id uuid, user_id uuid, channel text)
language sql
security definer
set search_path = ''
as $$
  with taken as (
    delete from private.connect_codes c
    where c.code_hash = sha256(convert_to(code, 'utf8')) and c.expires_at > now()
    returning c.source_id, c.user_id
  )
  select t.source_id, t.user_id, coalesce(nullif(s.settings ->> 'adapter', ''), s.channel)
  from taken t join public.lead_sources s on s.id = t.source_id and s.archived_at is null
$$;

-- As before, and `subscribed`: does the vendor deliver already? Where it is still to be asked, for some try the address out while they
-- are, the source is `connecting` until app.settle_connection. What is paused stays so with new keys.
drop function app.connect_source(uuid, text, text, timestamptz, text[], boolean);
create function app.connect_source(
  source uuid, account_id text, account_name text, access_until timestamptz, missing text[], simulated boolean,
  subscribed boolean default true
)
returns void
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
begin
  perform app.require_admin();
  update public.lead_sources s
  set account_id = account_id, account_name = account_name, access_until = access_until, missing = missing, simulated = simulated,
    last_error = null,
    state = case when s.state = 'paused' and s.account_id = connect_source.account_id then 'paused'
      when subscribed then 'active' else 'connecting' end,
    -- The same account again: what came before is no history to it.
    connected_at = case when s.account_id = connect_source.account_id then coalesce(s.connected_at, now()) else now() end
  where s.id = source and s.archived_at is null;
  if not found then
    perform app.fail(404, 'source_not_found');
  end if;
  insert into private.source_upkeep as u (source_id) values (source)
  on conflict on constraint source_upkeep_pkey do update
    set poll_at = now(), renewed_at = now(), checked_at = now(), warned_at = null, paused_until = null;
end
$$;

-- The vendor delivers, or why it does not: the keys are kept, and it may be asked again.
create function app.settle_connection(source uuid, error text default null)
returns void
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
begin
  perform app.require_admin();
  update public.lead_sources s
  set state = case when error is not null then 'error' when s.state = 'paused' then 'paused' else 'active' end, last_error = error
  where s.id = source and s.state in ('connecting', 'error', 'paused') and s.account_id is not null;
end
$$;

-- What an admin's own look at a connection has found: the same as a worker's.
create function app.note_check(source uuid, state text, error text default null)
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform app.require_admin();
  perform app.note_source_state(source, state, error);
  update private.source_upkeep u set checked_at = now() where u.source_id = source;
end
$$;

-- ---------------------------------------------------------------------------------------------- what came, and what died

-- A stable code for the last words of an event that died: the kind of the error, without what differs from event to event.
create function app.dead_reason(error text)
returns text
language sql
immutable
set search_path = ''
as $$
  select case
    when error like 'the worker ended%' then 'worker_ended'
    when error ~ '^[A-Za-z_][A-Za-z0-9_]*:' then split_part(error, ':', 1)
    else 'other'
  end
$$;

-- The events of a source as a log, newest first: what it was, what became of it and of whom. Bodies are left where they are.
create function app.source_log(source uuid, max_rows integer default 50, after_at timestamptz default null, after_id uuid default null)
returns table (id uuid, kind text, status text, reason text, error text, received_at timestamptz, processed_at timestamptz,
  attempts integer, client_id uuid, client_name text)
language plpgsql
stable security definer
set search_path = ''
as $$
#variable_conflict use_column
begin
  perform app.require_admin();
  return query
    select e.id, e.kind, e.status, case when e.status = 'dead' then app.dead_reason(e.last_error) else e.quarantine_reason end,
      e.last_error, e.received_at, e.processed_at, e.attempts, c.id, c.name
    from private.inbound_events e
    left join public.clients c on c.id = e.client_id
    where e.source_id = source and (after_at is null or (e.received_at, e.id) < (after_at, after_id))
    order by e.received_at desc, e.id desc
    limit max_rows;
end
$$;

-- What died, by source and reason, the most first.
create function app.dead_letters(source uuid default null)
returns table (source_id uuid, source_name text, reason text, letters bigint, oldest timestamptz, newest timestamptz, example text)
language plpgsql
stable security definer
set search_path = ''
as $$
#variable_conflict use_column
begin
  perform app.require_admin();
  return query
    select s.id, s.name, app.dead_reason(e.last_error), count(*), min(e.received_at), max(e.received_at),
      (array_agg(e.last_error order by e.received_at desc))[1]
    from private.inbound_events e
    join public.lead_sources s on s.id = e.source_id
    where e.status = 'dead' and (source is null or e.source_id = source)
    group by s.id, s.name, app.dead_reason(e.last_error)
    order by count(*) desc, s.name, 3;
end
$$;

-- Reads what died once more, or throws it away: all of it, a source's, those of one reason. Answers how many.
create function app.settle_dead(source uuid, reason text, release boolean)
returns integer
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  settled integer;
begin
  perform app.require_admin();
  with settled_now as (
    update private.inbound_events e
    set status = case when release then 'pending' else 'discarded' end,
      attempts = 0, next_attempt_at = now(), locked_until = null, processed_at = case when release then null else now() end
    where e.status = 'dead' and (source is null or e.source_id = source) and (reason is null or app.dead_reason(e.last_error) = reason)
    returning e.source_id
  ), by_source as (
    select n.source_id, count(*) as letters from settled_now n group by n.source_id
  ), told as (
    insert into public.audit_log (actor_id, action, table_name, row_id, before, after)
    select auth.uid(), 'update', 'inbound_events', b.source_id::text,
      jsonb_build_object('status', 'dead', 'letters', b.letters, 'reason', reason),
      jsonb_build_object('status', case when release then 'pending' else 'discarded' end)
    from by_source b
  ), calmed as (
    update public.lead_sources s set last_error = null
    from by_source b
    where s.id = b.source_id and s.state in ('active', 'paused')
  )
  select coalesce(sum(b.letters), 0) into settled from by_source b;
  if release and settled > 0 then
    perform pg_notify('smena_inbound', settled::text);
  end if;
  return settled;
end
$$;

-- ---------------------------------------------------------------------------------------------- hints

-- Only admins see connections: the hint is the unassigned marker's, which nobody else hears of.
create function app.emit_sources()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if tg_table_name = 'lead_sources' then
    perform app.emit(app.unassigned(), 'source', n.id)
    from new_rows n
    join old_rows o on o.id = n.id
    where (n.state, n.last_error, n.last_event_at, n.account_name, n.version) is distinct from
      (o.state, o.last_error, o.last_event_at, o.account_name, o.version);
  else
    -- (What was made into a client tells of itself.)
    perform app.emit(app.unassigned(), 'source', x.source_id)
    from (
      select distinct n.source_id
      from new_rows n
      join old_rows o on o.id = n.id
      where n.status <> o.status and n.status <> 'done'
    ) x;
  end if;
  return null;
end
$$;
create trigger lead_sources_live_update after update on public.lead_sources
  referencing old table as old_rows new table as new_rows for each statement execute function app.emit_sources();
create trigger inbound_events_live_update after update on private.inbound_events
  referencing old table as old_rows new table as new_rows for each statement execute function app.emit_sources();

grant execute on function app.connect_source(uuid, text, text, timestamptz, text[], boolean, boolean), app.settle_connection(uuid, text),
  app.note_check(uuid, text, text), app.source_log(uuid, integer, timestamptz, uuid), app.dead_letters(uuid),
  app.settle_dead(uuid, text, boolean) to authenticated;
