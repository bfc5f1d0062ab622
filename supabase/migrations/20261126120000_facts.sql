-- What the figures count, one row per counted thing: views named *_facts. A figure is a sum over such rows, and the rows behind it
-- are the same rows, so the two cannot differ. Views without a grant: the functions that read them check their caller.
-- Every view has: id (unique in it), at (when it counts), manager_id (the owner at the event), owner_id (the present one),
-- source_id, client_id, deal_id, task_id.

-- ---------------------------------------------------------------------------------------------- slips

-- A win, a loss or a reopening that the same person takes back within five minutes is a slip: both moves count for nothing.
-- Events are never edited, so the later one names the earlier (`voids`) and carries what was before both (`since_*`).
alter table public.deal_stage_events
  add column voids uuid references public.deal_stage_events (id),
  add column since_outcome text,
  add column since_stage_id uuid,
  add column since_amount_minor bigint;
create unique index deal_stage_events_voids_key on public.deal_stage_events (voids) where voids is not null;

create function app.slip_limit()
returns interval
language sql
immutable parallel safe
set search_path = ''
as $$ select interval '5 minutes' $$;

create function app.note_slip()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  last public.deal_stage_events;
begin
  new.since_outcome := new.from_outcome;
  new.since_stage_id := new.from_stage_id;
  new.since_amount_minor := new.amount_minor;
  if new.to_outcome <> new.from_outcome and new.actor_id is not null then
    -- The birth of an open deal is nothing to take back.
    select e.* into last from public.deal_stage_events e
    where e.deal_id = new.deal_id and e.to_outcome is distinct from e.from_outcome
      and (e.from_outcome is not null or e.to_outcome <> 'open')
    order by e.occurred_at desc, e.id desc
    limit 1;
    if last.actor_id = new.actor_id and new.occurred_at between last.occurred_at and last.occurred_at + app.slip_limit() then
      new.voids := last.id;
      new.since_outcome := last.since_outcome;
      new.since_stage_id := last.since_stage_id;
      new.since_amount_minor := last.since_amount_minor;
    end if;
  end if;
  return new;
end
$$;
create trigger deal_stage_events_slip before insert on public.deal_stage_events
  for each row execute function app.note_slip();

-- From the first to the last move of each slip: what happened in between is left out with it.
create view app.slips with (security_invoker = on) as
select v.deal_id, w.occurred_at as from_at, v.occurred_at as to_at, w.to_outcome as outcome
from public.deal_stage_events v
join public.deal_stage_events w on w.id = v.voids
where v.voids is not null;

-- ---------------------------------------------------------------------------------------------- copies on the client

-- Copies, hence without references: who gave the first answer, and since when the first owner has had the client.
alter table public.clients add column first_answer_by uuid, add column first_owned_at timestamptz;
create index clients_answered_idx on public.clients (first_answer_at)
  include (first_answer_by, source_id) where excluded is null and first_answer_at is not null;

-- As it was, with the two copies more, and without the wins that were slips.
create or replace function app.recount_clients(client_ids uuid[] default null)
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
  if client_ids is null then
    client_ids := array(select x.id from public.clients x);
  elsif cardinality(client_ids) = 0 then
    return;
  end if;
  update public.clients c
  set first_owner_id = f.first_owner_id, first_owned_at = f.first_owned_at, first_answer_at = f.first_answer_at,
    first_answer_by = f.first_answer_by, first_won_at = f.first_won_at, waiting_since = f.waiting_since
  from (
    select x.id, o.first_owner_id, o.first_owned_at, a.first_answer_at, a.first_answer_by, w.first_won_at, q.waiting_since
    from public.clients x
    left join lateral (
      -- The owner of a double that was there earlier stays the first one.
      select e.to_owner_id as first_owner_id, e.occurred_at as first_owned_at
      from public.ownership_events e
      where e.to_owner_id <> app.unassigned()
        and e.client_id in (select x.id union all select m.id from public.clients m where m.merged_into = x.id)
      order by e.occurred_at, e.id
      limit 1
    ) o on true
    left join lateral (
      select min(i.occurred_at) as first_answer_at, max(i.occurred_at) as last_answer_at,
        (array_agg(i.author_id order by i.occurred_at, i.id))[1] as first_answer_by
      from public.interactions i
      where i.client_id = x.id and i.author_id is not null and i.kind <> 'note'
        and (i.direction = 'out' or (i.direction = 'in' and i.kind in ('call', 'meeting') and coalesce(i.duration_seconds, 1) > 0))
    ) a on true
    left join lateral (
      -- An answer written by hand in the vendor's own application is nobody's in the figures, but the client has it. What was there
      -- before an account was connected waits for nothing.
      select max(i.occurred_at) as last_at
      from public.interactions i
      where i.client_id = x.id and i.direction = 'out' and i.author_id is null and i.details ->> 'by_hand' = 'true'
    ) h on true
    left join lateral (
      select min(i.occurred_at) as waiting_since
      from public.interactions i
      where i.client_id = x.id and i.direction = 'in' and i.kind <> 'note' and i.details -> 'history' is null
        and i.occurred_at > greatest(a.last_answer_at, h.last_at, '-infinity')
    ) q on true
    left join lateral (
      select min(e.occurred_at) as first_won_at
      from public.deals d
      join public.deal_stage_events e on e.deal_id = d.id
      where d.client_id = x.id and e.to_outcome = 'won' and e.since_outcome is distinct from 'won'
        and not exists (select from public.deal_stage_events v where v.voids = e.id)
    ) w on true
    where x.id = any (client_ids)
  ) f
  where c.id = f.id
    and (c.first_owner_id, c.first_owned_at, c.first_answer_at, c.first_answer_by, c.first_won_at, c.waiting_since)
      is distinct from (f.first_owner_id, f.first_owned_at, f.first_answer_at, f.first_answer_by, f.first_won_at, f.waiting_since);
end
$$;

create or replace function app.note_first_owner()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.first_owner_id := nullif(new.owner_id, app.unassigned());
  -- As app.record_ownership dates the event.
  new.first_owned_at := case when new.first_owner_id is not null then least(new.created_at, now()) end;
  return new;
end
$$;

create or replace function app.recount_touched()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if tg_table_name = 'deal_stage_events' then
    perform app.recount_clients(array(
      select distinct d.client_id from new_rows r join public.deals d on d.id = r.deal_id
      where r.to_outcome = 'won' or r.voids is not null));
  elsif tg_table_name = 'ownership_events' then
    -- The insert of a client has noted its first owner already.
    perform app.recount_clients(array(select distinct r.client_id from new_rows r where r.from_owner_id is not null));
  else
    perform app.recount_clients(array(select distinct r.client_id from new_rows r where r.direction <> 'internal'));
  end if;
  return null;
end
$$;

-- ---------------------------------------------------------------------------------------------- whose was the client then

create function app.owner_at(client uuid, at timestamptz)
returns uuid
language sql
stable security definer
set search_path = ''
as $$
  select coalesce(
    (select e.to_owner_id from public.ownership_events e
      where e.client_id = client and e.occurred_at <= owner_at.at order by e.occurred_at desc, e.id desc limit 1),
    -- A message from before the client was known here.
    (select e.to_owner_id from public.ownership_events e where e.client_id = client order by e.occurred_at, e.id limit 1),
    (select c.owner_id from public.clients c where c.id = client))
$$;

-- The client's owner when it happened, for good: a message that comes in late is not the new owner's.
alter table public.interactions add column credited_to uuid;

create function app.note_credit()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  new.credited_to := app.owner_at(new.client_id, new.occurred_at);
  return new;
end
$$;
create trigger interactions_credit before insert on public.interactions
  for each row execute function app.note_credit();
create index interactions_touches_idx on public.interactions (occurred_at)
  include (direction, kind, author_id, credited_to, client_id) where kind <> 'note' and direction <> 'internal';

-- ---------------------------------------------------------------------------------------------- other currencies

-- Rates are never edited: a new one holds from its moment on. One unit of `currency` is `rate` units of `to_currency`.
create table public.exchange_rates (
  id uuid primary key default gen_random_uuid(),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  to_currency text not null check (to_currency ~ '^[A-Z]{3}$'),
  rate numeric(20, 10) not null check (rate > 0),
  set_by uuid references public.profiles (id),
  set_at timestamptz not null default now(),
  constraint exchange_rates_pair_check check (currency <> to_currency)
);
alter table public.exchange_rates enable row level security;
create index exchange_rates_pair_idx on public.exchange_rates (currency, to_currency, set_at);
create index exchange_rates_set_by_idx on public.exchange_rates (set_by);
create trigger exchange_rates_append_only before update or delete on public.exchange_rates
  for each row execute function app.append_only();

-- Decimals of a currency, as api/kit/money.py has them.
create function app.currency_digits(currency text)
returns integer
language sql
immutable parallel safe
set search_path = ''
as $$
  select case
    when currency in ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF') then 0
    when currency in ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') then 3
    else 2
  end
$$;

-- A sum in the company's currency by the rate that held at `at`; before the first rate by the first. Null without any.
create function app.in_company_currency(amount_minor bigint, currency text, at timestamptz)
returns bigint
language sql
stable security definer
set search_path = ''
as $$
  select case when in_company_currency.currency = c.currency then amount_minor else (
    select round(amount_minor * r.rate * power(10::numeric, app.currency_digits(c.currency) - app.currency_digits(r.currency)))::bigint
    from public.exchange_rates r
    where r.currency = in_company_currency.currency and r.to_currency = c.currency
    order by r.set_at <= in_company_currency.at desc, abs(extract(epoch from r.set_at - in_company_currency.at))
    limit 1
  ) end
  from public.company c
$$;

-- ---------------------------------------------------------------------------------------------- tasks through time

-- While a task is open with one owner and one due time, it is one row here, closed once.
create table public.task_spans (
  id uuid primary key default gen_random_uuid(),
  task_id uuid not null references public.tasks (id) on delete cascade,
  -- The owner then: what was done on time stays his.
  manager_id uuid not null references public.profiles (id),
  due_at timestamptz,
  opened_at timestamptz not null default now(),
  opened_by uuid references public.profiles (id),
  closed_at timestamptz,
  closed_by uuid references public.profiles (id),
  -- 'changed': another owner or another due time; the next row goes on.
  closed_as text check (closed_as in ('completed', 'archived', 'changed')),
  -- When it was overdue.
  late tstzrange generated always as (
    case when due_at is not null and (closed_at is null or closed_at > greatest(due_at, opened_at))
      then tstzrange(greatest(due_at, opened_at), coalesce(closed_at, 'infinity'), '(]') end) stored,
  constraint task_spans_closed_check check ((closed_at is null) = (closed_as is null)),
  constraint task_spans_order_check check (closed_at is null or closed_at >= opened_at)
);
alter table public.task_spans enable row level security;
create unique index task_spans_open_key on public.task_spans (task_id) where closed_at is null;
create index task_spans_task_idx on public.task_spans (task_id, opened_at);
create index task_spans_manager_idx on public.task_spans (manager_id);
create index task_spans_done_idx on public.task_spans (closed_at) where closed_as = 'completed';
create index task_spans_late_idx on public.task_spans using gist (late) where late is not null;
create index task_spans_opened_by_idx on public.task_spans (opened_by);
create index task_spans_closed_by_idx on public.task_spans (closed_by);

create function app.close_once()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if tg_op = 'UPDATE' and old.closed_at is null and new.closed_at is not null
    and (to_jsonb(new) - array['closed_at', 'closed_by', 'closed_as', 'late'])
      = (to_jsonb(old) - array['closed_at', 'closed_by', 'closed_as', 'late'])
  then
    return new;
  end if;
  perform app.fail(403, 'append_only', jsonb_build_object('table', tg_table_name));
end
$$;
create trigger task_spans_close_once before update on public.task_spans
  for each row execute function app.close_once();

create function app.record_task_span()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  is_open boolean := new.completed_at is null and new.archived_at is null;
  was_open boolean := tg_op = 'UPDATE' and old.completed_at is null and old.archived_at is null;
begin
  if was_open and is_open and (old.owner_id, old.due_at) is not distinct from (new.owner_id, new.due_at) then
    return null;
  end if;
  if was_open then
    update public.task_spans s
    set closed_at = greatest(coalesce(new.completed_at, now()), s.opened_at), closed_by = auth.uid(),
      closed_as = case when is_open then 'changed' when new.completed_at is not null then 'completed' else 'archived' end
    where s.task_id = new.id and s.closed_at is null;
  end if;
  if is_open then
    insert into public.task_spans (task_id, manager_id, due_at, opened_at, opened_by)
    values (new.id, new.owner_id, new.due_at, case when tg_op = 'INSERT' then new.created_at else now() end, auth.uid());
  elsif tg_op = 'INSERT' and new.completed_at is not null then
    insert into public.task_spans (task_id, manager_id, due_at, opened_at, opened_by, closed_at, closed_by, closed_as)
    values (new.id, new.owner_id, new.due_at, least(new.created_at, new.completed_at), auth.uid(), new.completed_at, auth.uid(), 'completed');
  end if;
  return null;
end
$$;
create trigger tasks_span after insert or update of owner_id, due_at, status, completed_at, archived_at on public.tasks
  for each row execute function app.record_task_span();

-- ---------------------------------------------------------------------------------------------- the facts

create view app.lead_facts with (security_invoker = on) as
select c.id, c.received_at as at, coalesce(c.first_owner_id, app.unassigned()) as manager_id, c.owner_id, c.source_id,
  c.id as client_id, null::uuid as deal_id, null::uuid as task_id,
  c.created_at, c.first_owned_at, c.first_answer_at,
  coalesce(c.first_won_at < c.received_at + k.ripe, false) as converted,
  c.received_at + k.ripe > now() and coalesce(c.first_won_at >= c.received_at + k.ripe, true) as unripe,
  c.first_answer_at is not null as answered,
  coalesce(c.first_answer_at <= c.received_at + k.sla, false) as in_time,
  c.first_answer_at is not null or c.received_at + k.sla < now() as due
from public.clients c
cross join (
  select make_interval(hours => 24 * x.conversion_window_days) as ripe, make_interval(mins => x.sla_minutes) as sla
  from public.company x
) k
where c.excluded is null;

-- The first human answer, whoever gave it.
create view app.handled_facts with (security_invoker = on) as
select c.id, c.first_answer_at as at, c.first_answer_by as manager_id, c.owner_id, c.source_id, c.id as client_id,
  null::uuid as deal_id, null::uuid as task_id
from public.clients c
where c.excluded is null and c.first_answer_at is not null;

-- Messages, calls and meetings: a person's own, or the client's to the owner of that moment. Robots' are nobody's.
create view app.touch_facts with (security_invoker = on) as
select i.id, i.occurred_at as at, coalesce(i.author_id, i.credited_to, i.owner_id) as manager_id, i.owner_id, null::uuid as source_id,
  i.client_id, i.deal_id, null::uuid as task_id, i.direction, i.kind, i.channel, i.duration_seconds
from public.interactions i
where i.kind <> 'note' and i.direction <> 'internal' and (i.direction = 'in' or i.author_id is not null)
  and not exists (select from public.clients c where c.id = i.client_id and c.excluded in ('test', 'spam'));

-- A known client asks again.
create view app.repeat_facts with (security_invoker = on) as
select i.id, i.occurred_at as at, coalesce(i.credited_to, i.owner_id) as manager_id, i.owner_id, c.source_id, i.client_id, i.deal_id,
  null::uuid as task_id
from public.interactions i
join public.clients c on c.id = i.client_id
where i.kind = 'form' and i.direction = 'in' and i.occurred_at > c.received_at and c.excluded is null;

create view app.created_facts with (security_invoker = on) as
select e.id, e.occurred_at as at, e.credited_to as manager_id, e.owner_id, e.source_id, d.client_id, e.deal_id, null::uuid as task_id
from public.deal_stage_events e
join public.deals d on d.id = e.deal_id
where e.from_outcome is null
  and not exists (select from public.clients c where c.id = d.client_id and c.excluded in ('test', 'spam'));

-- Closing episodes. Two won stages in a row are one, slips are none, and a closing after a slip out of it is no second one.
create view app.closing_facts with (security_invoker = on) as
select e.id, e.occurred_at as at, e.credited_to as manager_id, e.owner_id, e.source_id, d.client_id, e.deal_id, null::uuid as task_id,
  e.to_outcome as outcome, e.reason,
  e.reason is null or e.reason not in ('duplicate', 'spam', 'test') as rated,
  -- Nearly all are in the company's own: a call for each would cost more than all the rest.
  case when e.currency = (select k.currency from public.company k) then e.amount_minor
    else app.in_company_currency(e.amount_minor, e.currency, e.occurred_at) end as amount_minor,
  extract(epoch from e.occurred_at - d.created_at) as cycle_seconds
from public.deal_stage_events e
join public.deals d on d.id = e.deal_id
where e.to_outcome <> 'open' and e.since_outcome is distinct from e.to_outcome
  and not exists (select from public.deal_stage_events v where v.voids = e.id)
  and not exists (select from public.clients c where c.id = d.client_id and c.excluded in ('test', 'spam'));

-- Money: won sums, later changes of them on the day of the change, and what was changed during a slip out of a win.
create view app.sales_facts with (security_invoker = on) as
select f.id, f.at, f.manager_id, f.owner_id, f.source_id, f.client_id, f.deal_id, f.task_id, f.amount_minor
from app.closing_facts f
where f.outcome = 'won'
union all
select a.id, a.occurred_at, a.credited_to, a.owner_id, a.source_id, d.client_id, a.deal_id, null,
  case when a.currency = (select k.currency from public.company k) then a.after_minor - a.before_minor
    else app.in_company_currency(a.after_minor, a.currency, w.won_at) - app.in_company_currency(a.before_minor, a.currency, w.won_at) end
from public.deal_amount_events a
join public.deals d on d.id = a.deal_id
cross join lateral (
  select coalesce(max(e.occurred_at), a.occurred_at) as won_at
  from public.deal_stage_events e
  where e.deal_id = a.deal_id and e.to_outcome = 'won' and e.since_outcome is distinct from 'won' and e.occurred_at <= a.occurred_at
) w
where a.outcome = 'won'
  and not exists (
    select from app.slips s where s.deal_id = a.deal_id and s.outcome = 'won' and a.occurred_at between s.from_at and s.to_at)
  and not exists (select from public.clients c where c.id = d.client_id and c.excluded in ('test', 'spam'))
union all
select e.id, e.occurred_at, e.credited_to, e.owner_id, e.source_id, d.client_id, e.deal_id, null,
  case when e.currency = (select k.currency from public.company k) then e.amount_minor - e.since_amount_minor
    else app.in_company_currency(e.amount_minor, e.currency, w.won_at) - app.in_company_currency(e.since_amount_minor, e.currency, w.won_at) end
from public.deal_stage_events e
join public.deals d on d.id = e.deal_id
cross join lateral (
  select coalesce(max(x.occurred_at), e.occurred_at) as won_at
  from public.deal_stage_events x
  where x.deal_id = e.deal_id and x.to_outcome = 'won' and x.since_outcome is distinct from 'won' and x.occurred_at <= e.occurred_at
) w
where e.to_outcome = 'won' and e.voids is not null and e.since_outcome = 'won' and e.amount_minor <> e.since_amount_minor
  and not exists (select from public.deal_stage_events v where v.voids = e.id)
  and not exists (select from public.clients c where c.id = d.client_id and c.excluded in ('test', 'spam'));

-- Completions; one that the same person took back at once is a slip.
create view app.done_facts with (security_invoker = on) as
select s.id, s.closed_at as at, s.manager_id, t.owner_id, null::uuid as source_id, t.client_id, t.deal_id, s.task_id,
  s.closed_at <= coalesce(s.due_at, 'infinity') as on_time
from public.task_spans s
join public.tasks t on t.id = s.task_id
where s.closed_as = 'completed'
  and (s.closed_by is null or not coalesce((
    select n.opened_by = s.closed_by and n.opened_at <= s.closed_at + app.slip_limit()
    from public.task_spans n
    where n.task_id = s.task_id and n.id <> s.id and n.opened_at >= s.closed_at
    order by n.opened_at, n.closed_at
    limit 1), false))
  and not exists (select from public.clients c where c.id = t.client_id and c.excluded in ('test', 'spam'));

-- A lead waiting for its owner's first word: the clock starts with his ownership, and stops with the answer or the next owner.
-- Records that turned out to be one client are one lead: whoever had one of them waited, and who had two since the first.
create view app.reaction_facts with (security_invoker = on) as
select e.id, e.occurred_at as at, e.to_owner_id as manager_id, c.owner_id, c.source_id, c.id as client_id,
  null::uuid as deal_id, null::uuid as task_id,
  case when c.first_answer_at < coalesce(n.next_at, 'infinity') then c.first_answer_at end as answered_at
from public.ownership_events e
join public.clients r on r.id = e.client_id
join public.clients c on c.id = coalesce(r.merged_into, r.id) and c.excluded is null
cross join lateral (
  select min(x.occurred_at) as next_at from public.ownership_events x
  where x.client_id = e.client_id and x.occurred_at > e.occurred_at
) n
where e.to_owner_id <> app.unassigned() and (c.first_answer_at is null or c.first_answer_at >= e.occurred_at)
  -- (Asked only of the few that were merged.)
  and ((r.merged_into is null and not exists (select from public.clients d where d.merged_into = r.id)) or not exists (
    select from public.clients d
    join public.ownership_events o on o.client_id = d.id and o.to_owner_id = e.to_owner_id and o.occurred_at < e.occurred_at
    where (d.id = c.id or d.merged_into = c.id) and d.id <> r.id
      and not exists (
        select from public.ownership_events x
        where x.client_id = d.id and x.occurred_at > o.occurred_at and x.occurred_at <= coalesce(c.first_answer_at, 'infinity'))));
create index ownership_events_occurred_idx on public.ownership_events (occurred_at);

-- ---------------------------------------------------------------------------------------------- data that came with the triggers aside

-- Fills what the triggers above would have noted (the demo's story, a bulk load): once, before the first figure is read.
create function app.settle_history()
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform set_config('app.erasing', 'on', true);
  update public.deal_stage_events e
  set since_outcome = e.from_outcome, since_stage_id = e.from_stage_id, since_amount_minor = e.amount_minor
  where e.since_amount_minor is null;
  update public.interactions i set credited_to = app.owner_at(i.client_id, i.occurred_at) where i.credited_to is null;
  perform set_config('app.erasing', 'off', true);
  insert into public.task_spans (task_id, manager_id, due_at, opened_at, closed_at, closed_as)
  select t.id, t.owner_id, t.due_at, least(t.created_at, t.completed_at, t.archived_at), coalesce(t.completed_at, t.archived_at),
    case when t.completed_at is not null then 'completed' when t.archived_at is not null then 'archived' end
  from public.tasks t
  where not exists (select from public.task_spans s where s.task_id = t.id);
end
$$;

-- An installation that has worked before this file.
select app.settle_history();
select app.recount_clients();

revoke all on public.exchange_rates, public.task_spans from anon, authenticated, service_role;
grant select on public.exchange_rates, public.task_spans to authenticated, service_role;
grant execute on function app.settle_history() to service_role;
