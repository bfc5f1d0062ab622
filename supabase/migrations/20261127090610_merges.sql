-- Two records of one person become one, and for thirty days two again.

-- Who was merged into whom. `owner_id` follows the client, so whoever has him reads what he is made of.
create table public.client_merges (
  id uuid primary key default gen_random_uuid(),
  client_id uuid not null,
  owner_id uuid not null,
  loser_id uuid not null references public.clients (id),
  -- By a person, or by what a vendor said: one id, one number.
  reason text not null check (reason in ('hand', 'identity', 'contact')),
  evidence text not null default '' check (length(evidence) <= 320),
  merged_by uuid references public.profiles (id),
  merged_at timestamptz not null default now(),
  undone_by uuid references public.profiles (id),
  undone_at timestamptz,
  foreign key (client_id, owner_id) references public.clients (id, owner_id) on update cascade
);
alter table public.client_merges enable row level security;
create index client_merges_client_idx on public.client_merges (client_id, merged_at desc);
create index client_merges_owner_idx on public.client_merges (owner_id);
create index client_merges_loser_idx on public.client_merges (loser_id);
create index client_merges_merged_by_idx on public.client_merges (merged_by);
create index client_merges_undone_by_idx on public.client_merges (undone_by);

-- What it takes to put a merge back: ids of the rows that moved, and what else it changed. Personal data: gone after thirty days
-- and with an erasure.
create table private.merge_memories (
  merge_id uuid primary key references public.client_merges (id) on delete cascade,
  moved jsonb not null,
  winner_before jsonb not null,
  winner_after jsonb not null,
  loser_before jsonb not null
);
alter table private.merge_memories enable row level security;

revoke all on public.client_merges from anon, authenticated, service_role;
grant select on public.client_merges to authenticated, service_role;
grant select, insert, update, delete on private.merge_memories to service_role;

alter table public.ownership_events
  drop constraint ownership_events_reason_check,
  add constraint ownership_events_reason_check check (
    reason in ('created', 'rule', 'hand', 'claim', 'handover', 'import', 'merge', 'unmerge', 'reassign'));

insert into public.notification_kinds (kind, position, audience, email, telegram, urgent, optional) values
  ('client_merged', 61, 'all', false, false, false, true),
  ('client_merged_away', 62, 'all', false, true, false, true),
  ('client_unmerged', 63, 'all', false, false, false, true);

-- ---------------------------------------------------------------------------------------------- what moves

create function app.merge_rows(winner uuid, loser uuid)
returns jsonb
language sql
stable security definer
set search_path = ''
as $$
  select jsonb_build_object(
    'interactions', (select coalesce(jsonb_agg(x.id), '[]') from public.interactions x where x.client_id = loser),
    'deals', (select coalesce(jsonb_agg(x.id), '[]') from public.deals x where x.client_id = loser),
    'tasks', (select coalesce(jsonb_agg(x.id), '[]') from public.tasks x where x.client_id = loser),
    'identities', (select coalesce(jsonb_agg(x.id), '[]') from public.client_identities x where x.client_id = loser),
    'conversations', (select coalesce(jsonb_agg(x.id), '[]') from public.conversations x where x.client_id = loser),
    'outbound', (select coalesce(jsonb_agg(x.id), '[]') from private.outbound_messages x where x.client_id = loser),
    'doubles', (select coalesce(jsonb_agg(x.id), '[]') from public.clients x where x.merged_into = loser),
    'contacts', (select coalesce(jsonb_agg(to_jsonb(x) - 'match_key' - 'strength'), '[]') from public.client_contacts x where x.client_id = loser),
    -- Those of the winner that are believed more afterwards.
    'believed', (select coalesce(jsonb_agg(w.id), '[]') from public.client_contacts w
      join public.client_contacts l on (l.kind, l.scope, l.normalized) = (w.kind, w.scope, w.normalized)
      where w.client_id = winner and l.client_id = loser and w.verified_at is null and l.verified_at is not null),
    'focus', (select coalesce(jsonb_agg(to_jsonb(x)), '[]') from public.focus_minutes x where x.client_id = loser),
    'focus_before', (select coalesce(jsonb_agg(to_jsonb(w)), '[]') from public.focus_minutes w
      join public.focus_minutes l on (l.manager_id, l.day, l.starts_at) = (w.manager_id, w.day, w.starts_at) and l.deal_id is not distinct from w.deal_id
      where w.client_id = winner and l.client_id = loser))
$$;

-- Did a person write this field, in the card or when he made it?
create function app.written_by_hand(client uuid, field text)
returns boolean
language sql
stable security definer
set search_path = ''
as $$
  select exists (
    select from public.audit_log a
    where a.table_name = 'clients' and a.row_id = client::text and a.action = 'update' and a.actor_id is not null and a.after ? field
  ) or exists (
    select from public.ownership_events o where o.client_id = client and o.reason in ('created', 'import') and o.actor_id is not null)
$$;

-- Fields in which the loser's word is better: by hand before by machine, then the newer; a name before a nickname.
create function app.merge_choice(winner public.clients, loser public.clients)
returns text[]
language sql
stable security definer
set search_path = ''
as $$
  select coalesce(array_agg(f.field order by f.field), '{}')
  from (values ('name'), ('company'), ('job_title'), ('city')) f (field)
  cross join lateral (
    select w.value as ours, l.value as theirs,
      f.field = 'name' and w.value ~ '^(—$|@|\+\d)' as ours_is_none, f.field = 'name' and l.value ~ '^(—$|@|\+\d)' as theirs_is_none,
      app.written_by_hand(winner.id, f.field) as ours_by_hand, app.written_by_hand(loser.id, f.field) as theirs_by_hand
    from jsonb_each_text(to_jsonb(winner)) w join jsonb_each_text(to_jsonb(loser)) l on l.key = w.key
    where w.key = f.field and w.value is not null and l.value is not null and w.value <> l.value
  ) v
  where case
    when v.ours_is_none <> v.theirs_is_none then v.ours_is_none
    when v.ours_by_hand <> v.theirs_by_hand then v.theirs_by_hand
    else not v.ours_by_hand and loser.created_at > winner.created_at end
$$;

-- ---------------------------------------------------------------------------------------------- one of two

-- Joins two clients, whoever asks: callers have looked who may. Rows lock in the order of ids, so that two merges at once wait for
-- each other in one order; what comes in meanwhile waits, too (app.inherit_client_owner).
create function app.join_records(winner_id uuid, loser_id uuid, fields text[], reason text, evidence text default '')
returns public.clients
language plpgsql
security definer
set search_path = ''
set timezone = 'UTC'
as $$
#variable_conflict use_variable
declare
  winner public.clients;
  loser public.clients;
  before public.clients;
  moved jsonb;
  merge_id uuid;
begin
  perform from public.clients c where c.id in (winner_id, loser_id) order by c.id for update;
  select c.* into winner from public.clients c where c.id = winner_id and c.merged_into is null and c.erased_at is null;
  select c.* into loser from public.clients c where c.id = loser_id and c.merged_into is null and c.erased_at is null;
  if winner.id is null or loser.id is null then
    perform app.fail(404, 'client_not_found');
  end if;
  before := winner;
  moved := app.merge_rows(winner.id, loser.id);
  perform set_config('app.ownership_reason', 'merge', true);
  -- Who was merged into the loser goes along: his files are read through him.
  update public.clients c set owner_id = winner.owner_id
  where (c.id = loser.id or c.merged_into = loser.id) and c.owner_id <> winner.owner_id;
  perform set_config('app.ownership_reason', '', true);
  update public.client_contacts w set verified_at = l.verified_at
  from public.client_contacts l
  where w.client_id = winner.id and l.client_id = loser.id and w.verified_at is null and l.verified_at is not null
    and (w.kind, w.scope, w.normalized) = (l.kind, l.scope, l.normalized);
  delete from public.client_contacts l using public.client_contacts w
  where l.client_id = loser.id and w.client_id = winner.id
    and (w.kind, w.scope, w.normalized) = (l.kind, l.scope, l.normalized);
  update public.client_contacts k set client_id = winner.id, is_primary = false where k.client_id = loser.id;
  update public.interactions i set client_id = winner.id where i.client_id = loser.id;
  update public.deals d set client_id = winner.id where d.client_id = loser.id;
  update public.tasks t set client_id = winner.id where t.client_id = loser.id;
  update public.clients c
  set name = case when 'name' = any (fields) then loser.name else c.name end,
    company = case when 'company' = any (fields) then loser.company else coalesce(c.company, loser.company) end,
    job_title = case when 'job_title' = any (fields) then loser.job_title else coalesce(c.job_title, loser.job_title) end,
    city = case when 'city' = any (fields) then loser.city else coalesce(c.city, loser.city) end,
    -- What does not fit stays readable on the loser.
    note = left(nullif(concat_ws(E'\n\n', c.note, loser.note), ''), 10000),
    tags = array(select distinct x.tag from unnest(c.tags || loser.tags) x (tag) order by x.tag limit 50),
    -- He wrote again: what was put away is not any more.
    archived_at = case when loser.archived_at is null then null else c.archived_at end,
    received_at = least(c.received_at, loser.received_at),
    -- Known since the first of them was.
    created_at = least(c.created_at, loser.created_at),
    source_id = case when loser.received_at < c.received_at then loser.source_id else c.source_id end,
    first_touch = case when loser.received_at < c.received_at then loser.first_touch else c.first_touch end
  where c.id = winner.id
  returning c.* into winner;
  -- Nobody points at a pointer: who was merged into the loser is the winner's now.
  update public.clients c set merged_into = winner.id where c.merged_into = loser.id;
  update public.clients c set archived_at = now(), excluded = 'merged', merged_into = winner.id where c.id = loser.id;
  perform app.recount_clients(array[winner.id]);
  insert into public.client_merges (client_id, owner_id, loser_id, reason, evidence, merged_by, merged_at)
  values (winner.id, winner.owner_id, loser.id, reason, left(evidence, 320), auth.uid(), clock_timestamp())
  returning client_merges.id into merge_id;
  insert into private.merge_memories values (merge_id, moved, to_jsonb(before), to_jsonb(winner), to_jsonb(loser));
  perform app.tell_of_merge(winner, loser);
  return winner;
end
$$;

-- Both owners, but for who did it. Who has lost a client to a colleague hears nothing of the colleague's.
create function app.tell_of_merge(winner public.clients, loser public.clients)
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  me uuid := coalesce(auth.uid(), app.unassigned());
begin
  if winner.owner_id not in (app.unassigned(), me) then
    perform app.notify_user(winner.owner_id, 'client_merged', jsonb_build_object('name', winner.name, 'other', loser.name), winner.id);
  end if;
  if loser.owner_id not in (app.unassigned(), me, winner.owner_id) then
    perform app.notify_user(loser.owner_id, 'client_merged_away', jsonb_build_object('name', loser.name), loser.id);
  end if;
end
$$;

create or replace function app.merge_clients(winner_id uuid, loser_id uuid, fields text[] default '{}')
returns public.clients
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform app.require_active();
  if winner_id = loser_id then
    perform app.fail(422, 'merge_with_self');
  end if;
  perform from public.clients c where c.id in (winner_id, loser_id) order by c.id for update;
  if (select count(*) from public.clients c where c.id in (winner_id, loser_id) and c.owner_id = any (app.visible_owners())) < 2 then
    perform app.fail(404, 'client_not_found');
  end if;
  return app.join_records(winner_id, loser_id, fields, 'hand');
end
$$;

-- Fields that would be better taken from the loser: for whoever may see both.
create function app.merge_advice(winner_id uuid, loser_id uuid)
returns text[]
language sql
stable security definer
set search_path = ''
as $$
  select app.merge_choice(w, l)
  from public.clients w, public.clients l
  where w.id = winner_id and l.id = loser_id
    and w.owner_id = any (app.visible_owners()) and l.owner_id = any (app.visible_owners())
$$;

-- ---------------------------------------------------------------------------------------------- by themselves

-- A vendor says that two are one. They become one when nothing speaks against it: no second verified number, nobody who has looked
-- and said no. Between two managers the word must be the vendor's on both sides (`sure`): a number that a manager typed must not
-- bring him a colleague's client. Else people decide.
create function app.join_clients(one uuid, other uuid, sure boolean, reason text, evidence text)
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  kept public.clients;
  gone public.clients;
begin
  perform from public.clients c where c.id in (one, other) order by c.id for update;
  -- Who has something open goes on; else whoever has been here longest.
  select c.* into kept from public.clients c where c.id in (one, other) and c.merged_into is null and c.erased_at is null
  order by exists (select from public.deals d where d.client_id = c.id and d.outcome = 'open' and d.archived_at is null) desc,
    c.received_at, c.id
  limit 1;
  select c.* into gone from public.clients c
  where c.id in (one, other) and c.id <> kept.id and c.merged_into is null and c.erased_at is null;
  if gone.id is null then
    return;
  elsif app.keys_conflict(app.verified_keys(one), app.verified_keys(other))
    or exists (select from public.merge_suggestions s where s.client_id = least(one, other) and s.other_id = greatest(one, other) and s.dismissed)
    or not (sure or kept.owner_id = gone.owner_id or app.unassigned() in (kept.owner_id, gone.owner_id))
  then
    perform app.suggest_merge(one, other, join_clients.reason, join_clients.evidence);
  else
    -- Whom somebody has does not become nobody's.
    if kept.owner_id = app.unassigned() and gone.owner_id <> app.unassigned() then
      perform set_config('app.ownership_reason', 'merge', true);
      update public.clients c set owner_id = gone.owner_id where c.id = kept.id or c.merged_into = kept.id;
      perform set_config('app.ownership_reason', '', true);
    end if;
    perform app.join_records(kept.id, gone.id, app.merge_choice(kept, gone), join_clients.reason, join_clients.evidence);
  end if;
end
$$;

-- The client that a record is now.
create function app.living_client(client uuid)
returns uuid
language sql
stable security definer
set search_path = ''
as $$ select coalesce(c.merged_into, c.id) from public.clients c where c.id = client $$;

-- Keeps what is known of a person now: his ids, the contacts he gave, whoever else may be he.
create or replace function app.keep_person(client uuid, scope text, person jsonb)
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  identity record;
  given record;
  holder uuid;
begin
  for identity in
    select x ->> 'kind' as kind, case when x ->> 'scope' = 'account' then keep_person.scope else '' end as scope, x ->> 'external_id' as external_id
    from jsonb_array_elements(person -> 'identities') x
  loop
    insert into public.client_identities as i (client_id, owner_id, kind, scope, external_id, name, username)
    values (client, app.unassigned(), identity.kind, identity.scope, identity.external_id,
      left(coalesce(person ->> 'name', ''), 200), left(lower(coalesce(person ->> 'username', '')), 200))
    on conflict on constraint client_identities_kind_scope_external_id_key do update
      set name = coalesce(nullif(excluded.name, ''), i.name), username = coalesce(nullif(excluded.username, ''), i.username), last_seen_at = now()
    returning i.client_id into holder;
    if holder <> client then
      perform app.join_clients(client, holder, true, 'identity', identity.kind);
      client := app.living_client(client);
    end if;
    -- The same name at the same account within a month: one person with two ids, often enough to ask.
    perform app.suggest_merge(client, i.client_id, 'username', '@' || i.username)
    from public.client_identities i
    where i.kind = identity.kind and i.scope = identity.scope and i.username = lower(person ->> 'username') and i.username <> ''
      and i.client_id <> client and i.last_seen_at > now() - interval '30 days';
  end loop;
  insert into public.client_contacts as k (client_id, owner_id, kind, value, normalized, verified_at)
  select distinct on (x ->> 'kind', left(x ->> 'normalized', 320))
    client, app.unassigned(), x ->> 'kind', left(x ->> 'value', 320), left(x ->> 'normalized', 320), verified.at
  from (values ('verified', now()), ('contacts', null)) verified (name, at)
  cross join lateral jsonb_array_elements(person -> verified.name) x
  order by x ->> 'kind', left(x ->> 'normalized', 320), verified.at nulls last
  on conflict on constraint client_contacts_client_id_kind_scope_normalized_key do update set verified_at = excluded.verified_at
    where k.verified_at is null and excluded.verified_at is not null;
  for given in
    select h.client_id, h.verified, g.contact ->> 'value' as value, g.vouched and g.others = 1 as joins
    from (
      select x.contact, x.vouched, (select count(*) from app.holders_of(x.contact) o where o.client_id <> client) as others
      from (
        select v as contact, true as vouched from jsonb_array_elements(person -> 'verified') v
        union all
        select c, false from jsonb_array_elements(person -> 'contacts') c
      ) x
    ) g
    cross join lateral app.holders_of(g.contact) h
    where h.client_id <> client and g.others < 3
  loop
    if given.joins then
      perform app.join_clients(client, given.client_id, given.verified, 'contact', given.value);
      client := app.living_client(client);
    else
      perform app.suggest_merge(client, given.client_id, 'contact', given.value);
    end if;
  end loop;
  -- A messenger's name that somebody else gave, or has, within a month.
  perform app.suggest_merge(client, k.client_id, 'username', k.value)
  from jsonb_array_elements(person -> 'contacts') x
  join public.client_contacts k on k.match_key = app.match_key(x ->> 'kind', x ->> 'normalized') and k.strength = 'weak'
  where k.client_id <> client and k.updated_at > now() - interval '30 days' and k.kind in ('instagram', 'telegram', 'messenger');
  perform app.suggest_merge(client, i.client_id, 'username', '@' || i.username)
  from jsonb_array_elements(person -> 'contacts') x
  join public.client_identities i on i.kind = x ->> 'kind' and i.username = lower(x ->> 'normalized') and i.username <> ''
  where i.client_id <> client and i.last_seen_at > now() - interval '30 days';
end
$$;

-- A contact that a person types, and one or two others have: asked about, whoever has them. (A file of thousands asks for itself.)
create function app.suggest_holders()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  others uuid[];
begin
  if current_setting('app.importing', true) = 'on' or new.strength <> 'strong' then
    return null;
  end if;
  others := array(
    select h.client_id
    from app.holders_of(jsonb_build_object('kind', new.kind, 'value', new.value, 'normalized', new.normalized)) h
    where h.client_id <> new.client_id);
  if cardinality(others) < 3 then
    perform app.suggest_merge(new.client_id, o, 'contact', new.value) from unnest(others) o;
  end if;
  return null;
end
$$;
create trigger client_contacts_suggest after insert or update of kind, value, normalized on public.client_contacts
  for each row execute function app.suggest_holders();

-- A deal or task that somebody makes on a card that was merged meanwhile is the client's, too.
create function app.follow_merge()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  alive uuid;
begin
  select c.merged_into into alive from public.clients c where c.id = new.client_id for key share;
  -- (An id that nobody has stays: it is refused further on.)
  new.client_id := coalesce(alive, new.client_id);
  return new;
end
$$;
create trigger deals_alive before insert on public.deals
  for each row execute function app.follow_merge();
create trigger tasks_alive before insert on public.tasks
  for each row when (new.client_id is not null and new.deal_id is null) execute function app.follow_merge();
