-- Clients, their contacts and timeline, who owned them when, and saved filters.

create table public.clients (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references public.profiles (id),
  name text not null check (length(btrim(name)) between 1 and 200),
  company text check (length(company) <= 200),
  job_title text check (length(job_title) <= 200),
  city text check (length(city) <= 120),
  note text check (length(note) <= 10000),
  tags text[] not null default '{}' check (cardinality(tags) <= 50),
  status text not null default 'lead' check (status in ('lead', 'active', 'customer', 'lost')),
  source_id uuid references public.lead_sources (id),
  first_touch jsonb not null default '{}' check (jsonb_typeof(first_touch) = 'object'),
  received_at timestamptz not null default now(),
  -- Copies kept by the trigger on client_contacts, so that a list reads one table.
  phone text,
  email text,
  contact_keys text not null default '',
  search text not null generated always as (lower(name || ' ' || coalesce(company, '') || ' ' || contact_keys)) stored,
  -- Rows that every metric leaves out together.
  excluded text check (excluded in ('test', 'spam', 'merged')),
  merged_into uuid references public.clients (id),
  -- Copies of facts that figures and the list of those who wait read; kept by app.recount_clients.
  first_owner_id uuid references public.profiles (id),
  first_answer_at timestamptz,
  first_won_at timestamptz,
  waiting_since timestamptz,
  archived_at timestamptz,
  erased_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (id, owner_id),
  -- What was merged or erased stays gone, and no moment breaks a calendar.
  constraint clients_gone_check check (archived_at is not null or (merged_into is null and erased_at is null)),
  constraint clients_archived_check check (archived_at >= '1970-01-01 00:00Z' and archived_at < '2200-01-01 00:00Z')
);
alter table public.clients enable row level security;
-- One index per hot question, in the order of its filter, with what else may be asked, so that totals stay in the index.
-- Live rows only: lists show no archived client.
create index clients_owner_received_idx on public.clients (owner_id, received_at desc, id desc) include (status, source_id)
  where archived_at is null;
create index clients_owner_status_received_idx on public.clients (owner_id, status, received_at desc, id desc) include (source_id)
  where archived_at is null;
create index clients_owner_source_received_idx on public.clients (owner_id, source_id, received_at desc, id desc) include (status)
  where archived_at is null;
-- These carry the owner, whom the policy asks for: an admin's counts stay in the index.
create index clients_received_idx on public.clients (received_at desc, id desc) include (owner_id) where archived_at is null;
create index clients_status_received_idx on public.clients (status, received_at desc, id desc) include (owner_id) where archived_at is null;
create index clients_source_received_idx on public.clients (source_id, received_at desc, id desc) include (owner_id, archived_at);
create index clients_source_status_received_idx on public.clients (source_id, status, received_at desc, id desc) include (owner_id)
  where archived_at is null;
create index clients_search_idx on public.clients using gin (owner_id, search extensions.gin_trgm_ops) where archived_at is null;
create index clients_tags_idx on public.clients using gin (owner_id, tags) where archived_at is null;
create index clients_archived_idx on public.clients (received_at desc, id desc) include (owner_id)
  where archived_at is not null and merged_into is null and erased_at is null;
create index clients_owner_archived_idx on public.clients (owner_id, received_at desc, id desc)
  where archived_at is not null and merged_into is null and erased_at is null;
create index clients_merged_into_idx on public.clients (merged_into) where merged_into is not null;
create trigger clients_version
  before update of name, company, job_title, city, note, tags, status, source_id, owner_id, archived_at, excluded on public.clients
  for each row execute function app.next_version();

-- The owner of a child is the owner of its client: never sent, always copied, so a child cannot be hung on a foreign parent.
-- (A parent that nobody has is refused in the very words that refuse a colleague's: ids cannot be probed.)
create function app.refuse_row(table_name text)
returns void
language plpgsql
set search_path = ''
as $$
begin
  raise exception using errcode = '42501', message = format('new row violates row-level security policy for table "%s"', table_name);
end
$$;

create function app.inherit_client_owner()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  select c.owner_id into new.owner_id from public.clients c where c.id = new.client_id;
  if new.owner_id is null then
    perform app.refuse_row(tg_table_name);
  end if;
  return new;
end
$$;

create table public.client_contacts (
  id uuid primary key default gen_random_uuid(),
  client_id uuid not null,
  owner_id uuid not null,
  kind text not null check (kind in (
    'phone', 'email', 'instagram', 'telegram', 'whatsapp', 'viber', 'messenger', 'website', 'other')),
  value text not null check (length(value) between 1 and 320),
  normalized text not null check (length(normalized) between 1 and 320),
  scope text not null default '',
  label text check (length(label) <= 60),
  is_primary boolean not null default false,
  verified_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (client_id, kind, scope, normalized),
  foreign key (client_id, owner_id) references public.clients (id, owner_id) on update cascade on delete cascade
);
alter table public.client_contacts enable row level security;
create index client_contacts_normalized_idx on public.client_contacts (normalized, kind);
create index client_contacts_owner_idx on public.client_contacts (owner_id);
create trigger client_contacts_owner before insert on public.client_contacts
  for each row execute function app.inherit_client_owner();
create trigger client_contacts_version before update of kind, value, normalized, label, is_primary on public.client_contacts
  for each row execute function app.next_version();

create function app.copy_contacts_to_client()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  -- An import writes the copies with the client: one update per contact would double its time.
  if current_setting('app.importing', true) = 'on' then
    return null;
  end if;
  update public.clients c
  set phone = k.phone, email = k.email, contact_keys = k.keys
  from (
    select
      (array_agg(x.value order by x.is_primary desc, x.created_at, x.id) filter (where x.kind = 'phone'))[1] as phone,
      (array_agg(x.value order by x.is_primary desc, x.created_at, x.id) filter (where x.kind = 'email'))[1] as email,
      left(coalesce(string_agg(x.normalized, ' ' order by x.created_at, x.id), ''), 2000) as keys
    from public.client_contacts x
    where x.client_id = coalesce(new.client_id, old.client_id)
  ) k
  where c.id = coalesce(new.client_id, old.client_id);
  if tg_op = 'UPDATE' and new.client_id <> old.client_id then
    update public.clients c set contact_keys = '', phone = null, email = null where c.id = old.client_id;
  end if;
  return null;
end
$$;
create trigger client_contacts_copy
  after insert or delete or update of client_id, kind, value, normalized, is_primary on public.client_contacts
  for each row execute function app.copy_contacts_to_client();

create table public.interactions (
  id uuid primary key default gen_random_uuid(),
  client_id uuid not null,
  owner_id uuid not null,
  deal_id uuid,
  channel text not null default 'manual' check (channel in (
    'manual', 'site', 'instagram', 'email', 'telegram', 'whatsapp', 'viber', 'messenger', 'phone', 'elevenlabs', 'other')),
  kind text not null check (kind in ('note', 'message', 'comment', 'call', 'meeting', 'form')),
  direction text not null check (direction in ('in', 'out', 'internal')),
  author_id uuid default auth.uid() references public.profiles (id),
  author_name text check (length(author_name) <= 200),
  subject text check (length(subject) <= 500),
  body text not null default '' check (length(body) <= 50000),
  occurred_at timestamptz not null default now(),
  duration_seconds integer check (duration_seconds between 0 and 86400),
  source_id uuid references public.lead_sources (id),
  external_id text,
  reply_until timestamptz,
  attachments jsonb not null default '[]' check (jsonb_typeof(attachments) = 'array'),
  details jsonb not null default '{}' check (jsonb_typeof(details) = 'object'),
  erased_at timestamptz,
  created_at timestamptz not null default now(),
  foreign key (client_id, owner_id) references public.clients (id, owner_id) on update cascade,
  constraint interactions_occurred_check check (occurred_at >= '1970-01-01 00:00Z' and occurred_at <= created_at + interval '1 minute')
);
alter table public.interactions enable row level security;
-- With the owner, whom the policy asks for: a list shows each client's last entry from the index.
create index interactions_client_idx on public.interactions (client_id, occurred_at desc, id desc) include (owner_id);
create index interactions_owner_idx on public.interactions (owner_id, occurred_at desc, id desc);
create index interactions_author_idx on public.interactions (author_id, occurred_at desc);
create index interactions_deal_idx on public.interactions (deal_id) where deal_id is not null;
create unique index interactions_external_key on public.interactions (source_id, external_id) where external_id is not null;
create trigger interactions_owner before insert on public.interactions
  for each row execute function app.inherit_client_owner();
create trigger interactions_append_only before update or delete on public.interactions
  for each row execute function app.append_only();

-- Who owned a client from when, and why. Credit for results goes by this table, never by the current owner.
create table public.ownership_events (
  id uuid primary key default gen_random_uuid(),
  client_id uuid not null,
  owner_id uuid not null,
  from_owner_id uuid references public.profiles (id),
  to_owner_id uuid not null references public.profiles (id),
  reason text not null check (reason in ('created', 'rule', 'hand', 'claim', 'handover', 'import', 'merge')),
  actor_id uuid references public.profiles (id),
  occurred_at timestamptz not null default now(),
  foreign key (client_id, owner_id) references public.clients (id, owner_id) on update cascade
);
alter table public.ownership_events enable row level security;
create index ownership_events_client_idx on public.ownership_events (client_id, occurred_at);
create index ownership_events_owner_idx on public.ownership_events (owner_id);
create index ownership_events_to_owner_idx on public.ownership_events (to_owner_id, occurred_at);
create index ownership_events_from_owner_idx on public.ownership_events (from_owner_id);
create index ownership_events_actor_idx on public.ownership_events (actor_id);
create trigger ownership_events_append_only before update or delete on public.ownership_events
  for each row execute function app.append_only();

create function app.record_ownership()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  -- An import writes the births of a whole batch in one statement.
  if tg_op = 'INSERT' and current_setting('app.importing', true) = 'on' then
    return null;
  end if;
  insert into public.ownership_events (client_id, owner_id, from_owner_id, to_owner_id, reason, actor_id, occurred_at)
  values (
    new.id, new.owner_id,
    case when tg_op = 'UPDATE' then old.owner_id end,
    new.owner_id,
    coalesce(nullif(current_setting('app.ownership_reason', true), ''), case when tg_op = 'INSERT' then 'created' else 'hand' end),
    auth.uid(),
    case when tg_op = 'INSERT' then least(new.created_at, now()) else now() end
  );
  return null;
end
$$;
create trigger clients_ownership_created after insert on public.clients
  for each row execute function app.record_ownership();
-- Named to fire after the foreign keys' cascades ("RI_..."): the event then refers to the new owner.
create trigger clients_ownership_changed after update of owner_id on public.clients
  for each row when (old.owner_id is distinct from new.owner_id) execute function app.record_ownership();

create table public.segments (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references public.profiles (id),
  name text not null check (length(btrim(name)) between 1 and 80),
  filters jsonb not null check (jsonb_typeof(filters) = 'object'),
  shared boolean not null default false,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (owner_id, name)
);
alter table public.segments enable row level security;
create trigger segments_version before update of name, filters, shared on public.segments
  for each row execute function app.next_version();

-- ---------------------------------------------------------------------------------------------- search

-- LIKE is not leakproof, so under row level security it cannot reach the index: a definer function can (measured: 0.2-2.5 ms
-- instead of 10-300 ms). The newest live clients that a text finds.
create function app.search_clients(term text, max_rows integer default 50)
returns table (id uuid, received_at timestamptz)
language plpgsql
stable security definer
set search_path = ''
as $$
begin
  if length(btrim(term)) >= 2 then
    return query
      select f.id, f.received_at
      from app.find_clients(term, null, null, null, null, null, null, false, null, null, true, max_rows) f;
  end if;
end
$$;

-- The list's filters, one page of ids; `hits` counts the matches before paging (3001 for more; null for many with text or tags). For text and tags, whose operators row level security keeps from an index, and for an admin, whose hundred
-- owners mislead the planner: here each question is planned as it is asked.
-- An admin's common words and tags are met among the newest clients: of 2,500, or of 20,000 when one in sixty matches. What is
-- not is gathered, up to 5,000 matches, and ordered then; of still more the newest are met by walking on. A manager's matches
-- are few enough to gather at once.
create function app.find_clients(
  term text, tags text[], owners uuid[], sources uuid[], statuses text[], received_from date, received_to date,
  archived boolean, after_at timestamptz, after_id uuid, descending boolean, max_rows integer
)
returns table (id uuid, received_at timestamptz, hits bigint)
language plpgsql
stable security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  me uuid := app.active_uid();
  mine boolean := not app.is_admin();
  escaped text := replace(replace(replace(lower(btrim(term)), '\', '\\'), '%', '\%'), '_', '\_');
  starts_at timestamptz := (select b.starts_at from app.day_bounds(received_from) b);
  ends_at timestamptz := (select b.ends_at from app.day_bounds(received_to) b);
  -- A single value by `=`: only then does the index of the filter give the order, too.
  indexed text := concat_ws(' and ',
    case when archived then 'c.archived_at is not null and c.merged_into is null and c.erased_at is null'
      else 'c.archived_at is null' end,
    case when mine then 'c.owner_id = $1' end,
    case when cardinality(owners) = 1 then 'c.owner_id = ($2)[1]' when owners is not null then 'c.owner_id = any ($2)' end,
    case when cardinality(sources) = 1 then 'c.source_id = ($3)[1]' when sources is not null then 'c.source_id = any ($3)' end,
    case when cardinality(statuses) = 1 then 'c.status = ($4)[1]' when statuses is not null then 'c.status = any ($4)' end,
    case when starts_at is not null then 'c.received_at >= $5' end,
    case when ends_at is not null then 'c.received_at < $6' end);
  -- Two letters have no trigram of their own, the beginning of a word has.
  matched text := concat_ws(' and ',
    case when length(btrim(term)) = 2 then '(c.search like $7 or c.search like $8)'
      when term is not null then 'c.search like $8' end,
    case when tags is not null then 'c.tags @> $9' end);
  beginning text := escaped || '%';
  pattern text := case when length(btrim(term)) = 2 then '% ' || escaped || '%' else '%' || escaped || '%' end;
  beyond text := case when after_at is null then 'true'
    when descending then '(c.received_at, c.id) < ($10, $11)' else '(c.received_at, c.id) > ($10, $11)' end;
  in_order text := case when descending then 'order by c.received_at desc, c.id desc' else 'order by c.received_at, c.id' end;
  walk text := format(
    'select array_agg(w.id), array_agg(w.received_at) from (
       select c.id, c.received_at from (select * from public.clients c where %s and %s %s limit $12) c where %s limit $13) w',
    indexed, beyond, in_order, matched);
  ids uuid[];
  times timestamptz[];
  depth integer;
begin
  if me is null then
    return;
  end if;
  if matched = '' then
    execute format('select array_agg(w.id), array_agg(w.received_at) from (
      select c.id, c.received_at from public.clients c where %s and %s %s limit $12) w', indexed, beyond, in_order)
    into ids, times
    using me, owners, sources, statuses, starts_at, ends_at, beginning, pattern, tags, after_at, after_id, max_rows;
    if after_at is null then
      execute format('select count(*) from (select from public.clients c where %s limit 3001) x', indexed) into hits
      using me, owners, sources, statuses, starts_at, ends_at;
    end if;
  elsif not mine then
    foreach depth in array array[2500, 20000] loop
      execute walk into ids, times
      using me, owners, sources, statuses, starts_at, ends_at, beginning, pattern, tags, after_at, after_id, depth, max_rows;
      exit when coalesce(cardinality(ids), 0) not between depth / 60 and max_rows - 1;
    end loop;
  end if;
  if matched <> '' and coalesce(cardinality(ids), 0) < max_rows then
    execute format(
      'select coalesce(array_agg(x.id), ''{}''), array_agg(x.received_at)
       from (select c.id, c.received_at from public.clients c where %s and %s limit 5001) x', indexed, matched)
    into ids, times
    using me, owners, sources, statuses, starts_at, ends_at, beginning, pattern, tags;
    hits := nullif(cardinality(ids), 5001);
    if hits > 3000 then
      hits := 3001;
    elsif hits is null then
      execute walk into ids, times
      using me, owners, sources, statuses, starts_at, ends_at, beginning, pattern, tags, after_at, after_id, null::bigint, max_rows;
    end if;
  end if;
  return query execute format(
    'select c.id, c.received_at, $1 from unnest($2, $3) c (id, received_at) where %s %s limit $4',
    replace(replace(beyond, '$10', '$5'), '$11', '$6'), in_order)
  using hits, ids, times, max_rows, after_at, after_id;
end
$$;

-- Does anybody have this contact? Own clients by id; of a colleague's only that he has one: "ask the head".
create function app.find_duplicate(kind text, normalized text, except_client uuid default null)
returns table (client_id uuid, name text, elsewhere boolean)
language plpgsql
stable security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  visible uuid[] := app.visible_owners();
begin
  if cardinality(visible) = 0 then
    return;
  end if;
  return query
    select distinct
      case when c.owner_id = any (visible) then c.id end,
      case when c.owner_id = any (visible) then c.name end,
      not c.owner_id = any (visible)
    from public.client_contacts k
    join public.clients c on c.id = k.client_id
    where k.normalized = find_duplicate.normalized
      and (k.kind = find_duplicate.kind or (k.kind in ('phone', 'whatsapp', 'viber') and find_duplicate.kind in ('phone', 'whatsapp', 'viber')))
      and c.archived_at is null
      and c.id is distinct from except_client;
end
$$;

-- ---------------------------------------------------------------------------------------------- hands

-- Somebody at work, who stays so until the transaction ends: whoever ends his access waits, and hands these rows over, too.
create function app.check_new_owner(new_owner uuid)
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform from public.profiles p
  where p.id = new_owner and p.status = 'active' and p.role <> 'nobody'
  for key share;
  if not found and new_owner <> app.unassigned() then
    perform app.fail(422, 'owner_not_active', '{"field": "owner_id"}');
  end if;
end
$$;

-- Hands clients over, deals, tasks, timeline and files with them. Only an admin; answers how many changed hands.
create function app.assign_clients(client_ids uuid[], new_owner uuid, reason text default 'hand')
returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
  moved uuid[];
begin
  perform app.require_admin();
  perform app.check_new_owner(new_owner);
  perform set_config('app.ownership_reason', reason, true);
  with changed as (
    update public.clients c set owner_id = new_owner
    where c.id = any (client_ids) and c.owner_id <> new_owner
    returning c.id
  )
  select array_agg(x.id) into moved from changed x;
  -- What was merged into them follows: its files are read through it.
  update public.clients c set owner_id = new_owner
  where c.merged_into = any (client_ids) and c.owner_id <> new_owner;
  perform set_config('app.ownership_reason', '', true);
  if cardinality(moved) = 1 and new_owner not in (app.unassigned(), auth.uid()) then
    -- (A name in a notification goes with the id of the client: erasure finds it by that.)
    perform app.notify_user(new_owner, 'client_assigned', jsonb_build_object('count', 1, 'name', c.name), c.id)
    from public.clients c where c.id = moved[1];
  elsif cardinality(moved) > 1 and new_owner not in (app.unassigned(), auth.uid()) then
    perform app.notify_user(new_owner, 'clients_handed_over', jsonb_build_object('count', cardinality(moved)));
  end if;
  return coalesce(cardinality(moved), 0);
end
$$;

grant execute on function app.search_clients(text, integer),
  app.find_clients(text, text[], uuid[], uuid[], text[], date, date, boolean, timestamptz, uuid, boolean, integer),
  app.find_duplicate(text, text, uuid), app.assign_clients(uuid[], uuid, text) to authenticated;
grant execute on function app.check_new_owner(uuid) to service_role;

revoke all on public.clients, public.client_contacts, public.interactions, public.ownership_events, public.segments
  from anon, authenticated, service_role;
grant select on public.clients, public.client_contacts, public.interactions, public.ownership_events, public.segments
  to authenticated, service_role;
grant insert (id, owner_id, name, company, job_title, city, note, tags, status, source_id) on public.clients to authenticated;
grant update (name, company, job_title, city, note, tags, status, archived_at) on public.clients to authenticated;
grant insert (id, client_id, kind, value, normalized, scope, label, is_primary), delete on public.client_contacts to authenticated;
grant update (kind, value, normalized, label, is_primary) on public.client_contacts to authenticated;
grant insert (id, client_id, deal_id, channel, kind, direction, subject, body, occurred_at, duration_seconds, attachments)
  on public.interactions to authenticated;
grant insert (id, name, filters, shared), delete on public.segments to authenticated;
grant update (name, filters, shared) on public.segments to authenticated;
grant insert, update on public.clients, public.client_contacts to service_role;
grant insert on public.interactions to service_role;
