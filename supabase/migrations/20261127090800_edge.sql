-- Nothing is lost at the edge: what is nobody's yet is kept, and a delivery may be stored whole and split later.

-- Events of accounts that no source has. They become a source's own when their account is connected.
create table private.unclaimed_events (
  id uuid primary key default gen_random_uuid(),
  channel text not null,
  -- The vendor's id of the account; empty where a delivery names none that could be read.
  account text not null,
  kind text not null,
  dedupe_key text not null,
  received_at timestamptz not null,
  headers jsonb not null default '{}',
  content_type text not null default '',
  body bytea not null,
  unique (channel, account, dedupe_key)
);
alter table private.unclaimed_events enable row level security;
create index unclaimed_events_received_idx on private.unclaimed_events (channel, received_at desc, id desc);

-- Deliveries as they came, of whom the taker knew only that the vendor sent them: a worker splits them by the channel's adapter.
create table private.raw_deliveries (
  id uuid primary key default gen_random_uuid(),
  channel text not null,
  source_id uuid references public.lead_sources (id),
  received_at timestamptz not null default now(),
  content_type text not null default '',
  body bytea not null,
  body_hash bytea not null generated always as (sha256(body)) stored,
  unique nulls not distinct (channel, source_id, body_hash)
);
alter table private.raw_deliveries enable row level security;
create index raw_deliveries_received_idx on private.raw_deliveries (received_at, id);

grant select, insert, update, delete on private.unclaimed_events, private.raw_deliveries to service_role;

-- ---------------------------------------------------------------------------------------------- taking

drop function app.receive_events(text, uuid, text[], text[], text[], bytea[], jsonb, text);

-- Stores a whole delivery, each event once, in one statement. `source` null: the account of each event says whose it is.
-- Answers how many were new and how many are nobody's here (they are kept). Of kind `unreadable`: a delivery that could not be
-- split and waits for a person; of kind `nothing`: one in which the adapter found no event.
create function app.receive_events(
  channel text, source uuid, accounts text[], kinds text[], keys text[], bodies bytea[], headers jsonb, content_type text,
  received_at timestamptz default now()
)
returns table (taken integer, unknown integer)
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  reached uuid[];
  parked uuid[];
begin
  with parts as (
    select left(p.account, 200) as account, p.kind, p.key, p.body, p.place
    from unnest(accounts, kinds, keys, bodies) with ordinality p (account, kind, key, body, place)
  ), placed as (
    select p.kind, p.key, p.body, p.place, s.id as source_id,
      case when s.state = 'paused' then 'paused' when p.kind in ('unreadable', 'nothing') then p.kind end as reason
    from parts p
    join public.lead_sources s on s.archived_at is null
      and case when source is not null then s.id = source
        else s.account_id = p.account and coalesce(nullif(s.settings ->> 'adapter', ''), s.channel) = channel
          and s.state <> 'disconnected' end
  ), stored as (
    insert into private.inbound_events as e
      (source_id, channel, kind, dedupe_key, received_at, headers, content_type, body, status, quarantine_reason, processed_at)
    select p.source_id, channel, p.kind, p.key, received_at, headers, content_type, p.body,
      case when p.reason is null then 'pending' when p.reason = 'unreadable' then 'quarantined' else 'ignored' end, p.reason,
      case when p.reason in ('paused', 'nothing') then now() end
    from placed p
    -- In one order for everybody: two deliveries of the same events must not wait for each other.
    order by p.source_id, p.key, p.place
    on conflict on constraint inbound_events_source_id_dedupe_key_key do nothing
    returning e.source_id, e.status
  ), strays as (
    select p.account, p.kind, p.key, p.body, p.place
    from parts p where not exists (select from placed x where x.place = p.place)
  ), kept as (
    insert into private.unclaimed_events (channel, account, kind, dedupe_key, received_at, headers, content_type, body)
    select channel, p.account, p.kind, p.key, received_at, headers, content_type, p.body
    from strays p
    order by p.account, p.key, p.place
    on conflict do nothing
  )
  select (select count(*) from stored), (select count(*) from strays), (select array_agg(distinct st.source_id) from stored st),
    (select array_agg(distinct st.source_id) from stored st where st.status = 'quarantined')
  into taken, unknown, reached, parked;
  if taken > 0 then
    -- Never waiting for whoever edits the source: an event comes first.
    update public.lead_sources s set last_event_at = now()
    where s.id in (
      select x.id from public.lead_sources x
      where x.id = any (reached) and (x.last_event_at is null or x.last_event_at < now() - interval '5 seconds')
      for no key update skip locked
    );
    perform app.tell_of_parked(p.id) from unnest(parked) p (id);
    perform pg_notify('smena_inbound', taken::text);
  end if;
  return next;
end
$$;

-- Keeps a verified delivery whole, for takers that cannot split it; true when it is new.
create function app.receive_delivery(channel text, source uuid, content_type text, body bytea)
returns boolean
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
begin
  insert into private.raw_deliveries (channel, source_id, content_type, body) values (channel, source, left(content_type, 200), body)
  on conflict do nothing;
  if not found then
    return false;
  end if;
  perform pg_notify('smena_inbound', 'delivery');
  return true;
end
$$;

-- ---------------------------------------------------------------------------------------------- claiming

-- Events whose account a source has by now become its own; how many.
create function app.claim_unclaimed()
returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
  claimed integer;
begin
  with found as (
    delete from private.unclaimed_events u
    using public.lead_sources s
    where u.account <> '' and s.account_id = u.account and coalesce(nullif(s.settings ->> 'adapter', ''), s.channel) = u.channel
      and s.archived_at is null and s.state not in ('disconnected', 'paused')
    returning s.id as source_id, u.channel, u.kind, u.dedupe_key, u.received_at, u.headers, u.content_type, u.body
  ), stored as (
    insert into private.inbound_events as e (source_id, channel, kind, dedupe_key, received_at, headers, content_type, body)
    select f.source_id, f.channel, f.kind, f.dedupe_key, f.received_at, f.headers, f.content_type, f.body
    from found f
    order by f.source_id, f.dedupe_key
    on conflict on constraint inbound_events_source_id_dedupe_key_key do nothing
    returning e.id
  )
  select count(*) into claimed from stored;
  if claimed > 0 then
    perform pg_notify('smena_inbound', claimed::text);
  end if;
  return claimed;
end
$$;

-- A month of them, and ten thousand a channel: what nobody claims is somebody else's mail.
create function app.tidy_unclaimed()
returns void
language sql
security definer
set search_path = ''
as $$
  delete from private.unclaimed_events u where u.received_at < now() - interval '30 days';
  delete from private.unclaimed_events u
  using (
    select x.id, row_number() over (partition by x.channel order by x.received_at desc, x.id desc) as place from private.unclaimed_events x
  ) p
  where p.id = u.id and p.place > 10000
$$;

-- Whose events nobody takes: by channel and account. Nothing for whoever is no admin.
create function app.unclaimed_accounts()
returns table (channel text, account text, events bigint, first_at timestamptz, last_at timestamptz)
language sql
stable security definer
set search_path = ''
as $$
  select u.channel, u.account, count(*), min(u.received_at), max(u.received_at)
  from private.unclaimed_events u
  where (select app.is_admin())
  group by u.channel, u.account
$$;

-- ---------------------------------------------------------------------------------------------- who may

-- The login of `supabase/functions/capture`: it may become nobody, and call what takes leads and deliveries in.
do $$
begin
  if not exists (select from pg_roles where rolname = 'smena_capture') then
    create role smena_capture login noinherit;
  end if;
end
$$;
-- A pooler takes no settings at the start of a connection: they are the login's.
alter role smena_capture set statement_timeout = '8s';
alter role smena_capture set lock_timeout = '3s';
grant usage on schema app to smena_capture;
grant execute on function app.site_key(text), app.site_origins(),
  app.receive_submission(text, uuid, text, text, jsonb, text, bytea, inet, text, integer, integer), app.hook_source(uuid),
  app.receive_delivery(text, uuid, text, bytea) to smena_capture;

grant execute on function app.receive_events(text, uuid, text[], text[], text[], bytea[], jsonb, text, timestamptz) to smena_api, service_role;
grant execute on function app.claim_unclaimed(), app.tidy_unclaimed() to service_role;
grant execute on function app.unclaimed_accounts() to authenticated;
