-- Inbound events: stored before they are understood, then made into clients by a worker.

create table private.inbound_events (
  id uuid primary key default gen_random_uuid(),
  source_id uuid not null references public.lead_sources (id),
  channel text not null,
  kind text not null,
  dedupe_key text not null,
  received_at timestamptz not null default now(),
  headers jsonb not null default '{}',
  content_type text not null default '',
  body bytea not null,
  remote_ip inet,
  status text not null default 'pending' check (status in ('pending', 'done', 'ignored', 'quarantined', 'dead', 'discarded')),
  -- Why it waits for a person, or why nothing was made of it.
  quarantine_reason text,
  attempts integer not null default 0,
  next_attempt_at timestamptz not null default now(),
  locked_until timestamptz,
  last_error text,
  client_id uuid,
  interaction_id uuid,
  processed_at timestamptz,
  unique (source_id, dedupe_key)
);
alter table private.inbound_events enable row level security;
create index inbound_events_due_idx on private.inbound_events (next_attempt_at, id) where status = 'pending';
create index inbound_events_source_idx on private.inbound_events (source_id, received_at desc);
create index inbound_events_parked_idx on private.inbound_events (received_at desc) where status in ('quarantined', 'dead');

-- Small counters for public endpoints, shared by all processes: one row a key and window.
create table private.rate_windows (
  key text not null,
  window_start timestamptz not null,
  hits integer not null,
  primary key (key, window_start)
);
alter table private.rate_windows enable row level security;

grant select, insert, update, delete on private.inbound_events, private.rate_windows to service_role;

-- Counts a hit; answers how many the key has had in this window.
create function app.count_hit(key text, window_seconds integer)
returns integer
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  counted integer;
begin
  insert into private.rate_windows as w (key, window_start, hits)
  values (key, to_timestamp(floor(extract(epoch from now()) / window_seconds) * window_seconds), 1)
  on conflict on constraint rate_windows_pkey do update set hits = w.hits + 1
  returning w.hits into counted;
  return counted;
end
$$;

-- Counts a hit; true while the key stays within its limit.
create function app.within_limit(key text, max_hits integer, window_seconds integer)
returns boolean
language sql
security definer
set search_path = ''
as $$ select app.count_hit(key, window_seconds) <= max_hits $$;

-- What the public endpoint must know of a key before it stores anything.
create function app.site_key(public_key text)
returns table (source_id uuid, origins text[], per_minute integer, secret_nonce bytea, secret_ciphertext bytea)
language sql
stable security definer
set search_path = ''
as $$
  select k.source_id, k.origins, k.per_minute, c.nonce, c.ciphertext
  from public.site_keys k
  join public.lead_sources s on s.id = k.source_id and s.archived_at is null and s.state <> 'paused'
  left join private.credentials c on c.source_id = k.source_id and c.kind = 'site_hmac'
  where k.public_key = site_key.public_key and (k.revoked_at is null or k.revoked_at > now())
$$;

-- Every origin that some live key names: what a preflight may know, which carries no key.
create function app.site_origins()
returns text[]
language sql
stable security definer
set search_path = ''
as $$
  select coalesce(array_agg(distinct o.origin), '{}')
  from public.site_keys k
  join public.lead_sources s on s.id = k.source_id and s.archived_at is null and s.state <> 'paused'
  cross join lateral unnest(k.origins) o (origin)
  where k.revoked_at is null or k.revoked_at > now()
$$;

-- Tells the head that something was parked, at most once an hour a source: a flood of spam is one notification.
create function app.tell_of_parked(source uuid)
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
  if app.within_limit('parked:' || source::text, 1, 3600) then
    perform app.notify_admins('lead_quarantined',
      (select jsonb_build_object('source_id', s.id, 'name', s.name) from public.lead_sources s where s.id = source));
  end if;
end
$$;

-- Stores a raw event once; answers its id and whether it is new. Wakes the workers.
create function app.receive_event(
  source_id uuid, kind text, dedupe_key text, headers jsonb, content_type text, body bytea, remote_ip inet,
  quarantine_reason text default null
)
returns table (event_id uuid, is_new boolean)
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
begin
  insert into private.inbound_events as e (source_id, channel, kind, dedupe_key, headers, content_type, body, remote_ip, status, quarantine_reason)
  -- A source of channel 'other' names the adapter of its package.
  select source_id, coalesce(nullif(s.settings ->> 'adapter', ''), s.channel), kind, dedupe_key, headers, content_type, body, remote_ip,
    case when quarantine_reason is null then 'pending' else 'quarantined' end, quarantine_reason
  from public.lead_sources s where s.id = source_id
  on conflict on constraint inbound_events_source_id_dedupe_key_key do nothing
  returning e.id into event_id;
  if event_id is not null then
    is_new := true;
    -- Not for each of many at once, and never waiting for whoever edits the source or chooses an owner: a lead comes first.
    update public.lead_sources s set last_event_at = now()
    where s.id = (
      select x.id from public.lead_sources x
      where x.id = source_id and (x.last_event_at is null or x.last_event_at < now() - interval '5 seconds')
      for no key update skip locked
    );
    if quarantine_reason is null then
      perform pg_notify('smena_inbound', event_id::text);
    else
      perform app.tell_of_parked(source_id);
    end if;
  else
    is_new := false;
    select e.id into event_id from private.inbound_events e
    where e.source_id = receive_event.source_id and e.dedupe_key = receive_event.dedupe_key;
  end if;
  return next;
end
$$;

-- One public submission: counted against its key and, when it is no server's, its address; then stored. Over a limit
-- it is parked, over four times the limit refused: no row.
create function app.receive_submission(
  public_key text, source_id uuid, kind text, dedupe_key text, headers jsonb, content_type text, body bytea, remote_ip inet,
  quarantine_reason text, key_limit integer, address_limit integer
)
returns table (event_id uuid, is_new boolean)
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  by_key integer := app.count_hit('key:' || public_key, 60);
  -- A home has a whole /64 of IPv6 addresses.
  caller text := coalesce(case family(remote_ip) when 6 then text(network(set_masklen(remote_ip, 64))) else host(remote_ip) end, '');
  by_address integer := case when address_limit is null then 0 else app.count_hit('address:' || caller, 60) end;
begin
  if by_key > key_limit * 4 or by_address > address_limit * 4 then
    return;
  end if;
  if by_key > key_limit or by_address > address_limit then
    quarantine_reason := coalesce(quarantine_reason, 'too_many');
  end if;
  return query
    select r.event_id, r.is_new
    from app.receive_event(source_id, kind, dedupe_key, headers, content_type, body, remote_ip, quarantine_reason) r;
end
$$;

-- These are for the API's own login, which acts for nobody there: the principal of a public form is no user.
grant execute on function app.within_limit(text, integer, integer), app.site_key(text), app.site_origins(),
  app.receive_event(uuid, text, text, jsonb, text, bytea, inet, text),
  app.receive_submission(text, uuid, text, text, jsonb, text, bytea, inet, text, integer, integer)
  to smena_api, service_role;
grant execute on function app.tell_of_parked(uuid) to service_role;

-- Claims due events for one worker; another worker passes over them until the lock runs out.
create function app.claim_events(max_rows integer, lock_seconds integer default 60)
returns setof private.inbound_events
language sql
security definer
set search_path = ''
as $$
  update private.inbound_events e
  set locked_until = now() + make_interval(secs => lock_seconds), attempts = e.attempts + 1
  from (
    select x.id from private.inbound_events x
    where x.status = 'pending' and x.next_attempt_at <= now() and (x.locked_until is null or x.locked_until < now())
    order by x.next_attempt_at, x.id
    limit max_rows
    for update skip locked
  ) due
  where e.id = due.id
  returning e.*
$$;

-- ---------------------------------------------------------------------------------------------- who gets it

-- The owner by the source's rule, who stays at work until the transaction ends: whoever ends his access waits, and hands this
-- client over, too. Nobody fits (no active manager, nobody on shift): the unassigned marker, and the head is told.
create function app.choose_owner(source uuid)
returns uuid
language plpgsql
security definer
set search_path = ''
as $$
declare
  rule text;
  fixed uuid;
  chosen uuid;
begin
  -- No key update: events that come in meanwhile refer to this row and must not wait.
  select s.assignment_rule, s.fixed_manager_id into rule, fixed from public.lead_sources s where s.id = source for no key update;
  if rule = 'fixed' then
    select p.id into chosen from public.profiles p where p.id = fixed and p.status = 'active' for key share of p;
  elsif rule = 'least_loaded' then
    select p.id into chosen
    from public.profiles p
    left join lateral (
      select count(*) as open_leads from public.clients c
      where c.owner_id = p.id and c.status = 'lead' and c.archived_at is null and c.received_at > now() - interval '30 days'
    ) load on true
    where p.role = 'manager' and p.status = 'active'
    order by load.open_leads, p.id
    limit 1
    for key share of p;
  elsif rule in ('round_robin', 'on_shift') then
    -- Whose turn is longest ago among those who may get it: no cursor to keep, and a new colleague starts at once.
    select p.id into chosen
    from public.profiles p
    left join lateral (
      select max(o.occurred_at) as last_at from public.ownership_events o where o.to_owner_id = p.id and o.reason = 'rule'
    ) turn on true
    where p.role = 'manager' and p.status = 'active' and (rule = 'round_robin' or app.on_shift(p.id))
    order by turn.last_at nulls first, p.id
    limit 1
    for key share of p;
  end if;
  return coalesce(chosen, app.unassigned());
end
$$;

-- Makes one understood lead real: joins the client that has this phone or e-mail, or makes one with an owner by rule;
-- adds the interaction, tells the owner. Called once per event by a worker, in its transaction; repeating it changes nothing.
--
-- lead: {"name", "company"?, "city"?, "message"?, "kind": "form|comment|message", "external_id", "received_at"?,
--        "contacts": [{"kind", "value", "normalized"}], "first_touch": {...}, "author_name"?, "details"?, "test"?}
create function app.accept_lead(source uuid, lead jsonb)
returns table (client_id uuid, interaction_id uuid, owner_id uuid, is_new_client boolean)
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  source_channel text;
  found_id uuid;
  at timestamptz := least(coalesce((lead ->> 'received_at')::timestamptz, now()), now());
  shown_name text := coalesce(nullif(btrim(lead ->> 'name'), ''), lead #>> '{contacts,0,value}', '—');
begin
  select s.channel into source_channel from public.lead_sources s where s.id = source;
  -- Two events with one phone at the same moment must not make two clients.
  perform pg_advisory_xact_lock(hashtextextended('smena.contact.' || k.normalized, 0))
  from (select distinct x ->> 'normalized' as normalized from jsonb_array_elements(lead -> 'contacts') x order by 1) k;

  select i.client_id, i.id, i.owner_id, false into client_id, interaction_id, owner_id, is_new_client
  from public.interactions i where i.source_id = source and i.external_id = lead ->> 'external_id';
  if found then
    return next;
    return;
  end if;

  select c.id into found_id
  from jsonb_array_elements(lead -> 'contacts') x
  join public.client_contacts k on k.normalized = x ->> 'normalized' and (
    k.kind = x ->> 'kind' or (k.kind in ('phone', 'whatsapp', 'viber') and x ->> 'kind' in ('phone', 'whatsapp', 'viber')))
  join public.clients c on c.id = k.client_id and c.merged_into is null and c.erased_at is null
  order by c.archived_at nulls first, c.received_at, c.id
  limit 1;

  is_new_client := found_id is null;
  if is_new_client then
    perform set_config('app.ownership_reason', 'rule', true);
    insert into public.clients (owner_id, name, company, city, source_id, first_touch, received_at, excluded)
    values (app.choose_owner(source), left(shown_name, 200), left(lead ->> 'company', 200), left(lead ->> 'city', 120), source,
      coalesce(lead -> 'first_touch', '{}'), at, case when lead ->> 'test' = 'true' then 'test' end)
    returning clients.id into found_id;
    perform set_config('app.ownership_reason', '', true);
  else
    perform app.wake_client(found_id, source);
  end if;

  insert into public.client_contacts (client_id, owner_id, kind, value, normalized)
  select found_id, app.unassigned(), x ->> 'kind', left(x ->> 'value', 320), left(x ->> 'normalized', 320)
  from jsonb_array_elements(lead -> 'contacts') x
  on conflict do nothing;

  insert into public.interactions (client_id, owner_id, channel, kind, direction, author_id, author_name, body, occurred_at,
    source_id, external_id, details)
  values (found_id, app.unassigned(),
    case when source_channel in ('manual', 'import') then 'other' else source_channel end,
    coalesce(lead ->> 'kind', 'form'), 'in', null, left(coalesce(lead ->> 'author_name', shown_name), 200),
    left(coalesce(lead ->> 'message', ''), 50000), at, source, lead ->> 'external_id',
    coalesce(lead -> 'details', '{}') || jsonb_build_object('first_touch', coalesce(lead -> 'first_touch', '{}')))
  returning interactions.id, interactions.owner_id into interaction_id, owner_id;

  if owner_id = app.unassigned() then
    perform app.notify_admins('lead_unassigned', jsonb_build_object('name', shown_name), found_id);
  else
    perform app.notify_user(owner_id, case when is_new_client then 'lead_new' else 'lead_repeat' end,
      jsonb_build_object('name', shown_name, 'source_id', source), found_id);
  end if;
  client_id := found_id;
  return next;
end
$$;

-- A lead or message with the name that it is counted under: that of the source's first rule that fits. Campaigns are patterns
-- with `*`. `place`: where the document keeps what it came by.
create function app.labelled(source uuid, channel text, kind text, place text, document jsonb)
returns jsonb
language sql
stable security definer
set search_path = ''
as $$
  select coalesce((
    select jsonb_set(document, array[place, 'label'], to_jsonb(r.label))
    from public.source_rules r
    where r.source_id = source and r.channel = labelled.channel and (r.kind is null or r.kind = labelled.kind)
      and (r.campaign_pattern is null
        or lower(coalesce(document #>> array[place, 'utm_campaign'], ''))
          like lower(replace(regexp_replace(r.campaign_pattern, '([\\%_])', '\\\1', 'g'), '*', '%')))
    order by r.position, r.id
    limit 1), document)
$$;

-- A known client writes again: out of the archive, back to a lead if he was lost, to somebody who is there if his manager left.
create function app.wake_client(client uuid, source uuid)
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.clients c
  set archived_at = null, status = case when c.status = 'lost' then 'lead' else c.status end
  where c.id = client and (c.archived_at is not null or c.status = 'lost');
  perform set_config('app.ownership_reason', 'rule', true);
  update public.clients c set owner_id = app.choose_owner(source)
  where c.id = client and not exists (select from public.profiles p where p.id = c.owner_id and p.status = 'active');
  perform set_config('app.ownership_reason', '', true);
end
$$;

grant execute on function app.claim_events(integer, integer), app.labelled(uuid, text, text, text, jsonb), app.accept_lead(uuid, jsonb),
  app.choose_owner(uuid) to service_role;

-- ---------------------------------------------------------------------------------------------- what the admin sees of it

-- The newest events of a source (or of all), the parked ones by default. Bodies are raw: the API reads them as the worker does.
create function app.source_events(
  source uuid default null, parked_only boolean default true, max_rows integer default 50,
  after_at timestamptz default null, after_id uuid default null
)
returns table (id uuid, source_id uuid, channel text, kind text, status text, reason text, received_at timestamptz,
  processed_at timestamptz, attempts integer, client_id uuid, content_type text, body bytea)
language plpgsql
stable security definer
set search_path = ''
as $$
#variable_conflict use_column
begin
  perform app.require_admin();
  return query
    select e.id, e.source_id, e.channel, e.kind, e.status, coalesce(e.quarantine_reason, e.last_error), e.received_at,
      e.processed_at, e.attempts, e.client_id, e.content_type, e.body
    from private.inbound_events e
    where (source is null or e.source_id = source) and (not parked_only or e.status in ('quarantined', 'dead'))
      and (after_at is null or (e.received_at, e.id) < (after_at, after_id))
    order by e.received_at desc, e.id desc
    limit max_rows;
end
$$;

-- Stores a made-up lead that goes the whole way; its client counts in no figure.
create function app.send_test_event(source uuid, body jsonb)
returns uuid
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform app.require_admin();
  if not exists (select from public.lead_sources s where s.id = source and s.archived_at is null) then
    perform app.fail(404, 'source_not_found');
  end if;
  return (
    select r.event_id
    from app.receive_event(source, 'form', 'test:' || gen_random_uuid(), '{"test": "true"}', 'application/json',
      convert_to(body::text, 'utf8'), null) r
  );
end
$$;

-- Release (process after all) or discard a parked event.
create function app.settle_event(event_id uuid, release boolean)
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform app.require_admin();
  update private.inbound_events e
  set status = case when release then 'pending' else 'discarded' end,
    attempts = 0, next_attempt_at = now(), locked_until = null, processed_at = case when release then null else now() end
  where e.id = event_id and e.status in ('quarantined', 'dead');
  if not found then
    perform app.fail(404, 'event_not_found');
  end if;
  if release then
    perform pg_notify('smena_inbound', event_id::text);
  end if;
end
$$;

-- How each source is doing; nothing for whoever is no admin.
create function app.source_health()
returns table (source_id uuid, events_today bigint, parked bigint)
language plpgsql
stable security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  today timestamptz := (select b.starts_at from app.day_bounds(app.day_of(now())) b);
begin
  if not app.is_admin() then
    return;
  end if;
  return query
    select s.id,
      (select count(*) from private.inbound_events e where e.source_id = s.id and e.received_at >= today),
      (select count(*) from private.inbound_events e where e.source_id = s.id and e.status in ('quarantined', 'dead'))
    from public.lead_sources s;
end
$$;
grant execute on function app.source_events(uuid, boolean, integer, timestamptz, uuid), app.send_test_event(uuid, jsonb), app.settle_event(uuid, boolean),
  app.source_health() to authenticated;
