-- Rollups: days are closed after midnight, recomputed when something late touches them, and equal to the facts at any time.

-- ---------------------------------------------------------------------------------------------- storing

create function app.store_kpi(from_day date, to_day date)
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  columns text;
  source_columns text;
begin
  -- One at a time: a rebuild and the closing of a day must not write the same rows.
  perform pg_advisory_xact_lock(hashtext('smena.kpi'));
  -- First the queue, then the count: what is committed in between is counted now and once more later.
  delete from private.kpi_touched_days t where t.day >= from_day and t.day < to_day;
  delete from public.kpi_daily k where k.day >= from_day and k.day < to_day;
  delete from public.kpi_daily_sources k where k.day >= from_day and k.day < to_day;
  select string_agg(a.attname, ', ' order by a.attnum) filter (where a.attrelid = 'public.kpi_daily'::regclass),
    string_agg(a.attname, ', ' order by a.attnum) filter (where a.attrelid = 'public.kpi_daily_sources'::regclass)
  into columns, source_columns
  from pg_catalog.pg_attribute a
  join app.kpi_metrics() m on m.key = a.attname
  where a.attrelid in ('public.kpi_daily'::regclass, 'public.kpi_daily_sources'::regclass) and a.attnum > 0;
  execute format(
    'with counted as materialized (select * from app.compute_kpi(null, $1, $2)), '
    'whole as (insert into public.kpi_daily (day, manager_id, %1$s) select c.day, c.manager_id, %2$s from counted c group by 1, 2) '
    'insert into public.kpi_daily_sources (day, manager_id, source_id, %3$s) select c.day, c.manager_id, c.source_id, %4$s '
    'from counted c group by 1, 2, 3 having %5$s',
    columns, (select string_agg(format('sum(c.%I)', x), ', ') from unnest(string_to_array(columns, ', ')) x),
    source_columns, (select string_agg(format('sum(c.%I)', x), ', ') from unnest(string_to_array(source_columns, ', ')) x),
    (select string_agg(format('sum(c.%I) <> 0', x), ' or ') from unnest(string_to_array(source_columns, ', ')) x))
  using from_day, to_day;
  insert into private.kpi_closed_days (day)
  select g.at::date from generate_series(from_day::timestamp, to_day::timestamp - interval '1 day', interval '1 day') g (at)
  on conflict (day) do update set computed_at = now();
end
$$;

-- The end of the days that may be closed: every deadline of their leads has passed, and a transaction that began in them is over.
create function app.kpi_closable_until()
returns date
language sql
stable security definer
set search_path = ''
as $$
  select app.day_of(now() - interval '1 hour' - make_interval(mins => coalesce((select c.sla_minutes from public.company c), 0)))
$$;

create function app.first_fact_day()
returns date
language sql
stable security definer
set search_path = ''
as $$
  select app.day_of(least(
    (select min(c.received_at) from public.clients c where c.excluded is null),
    (select min(e.occurred_at) from public.deal_stage_events e),
    (select min(i.occurred_at) from public.interactions i where i.kind <> 'note' and i.direction <> 'internal'),
    (select min(s.opened_at) from public.task_spans s),
    (select min(b.starts_at) from public.work_sessions w cross join app.day_bounds(w.day) b)))
$$;

-- Computes one day: the newest that is touched or not closed yet. Null when there is none.
create function app.close_kpi_day()
returns date
language plpgsql
security definer
set search_path = ''
as $$
declare
  until date := app.kpi_closable_until();
  chosen date;
begin
  select max(d.day) into chosen
  from (
    select t.day from private.kpi_touched_days t where t.day < until
    union all
    select g.at::date
    from generate_series(app.first_fact_day()::timestamp, until::timestamp - interval '1 day', interval '1 day') g (at)
    where not exists (select from private.kpi_closed_days c where c.day = g.at::date)
  ) d;
  if chosen is not null then
    perform app.store_kpi(chosen, chosen + 1);
  end if;
  return chosen;
end
$$;

-- Every closable day of [from_day, to_day) anew from the facts; how many.
create function app.rebuild_kpi(from_day date, to_day date)
returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
  until date := least(to_day, app.kpi_closable_until());
  next_day date := from_day;
begin
  while next_day < until loop
    perform app.store_kpi(next_day, least(next_day + 31, until));
    next_day := next_day + 31;
  end loop;
  return greatest(until - from_day, 0);
end
$$;
grant execute on function app.close_kpi_day(), app.rebuild_kpi(date, date) to service_role;

-- ---------------------------------------------------------------------------------------------- what touches a day

-- Days that may be closed already are queued; today never is, it is counted live.
create function app.touch_days(moments timestamptz[])
returns void
language sql
security definer
set search_path = ''
as $$
  insert into private.kpi_touched_days (day)
  select distinct d.day
  from unnest(moments) m (at) cross join lateral (select app.day_of(m.at) as day) d
  where m.at is not null and d.day < app.day_of(now())
$$;

create function app.touch_all_days()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  insert into private.kpi_touched_days (day) select d.day from private.kpi_closed_days d;
  return null;
end
$$;
create trigger company_touch_days after update of time_zone, currency, sla_minutes, conversion_window_days, idle_limit_minutes,
    shift_grace_minutes, late_grace_minutes on public.company
  for each row when (
    (old.time_zone, old.currency, old.sla_minutes, old.conversion_window_days, old.idle_limit_minutes, old.shift_grace_minutes,
      old.late_grace_minutes)
    is distinct from
    (new.time_zone, new.currency, new.sla_minutes, new.conversion_window_days, new.idle_limit_minutes, new.shift_grace_minutes,
      new.late_grace_minutes))
  execute function app.touch_all_days();

-- Every day that counts something of these clients.
create function app.touch_days_of_clients(client_ids uuid[])
returns void
language sql
security definer
set search_path = ''
as $$
  select app.touch_days(array(
    select unnest(array[c.received_at, c.first_answer_at]) from public.clients c where c.id = any (client_ids)
    union select e.occurred_at from public.deals d join public.deal_stage_events e on e.deal_id = d.id where d.client_id = any (client_ids)
    union select e.occurred_at from public.deals d join public.deal_amount_events e on e.deal_id = d.id where d.client_id = any (client_ids)
    union select i.occurred_at from public.interactions i where i.client_id = any (client_ids)
    union select b.starts_at from public.focus_minutes f cross join app.day_bounds(f.day) b where f.client_id = any (client_ids)
    union select g.at from public.tasks t join public.task_spans s on s.task_id = t.id
      cross join generate_series(s.opened_at, coalesce(s.closed_at, now()) + interval '1 day', interval '1 day') g (at)
      where t.client_id = any (client_ids)))
$$;

create function app.touch_client_days()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if tg_op = 'INSERT' then
    perform app.touch_days(array(select r.received_at from new_rows r where r.received_at < now() - interval '1 hour'));
  elsif old.excluded is distinct from new.excluded then
    perform app.touch_days(array[old.received_at, old.first_answer_at]);
    perform app.touch_days_of_clients(array[new.id, new.merged_into]);
  else
    perform app.touch_days(array[old.received_at, new.received_at, old.first_answer_at, new.first_answer_at]);
    if (old.first_won_at, old.source_id) is distinct from (new.first_won_at, new.source_id) then
      perform app.touch_days(array(
        select b.starts_at from public.focus_minutes f cross join app.day_bounds(f.day) b
        where f.client_id in (select new.id union all select m.id from public.clients m where m.merged_into = new.id)));
    end if;
    if (old.received_at, old.source_id) is distinct from (new.received_at, new.source_id) then
      perform app.touch_days(array(select i.occurred_at from public.interactions i where i.client_id = new.id and i.kind = 'form'));
    end if;
  end if;
  return null;
end
$$;
create trigger clients_touch_new after insert on public.clients
  referencing new table as new_rows for each statement execute function app.touch_client_days();
create trigger clients_touch_days after update of received_at, source_id, excluded, first_owner_id, first_answer_at, first_answer_by,
    first_won_at on public.clients
  for each row when (
    (old.received_at, old.source_id, old.excluded, old.first_owner_id, old.first_answer_at, old.first_answer_by, old.first_won_at)
    is distinct from
    (new.received_at, new.source_id, new.excluded, new.first_owner_id, new.first_answer_at, new.first_answer_by, new.first_won_at))
  execute function app.touch_client_days();

-- Facts that came in with an earlier date, and a slip that reaches back over midnight.
create function app.touch_event_days()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if tg_table_name = 'deal_stage_events' then
    perform app.touch_days(array(
      select unnest(array[r.occurred_at, v.occurred_at]) from new_rows r left join public.deal_stage_events v on v.id = r.voids));
    -- Sums changed within the slip are none any more.
    perform app.touch_days(array(
      select a.occurred_at from new_rows r join public.deal_stage_events v on v.id = r.voids
      join public.deal_amount_events a on a.deal_id = r.deal_id and a.occurred_at >= v.occurred_at));
  else
    perform app.touch_days(array(select r.occurred_at from new_rows r));
  end if;
  return null;
end
$$;
create trigger deal_stage_events_touch_days after insert on public.deal_stage_events
  referencing new table as new_rows for each statement execute function app.touch_event_days();
create trigger deal_amount_events_touch_days after insert on public.deal_amount_events
  referencing new table as new_rows for each statement execute function app.touch_event_days();
create trigger interactions_touch_days after insert on public.interactions
  referencing new table as new_rows for each statement execute function app.touch_event_days();

create function app.touch_span_days()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  -- A completion taken back across midnight; a span written with dates of the past is overdue on every day it lay open.
  perform app.touch_days(array[case when tg_op = 'INSERT' then new.opened_at - app.slip_limit() end, new.closed_at] || array(
    select g.at from generate_series(new.opened_at, new.closed_at, interval '1 day') g (at) where new.closed_at < now()));
  return null;
end
$$;
create trigger task_spans_touch_days after insert or update on public.task_spans
  for each row execute function app.touch_span_days();

-- Working time that is written after its day.
create function app.touch_time_days()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  row jsonb := to_jsonb(case when tg_op = 'DELETE' then old else new end);
  labelled timestamptz := (select b.starts_at from app.day_bounds((row ->> 'day')::date) b);
begin
  if tg_table_name = 'schedule_exceptions' then
    -- A night shift is planned for the day after, too.
    perform app.touch_days(array[labelled, labelled + interval '26 hours']);
  else
    -- The day of the shift, and every day that the session or break lies in.
    perform app.touch_days(array[labelled] || array(
      select g.at from generate_series((row ->> 'started_at')::timestamptz, (row ->> 'ended_at')::timestamptz, interval '12 hours') g (at)
    ) || array[(row ->> 'started_at')::timestamptz, (row ->> 'ended_at')::timestamptz]);
  end if;
  return null;
end
$$;
-- No deletes: what retention forgets stays summed up.
create trigger work_sessions_touch_days after insert or update of started_at, ended_at on public.work_sessions
  for each row execute function app.touch_time_days();
create trigger work_breaks_touch_days after insert or update on public.work_breaks
  for each row execute function app.touch_time_days();
-- A beat writes today's minute alone, and must cost nothing here.
create trigger activity_days_touch_days after insert or update on public.activity_days
  for each row when (new.day < (now() at time zone 'UTC')::date - 1) execute function app.touch_time_days();
create trigger focus_minutes_touch_days after insert or update on public.focus_minutes
  for each row when (new.day < (now() at time zone 'UTC')::date - 1) execute function app.touch_time_days();
create trigger schedule_exceptions_touch_days after insert or delete or update on public.schedule_exceptions
  for each row execute function app.touch_time_days();

-- A weekly plan that reaches into the past.
create function app.touch_planned_days()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  since date := least(case when tg_op <> 'INSERT' then old.valid_from end, case when tg_op <> 'DELETE' then new.valid_from end);
begin
  insert into private.kpi_touched_days (day) select d.day from private.kpi_closed_days d where d.day >= since;
  return null;
end
$$;
create trigger schedule_rules_touch_days after insert or delete or update on public.schedule_rules
  for each row execute function app.touch_planned_days();

-- The first rate of a currency gives older deals their sums.
create function app.touch_rate_days()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if not exists (
    select from public.exchange_rates r
    where r.currency = new.currency and r.to_currency = new.to_currency and r.id <> new.id
  ) then
    perform app.touch_days(array(
      select e.occurred_at from public.deal_stage_events e where e.currency = new.currency and e.to_outcome <> 'open'
      union select a.occurred_at from public.deal_amount_events a where a.currency = new.currency));
  end if;
  return null;
end
$$;
create trigger exchange_rates_touch_days after insert on public.exchange_rates
  for each row execute function app.touch_rate_days();

revoke all on public.kpi_daily, public.kpi_daily_sources from anon, authenticated, service_role;
grant select on public.kpi_daily, public.kpi_daily_sources to authenticated, service_role;
