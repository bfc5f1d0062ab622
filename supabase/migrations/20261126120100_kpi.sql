-- The figures themselves (docs/kpi.md): a catalogue that names each one once, one function that counts them, one that lists the
-- rows behind them, and the rollups per company day.

-- Whose figures may the caller see: his own, an admin everybody's (null), and so may the worker that rolls them up.
create or replace function app.check_figures_of(manager uuid)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if current_setting('role', true) = 'service_role' then
    return;
  elsif manager is null then
    perform app.require_admin();
  elsif not manager = any (app.visible_owners()) then
    perform app.fail(404, 'member_not_found');
  end if;
end
$$;

-- ---------------------------------------------------------------------------------------------- the rollups' tables

-- One row per manager and company day for every additive figure; nobody's in the row of app.unassigned().
create table public.kpi_daily (
  day date not null,
  manager_id uuid not null references public.profiles (id),
  leads bigint not null default 0,
  converted bigint not null default 0,
  answered bigint not null default 0,
  answered_in_time bigint not null default 0,
  answer_due bigint not null default 0,
  leads_handled bigint not null default 0,
  repeat_inquiries bigint not null default 0,
  deals_created bigint not null default 0,
  deals_won bigint not null default 0,
  deals_lost bigint not null default 0,
  closed_rated bigint not null default 0,
  won_value bigint not null default 0,
  closed_value bigint not null default 0,
  sales bigint not null default 0,
  unconverted bigint not null default 0,
  cycles bigint not null default 0,
  cycle_seconds bigint not null default 0,
  cycles_negative bigint not null default 0,
  tasks_done bigint not null default 0,
  tasks_on_time bigint not null default 0,
  -- Not a flow but a state: at the end of the day.
  tasks_overdue bigint not null default 0,
  interactions_out bigint not null default 0,
  interactions_in bigint not null default 0,
  presence_minutes bigint not null default 0,
  active_minutes bigint not null default 0,
  attested_minutes bigint not null default 0,
  planned_minutes bigint not null default 0,
  adherent_minutes bigint not null default 0,
  late_minutes bigint not null default 0,
  left_early_minutes bigint not null default 0,
  focus_minutes bigint not null default 0,
  focus_won_minutes bigint not null default 0,
  primary key (manager_id, day)
);
alter table public.kpi_daily enable row level security;
create index kpi_daily_day_idx on public.kpi_daily (day);

-- The same by source, only what the report of sources adds up: rows of its own, because most figures have no source and the
-- table above is read far more often. Sums over sources equal it.
create table public.kpi_daily_sources (
  -- Of its own: a lead without a source has none to be told apart by.
  id uuid primary key default gen_random_uuid(),
  day date not null,
  manager_id uuid not null references public.profiles (id),
  source_id uuid references public.lead_sources (id),
  leads bigint not null default 0,
  converted bigint not null default 0,
  answered bigint not null default 0,
  answered_in_time bigint not null default 0,
  answer_due bigint not null default 0,
  repeat_inquiries bigint not null default 0,
  deals_created bigint not null default 0,
  deals_won bigint not null default 0,
  deals_lost bigint not null default 0,
  closed_rated bigint not null default 0,
  sales bigint not null default 0,
  unconverted bigint not null default 0,
  focus_minutes bigint not null default 0,
  constraint kpi_daily_sources_key unique nulls not distinct (manager_id, day, source_id)
);
alter table public.kpi_daily_sources enable row level security;
create index kpi_daily_sources_day_idx on public.kpi_daily_sources (day);
create index kpi_daily_sources_source_idx on public.kpi_daily_sources (source_id);

-- Days that are rolled up, and days that something happened to since. A queue without a key: whoever writes a late fact adds a
-- row and waits for nobody.
create table private.kpi_closed_days (
  day date primary key,
  computed_at timestamptz not null default now()
);
alter table private.kpi_closed_days enable row level security;
create table private.kpi_touched_days (
  id bigint generated always as identity primary key,
  day date not null,
  touched_at timestamptz not null default now()
);
alter table private.kpi_touched_days enable row level security;
create index kpi_touched_days_day_idx on private.kpi_touched_days (day);

-- What a count answers: of a day, a manager, a source, or of sums over them. `unripe` passes with time and is never stored.
create type app.kpi_sums as (
  day date, manager_id uuid, source_id uuid,
  leads bigint, converted bigint, unripe bigint, answered bigint, answered_in_time bigint, answer_due bigint, leads_handled bigint,
  repeat_inquiries bigint, deals_created bigint, deals_won bigint, deals_lost bigint, closed_rated bigint, won_value bigint,
  closed_value bigint, sales bigint, unconverted bigint, cycles bigint, cycle_seconds bigint, cycles_negative bigint,
  tasks_done bigint, tasks_on_time bigint, tasks_overdue bigint, interactions_out bigint, interactions_in bigint,
  presence_minutes bigint, active_minutes bigint, attested_minutes bigint, planned_minutes bigint, adherent_minutes bigint,
  late_minutes bigint, left_early_minutes bigint, focus_minutes bigint, focus_won_minutes bigint
);

-- ---------------------------------------------------------------------------------------------- the catalogue

-- Every figure that is a sum over rows: which facts, which of them, what of each. 'sum': additive over days and managers.
-- 'time': of how long something took, in seconds; its median, 90th percentile and mean are told. 'stage': by stage of the funnel.
create function app.kpi_metrics()
returns table (key text, kind text, facts text, condition text, amount text, unit text)
language sql
immutable parallel safe
set search_path = ''
as $$
  values
    ('leads', 'sum', 'lead', 'true', '1', 'count'),
    ('converted', 'sum', 'lead', 'f.converted', '1', 'count'),
    ('unripe', 'sum', 'lead', 'f.unripe', '1', 'count'),
    ('answered', 'sum', 'lead', 'f.answered', '1', 'count'),
    ('answered_in_time', 'sum', 'lead', 'f.in_time', '1', 'count'),
    ('answer_due', 'sum', 'lead', 'f.due', '1', 'count'),
    ('leads_handled', 'sum', 'handled', 'true', '1', 'count'),
    ('repeat_inquiries', 'sum', 'repeat', 'true', '1', 'count'),
    ('deals_created', 'sum', 'created', 'true', '1', 'count'),
    ('deals_won', 'sum', 'closing', 'f.outcome = ''won''', '1', 'count'),
    ('deals_lost', 'sum', 'closing', 'f.outcome = ''lost''', '1', 'count'),
    ('closed_rated', 'sum', 'closing', 'f.rated', '1', 'count'),
    ('won_value', 'sum', 'closing', 'f.outcome = ''won''', 'f.amount_minor', 'money'),
    ('closed_value', 'sum', 'closing', 'f.rated', 'f.amount_minor', 'money'),
    ('sales', 'sum', 'sales', 'true', 'f.amount_minor', 'money'),
    ('unconverted', 'sum', 'closing', 'f.outcome = ''won'' and f.amount_minor is null', '1', 'count'),
    ('cycles', 'sum', 'closing', 'f.outcome = ''won'' and f.cycle_seconds >= 0', '1', 'count'),
    ('cycle_seconds', 'sum', 'closing', 'f.outcome = ''won'' and f.cycle_seconds >= 0', 'round(f.cycle_seconds)', 'seconds'),
    ('cycles_negative', 'sum', 'closing', 'f.outcome = ''won'' and f.cycle_seconds < 0', '1', 'count'),
    ('tasks_done', 'sum', 'done', 'true', '1', 'count'),
    ('tasks_on_time', 'sum', 'done', 'f.on_time', '1', 'count'),
    ('tasks_overdue', 'sum', 'overdue', 'true', '1', 'count'),
    ('interactions_out', 'sum', 'touch', 'f.direction = ''out''', '1', 'count'),
    ('interactions_in', 'sum', 'touch', 'f.direction = ''in''', '1', 'count'),
    ('presence_minutes', 'sum', 'work', 'f.presence_minutes <> 0', 'f.presence_minutes', 'minutes'),
    ('active_minutes', 'sum', 'work', 'f.active_minutes <> 0', 'f.active_minutes', 'minutes'),
    ('attested_minutes', 'sum', 'work', 'f.attested_minutes <> 0', 'f.attested_minutes', 'minutes'),
    ('planned_minutes', 'sum', 'work', 'f.planned_minutes <> 0', 'f.planned_minutes', 'minutes'),
    ('adherent_minutes', 'sum', 'work', 'f.adherent_minutes <> 0', 'f.adherent_minutes', 'minutes'),
    ('late_minutes', 'sum', 'work', 'f.late_minutes <> 0', 'f.late_minutes', 'minutes'),
    ('left_early_minutes', 'sum', 'work', 'f.left_early_minutes <> 0', 'f.left_early_minutes', 'minutes'),
    ('focus_minutes', 'sum', 'focus', 'true', 'f.minutes', 'minutes'),
    ('focus_won_minutes', 'sum', 'focus', 'f.won', 'f.minutes', 'minutes'),
    ('first_response', 'time', 'lead', 'f.answered', 'greatest(0, extract(epoch from f.first_answer_at - f.at))', 'seconds'),
    ('first_response_business', 'time', 'lead', 'f.answered and $7 is not null',
      'app.seconds_within($7, f.at, f.first_answer_at)', 'seconds'),
    ('capture_lag', 'time', 'lead', 'true', 'greatest(0, extract(epoch from f.created_at - f.at))', 'seconds'),
    ('assignment_lag', 'time', 'lead', 'f.first_owned_at is not null',
      'greatest(0, extract(epoch from f.first_owned_at - f.created_at))', 'seconds'),
    ('reaction_lag', 'time', 'reaction', 'f.answered_at is not null', 'extract(epoch from f.answered_at - f.at)', 'seconds'),
    ('cycle', 'time', 'closing', 'f.outcome = ''won'' and f.cycle_seconds >= 0', 'f.cycle_seconds', 'seconds'),
    ('won_deal_time', 'time', 'cost', 'f.outcome = ''won''', 'f.minutes * 60', 'seconds'),
    ('lost_deal_time', 'time', 'cost', 'f.outcome = ''lost''', 'f.minutes * 60', 'seconds'),
    ('stage_entered', 'stage', 'stage', 'true', '1', 'count'),
    ('stage_passed', 'stage', 'stage', 'f.outcome in (''advanced'', ''won'')', '1', 'count'),
    ('stage_advanced', 'stage', 'stage', 'f.outcome = ''advanced''', '1', 'count'),
    ('stage_won', 'stage', 'stage', 'f.outcome = ''won''', '1', 'count'),
    ('stage_lost', 'stage', 'stage', 'f.outcome = ''lost''', '1', 'count'),
    ('stage_moved_back', 'stage', 'stage', 'f.outcome = ''moved_back''', '1', 'count'),
    ('stage_still_there', 'stage', 'stage', 'f.outcome = ''still_there''', '1', 'count')
$$;

-- Every figure that is one sum divided by another: value = numerator / denominator * per. Null when the denominator is below
-- `floor` (or nothing); a small sample when `sample` is under five.
create function app.kpi_ratios()
returns table (key text, numerator text, denominator text, per numeric, floor bigint, sample text, unit text)
language sql
immutable parallel safe
set search_path = ''
as $$
  values
    ('conversion', 'converted', 'leads', 1::numeric, 1::bigint, 'leads', 'share'),
    ('conversion_period', 'deals_won', 'leads', 1, 1, 'leads', 'ratio'),
    ('win_rate', 'deals_won', 'closed_rated', 1, 1, 'closed_rated', 'share'),
    ('win_rate_value', 'won_value', 'closed_value', 1, 1, 'closed_rated', 'share'),
    ('avg_deal', 'sales', 'deals_won', 1, 1, 'deals_won', 'money'),
    ('cycle_mean', 'cycle_seconds', 'cycles', 1, 1, 'cycles', 'seconds'),
    ('sla', 'answered_in_time', 'answer_due', 1, 1, 'answer_due', 'share'),
    ('tasks_on_time_share', 'tasks_on_time', 'tasks_done', 1, 1, 'tasks_done', 'share'),
    ('activity_rate', 'active_minutes', 'presence_minutes', 1, 15, null, 'share'),
    ('adherence', 'adherent_minutes', 'planned_minutes', 1, 1, null, 'share'),
    ('utilisation', 'active_minutes', 'planned_minutes', 1, 1, null, 'ratio'),
    -- Results per active hour: nothing is said under eight of them.
    ('sales_per_hour', 'sales', 'active_minutes', 60, 480, 'deals_won', 'money_per_hour'),
    ('won_per_hour', 'deals_won', 'active_minutes', 60, 480, 'deals_won', 'per_hour'),
    ('leads_per_hour', 'leads_handled', 'active_minutes', 60, 480, 'leads_handled', 'per_hour'),
    ('time_on_won_share', 'focus_won_minutes', 'focus_minutes', 1, 480, null, 'share'),
    ('sales_per_focus_hour', 'sales', 'focus_minutes', 60, 480, 'deals_won', 'money_per_hour')
$$;

-- ---------------------------------------------------------------------------------------------- facts of a period

-- Open and past due at the end of each day; of today: now. Dated at the day's first moment: pages of rows must not move with the clock.
create function app.overdue_facts(from_day date, to_day date)
returns table (id uuid, at timestamptz, manager_id uuid, owner_id uuid, source_id uuid, client_id uuid, deal_id uuid, task_id uuid)
language plpgsql
stable security definer
set search_path = ''
set jit = off
as $$
#variable_conflict use_column
declare
  bounds record;
begin
  -- Day by day: the planner takes a set of days for a thousand and reads every task.
  for bounds in
    select b.starts_at, least(b.ends_at, now()) as until
    from generate_series(overdue_facts.from_day::timestamp, overdue_facts.to_day::timestamp - interval '1 day', interval '1 day') g (day)
    cross join lateral app.day_bounds(g.day::date) b
    where b.starts_at < now()
  loop
    return query
      select s.id, bounds.starts_at, s.manager_id, t.owner_id, null::uuid, t.client_id, t.deal_id, s.task_id
      from public.task_spans s
      join public.tasks t on t.id = s.task_id
      where s.late @> bounds.until
        and not exists (select from public.clients c where c.id = t.client_id and c.excluded in ('test', 'spam'));
  end loop;
end
$$;

create function app.work_facts(manager uuid, from_day date, to_day date)
returns table (id uuid, at timestamptz, manager_id uuid, owner_id uuid, source_id uuid, client_id uuid, deal_id uuid, task_id uuid,
  presence_minutes integer, active_minutes integer, attested_minutes integer, planned_minutes integer, adherent_minutes integer,
  late_minutes integer, left_early_minutes integer)
language sql
stable security definer
set search_path = ''
as $$
  select md5(w.manager_id::text || w.day)::uuid, w.day::timestamp at time zone app.company_zone(), w.manager_id, w.manager_id,
    null::uuid, null::uuid, null::uuid, null::uuid, w.presence_minutes, w.active_minutes, w.attested_minutes, w.planned_minutes,
    w.adherent_minutes, coalesce(w.late_minutes, 0), coalesce(w.left_early_minutes, 0)
  from app.work_figures(manager, from_day, to_day) w
$$;

-- Minutes spent on a client or a deal of his, per day; `won`: he bought on that day or later.
create function app.focus_facts(manager uuid, from_day date, to_day date)
returns table (id uuid, at timestamptz, manager_id uuid, owner_id uuid, source_id uuid, client_id uuid, deal_id uuid, task_id uuid,
  minutes integer, won boolean)
language sql
stable security definer
set search_path = ''
as $$
  select f.id, f.starts_at, f.manager_id, c.owner_id, c.source_id, c.id, f.deal_id, null::uuid, f.minutes,
    coalesce(c.first_won_at >= f.starts_at, false)
  from app.focus_figures(manager, from_day, to_day) f
  join public.clients k on k.id = f.client_id
  join public.clients c on c.id = coalesce(k.merged_into, k.id)
  where c.excluded is null
$$;

-- Deals that entered each open stage, each once, at its first entry in the period, and what became of them since. A stage that a
-- deal jumped over on its way forward counts as entered and passed. Won beats advanced; who did neither is where he is now.
-- Of one manager: all entries of the deals that he moved then or has now, so that the first of a stage stays the first.
create function app.stage_facts(manager uuid, from_day date, to_day date)
returns table (id uuid, at timestamptz, manager_id uuid, owner_id uuid, source_id uuid, client_id uuid, deal_id uuid, task_id uuid,
  stage_id uuid, outcome text)
language sql
stable security definer
set search_path = ''
-- Compiling such a query takes longer than running it.
set jit = off
as $$
  with places as materialized (
    select s.id, s.outcome, s.archived_at, row_number() over (order by s.position, s.id) as place from public.stages s
  ), entries as (
    select distinct on (m.deal_id, s.id) m.*, s.id as stage_id, s.place, s.id <> m.to_stage_id as jumped
    from (
      select e.id, e.deal_id, e.occurred_at, e.credited_to, e.owner_id, e.source_id, e.to_stage_id, t.outcome as to_outcome,
        t.place as to_place, f.place as from_place, f.outcome as from_outcome
      from public.deal_stage_events e
      join places t on t.id = e.to_stage_id
      left join places f on f.id = e.since_stage_id
      where e.occurred_at >= (select b.starts_at from app.day_bounds(stage_facts.from_day) b)
        and e.occurred_at < (select b.starts_at from app.day_bounds(stage_facts.to_day) b)
        and e.to_stage_id is distinct from e.since_stage_id and e.to_outcome <> 'lost'
        and (stage_facts.manager is null or e.deal_id in (
          select x.deal_id from public.deal_stage_events x
          where x.occurred_at >= (select b.starts_at from app.day_bounds(stage_facts.from_day) b)
            and x.occurred_at < (select b.starts_at from app.day_bounds(stage_facts.to_day) b)
            and stage_facts.manager in (x.credited_to, x.owner_id)))
        and not exists (select from app.slips l where l.deal_id = e.deal_id and e.occurred_at >= l.from_at and e.occurred_at < l.to_at)
    ) m
    join places s on s.outcome = 'open' and (
      s.id = m.to_stage_id
      or (m.from_outcome = 'open' and s.archived_at is null and s.place > m.from_place
        and (m.to_outcome = 'won' or (m.to_outcome = 'open' and s.place < m.to_place))))
    order by m.deal_id, s.id, m.occurred_at, m.id
  )
  select e.id, e.occurred_at, e.credited_to, e.owner_id, e.source_id, d.client_id, e.deal_id, null::uuid, e.stage_id,
    case
      when l.won then 'won'
      when l.advanced then 'advanced'
      when l.now_outcome = 'lost' then 'lost'
      when l.now_place < e.place then 'moved_back'
      else 'still_there'
    end
  from entries e
  join public.deals d on d.id = e.deal_id
  cross join lateral (
    select coalesce(bool_or(x.to_outcome = 'won'), false) as won,
      coalesce(bool_or(p.outcome = 'open' and p.place > e.place), false) as advanced,
      (array_agg(x.to_outcome order by x.occurred_at desc, x.id desc))[1] as now_outcome,
      (array_agg(p.place order by x.occurred_at desc, x.id desc))[1] as now_place
    from public.deal_stage_events x
    join places p on p.id = x.to_stage_id
    where x.deal_id = e.deal_id and x.to_stage_id is distinct from x.since_stage_id
      and (x.occurred_at > e.occurred_at or (e.jumped and x.id = e.id))
      and not exists (select from app.slips s where s.deal_id = x.deal_id and x.occurred_at >= s.from_at and x.occurred_at < s.to_at)
  ) l
  where not exists (select from public.clients c where c.id = d.client_id and c.excluded in ('test', 'spam'))
$$;

-- What a closing cost in minutes: spent on the deal, or on its client without naming a deal, between its birth and this closing.
create view app.cost_facts with (security_invoker = on) as
select f.*, s.minutes
from app.closing_facts f
join public.deals d on d.id = f.deal_id
cross join lateral (
  select coalesce(sum(bit_count(substring(m.minutes from r.first + 1 for greatest(r.last - r.first, 0)))), 0)::bigint as minutes
  from (select d.client_id as id union all select c.id from public.clients c where c.merged_into = d.client_id) k
  join public.focus_minutes m on m.client_id = k.id and (m.deal_id = d.id or m.deal_id is null)
  cross join lateral (
    select ceil(date_part('epoch', date_trunc('minute', d.created_at) - m.starts_at) / 60)::integer as first,
      ceil(date_part('epoch', f.at - m.starts_at) / 60)::integer as last
  ) r
) s;

-- Seconds of [starts_at, ends_at) within the windows.
create function app.seconds_within(windows tstzmultirange, starts_at timestamptz, ends_at timestamptz)
returns numeric
language sql
immutable parallel safe
set search_path = ''
as $$
  select coalesce(sum(extract(epoch from upper(r) - lower(r))), 0)
  from unnest(windows * tstzmultirange(tstzrange(starts_at, greatest(starts_at, ends_at)))) r
$$;

-- Where the facts of a kind are read: $1, $2 moments, $3 whose (null: everybody's), $4 zone, $5, $6 days, $7 office hours.
create function app.facts_source(facts text)
returns text
language sql
immutable parallel safe
set search_path = ''
as $$
  select case facts
    when 'overdue' then 'app.overdue_facts($5, $6)'
    when 'stage' then 'app.stage_facts($3, $5, $6)'
    when 'work' then 'app.work_facts($3, $5, $6)'
    when 'focus' then 'app.focus_facts($3, $5, $6)'
    else format('app.%I', facts || '_facts')
  end
$$;

-- ---------------------------------------------------------------------------------------------- counting

-- The additive figures of [from_day, to_day) per day, manager and source, straight from the facts. Unchecked: for the functions below.
-- Facts of working time are always the worker's own: they have no other owner. `kinds`: only of these facts, the rest stays 0.
create function app.compute_kpi(manager uuid, from_day date, to_day date, by_current boolean default false, kinds text[] default null)
returns setof app.kpi_sums
language plpgsql
stable security definer
set search_path = ''
-- Compiling such a query takes longer than running it.
set jit = off
as $$
#variable_conflict use_variable
declare
  zone text := app.company_zone();
  whose text := case when by_current then 'owner_id' else 'manager_id' end;
  branches text;
  totals text;
begin
  select string_agg(format(
      'select (f.at at time zone $4)::date as day, f.%1$I as manager_id, f.source_id, %2$s from %3$s f '
      'where f.at >= $1 and f.at < $2%4$s group by 1, 2, 3',
      case when k.facts = 'focus' then 'manager_id' else whose end, k.columns, app.facts_source(k.facts),
      case when manager is not null then format(' and f.%I = $3', case when k.facts = 'focus' then 'manager_id' else whose end) else '' end),
    ' union all ')
  into branches
  from (
    select n.facts, string_agg(
      case when m.facts = n.facts then format('coalesce(sum(%s) filter (where %s), 0)::bigint', m.amount, m.condition) else '0::bigint' end
        || ' as ' || a.attname, ', ' order by a.attnum) as columns
    from (select distinct x.facts from app.kpi_metrics() x where x.kind = 'sum' and (kinds is null or x.facts = any (kinds))) n
    cross join pg_catalog.pg_attribute a
    join app.kpi_metrics() m on m.key = a.attname and m.kind = 'sum'
    where a.attrelid = 'app.kpi_sums'::regclass
    group by n.facts
  ) k;
  select string_agg(format('sum(x.%I)::bigint', a.attname), ', ' order by a.attnum) into totals
  from pg_catalog.pg_attribute a where a.attrelid = 'app.kpi_sums'::regclass and a.attnum > 3;
  return query execute format('select x.day, x.manager_id, x.source_id, %s from (%s) x group by 1, 2, 3', totals, branches)
  using from_day::timestamp at time zone zone, to_day::timestamp at time zone zone, manager, zone, from_day, to_day;
end
$$;

-- The columns of app.kpi_sums as a table has them, 0 for those it has not. Unripe is a lead without a win whose time is not over:
-- for whole days a matter of the date; those of the day whose leads ripen now ($5) come counted (`r`).
create function app.kpi_columns(source regclass)
returns text
language sql
stable
set search_path = ''
as $$
  select string_agg(case
    when a.attname = 'unripe' then 'case when t.day > $5 then t.leads - t.converted when t.day = $5 then coalesce(r.unripe, 0) else 0 end'
    when t.attname is not null then format('t.%I', t.attname)
    else '0::bigint'
  end, ', ' order by a.attnum)
  from pg_catalog.pg_attribute a
  left join pg_catalog.pg_attribute t on t.attrelid = source and t.attname = a.attname and t.attnum > 0
  where a.attrelid = 'app.kpi_sums'::regclass and a.attnum > 3
$$;

create function app.ripening_day()
returns date
language sql
stable security definer
set search_path = ''
as $$ select app.day_of(now() - make_interval(hours => 24 * coalesce((select c.conversion_window_days from public.company c), 30))) $$;

-- Days of [from_day, to_day) whose rollup is as good as the facts: closed, and not touched since.
create function app.kpi_clean_days(from_day date, to_day date)
returns date[]
language sql
stable security definer
set search_path = ''
as $$
  select coalesce(array_agg(d.day), '{}')
  from private.kpi_closed_days d
  where d.day >= from_day and d.day < to_day
    and not exists (select from private.kpi_touched_days t where t.day = d.day)
$$;

-- The other days of it, as runs [from_day, to_day): to be counted from the facts.
create function app.kpi_live_days(from_day date, to_day date, clean date[])
returns table (from_day date, to_day date)
language sql
immutable parallel safe
set search_path = ''
as $$
  select min(d.day), max(d.day) + 1
  from (
    select g.at::date as day, g.at::date - row_number() over (order by g.at)::integer as island
    from generate_series(kpi_live_days.from_day::timestamp, kpi_live_days.to_day::timestamp - interval '1 day', interval '1 day') g (at)
    where g.at::date <> all (clean)
  ) d
  group by d.island
$$;

-- The additive figures per day and manager (and source, when asked): rollups for clean days, the facts for the others.
create function app.kpi_days(manager uuid, from_day date, to_day date, by_source boolean default false, kinds text[] default null)
returns setof app.kpi_sums
language plpgsql
stable security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  clean date[];
  ripening date := app.ripening_day();
  ripening_from timestamptz;
  ripening_to timestamptz;
  stored regclass := case when by_source then 'public.kpi_daily_sources' else 'public.kpi_daily' end;
  columns text;
  live record;
begin
  perform app.check_figures_of(manager);
  to_day := least(to_day, app.day_of(now()) + 1);
  clean := app.kpi_clean_days(from_day, to_day);
  columns := app.kpi_columns(stored);
  if ripening = any (clean) then
    select b.starts_at, b.ends_at into ripening_from, ripening_to from app.day_bounds(ripening) b;
  end if;
  return query execute format(
    'select t.day, t.manager_id, %1$s, %2$s from %3$s t '
    'left join ('
    '  select f.manager_id, %4$s as source_id, count(*) as unripe from app.lead_facts f '
    '  where f.at >= $6 and f.at < $7 and f.unripe%5$s group by 1, 2'
    ') r on t.day = $5 and r.manager_id = t.manager_id and r.source_id is not distinct from %1$s '
    'where t.day >= $1 and t.day < $2 and t.day = any ($3)%6$s',
    case when by_source then 't.source_id' else 'null::uuid' end, columns, stored,
    case when by_source then 'f.source_id' else 'null::uuid' end,
    case when manager is not null then ' and f.manager_id = $4' else '' end,
    case when manager is not null then ' and t.manager_id = $4' else '' end)
  using from_day, to_day, clean, manager, ripening, ripening_from, ripening_to;
  for live in select l.* from app.kpi_live_days(from_day, to_day, clean) l loop
    return query select * from app.compute_kpi(manager, live.from_day, live.to_day, false, kinds);
  end loop;
end
$$;

-- Sums of a period per manager (or per source): by the owner at the event from the rollups, by the present owner from the facts.
create function app.kpi_period_sums(manager uuid, from_day date, to_day date, by_current boolean default false, by_source boolean default false)
returns setof app.kpi_sums
language plpgsql
stable security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  last date;
  totals text;
begin
  perform app.check_figures_of(manager);
  to_day := least(to_day, app.day_of(now()) + 1);
  last := to_day - 1;
  -- Overdue tasks are a state: that of the last day.
  select string_agg(format('coalesce(sum(x.%1$I)%2$s, 0)::bigint', a.attname,
    case when a.attname = 'tasks_overdue' then ' filter (where x.day = $5)' else '' end), ', ' order by a.attnum) into totals
  from pg_catalog.pg_attribute a where a.attrelid = 'app.kpi_sums'::regclass and a.attnum > 3;
  return query execute format('select null::date, %s, %s, %s from app.%s x group by 1, 2, 3',
    case when by_source then 'null::uuid' else 'x.manager_id' end, case when by_source then 'x.source_id' else 'null::uuid' end, totals,
    case when by_current then 'compute_kpi($1, $2, $3, true)' else 'kpi_days($1, $2, $3, $4)' end)
  using manager, from_day, to_day, by_source, last;
end
$$;

-- The sum of sums: managers to the team, sources to all of them.
create function app.kpi_add(rows app.kpi_sums[])
returns app.kpi_sums
language plpgsql
stable
set search_path = ''
as $$
declare
  added app.kpi_sums;
  totals text;
begin
  select string_agg(format('coalesce(sum(x.%I), 0)::bigint', a.attname), ', ' order by a.attnum) into totals
  from pg_catalog.pg_attribute a where a.attrelid = 'app.kpi_sums'::regclass and a.attnum > 3;
  execute format('select null::date, null::uuid, null::uuid, %s from unnest($1) x', totals) into added using rows;
  return added;
end
$$;

-- Every figure of these sums with what it is made of: {key: {value, numerator, denominator, small_sample, unripe, unit}}.
create function app.kpi_figures(sums app.kpi_sums)
returns jsonb
language sql
stable parallel safe
set search_path = ''
as $$
  with s as (select to_jsonb(sums) as of)
  select jsonb_object_agg(f.key, f.figure)
  from (
    select m.key, jsonb_build_object('value', (s.of ->> m.key)::bigint, 'numerator', null, 'denominator', null, 'small_sample', false,
      'unripe', null, 'unit', m.unit) as figure
    from s cross join app.kpi_metrics() m where m.kind = 'sum' and m.key <> 'unripe'
    union all
    select r.key, jsonb_build_object(
      'value', case when (s.of ->> r.denominator)::bigint >= r.floor
        then round((s.of ->> r.numerator)::numeric * r.per / (s.of ->> r.denominator)::numeric, 4) end,
      'numerator', (s.of ->> r.numerator)::bigint, 'denominator', (s.of ->> r.denominator)::bigint,
      'small_sample', coalesce((s.of ->> r.sample)::bigint < 5, false),
      'unripe', case when r.key = 'conversion' then (s.of ->> 'unripe')::bigint end, 'unit', r.unit)
    from s cross join app.kpi_ratios() r
  ) f
$$;

-- ---------------------------------------------------------------------------------------------- how long it took

-- The company's office hours: one window a weekday; `closes` at or before `opens` is on the next day. They say when the time to
-- answer runs, and when people without a plan of their own may be disturbed. Without any the office never closes.
create table public.business_hours (
  weekday integer primary key check (weekday between 1 and 7),
  opens time not null,
  closes time not null
);
alter table public.business_hours enable row level security;

-- When the company was open from that day to another, or to now; a holiday of the whole company closes.
create function app.open_windows(from_day date, to_day date default null)
returns tstzmultirange
language sql
stable security definer
set search_path = ''
as $$
  select range_agg(tstzrange((d.day + h.opens) at time zone app.company_zone(),
    (d.day + h.closes + case when h.closes <= h.opens then interval '1 day' else interval '0' end) at time zone app.company_zone()))
  from app.days_between(from_day - 1, coalesce(to_day, app.day_of(now())) + 1) d
  join public.business_hours h on h.weekday = extract(isodow from d.day)
  where not exists (select from public.schedule_exceptions e where e.day = d.day and e.manager_id is null)
$$;

-- How many times over the time to answer has passed for somebody who waits since then, by the office's clock. The one measure of
-- what is late now, on screens and in the escalation. (The figure `sla` goes by the client's clock, which never stops.)
create function app.deadlines_missed(since timestamptz, at timestamptz default now())
returns integer
language sql
stable security definer
set search_path = ''
as $$
  select floor(case
    when exists (select from public.business_hours)
      then app.seconds_within(app.open_windows(app.day_of(since), app.day_of(deadlines_missed.at)), since, deadlines_missed.at)
    else extract(epoch from deadlines_missed.at - since)
  end / (60 * c.sla_minutes))::integer
  from public.company c
$$;

-- Median, 90th percentile and mean of everything measured in time, in seconds, per manager; manager_id null and `is_team`: all of it.
create function app.kpi_times(manager uuid, from_day date, to_day date, by_current boolean default false, keys text[] default null)
returns table (manager_id uuid, is_team boolean, key text, sample bigint, median numeric, p90 numeric, mean numeric)
language plpgsql
stable security definer
set search_path = ''
-- Compiling such a query takes longer than running it.
set jit = off
as $$
#variable_conflict use_variable
declare
  zone text := app.company_zone();
  whose text := case when by_current then 'owner_id' else 'manager_id' end;
  branches text;
begin
  perform app.check_figures_of(manager);
  select string_agg(format(
      'select m.manager_id, grouping(m.manager_id) = 1, %1$L::text, count(*), round(percentile_cont(0.5) within group (order by m.amount)::numeric, 3), '
      'round(percentile_cont(0.9) within group (order by m.amount)::numeric, 3), round(avg(m.amount)::numeric, 3) '
      'from (select f.%2$I as manager_id, %3$s as amount from %4$s f where f.at >= $1 and f.at < $2 and %5$s%6$s) m '
      'group by grouping sets ((m.manager_id), ()) having count(*) > 0',
      k.key, whose, k.amount, app.facts_source(k.facts), k.condition,
      case when manager is not null then format(' and f.%I = $3', whose) else '' end), ' union all ')
  into branches
  from app.kpi_metrics() k where k.kind = 'time' and (keys is null or k.key = any (keys));
  return query execute branches
  using from_day::timestamp at time zone zone, to_day::timestamp at time zone zone, manager, zone, from_day, to_day,
    case when keys is null or 'first_response_business' = any (keys) then app.open_windows(from_day) end;
end
$$;

