-- A lead source that is connected to an account with a vendor: who it is there, how its webhooks find it, what workers keep of it.

alter table public.lead_sources
  -- The vendor's id of the account: webhooks name it. A name may change, an id does not.
  add column account_id text check (length(account_id) between 1 and 200),
  add column account_name text check (length(account_name) <= 200),
  add column connected_at timestamptz,
  -- Until when the stored access holds; null: for good.
  add column access_until timestamptz,
  -- Permissions that the admin did not grant: what needs them is switched off.
  add column missing text[] not null default '{}',
  -- The account is a simulator's: nothing that is sent there reaches anybody.
  add column simulated boolean not null default false,
  -- What is taken in (comments, direct messages, both), and what becomes of strangers: nothing, a person decides, leads by themselves.
  add constraint lead_sources_intake_check check (
    coalesce(settings ->> 'take', 'both') in ('comments', 'direct', 'both')
    and coalesce(settings ->> 'leads', 'auto') in ('off', 'review', 'auto')
    and (settings -> 'backfill_days' is null or jsonb_typeof(settings -> 'backfill_days') = 'number'));
-- One account is one source: a second one would take every message twice.
create unique index lead_sources_account_key on public.lead_sources (channel, account_id)
  where account_id is not null and archived_at is null and state <> 'disconnected';

-- A connection lives through its functions; by hand it is only paused and let go on.
create function app.check_source_state()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if current_user = 'authenticated' and new.state is distinct from old.state
    and (old.state, new.state) not in (('active', 'paused'), ('degraded', 'paused'), ('error', 'paused'), ('paused', 'active')) then
    perform app.fail(409, 'source_state_refused');
  end if;
  return new;
end
$$;
create trigger lead_sources_state before update of state on public.lead_sources
  for each row execute function app.check_source_state();

-- What somebody brings back from the vendor's consent page: once, within ten minutes. Only its hash is kept.
create table private.connect_codes (
  code_hash bytea primary key,
  source_id uuid not null references public.lead_sources (id) on delete cascade,
  user_id uuid not null references public.profiles (id),
  expires_at timestamptz not null
);
alter table private.connect_codes enable row level security;

-- What workers keep of a source between two looks at it.
create table private.source_upkeep (
  source_id uuid primary key references public.lead_sources (id) on delete cascade,
  -- The vendor asked us to wait: nothing is sent or asked before.
  paused_until timestamptz,
  -- How far the account was read, in the adapter's own words.
  cursor jsonb not null default '{}',
  polled_at timestamptz,
  poll_at timestamptz not null default now(),
  renewed_at timestamptz not null default now(),
  warned_at timestamptz,
  locked_until timestamptz
);
alter table private.source_upkeep enable row level security;

grant update (access_until) on public.lead_sources to service_role;
grant select, insert, update, delete on private.connect_codes, private.source_upkeep to service_role;

-- ---------------------------------------------------------------------------------------------- connecting

-- A code for the way to the vendor and back; the one before is void.
create function app.begin_connecting(source uuid, out code text, out channel text)
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
  returning s.channel into channel;
  if not found then
    perform app.fail(404, 'source_not_found');
  end if;
  delete from private.connect_codes c where c.source_id = source or c.expires_at < now();
  code := replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
  insert into private.connect_codes values (sha256(convert_to(code, 'utf8')), source, auth.uid(), now() + interval '10 minutes');
end
$$;

-- Who is on his way back, and for which source; the code is void from here on. No row: unknown, used, too late.
create function app.take_connect_code(code text)
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
  select t.source_id, t.user_id, s.channel
  from taken t join public.lead_sources s on s.id = t.source_id and s.archived_at is null
$$;

-- The account is ours: from here on its webhooks find the source. What was connected before and is now another account stays
-- in the history of its clients.
create function app.connect_source(
  source uuid, account_id text, account_name text, access_until timestamptz, missing text[], simulated boolean
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
  set state = 'active', account_id = account_id, account_name = account_name, access_until = access_until, missing = missing,
    simulated = simulated, last_error = null,
    -- The same account again: what came before is no history to it.
    connected_at = case when s.account_id = connect_source.account_id then coalesce(s.connected_at, now()) else now() end
  where s.id = source and s.archived_at is null;
  if not found then
    perform app.fail(404, 'source_not_found');
  end if;
  insert into private.source_upkeep as u (source_id) values (source)
  on conflict on constraint source_upkeep_pkey do update
    set poll_at = now(), renewed_at = now(), warned_at = null, paused_until = null;
end
$$;

-- Ends a connection: its secrets go, its history stays.
create function app.disconnect_source(source uuid)
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform app.require_admin();
  update public.lead_sources s set state = 'disconnected', access_until = null, last_error = null
  where s.id = source and s.archived_at is null and s.account_id is not null;
  if not found then
    perform app.fail(404, 'source_not_found');
  end if;
  delete from private.credentials c where c.source_id = source;
  delete from private.source_upkeep u where u.source_id = source;
end
$$;

-- A secret of a source as it is stored, sealed: for the admin's own process to act with.
create function app.sealed_secret(source uuid, kind text)
returns table (nonce bytea, ciphertext bytea)
language plpgsql
stable security definer
set search_path = ''
as $$
#variable_conflict use_column
begin
  perform app.require_admin();
  return query select c.nonce, c.ciphertext from private.credentials c where c.source_id = source and c.kind = sealed_secret.kind;
end
$$;

-- What a worker finds out of a connection. Admins hear of lost access once a day until it is given again.
create function app.note_source_state(source uuid, state text, error text default null)
returns void
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
begin
  update public.lead_sources s
  set state = state, last_error = case when state = 'active' then null else error end
  where s.id = source and s.state in ('active', 'degraded', 'reauth_required')
    and (s.state, s.last_error) is distinct from (state, case when state = 'active' then null else error end);
  if state = 'reauth_required' then
    update private.source_upkeep u set warned_at = now()
    where u.source_id = source and (u.warned_at is null or u.warned_at < now() - interval '1 day');
    if found then
      perform app.notify_admins('source_attention', (
        select jsonb_build_object('source_id', s.id, 'name', s.name) from public.lead_sources s where s.id = source));
    end if;
  end if;
end
$$;

-- ---------------------------------------------------------------------------------------------- webhooks

-- What an address of our own must know before it trusts a caller: whose it is, and the secret he signs with.
create function app.hook_source(source uuid)
returns table (channel text, account_id text, nonce bytea, ciphertext bytea)
language sql
stable security definer
set search_path = ''
as $$
  select coalesce(nullif(s.settings ->> 'adapter', ''), s.channel), s.account_id, c.nonce, c.ciphertext
  from public.lead_sources s
  left join private.credentials c on c.source_id = s.id and c.kind = 'hook'
  where s.id = source and s.archived_at is null and s.state not in ('not_connected', 'disconnected')
$$;

-- Stores a whole delivery, each event once, in one statement. `source` null: the account of each event says whose it is.
-- Answers how many were new and how many are nobody's here.
create function app.receive_events(
  channel text, source uuid, accounts text[], kinds text[], keys text[], bodies bytea[], headers jsonb, content_type text
)
returns table (taken integer, unknown integer)
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  reached uuid[];
begin
  with parts as (
    select p.account, p.kind, p.key, p.body, p.place
    from unnest(accounts, kinds, keys, bodies) with ordinality p (account, kind, key, body, place)
  ), placed as (
    select p.kind, p.key, p.body, p.place, s.id as source_id, s.state
    from parts p
    join public.lead_sources s on s.archived_at is null
      and case when source is not null then s.id = source
        else s.account_id = p.account and coalesce(nullif(s.settings ->> 'adapter', ''), s.channel) = channel
          and s.state <> 'disconnected' end
  ), stored as (
    insert into private.inbound_events as e
      (source_id, channel, kind, dedupe_key, headers, content_type, body, status, quarantine_reason, processed_at)
    select p.source_id, channel, p.kind, p.key, headers, content_type, p.body,
      case when p.state = 'paused' then 'ignored' else 'pending' end, case when p.state = 'paused' then 'paused' end,
      case when p.state = 'paused' then now() end
    from placed p
    -- In one order for everybody: two deliveries of the same events must not wait for each other.
    order by p.source_id, p.key, p.place
    on conflict on constraint inbound_events_source_id_dedupe_key_key do nothing
    returning e.source_id
  )
  select (select count(*) from stored), (select count(*) from parts) - (select count(*) from placed),
    (select array_agg(distinct st.source_id) from stored st)
  into taken, unknown, reached;
  if taken > 0 then
    -- Never waiting for whoever edits the source: an event comes first.
    update public.lead_sources s set last_event_at = now()
    where s.id in (
      select x.id from public.lead_sources x
      where x.id = any (reached) and (x.last_event_at is null or x.last_event_at < now() - interval '5 seconds')
      for no key update skip locked
    );
    perform pg_notify('smena_inbound', taken::text);
  end if;
  return next;
end
$$;

grant execute on function app.begin_connecting(uuid), app.connect_source(uuid, text, text, timestamptz, text[], boolean),
  app.disconnect_source(uuid), app.sealed_secret(uuid, text) to authenticated;
grant execute on function app.take_connect_code(text), app.hook_source(uuid) to smena_api;
grant execute on function app.receive_events(text, uuid, text[], text[], text[], bytea[], jsonb, text) to smena_api, service_role;
grant execute on function app.note_source_state(uuid, text, text) to service_role;

insert into public.notification_kinds (kind, position, audience, email, telegram, urgent, optional) values
  ('source_attention', 22, 'admin', true, true, false, true),
  ('message_new', 23, 'all', false, true, false, true),
  ('message_failed', 24, 'all', false, true, false, true);
