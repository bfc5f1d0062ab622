-- Who gets what comes in: only people at work, fairly, and somebody else when nobody answers.

-- How a source gives its leads away beyond its rule, under `settings.assignment`: {"on_shift_only", "nobody": what becomes of a lead
-- when nobody is at work, "duty_manager_id", "answer_minutes": of working time until somebody else gets it, "times", "to"}.
create function app.assignment_holds(settings jsonb)
returns boolean
language sql
immutable
set search_path = ''
as $$
  select settings -> 'assignment' is null or coalesce((
    select jsonb_typeof(a) = 'object'
      and coalesce(jsonb_typeof(a -> 'on_shift_only'), 'boolean') = 'boolean'
      and coalesce(a ->> 'nobody', 'unassigned') in ('unassigned', 'next_shift', 'duty')
      and coalesce(a ->> 'to', 'rule') in ('rule', 'duty')
      and coalesce(a ->> 'duty_manager_id', '00000000-0000-0000-0000-000000000000')
        ~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'
      and (a ->> 'duty_manager_id' is not null or 'duty' not in (coalesce(a ->> 'nobody', ''), coalesce(a ->> 'to', '')))
      and coalesce(a ->> 'answer_minutes', '1') ~ '^[1-9]\d{0,4}$'
      and coalesce(a ->> 'times', '1') ~ '^([1-9]|10)$'
    from (select settings -> 'assignment' as a) x), false)
$$;
grant execute on function app.assignment_holds(jsonb) to authenticated, service_role;
alter table public.lead_sources
  add constraint lead_sources_assignment_check check (app.assignment_holds(settings));

-- When somebody last got a lead by a rule, by the clock on the wall: transactions that began together must not take one turn twice.
create table private.assignment_turns (
  manager_id uuid primary key references public.profiles (id),
  turned_at timestamptz not null
);
alter table private.assignment_turns enable row level security;
insert into private.assignment_turns
select e.to_owner_id, max(e.occurred_at) from public.ownership_events e
where e.reason = 'rule' and e.to_owner_id <> app.unassigned() group by e.to_owner_id;

-- What brings a stranger to the client whom we sent it: once, within a month. Only its hash is kept.
create table private.start_tokens (
  token_hash bytea primary key,
  client_id uuid not null references public.clients (id) on delete cascade,
  expires_at timestamptz not null
);
alter table private.start_tokens enable row level security;
create index start_tokens_client_idx on private.start_tokens (client_id);
grant select, insert, update, delete on private.assignment_turns, private.start_tokens to service_role;

insert into public.notification_kinds (kind, position, audience, email, telegram, urgent, optional) values
  ('lead_taken', 64, 'all', false, true, false, true),
  ('lead_stuck', 65, 'admin', true, true, false, true);

-- ---------------------------------------------------------------------------------------------- who gets it

-- Whose turn it is among managers who work here, and stay until the transaction ends: who has had none for longest; or, by load,
-- who has the fewest open leads and deals, and of those the former.
create function app.pick_manager(rule text, on_shift_only boolean, passed_over uuid[] default '{}')
returns uuid
language sql
security definer
set search_path = ''
as $$
  select p.id
  from public.profiles p
  left join private.assignment_turns t on t.manager_id = p.id
  left join lateral (
    select (select count(*) from public.clients c
        where c.owner_id = p.id and c.status = 'lead' and c.archived_at is null and c.received_at > now() - interval '30 days')
      + (select count(*) from public.deals d where d.owner_id = p.id and d.outcome = 'open' and d.archived_at is null) as amount
    where rule = 'least_loaded'
  ) load on true
  where p.role = 'manager' and p.status = 'active' and p.id <> all (passed_over)
    and (not on_shift_only or app.on_shift(p.id))
  order by load.amount, t.turned_at nulls first, p.id
  limit 1
  for key share of p
$$;

create function app.note_turn(manager uuid)
returns void
language sql
security definer
set search_path = ''
as $$
  insert into private.assignment_turns as t values (manager, clock_timestamp())
  on conflict (manager_id) do update set turned_at = greatest(t.turned_at, excluded.turned_at)
$$;

-- The owner by the source's rule, who stays at work until the transaction ends: whoever ends his access waits, and hands this
-- client over, too. Nobody fits: the manager on duty, if the source names one, else the unassigned marker.
create or replace function app.choose_owner(source uuid)
returns uuid
language plpgsql
security definer
set search_path = ''
as $$
declare
  src public.lead_sources;
  chosen uuid;
  on_shift_only boolean;
begin
  -- No key update: events that come in meanwhile refer to this row and must not wait.
  select s.* into src from public.lead_sources s where s.id = source for no key update;
  on_shift_only := src.assignment_rule = 'on_shift' or coalesce((src.settings #>> '{assignment,on_shift_only}')::boolean, false);
  if src.assignment_rule = 'fixed' then
    select p.id into chosen from public.profiles p
    where p.id = src.fixed_manager_id and p.status = 'active' and (not on_shift_only or app.on_shift(p.id)) for key share of p;
  elsif src.assignment_rule in ('round_robin', 'least_loaded', 'on_shift') then
    chosen := app.pick_manager(src.assignment_rule, on_shift_only);
    if chosen is not null then
      perform app.note_turn(chosen);
    end if;
  end if;
  if chosen is null and src.assignment_rule <> 'by_hand' and src.settings #>> '{assignment,nobody}' = 'duty' then
    select p.id into chosen from public.profiles p
    where p.id = (src.settings #>> '{assignment,duty_manager_id}')::uuid and p.status = 'active' and p.role <> 'nobody' for key share of p;
  end if;
  return coalesce(chosen, app.unassigned());
end
$$;

-- Do leads of this source that found nobody wait for whoever begins his shift first?
create function app.waits_for_shift(source uuid)
returns boolean
language sql
stable security definer
set search_path = ''
as $$
  select coalesce((
    select s.assignment_rule <> 'by_hand' and s.settings #>> '{assignment,nobody}' = 'next_shift'
    from public.lead_sources s where s.id = source), false)
$$;

-- Seconds of the company's office hours between two moments; without any the office never closes.
create function app.working_seconds(since timestamptz, at timestamptz)
returns numeric
language sql
stable security definer
set search_path = ''
as $$
  select case
    when exists (select from public.business_hours)
      then app.seconds_within(app.open_windows(app.day_of(since), app.day_of(working_seconds.at)), since, working_seconds.at)::numeric
    else extract(epoch from working_seconds.at - since)
  end
$$;

-- Hands a lead over by rule, with those who were merged into him. False: somebody has him, or answered, meanwhile.
create function app.hand_over_lead(client uuid, from_owner uuid, to_owner uuid, reason text)
returns boolean
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform from public.clients c
  where c.id = client and c.owner_id = from_owner and c.archived_at is null and (reason = 'rule' or (c.first_answer_at is null and c.waiting_since is not null))
  for update skip locked;
  if not found then
    return false;
  end if;
  perform set_config('app.ownership_reason', reason, true);
  update public.clients c set owner_id = to_owner where c.id = client;
  update public.clients c set owner_id = to_owner where c.merged_into = client and c.owner_id <> to_owner;
  perform set_config('app.ownership_reason', '', true);
  return true;
end
$$;

-- Leads that waited for a shift go to whoever is at work by now.
create function app.assign_waiting_leads()
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  lead record;
  chosen uuid;
begin
  for lead in
    select c.id, c.name, c.source_id, c.waiting_since
    from public.clients c
    where c.owner_id = app.unassigned() and c.archived_at is null and c.excluded is null and c.received_at > now() - interval '30 days'
      and app.waits_for_shift(c.source_id)
      -- Nobody has put him there by hand.
      and (select o.reason from public.ownership_events o where o.client_id = c.id order by o.occurred_at desc, o.id desc limit 1) = 'rule'
    order by c.received_at, c.id
    limit 200
  loop
    chosen := app.choose_owner(lead.source_id);
    exit when chosen = app.unassigned() and not exists (
      select from public.profiles p where p.role = 'manager' and p.status = 'active' and app.on_shift(p.id));
    if chosen <> app.unassigned() and app.hand_over_lead(lead.id, app.unassigned(), chosen, 'rule') and lead.waiting_since is not null then
      perform app.notify_user(chosen, 'lead_new', jsonb_build_object('name', lead.name, 'source_id', lead.source_id), lead.id);
    end if;
  end loop;
end
$$;

-- New leads that nobody has answered in the source's time go to somebody else who is at work: as often as the source says, never
-- to whoever had one before, never away from whom a person gave it to. Then the heads are told, once.
create function app.reassign_leads(at timestamptz default now())
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  lead record;
  had uuid[];
  chosen uuid;
begin
  for lead in
    select c.id, c.name, c.owner_id, c.source_id, c.waiting_since, s.assignment_rule, a.settings,
      coalesce((a.settings ->> 'times')::integer, 1) as times
    from public.lead_sources s
    cross join lateral (select s.settings -> 'assignment' as settings) a
    join public.clients c on c.source_id = s.id
    cross join lateral (
      select o.reason, o.occurred_at from public.ownership_events o where o.client_id = c.id order by o.occurred_at desc, o.id desc limit 1
    ) o
    where (a.settings ->> 'answer_minutes')::integer > 0 and s.archived_at is null
      and c.status = 'lead' and c.first_answer_at is null and c.waiting_since > at - interval '14 days'
      and c.waiting_since <= at - make_interval(mins => (a.settings ->> 'answer_minutes')::integer)
      and c.archived_at is null and c.excluded is null and c.owner_id <> app.unassigned()
      and o.reason in ('rule', 'reassign')
      and not exists (select from public.deals d where d.client_id = c.id)
      and app.working_seconds(greatest(o.occurred_at, c.waiting_since), at) >= 60 * (a.settings ->> 'answer_minutes')::integer
    order by c.waiting_since, c.id
    limit 500
  loop
    had := array(select o.to_owner_id from public.ownership_events o where o.client_id = lead.id);
    if (select count(*) from public.ownership_events o where o.client_id = lead.id and o.reason = 'reassign') >= lead.times
      or not exists (select from public.profiles p where p.role = 'manager' and p.status = 'active' and p.id <> all (had))
    then
      perform app.notify_once(p.id, 'lead_stuck', lead.id || ' ' || extract(epoch from lead.waiting_since),
        jsonb_build_object('name', lead.name, 'waiting_since', lead.waiting_since), lead.id)
      from public.profiles p where p.role = 'admin';
      continue;
    end if;
    -- In the order of app.choose_owner: the source, the manager, then the client.
    perform from public.lead_sources s where s.id = lead.source_id for no key update;
    chosen := null;
    if lead.settings ->> 'to' = 'duty' then
      select p.id into chosen from public.profiles p
      where p.id = (lead.settings ->> 'duty_manager_id')::uuid and p.status = 'active' and p.id <> all (had) and app.on_shift(p.id)
      for key share of p;
    end if;
    chosen := coalesce(chosen, app.pick_manager(
      case when lead.assignment_rule in ('round_robin', 'on_shift') then 'round_robin' else 'least_loaded' end, true, had));
    if chosen is not null and app.hand_over_lead(lead.id, lead.owner_id, chosen, 'reassign') then
      perform app.note_turn(chosen);
      perform app.notify_user(chosen, 'lead_new', jsonb_build_object('name', lead.name, 'source_id', lead.source_id), lead.id);
      perform app.notify_user(lead.owner_id, 'lead_taken', jsonb_build_object('name', lead.name), lead.id);
    end if;
  end loop;
end
$$;

grant execute on function app.assign_waiting_leads(), app.reassign_leads(timestamptz) to service_role;

-- ---------------------------------------------------------------------------------------------- what comes in

-- A code to send to a client: whoever brings it to a bot is he.
create function app.issue_start_token(client uuid)
returns text
language plpgsql
security definer
set search_path = ''
as $$
declare
  token text := 's' || replace(gen_random_uuid()::text, '-', '') || substr(replace(gen_random_uuid()::text, '-', ''), 1, 16);
begin
  perform app.require_active();
  perform from public.clients c
  where c.id = client and c.owner_id = any (app.visible_owners()) and c.merged_into is null and c.erased_at is null;
  if not found then
    perform app.fail(404, 'client_not_found');
  end if;
  delete from private.start_tokens t where t.expires_at < now();
  insert into private.start_tokens values (sha256(convert_to(token, 'utf8')), client, now() + interval '30 days');
  return token;
end
$$;
grant execute on function app.issue_start_token(uuid) to authenticated;

-- Whom the message's code was sent to; the code is used up. Null: none, unknown, too late, or erased.
create function app.take_start_token(message jsonb)
returns uuid
language sql
security definer
set search_path = ''
as $$
  with taken as (
    delete from private.start_tokens t
    where t.token_hash = sha256(convert_to(message #>> '{hints,start}', 'utf8')) and t.expires_at > now()
    returning t.client_id
  )
  select app.living_client(c.id) from taken t join public.clients c on c.id = t.client_id and c.erased_at is null
$$;

-- Somebody who was done with, or lost, or put away comes again after a month of silence: a lead of its own kind, and no second
-- client. With something open it is one more word in it.
create function app.is_return(client uuid, at timestamptz)
returns boolean
language sql
stable security definer
set search_path = ''
as $$
  select coalesce((
    select (c.status in ('customer', 'lost') or c.archived_at is not null)
      and not exists (select from public.deals d where d.client_id = c.id and d.outcome = 'open' and d.archived_at is null)
      and not exists (select from public.interactions i where i.client_id = c.id and i.occurred_at > is_return.at - interval '30 days')
    from public.clients c where c.id = client), false)
$$;

create or replace function app.accept_lead(source uuid, lead jsonb)
returns table (client_id uuid, interaction_id uuid, owner_id uuid, is_new_client boolean)
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  src public.lead_sources;
  found_id uuid;
  returns_now boolean := false;
  at timestamptz := least(coalesce((lead ->> 'received_at')::timestamptz, now()), now());
  person jsonb := jsonb_build_object('name', lead -> 'name', 'contacts', coalesce(lead -> 'contacts', '[]'),
    'verified', coalesce(lead -> 'verified', '[]'), 'identities', coalesce(lead -> 'identities', '[]'));
  scope text;
  shown_name text := coalesce(nullif(btrim(lead ->> 'name'), ''), lead #>> '{contacts,0,value}', '—');
begin
  select s.* into src from public.lead_sources s where s.id = source;
  scope := coalesce(src.account_id, src.id::text);
  perform app.lock_person(scope, person);

  select i.client_id, i.id, i.owner_id, false into client_id, interaction_id, owner_id, is_new_client
  from public.interactions i where i.source_id = source and i.external_id = lead ->> 'external_id';
  if found then
    return next;
    return;
  end if;

  found_id := app.find_person(scope, person);
  is_new_client := found_id is null;
  if is_new_client then
    perform set_config('app.ownership_reason', 'rule', true);
    insert into public.clients (owner_id, name, company, city, source_id, first_touch, received_at, excluded)
    values (app.choose_owner(source), left(shown_name, 200), left(lead ->> 'company', 200), left(lead ->> 'city', 120), source,
      coalesce(lead -> 'first_touch', '{}'), at, case when lead ->> 'test' = 'true' then 'test' end)
    returning clients.id into found_id;
    perform set_config('app.ownership_reason', '', true);
  else
    returns_now := app.is_return(found_id, at);
    perform app.wake_client(found_id, source);
  end if;
  perform app.keep_person(found_id, scope, person);

  insert into public.interactions (client_id, owner_id, channel, kind, direction, author_id, author_name, body, occurred_at,
    source_id, external_id, details)
  values (found_id, app.unassigned(),
    case when src.channel in ('manual', 'import') then 'other' else src.channel end,
    coalesce(lead ->> 'kind', 'form'), 'in', null, left(coalesce(lead ->> 'author_name', shown_name), 200),
    left(coalesce(lead ->> 'message', ''), 50000), at, source, lead ->> 'external_id',
    coalesce(lead -> 'details', '{}') || jsonb_build_object('first_touch', coalesce(lead -> 'first_touch', '{}'))
      || case when returns_now then '{"repeat": true}' else '{}' end::jsonb)
  returning interactions.client_id, interactions.id, interactions.owner_id into client_id, interaction_id, owner_id;

  if owner_id <> app.unassigned() then
    perform app.notify_user(owner_id, case when is_new_client then 'lead_new' else 'lead_repeat' end,
      jsonb_build_object('name', shown_name, 'source_id', source), client_id);
  elsif not app.waits_for_shift(source) then
    perform app.notify_admins('lead_unassigned', jsonb_build_object('name', shown_name), client_id);
  end if;
  return next;
end
$$;

-- A client's message. Outcomes: taken; review (a person decides); ignored, with the reason.
create or replace function app.accept_incoming(
  src public.lead_sources, message jsonb, verdict jsonb, released boolean, at timestamptz,
  out outcome text, out reason text, out client_id uuid, out interaction_id uuid
)
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  person jsonb := message -> 'person';
  scope text := coalesce(src.account_id, src.id::text);
  shown_name text := coalesce(nullif(btrim(person ->> 'name'), ''), '@' || nullif(person ->> 'username', ''), '—');
  -- (Vendors write whole seconds, and their clocks are not ours.)
  is_history boolean := at < coalesce(src.connected_at - interval '1 minute', '-infinity');
  is_new boolean;
  returns_now boolean := false;
  sent_to uuid;
  thread public.conversations;
begin
  perform app.lock_person(scope, person);
  -- A thread is one client's for good.
  select c.client_id into client_id from public.conversations c where c.source_id = src.id and c.thread_key = message ->> 'thread_key';
  client_id := coalesce(client_id, app.find_person(scope, person));
  sent_to := app.take_start_token(message);
  if client_id is null and not app.keys_conflict(app.verified_keys_of(person), app.verified_keys(sent_to)) then
    client_id := sent_to;
  end if;
  is_new := client_id is null;
  if is_new then
    if not released then
      select d.outcome, d.reason into outcome, reason from app.doubt_of(src.settings, message, verdict) d;
      if outcome is not null then
        -- Nobody goes through what was there before the connection.
        if is_history and outcome = 'review' then
          outcome := 'ignored';
          reason := 'history';
        end if;
        return;
      end if;
    end if;
    perform set_config('app.ownership_reason', 'rule', true);
    insert into public.clients (owner_id, name, source_id, first_touch, received_at)
    values (app.choose_owner(src.id), left(shown_name, 200), src.id, coalesce(message -> 'hints', '{}'), at)
    returning clients.id into client_id;
    perform set_config('app.ownership_reason', '', true);
  elsif not is_history then
    returns_now := app.is_return(client_id, at);
    perform app.wake_client(client_id, src.id);
  end if;
  if sent_to <> client_id then
    perform app.suggest_merge(client_id, sent_to, 'identity', person #>> '{identities,0,kind}');
  end if;
  perform app.keep_person(client_id, scope, person);
  client_id := app.living_client(client_id);
  if shown_name = '—' then
    -- Deliveries of somebody we know name an id and no more.
    shown_name := coalesce((
      select coalesce(nullif('@' || nullif(i.username, ''), ''), nullif(i.name, ''))
      from public.client_identities i
      where i.client_id = accept_incoming.client_id and i.scope = scope and (i.username <> '' or i.name <> '')
      order by i.last_seen_at desc
      limit 1), shown_name);
  end if;
  thread := app.open_conversation(src.id, client_id, case message ->> 'kind' when 'comment' then 'comments' else 'direct' end,
    message ->> 'thread_key', message ->> 'address');
  client_id := thread.client_id;
  interaction_id := app.keep_message(thread, message || jsonb_build_object('details',
      coalesce(message -> 'details', '{}') || jsonb_build_object('first_touch', coalesce(message -> 'hints', '{}'))
      || case when is_history then '{"history": true}' else '{}' end::jsonb
      || case when returns_now then '{"repeat": true}' else '{}' end::jsonb
      || case when verdict is null then '{}' else jsonb_build_object('intent', verdict -> 'label') end),
    null, shown_name, null, at);
  if not is_history and not (is_new and app.waits_for_shift(src.id)
    and (select c.owner_id from public.clients c where c.id = accept_incoming.client_id) = app.unassigned())
  then
    perform app.tell_of_message(src.id, client_id, shown_name, is_new, returns_now);
  end if;
  outcome := 'taken';
end
$$;
