-- The figures of dashboards and reports: one definition each (docs: the KPI page), for whoever asks.
-- Periods are half-open company days [from_day, to_day). Credit goes to the owner at the time of the event.

-- ---------------------------------------------------------------------------------------------- copies on the client

-- Recounts from the facts: the first owner, the first human answer, the first win, and since when the client waits for an
-- answer. Null: of everybody (after data came in with the triggers aside). An answer is a person's message, call or meeting
-- to the client, or a call of the client that a person took; notes, robots and changes of status are none.
create function app.recount_clients(client_ids uuid[] default null)
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
  set first_owner_id = f.first_owner_id, first_answer_at = f.first_answer_at, first_won_at = f.first_won_at,
    waiting_since = f.waiting_since
  from (
    select x.id, o.first_owner_id, a.first_answer_at, w.first_won_at, q.waiting_since
    from public.clients x
    left join lateral (
      -- The owner of a double that was there earlier stays the first one.
      select e.to_owner_id as first_owner_id
      from public.ownership_events e
      where e.to_owner_id <> app.unassigned()
        and e.client_id in (select x.id union all select m.id from public.clients m where m.merged_into = x.id)
      order by e.occurred_at, e.id
      limit 1
    ) o on true
    left join lateral (
      select min(i.occurred_at) as first_answer_at, max(i.occurred_at) as last_answer_at
      from public.interactions i
      where i.client_id = x.id and i.author_id is not null and i.kind <> 'note'
        and (i.direction = 'out' or (i.direction = 'in' and i.kind in ('call', 'meeting') and coalesce(i.duration_seconds, 1) > 0))
    ) a on true
    left join lateral (
      select min(i.occurred_at) as waiting_since
      from public.interactions i
      where i.client_id = x.id and i.direction = 'in' and i.kind <> 'note'
        and i.occurred_at > coalesce(a.last_answer_at, '-infinity')
    ) q on true
    left join lateral (
      select min(e.occurred_at) as first_won_at
      from public.deals d
      join public.deal_stage_events e on e.deal_id = d.id
      where d.client_id = x.id and e.to_outcome = 'won'
    ) w on true
    where x.id = any (client_ids)
  ) f
  where c.id = f.id
    and (c.first_owner_id, c.first_answer_at, c.first_won_at, c.waiting_since)
      is distinct from (f.first_owner_id, f.first_answer_at, f.first_won_at, f.waiting_since);
end
$$;
grant execute on function app.recount_clients(uuid[]) to service_role;

-- Spares a new client the second write.
create function app.note_first_owner()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.first_owner_id := nullif(new.owner_id, app.unassigned());
  return new;
end
$$;
create trigger clients_first_owner before insert on public.clients
  for each row execute function app.note_first_owner();

create function app.recount_touched()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if tg_table_name = 'deal_stage_events' then
    perform app.recount_clients(array(
      select distinct d.client_id from new_rows r join public.deals d on d.id = r.deal_id where r.to_outcome = 'won'));
  elsif tg_table_name = 'ownership_events' then
    -- The insert of a client has noted its first owner already.
    perform app.recount_clients(array(select distinct r.client_id from new_rows r where r.from_owner_id is not null));
  else
    perform app.recount_clients(array(select distinct r.client_id from new_rows r where r.direction <> 'internal'));
  end if;
  return null;
end
$$;
create trigger interactions_recount after insert on public.interactions
  referencing new table as new_rows for each statement execute function app.recount_touched();
create trigger ownership_events_recount after insert on public.ownership_events
  referencing new table as new_rows for each statement execute function app.recount_touched();
create trigger deal_stage_events_recount after insert on public.deal_stage_events
  referencing new table as new_rows for each statement execute function app.recount_touched();

-- The client's source at the time: sales by source read the events alone. No reference: sources are never deleted.
alter table public.deal_stage_events add column source_id uuid;
alter table public.deal_amount_events add column source_id uuid;

create function app.note_source()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  select d.source_id into new.source_id from public.deals d where d.id = new.deal_id;
  return new;
end
$$;
create trigger deal_stage_events_source before insert on public.deal_stage_events
  for each row execute function app.note_source();
create trigger deal_amount_events_source before insert on public.deal_amount_events
  for each row execute function app.note_source();

create index clients_first_owner_idx on public.clients (first_owner_id, received_at) where excluded is null;
create index clients_leads_idx on public.clients (received_at)
  include (first_owner_id, source_id, first_answer_at, first_won_at) where excluded is null;
create index clients_waiting_idx on public.clients (owner_id, waiting_since, id)
  where waiting_since is not null and archived_at is null and excluded is null;
create index deal_stage_events_closed_idx on public.deal_stage_events (occurred_at)
  include (credited_to, source_id, from_outcome, to_outcome, amount_minor, currency, deal_id) where to_outcome <> 'open';
create index clients_left_out_idx on public.clients (id) where excluded in ('test', 'spam');
create index deal_amount_events_adjusted_idx on public.deal_amount_events (occurred_at) where outcome = 'won';
create index deals_open_idx on public.deals (owner_id, id) where outcome = 'open' and archived_at is null;
create index work_sessions_day_idx on public.work_sessions (day, manager_id);

-- ---------------------------------------------------------------------------------------------- periods

-- 'today', 'week' (from Monday) or 'month' (from the 1st), each up to the end of today; before it the same days of the
-- period before, of today the same weekday a week before. `spark_from`: where the row of daily values begins, at least 14 days back.
create function app.period(
  name text, out from_day date, out to_day date, out before_from date, out before_to date, out spark_from date
)
language plpgsql
stable
set search_path = ''
as $$
declare
  today date := app.day_of(now());
begin
  to_day := today + 1;
  if name = 'today' then
    from_day := today;
    before_from := today - 7;
    before_to := today - 6;
  elsif name = 'week' then
    from_day := date_trunc('week', today::timestamp)::date;
    before_from := from_day - 7;
    before_to := to_day - 7;
  elsif name = 'month' then
    from_day := date_trunc('month', today::timestamp)::date;
    before_from := (from_day - interval '1 month')::date;
    before_to := least(before_from + (to_day - from_day), from_day);
  else
    perform app.fail(422, 'unknown_period', '{"field": "period"}');
  end if;
  spark_from := least(from_day, today - 13);
end
$$;

-- Whose figures may the caller see: his own, an admin everybody's (null).
create function app.check_figures_of(manager uuid)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if manager is null then
    perform app.require_admin();
  elsif not manager = any (app.visible_owners()) then
    perform app.fail(404, 'member_not_found');
  end if;
end
$$;

create function app.company_zone()
returns text
language sql
stable parallel safe security definer
set search_path = ''
as $$ select coalesce((select c.time_zone from public.company c), 'UTC') $$;

-- A ratio with four digits; null when there is nothing to divide by.
create function app.share(part numeric, whole numeric)
returns numeric
language sql
immutable parallel safe
set search_path = ''
as $$ select round(part / nullif(whole, 0), 4) $$;

-- ---------------------------------------------------------------------------------------------- leads

-- Per day of receipt, first owner (null: nobody yet) and source, all of them additive:
--   leads, converted (a win within the company's conversion window), unripe (younger than it and not won yet),
--   answered, answered_in_time (within sla_minutes), answer_due (answered, or the deadline has passed).
create function app.lead_figures(manager uuid, from_day date, to_day date)
returns table (day date, manager_id uuid, source_id uuid, leads bigint, converted bigint, unripe bigint,
  answered bigint, answered_in_time bigint, answer_due bigint)
language plpgsql
stable security definer
set search_path = ''
-- One manager and the whole company want different indexes.
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict use_variable
declare
  zone text := app.company_zone();
  ripe interval;
  sla interval;
begin
  perform app.check_figures_of(manager);
  select make_interval(hours => 24 * c.conversion_window_days), make_interval(mins => c.sla_minutes) into ripe, sla from public.company c;
  return query
    -- Day by day: telling each lead's day by the clock of the zone would cost as much as all the rest.
    select g.at::date, x.first_owner_id, x.source_id, x.leads, x.converted, x.unripe, x.answered, x.in_time, x.due
    from generate_series(from_day::timestamp, to_day::timestamp - interval '1 day', interval '1 day') g (at)
    cross join lateral (
      select c.first_owner_id, c.source_id,
        count(*) as leads,
        count(*) filter (where c.first_won_at < c.received_at + ripe) as converted,
        count(*) filter (where c.received_at + ripe > now() and (c.first_won_at < c.received_at + ripe) is not true) as unripe,
        count(c.first_answer_at) as answered,
        count(*) filter (where c.first_answer_at <= c.received_at + sla) as in_time,
        count(*) filter (where c.first_answer_at is not null or c.received_at + sla < now()) as due
      from public.clients c
      where c.excluded is null and (manager is null or c.first_owner_id = manager)
        and c.received_at >= g.at at time zone zone and c.received_at < (g.at + interval '1 day') at time zone zone
      group by c.first_owner_id, c.source_id
    ) x;
end
$$;

-- ---------------------------------------------------------------------------------------------- closings and sales

-- Per day, owner at the event and source: closings won and lost, the sum of the won ones, and later changes of won sums on
-- the day of the change; sums of the company's currency. Two won stages in a row are one closing.
create function app.sales_figures(manager uuid, from_day date, to_day date)
returns table (day date, manager_id uuid, source_id uuid, won bigint, lost bigint, sales_minor bigint)
language plpgsql
stable security definer
set search_path = ''
-- One manager and the whole company want different indexes.
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict use_variable
declare
  zone text := app.company_zone();
  company_currency text := (select c.currency from public.company c);
begin
  perform app.check_figures_of(manager);
  return query
    with left_out as materialized (
      -- Deals of a merged client have moved to the other one.
      select d.id from public.clients c join public.deals d on d.client_id = c.id where c.excluded in ('test', 'spam')
    )
    select g.at::date, x.credited_to, x.source_id, x.won, x.lost, x.sales_minor
    from generate_series(from_day::timestamp, to_day::timestamp - interval '1 day', interval '1 day') g (at)
    cross join lateral (
      select g.at at time zone zone as starts_at, (g.at + interval '1 day') at time zone zone as ends_at
    ) b
    cross join lateral (
      select f.credited_to, f.source_id,
        count(*) filter (where f.closing = 'won') as won,
        count(*) filter (where f.closing = 'lost') as lost,
        coalesce(sum(f.amount_minor) filter (where f.currency = company_currency), 0)::bigint as sales_minor
      from (
        select e.deal_id, e.credited_to, e.source_id, e.to_outcome as closing, e.currency,
          case when e.to_outcome = 'won' then e.amount_minor end as amount_minor
        from public.deal_stage_events e
        where e.occurred_at >= b.starts_at and e.occurred_at < b.ends_at and e.to_outcome <> 'open'
          and e.from_outcome is distinct from e.to_outcome and (manager is null or e.credited_to = manager)
        union all
        select a.deal_id, a.credited_to, a.source_id, null, a.currency, a.after_minor - a.before_minor
        from public.deal_amount_events a
        where a.occurred_at >= b.starts_at and a.occurred_at < b.ends_at and a.outcome = 'won'
          and (manager is null or a.credited_to = manager)
      ) f
      where f.deal_id not in (select l.id from left_out l)
      group by f.credited_to, f.source_id
    ) x;
end
$$;

-- ---------------------------------------------------------------------------------------------- working time

-- Per day and manager: first sign-in, end of the last session (null while one is open), and the union of the sessions,
-- split at midnight. An open session counts until the last beat and the company's grace, as the worker will close it.
create function app.presence(manager uuid, from_day date, to_day date)
returns table (day date, manager_id uuid, started_at timestamptz, ended_at timestamptz, minutes integer)
language plpgsql
stable security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  grace interval := (select make_interval(mins => c.shift_grace_minutes) from public.company c);
begin
  perform app.check_figures_of(manager);
  return query
    select p.day, p.manager_id, min(p.span_start), case when bool_and(p.closed) then max(p.span_end) end,
      (select round(extract(epoch from sum(upper(r.span) - lower(r.span))) / 60)::integer from unnest(range_agg(p.span)) r (span))
    from (
      select x.day, s.manager_id, s.ended_at is not null as closed,
        greatest(s.started_at, b.starts_at) as span_start, least(e.ended_at, b.ends_at) as span_end,
        tstzrange(greatest(s.started_at, b.starts_at), least(e.ended_at, b.ends_at)) as span
      from generate_series(from_day::timestamp, to_day::timestamp - interval '1 day', interval '1 day') g (at)
      cross join lateral (select g.at::date as day) x
      cross join lateral app.day_bounds(x.day) b
      join public.work_sessions s on s.day in (x.day, x.day - 1) and (manager is null or s.manager_id = manager)
      cross join lateral (select coalesce(s.ended_at, least(now(), s.last_beat_at + grace)) as ended_at) e
      where s.started_at < b.ends_at and e.ended_at > b.starts_at
    ) p
    group by p.day, p.manager_id;
end
$$;

-- 'working' (heard of within a quarter of an hour), 'away' (signed in, but silent), 'off', for each active colleague.
create function app.shift_states(manager uuid default null)
returns table (manager_id uuid, state text)
language plpgsql
stable security definer
set search_path = ''
as $$
#variable_conflict use_variable
begin
  perform app.check_figures_of(manager);
  return query
    select p.id, case
      when max(s.last_beat_at) > now() - interval '15 minutes' then 'working'
      when count(s.id) > 0 then 'away'
      else 'off'
    end
    from public.profiles p
    left join public.work_sessions s on s.manager_id = p.id and s.day = app.day_of(now()) and s.ended_at is null
    where p.role <> 'nobody' and p.status = 'active' and (manager is null or p.id = manager)
    group by p.id;
end
$$;

-- The plan of a day: as the day was opened with, else by rule and exception.
create function app.plan_of(manager uuid, day date, out starts_at timestamptz, out ends_at timestamptz)
language plpgsql
stable security definer
set search_path = ''
as $$
begin
  perform app.check_figures_of(manager);
  select w.planned_start, w.planned_end into starts_at, ends_at
  from public.work_schedule w where w.manager_id = manager and w.day = plan_of.day;
  if not found then
    select p.starts_at, p.ends_at into starts_at, ends_at from app.planned_window(manager, day) p;
  end if;
end
$$;

-- One day as the day ring shows it.
create function app.work_day(manager uuid, day date)
returns json
language sql
stable security definer
set search_path = ''
as $$
  select json_build_object(
    'day', work_day.day,
    'time_zone', app.company_zone(),
    'state', (select s.state from app.shift_states(manager) s),
    'started_at', t.started_at,
    'ended_at', t.ended_at,
    'presence_minutes', coalesce(t.minutes, 0),
    'planned', case when p.starts_at is not null then json_build_object('starts_at', p.starts_at, 'ends_at', p.ends_at) end,
    'planned_minutes', round(extract(epoch from p.ends_at - p.starts_at) / 60)::integer,
    'sessions', (
      select coalesce(json_agg(json_build_object('id', s.id, 'started_at', s.started_at, 'last_beat_at', s.last_beat_at,
        'ended_at', s.ended_at, 'ended_by', s.ended_by) order by s.started_at), '[]')
      from public.work_sessions s where s.manager_id = manager and s.day = work_day.day
    )
  )
  from app.plan_of(manager, day) p
  left join app.presence(manager, day, day + 1) t on true
$$;

-- ---------------------------------------------------------------------------------------------- load

-- What lies on each colleague now: open deals, open tasks due within seven days (overdue ones too), clients who wait.
create function app.workload()
returns table (manager_id uuid, open_deals bigint, tasks_due bigint, waiting bigint)
language plpgsql
stable security definer
set search_path = ''
as $$
begin
  perform app.require_admin();
  return query
    select p.id,
      (select count(*) from public.deals d where d.owner_id = p.id and d.outcome = 'open' and d.archived_at is null),
      (select count(*) from public.tasks t
        where t.owner_id = p.id and t.completed_at is null and t.archived_at is null and t.due_at < now() + interval '7 days'),
      (select count(*) from public.clients c
        where c.owner_id = p.id and c.waiting_since is not null and c.archived_at is null and c.excluded is null)
    from public.profiles p;
end
$$;

-- ---------------------------------------------------------------------------------------------- the four numbers

create type app.day_figures as (day date, leads bigint, converted bigint, unripe bigint, won bigint, sales_minor bigint);

-- Leads, won deals, conversion (cohort) and sales of a period, each with the period before and its days. The figures may
-- come in any order and several times a day; days without any count as zero.
create function app.kpi(period_name text, figures app.day_figures[])
returns json
language sql
stable
set search_path = ''
as $$
  with by_day as materialized (
    select g.at::date as day, g.at >= p.from_day as is_now, g.at >= p.before_from and g.at < p.before_to as is_before,
      g.at >= p.spark_from as in_spark, f.leads, f.converted, f.unripe, f.won, f.sales_minor
    from app.period(period_name) p
    cross join generate_series(
      least(p.before_from, p.spark_from)::timestamp, p.to_day::timestamp - interval '1 day', interval '1 day') g (at)
    cross join lateral (
      select coalesce(sum(x.leads), 0)::bigint as leads, coalesce(sum(x.converted), 0)::bigint as converted,
        coalesce(sum(x.unripe), 0)::bigint as unripe, coalesce(sum(x.won), 0)::bigint as won,
        coalesce(sum(x.sales_minor), 0)::bigint as sales_minor
      from unnest(figures) x where x.day = g.at::date
    ) f
  ), sums as (
    select
      coalesce(sum(d.leads) filter (where d.is_now), 0) as leads,
      coalesce(sum(d.converted) filter (where d.is_now), 0) as converted,
      coalesce(sum(d.unripe) filter (where d.is_now), 0) as unripe,
      coalesce(sum(d.won) filter (where d.is_now), 0) as won,
      coalesce(sum(d.sales_minor) filter (where d.is_now), 0) as sales_minor,
      coalesce(sum(d.leads) filter (where d.is_before), 0) as leads_before,
      coalesce(sum(d.converted) filter (where d.is_before), 0) as converted_before,
      coalesce(sum(d.won) filter (where d.is_before), 0) as won_before,
      coalesce(sum(d.sales_minor) filter (where d.is_before), 0) as sales_before,
      json_agg(json_build_object('day', d.day, 'value', d.leads) order by d.day) filter (where d.in_spark) as leads_spark,
      json_agg(json_build_object('day', d.day, 'value', app.share(d.converted, d.leads)) order by d.day)
        filter (where d.in_spark) as conversion_spark,
      json_agg(json_build_object('day', d.day, 'value', d.won) order by d.day) filter (where d.in_spark) as won_spark,
      json_agg(json_build_object('day', d.day, 'value', d.sales_minor) order by d.day) filter (where d.in_spark) as sales_spark
    from by_day d
  )
  select json_build_object(
    'leads', json_build_object('value', s.leads, 'previous', s.leads_before, 'spark', s.leads_spark),
    'deals_won', json_build_object('value', s.won, 'previous', s.won_before, 'spark', s.won_spark),
    'conversion', json_build_object(
      'value', app.share(s.converted, s.leads),
      'numerator', s.converted,
      'denominator', s.leads,
      'unripe', s.unripe,
      'lower_bound', s.unripe > 0,
      'small_sample', s.leads < 5,
      'window_days', (select c.conversion_window_days from public.company c),
      'previous', app.share(s.converted_before, s.leads_before),
      'spark', s.conversion_spark),
    'sales', json_build_object('value', s.sales_minor, 'previous', s.sales_before, 'spark', s.sales_spark,
      'currency', (select c.currency from public.company c))
  )
  from sums s
$$;

grant execute on function
  app.period(text), app.lead_figures(uuid, date, date), app.sales_figures(uuid, date, date), app.presence(uuid, date, date),
  app.shift_states(uuid), app.plan_of(uuid, date), app.work_day(uuid, date), app.workload(), app.company_zone(), app.share(numeric, numeric), app.kpi(text, app.day_figures[])
  to authenticated;

select app.recount_clients();
