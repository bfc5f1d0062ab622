-- What reports and dashboards ask: periods, the rows behind a figure, load, speed of sales, and targets.

-- ---------------------------------------------------------------------------------------------- periods

-- What [from_day, to_day) is compared with. Whole calendar months (a month, a quarter, a year) with as many before them; one day
-- with the same weekday a week before: a Monday is no worse than a Sunday; other days with as many before them.
create function app.days_before(from_day date, to_day date, out before_from date, out before_to date)
language sql
immutable parallel safe
set search_path = ''
as $$
  select case
      when extract(day from from_day) = 1 and extract(day from to_day) = 1 then (from_day - make_interval(
        years => (extract(year from to_day) - extract(year from from_day))::integer,
        months => (extract(month from to_day) - extract(month from from_day))::integer))::date
      when to_day - from_day = 1 then from_day - 7
      else from_day - (to_day - from_day)
    end,
    case when to_day - from_day = 1 then from_day - 6 else from_day end
$$;

-- A preset, or days of one's own ('custom'), as [from_day, to_day), and what it is compared with; a period that is still running
-- with the same stretch of the one before.
create function app.kpi_period(
  name text, from_asked date default null, to_asked date default null,
  out from_day date, out to_day date, out before_from date, out before_to date
)
language plpgsql
stable
set search_path = ''
as $$
declare
  today date := app.day_of(now());
  unit text := case when name like '%week' then 'week' when name like '%month' then 'month' when name like '%quarter' then 'quarter' end;
  step interval := case unit when 'week' then interval '7 days' when 'month' then interval '1 month' when 'quarter' then interval '3 months' end;
begin
  if name = 'custom' and from_asked < to_asked and to_asked - from_asked <= 1100 then
    from_day := from_asked;
    to_day := to_asked;
  elsif name in ('today', 'yesterday') then
    from_day := today - case name when 'yesterday' then 1 else 0 end;
    to_day := from_day + 1;
  elsif name in ('week', 'month', 'quarter') then
    from_day := date_trunc(unit, today::timestamp)::date;
    to_day := (from_day + step)::date;
  elsif name in ('last_week', 'last_month', 'last_quarter') then
    to_day := date_trunc(unit, today::timestamp)::date;
    from_day := (to_day - step)::date;
  else
    perform app.fail(422, 'unknown_period', '{"field": "period"}');
  end if;
  select b.before_from, b.before_to into before_from, before_to from app.days_before(from_day, to_day) b;
  if from_day <= today and to_day > today + 1 then
    before_to := least(before_to, before_from + (today + 1 - from_day));
    to_day := case name when 'custom' then to_day else today + 1 end;
  end if;
end
$$;

-- As reports print it. `live`: it holds today, whose figures still move.
create function app.kpi_period_json(name text, from_day date, to_day date, before_from date, before_to date)
returns json
language sql
stable
set search_path = ''
as $$
  select json_build_object('name', name, 'from_day', from_day, 'to_day', to_day, 'before_from', before_from, 'before_to', before_to,
    'time_zone', app.company_zone(), 'currency', (select c.currency from public.company c), 'live', to_day > app.day_of(now()),
    'window_days', (select c.conversion_window_days from public.company c), 'sla_minutes', (select c.sla_minutes from public.company c))
$$;

-- The figures that have a source.
create function app.kpi_source_figures(sums app.kpi_sums)
returns jsonb
language sql
stable parallel safe
set search_path = ''
as $$
  select jsonb_object_agg(f.key, f.value)
  from jsonb_each(app.kpi_figures(sums)) f
  where f.key in ('leads', 'converted', 'answered_in_time', 'answer_due', 'repeat_inquiries', 'deals_created', 'deals_won', 'deals_lost',
    'closed_rated', 'sales', 'unconverted', 'focus_minutes', 'conversion', 'conversion_period', 'win_rate', 'avg_deal', 'sla',
    'sales_per_focus_hour')
$$;

-- ---------------------------------------------------------------------------------------------- the rows behind a figure

-- The rows that a figure sums up, the newest first: their number, or the sum of their amounts, is the figure. A ratio's rows are
-- its numerator's, or its denominator's when asked. `source`: of this one, app.unassigned() for those without; `stage`: of the funnel's; `reason`: closings for this one.
create function app.kpi_rows(
  metric text, manager uuid, from_day date, to_day date, by_current boolean default false, part text default 'numerator',
  source uuid default null, stage uuid default null, after_at timestamptz default null, after_id uuid default null,
  max_rows integer default 51, reason text default null
)
returns table (id uuid, at timestamptz, manager_id uuid, source_id uuid, client_id uuid, deal_id uuid, task_id uuid, amount numeric)
language plpgsql
stable security definer
set search_path = ''
set jit = off
as $$
#variable_conflict use_variable
declare
  zone text := app.company_zone();
  chosen record;
  whose text;
begin
  perform app.check_figures_of(manager);
  select m.* into chosen
  from app.kpi_metrics() m
  where m.key = coalesce(
    (select case part when 'denominator' then r.denominator else r.numerator end from app.kpi_ratios() r where r.key = metric), metric);
  if chosen.key is null or (chosen.kind = 'stage') <> (stage is not null) then
    perform app.fail(422, 'unknown_metric', '{"field": "metric"}');
  end if;
  to_day := least(to_day, app.day_of(now()) + 1);
  if chosen.key = 'tasks_overdue' then
    from_day := to_day - 1;
  end if;
  whose := case when by_current and chosen.facts <> 'focus' then 'owner_id' else 'manager_id' end;
  return query execute format(
    'select f.id, f.at, f.%I, f.source_id, f.client_id, f.deal_id, f.task_id, (%s)::numeric from %s f '
    'where f.at >= $1 and f.at < $2 and (%s)%s%s%s%s%s order by f.at desc, f.id desc limit $8',
    whose, chosen.amount, app.facts_source(chosen.facts), chosen.condition,
    case when manager is not null then format(' and f.%I = $3', whose) else '' end,
    case when source is not null then ' and f.source_id is not distinct from nullif($9, app.unassigned())' else '' end,
    case when stage is not null then ' and f.stage_id = $10' else '' end,
    case when reason is not null then
      ' and exists (select from public.deal_stage_events e where e.id = f.id and coalesce(e.reason, ''other'') = $13)' else '' end,
    case when after_at is not null then ' and (f.at, f.id) < ($11, $12)' else '' end)
  using from_day::timestamp at time zone zone, to_day::timestamp at time zone zone, manager, zone, from_day, to_day,
    case when chosen.key = 'first_response_business' then app.open_windows(from_day) end,
    max_rows, source, stage, after_at, after_id, reason;
end
$$;

-- ---------------------------------------------------------------------------------------------- the dashboards' figures

-- As before, and from the same rollups and facts as every report.
create or replace function app.lead_figures(manager uuid, from_day date, to_day date)
returns table (day date, manager_id uuid, source_id uuid, leads bigint, converted bigint, unripe bigint,
  answered bigint, answered_in_time bigint, answer_due bigint)
language sql
stable security definer
set search_path = ''
as $$
  select k.day, nullif(k.manager_id, app.unassigned()), k.source_id, k.leads, k.converted, k.unripe, k.answered, k.answered_in_time, k.answer_due
  from app.kpi_days(manager, from_day, to_day, true, '{lead}') k
  where k.leads > 0
$$;

create or replace function app.sales_figures(manager uuid, from_day date, to_day date)
returns table (day date, manager_id uuid, source_id uuid, won bigint, lost bigint, sales_minor bigint)
language sql
stable security definer
set search_path = ''
as $$
  select k.day, k.manager_id, k.source_id, k.deals_won, k.deals_lost, k.sales
  from app.kpi_days(manager, from_day, to_day, true, '{closing,sales}') k
  where k.deals_won + k.deals_lost > 0 or k.sales <> 0
$$;

-- What the team's dashboard adds up, each row one sum (`split`): of a day of [from_day, to_day), of a manager or of a source of
-- [since, to_day). One pass, because rows per day, manager and source are a hundred times as many. `unripe` of days before `since`
-- is not counted. A manager's row also tells how long his last day is.
create function app.kpi_board(from_day date, since date, to_day date)
returns table (split text, day date, manager_id uuid, source_id uuid, leads bigint, converted bigint, unripe bigint, in_time bigint,
  due bigint, won bigint, lost bigint, sales_minor bigint, presence_minutes bigint, active_minutes bigint, minutes_today bigint)
language plpgsql
stable security definer
set search_path = ''
set jit = off
as $$
#variable_conflict use_column
declare
  ripening date := app.ripening_day();
  clean date[];
begin
  perform app.require_admin();
  clean := app.kpi_clean_days(kpi_board.from_day, kpi_board.to_day);
  return query
    with live as materialized (
      select l.* from app.kpi_live_days(kpi_board.from_day, kpi_board.to_day, clean) l
    ), counted as materialized (
      select k.* from live cross join lateral app.compute_kpi(null, live.from_day, live.to_day, false, '{lead,closing,sales}') k
    ), worked as materialized (
      select w.* from live cross join lateral app.work_figures(null, greatest(live.from_day, since), live.to_day) w where live.to_day > since
    ), whole as (
      select t.day, t.manager_id, t.leads, t.converted, case when t.day > ripening then t.leads - t.converted else 0 end as unripe,
        t.answered_in_time, t.answer_due, t.deals_won, t.deals_lost, t.sales, t.presence_minutes, t.active_minutes
      from public.kpi_daily t where t.day = any (clean)
      union all
      select c.day, c.manager_id, c.leads, c.converted, c.unripe, c.answered_in_time, c.answer_due, c.deals_won, c.deals_lost, c.sales, 0, 0
      from counted c
      union all
      select ripening, f.manager_id, 0, 0, count(*), 0, 0, 0, 0, 0, 0, 0
      from app.lead_facts f
      where ripening >= since and ripening = any (clean) and f.unripe
        and f.at >= (select b.starts_at from app.day_bounds(ripening) b) and f.at < (select b.ends_at from app.day_bounds(ripening) b)
      group by f.manager_id
      union all
      select w.day, w.manager_id, 0, 0, 0, 0, 0, 0, 0, 0, w.presence_minutes, w.active_minutes from worked w
    ), sourced as (
      select t.source_id, t.leads, t.converted, t.deals_won, t.sales from public.kpi_daily_sources t where t.day = any (clean) and t.day >= since
      union all
      select c.source_id, c.leads, c.converted, c.deals_won, c.sales from counted c where c.day >= since
    )
    select 'day', w.day, null::uuid, null::uuid, sum(w.leads)::bigint, sum(w.converted)::bigint, sum(w.unripe)::bigint, null::bigint,
      null::bigint, sum(w.deals_won)::bigint, null::bigint, sum(w.sales)::bigint, null::bigint, null::bigint, null::bigint
    from whole w group by w.day
    union all
    select 'manager', null, w.manager_id, null, sum(w.leads)::bigint, sum(w.converted)::bigint, sum(w.unripe)::bigint,
      sum(w.answered_in_time)::bigint, sum(w.answer_due)::bigint, sum(w.deals_won)::bigint, sum(w.deals_lost)::bigint,
      sum(w.sales)::bigint, sum(w.presence_minutes)::bigint, sum(w.active_minutes)::bigint,
      max(t.presence_minutes)::bigint
    from whole w
    left join worked t on t.manager_id = w.manager_id and t.day = kpi_board.to_day - 1
    where w.day >= since group by w.manager_id
    union all
    select 'source', null, null, s.source_id, sum(s.leads)::bigint, sum(s.converted)::bigint, null, null, null, sum(s.deals_won)::bigint,
      null, sum(s.sales)::bigint, null, null, null
    from sourced s group by s.source_id;
end
$$;

-- ---------------------------------------------------------------------------------------------- the funnel

create function app.kpi_stages(manager uuid, from_day date, to_day date, by_current boolean default false)
returns table (stage_id uuid, entered bigint, advanced bigint, won bigint, lost bigint, moved_back bigint, still_there bigint)
language plpgsql
stable security definer
set search_path = ''
as $$
#variable_conflict use_variable
begin
  perform app.check_figures_of(manager);
  return query
    select f.stage_id, count(*), count(*) filter (where f.outcome = 'advanced'), count(*) filter (where f.outcome = 'won'),
      count(*) filter (where f.outcome = 'lost'), count(*) filter (where f.outcome = 'moved_back'),
      count(*) filter (where f.outcome = 'still_there')
    from app.stage_facts(manager, from_day, to_day) f
    where manager is null or case when by_current then f.owner_id else f.manager_id end = manager
    group by f.stage_id;
end
$$;

-- ---------------------------------------------------------------------------------------------- now

-- Money a day that the funnel brings at its present pace: open qualified deals (past the first stage) x average won sum x win
-- rate / mean cycle, the last three over 90 days up to now, the cycle no shorter than a day. A reading of now, not of a period.
create function app.kpi_velocity(manager uuid)
returns jsonb
language plpgsql
stable security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  sums app.kpi_sums;
  open_deals bigint;
  cycle_days numeric;
  won_share numeric;
  average numeric;
begin
  perform app.check_figures_of(manager);
  select count(*) into open_deals
  from public.deals d
  join public.clients c on c.id = d.client_id and (c.excluded is null or c.excluded = 'merged')
  where d.outcome = 'open' and d.archived_at is null and (manager is null or d.owner_id = manager)
    and d.stage_id <> (select s.id from public.stages s where s.outcome = 'open' and s.archived_at is null order by s.position, s.id limit 1);
  sums := app.kpi_add(array(select f from app.kpi_days(manager, app.day_of(now()) - 89, app.day_of(now()) + 1) f));
  -- (greatest() would take a cycle that nobody knows for a day.)
  cycle_days := case when sums.cycles > 0 then greatest(sums.cycle_seconds / 86400.0 / sums.cycles, 1) end;
  won_share := sums.deals_won::numeric / nullif(sums.closed_rated, 0);
  average := sums.won_value::numeric / nullif(sums.deals_won, 0);
  return jsonb_build_object('value', round(open_deals * average * won_share / cycle_days), 'open_deals', open_deals,
    'average_minor', round(average), 'win_rate', round(won_share, 4), 'cycle_days', round(cycle_days, 4),
    'deals_won', sums.deals_won, 'closed', sums.closed_rated, 'small_sample', sums.closed_rated < 5);
end
$$;

-- What lies on each active manager now, against the team's median; who is away today is left out of the median. An admin sees the
-- team, a manager himself and the median, if it is of at least three: of two each would know the other's load.
create function app.kpi_workload(manager uuid)
returns table (manager_id uuid, open_deals bigint, tasks_due bigint, waiting bigint, total bigint, on_leave boolean, team_median numeric)
language plpgsql
stable security definer
set search_path = ''
as $$
#variable_conflict use_variable
begin
  perform app.check_figures_of(manager);
  return query
    with loads as materialized (
      select p.id,
        (select count(*) from public.deals d
          where d.owner_id = p.id and d.outcome = 'open' and d.archived_at is null
            and not exists (select from public.clients c where c.id = d.client_id and c.excluded in ('test', 'spam'))) as open_deals,
        (select count(*) from public.tasks t
          where t.owner_id = p.id and t.completed_at is null and t.archived_at is null and t.due_at < now() + interval '7 days'
            and not exists (select from public.clients c where c.id = t.client_id and c.excluded in ('test', 'spam'))) as tasks_due,
        (select count(*) from public.clients c
          where c.owner_id = p.id and c.waiting_since is not null and c.archived_at is null and c.excluded is null) as waiting,
        exists (select from public.schedule_exceptions e
          where e.manager_id = p.id and e.day = app.day_of(now()) and e.kind in ('leave', 'sick', 'day_off')) as on_leave
      from public.profiles p where p.role = 'manager' and p.status = 'active'
    ), middle as (
      select percentile_cont(0.5) within group (order by l.open_deals + l.tasks_due + l.waiting) as load, count(*) as sample
      from loads l where not l.on_leave
    )
    select l.id, l.open_deals, l.tasks_due, l.waiting, l.open_deals + l.tasks_due + l.waiting, l.on_leave,
      case when m.sample >= 3 or app.is_admin() then round(m.load::numeric, 1) end
    from loads l cross join middle m
    where manager is null or l.id = manager;
end
$$;

-- The median over the managers of every figure that is a ratio, to show one's own beside. Everybody active may know it, of at
-- least three managers who have the figure: of two each would know the other's, so that he is not even told how many they are.
create function app.kpi_team_medians(from_day date, to_day date)
returns jsonb
language plpgsql
stable security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  columns text := (
    select string_agg(case when a.attname = 'unripe' then '0::bigint' else format('sum(t.%I)::bigint', a.attname) end, ', ' order by a.attnum)
    from pg_catalog.pg_attribute a where a.attrelid = 'app.kpi_sums'::regclass and a.attnum > 3);
  medians jsonb;
begin
  perform app.require_active();
  -- From the closed days alone: nothing but the medians leaves this function.
  execute format(
    'with figures as materialized ('
    '  select app.kpi_figures(row(y.*)::app.kpi_sums) as of from ('
    '    select null::date, t.manager_id, null::uuid, %s from public.kpi_daily t '
    '    join public.profiles p on p.id = t.manager_id and p.role = ''manager'' and p.status = ''active'' '
    '    where t.day >= $1 and t.day < $2 group by t.manager_id) y '
    '), ratios as ('
    '  select r.key, count(f.of -> r.key ->> ''value'') as sample, '
    '    round((percentile_cont(0.5) within group (order by (f.of -> r.key ->> ''value'')::numeric))::numeric, 4) as median '
    '  from app.kpi_ratios() r left join figures f on true group by r.key) '
    'select jsonb_object_agg(r.key, jsonb_build_object(''median'', case when r.sample >= 3 then r.median end, '
    '''sample'', case when r.sample >= 3 or app.is_admin() then r.sample else 0 end)) from ratios r',
    columns)
  into medians using from_day, to_day;
  return medians;
end
$$;

-- ---------------------------------------------------------------------------------------------- targets

create table public.targets (
  id uuid primary key default gen_random_uuid(),
  manager_id uuid not null references public.profiles (id),
  month date not null check (extract(day from month) = 1),
  metric text not null check (metric in (
    'leads', 'leads_handled', 'deals_created', 'deals_won', 'sales', 'tasks_done', 'interactions_out', 'active_minutes')),
  goal bigint not null check (goal between 1 and 100000000000000),
  set_by uuid default auth.uid() references public.profiles (id),
  updated_at timestamptz not null default now(),
  unique (manager_id, month, metric)
);
alter table public.targets enable row level security;
create index targets_set_by_idx on public.targets (set_by);
create trigger targets_touch before update on public.targets for each row execute function app.touch();

-- Sets a manager's goals of a month: {"sales": 5000000}; null takes one away.
create function app.set_targets(manager uuid, month date, goals jsonb)
returns void
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  me uuid := app.require_admin();
  first_day date := date_trunc('month', month::timestamp)::date;
begin
  if not exists (select from public.profiles p where p.id = manager and p.role <> 'nobody') then
    perform app.fail(404, 'member_not_found');
  end if;
  delete from public.targets t using jsonb_each(goals) g
  where t.manager_id = manager and t.month = first_day and t.metric = g.key and g.value = 'null';
  insert into public.targets as t (manager_id, month, metric, goal, set_by)
  select manager, first_day, g.key, (g.value #>> '{}')::bigint, me from jsonb_each(goals) g where g.value <> 'null'
  on conflict on constraint targets_manager_id_month_metric_key do update set goal = excluded.goal, set_by = excluded.set_by
    where t.goal <> excluded.goal;
end
$$;

-- Goals of a month and how far they are; `pace`: what the days gone by would have brought at an even walk.
create function app.kpi_targets(manager uuid, month date)
returns table (manager_id uuid, metric text, goal bigint, value bigint, share numeric, pace numeric)
language plpgsql
stable security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  first_day date := date_trunc('month', month::timestamp)::date;
  next_month date := (first_day + interval '1 month')::date;
  gone integer := least(greatest(app.day_of(now()) + 1 - first_day, 0), next_month - first_day);
begin
  perform app.check_figures_of(manager);
  return query
    with sums as materialized (
      select s.manager_id, to_jsonb(s) as of from app.kpi_period_sums(manager, first_day, next_month) s
    )
    select t.manager_id, t.metric, t.goal, coalesce((s.of ->> t.metric)::bigint, 0),
      app.share(coalesce((s.of ->> t.metric)::bigint, 0), t.goal), round(t.goal * gone::numeric / (next_month - first_day), 1)
    from public.targets t
    left join sums s on s.manager_id = t.manager_id
    where t.month = first_day and (manager is null or t.manager_id = manager);
end
$$;

-- ---------------------------------------------------------------------------------------------- settings

-- One unit of `currency` in the company's money, from now on.
create function app.set_exchange_rate(currency text, rate numeric)
returns uuid
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  me uuid := app.require_admin();
  own text := (select c.currency from public.company c);
  made uuid;
begin
  if own = currency then
    perform app.fail(422, 'own_currency', '{"field": "currency"}');
  end if;
  insert into public.exchange_rates (currency, to_currency, rate, set_by) values (currency, own, rate, me) returning id into made;
  return made;
end
$$;

-- The office hours as a whole: [{"weekday": 1, "opens": "09:00", "closes": "18:00"}, ...].
create function app.set_business_hours(hours jsonb)
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform app.require_admin();
  delete from public.business_hours h where true;
  insert into public.business_hours (weekday, opens, closes)
  select x.weekday, x.opens, x.closes from jsonb_to_recordset(hours) x (weekday integer, opens time, closes time);
end
$$;

revoke all on public.targets, public.business_hours from anon, authenticated, service_role;
grant select on public.targets, public.business_hours to authenticated, service_role;
grant execute on function app.kpi_metrics(), app.kpi_ratios() to authenticated, service_role;
grant execute on function
  app.kpi_days(uuid, date, date, boolean, text[]), app.kpi_period_sums(uuid, date, date, boolean, boolean), app.kpi_add(app.kpi_sums[]),
  app.kpi_figures(app.kpi_sums), app.kpi_times(uuid, date, date, boolean, text[]), app.days_before(date, date), app.kpi_period(text, date, date),
  app.kpi_rows(text, uuid, date, date, boolean, text, uuid, uuid, timestamptz, uuid, integer, text),
  app.kpi_stages(uuid, date, date, boolean), app.kpi_velocity(uuid), app.kpi_workload(uuid),
  app.kpi_targets(uuid, date), app.kpi_team_medians(date, date), app.kpi_source_figures(app.kpi_sums),
  app.kpi_period_json(text, date, date, date, date) to authenticated, service_role;
grant execute on function app.kpi_board(date, date, date), app.set_targets(uuid, date, jsonb), app.set_exchange_rate(text, numeric),
  app.set_business_hours(jsonb), app.deadlines_missed(timestamptz, timestamptz) to authenticated;
