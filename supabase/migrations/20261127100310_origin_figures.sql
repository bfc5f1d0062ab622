-- The figures of sources by channel, type and campaign of the client's origin: the same facts, summed up by him.

-- As it was, with the rows of clients of one origin: null asks for any, an empty text for those without.
drop function app.kpi_rows(text, uuid, date, date, boolean, text, uuid, uuid, timestamptz, uuid, integer, text);
create function app.kpi_rows(
  metric text, manager uuid, from_day date, to_day date, by_current boolean default false, part text default 'numerator',
  source uuid default null, stage uuid default null, after_at timestamptz default null, after_id uuid default null,
  max_rows integer default 51, reason text default null,
  channel text default null, type text default null, campaign text default null
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
    'where f.at >= $1 and f.at < $2 and (%s)%s%s%s%s%s%s order by f.at desc, f.id desc limit $8',
    whose, chosen.amount, app.facts_source(chosen.facts), chosen.condition,
    case when manager is not null then format(' and f.%I = $3', whose) else '' end,
    case when source is not null then ' and f.source_id is not distinct from nullif($9, app.unassigned())' else '' end,
    case when stage is not null then ' and f.stage_id = $10' else '' end,
    case when reason is not null then
      ' and exists (select from public.deal_stage_events e where e.id = f.id and coalesce(e.reason, ''other'') = $13)' else '' end,
    case when coalesce(channel, type, campaign) is not null then format(' and exists (select from public.clients o where o.id = f.client_id%s%s%s)',
      case when channel is not null then ' and o.origin_channel is not distinct from nullif($14, '''')' end,
      case when type is not null then ' and o.origin_type is not distinct from nullif($15, '''')' end,
      case when campaign is not null then ' and o.origin_campaign is not distinct from nullif($16, '''')' end) else '' end,
    case when after_at is not null then ' and (f.at, f.id) < ($11, $12)' else '' end)
  using from_day::timestamp at time zone zone, to_day::timestamp at time zone zone, manager, zone, from_day, to_day,
    case when chosen.key = 'first_response_business' then app.open_windows(from_day) end,
    max_rows, source, stage, after_at, after_id, reason, channel, type, campaign;
end
$$;

-- Sums of a period by origin, straight from the facts: `level` 0 all, 1 a channel, 2 a type of it, 3 a campaign of that; of a type's
-- campaigns the fifty that bring most, the others are one row (`rest`). An origin is the client's of today, so history that is judged
-- again moves here, too; which leads, deals and money there are is the same as by source.
create function app.kpi_origins(manager uuid, from_day date, to_day date, by_current boolean default false)
returns table (level integer, channel text, type text, campaign text, rest boolean, sums app.kpi_sums)
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
  perform app.check_figures_of(manager);
  to_day := least(to_day, app.day_of(now()) + 1);
  select string_agg(format(
      'select c.origin_channel, c.origin_type, c.origin_campaign, %s from %s f join public.clients c on c.id = f.client_id '
      'where f.at >= $1 and f.at < $2%s group by 1, 2, 3',
      k.columns, app.facts_source(k.facts), case when manager is not null then format(' and f.%I = $3', whose) else '' end), ' union all ')
  into branches
  from (
    select n.facts, string_agg(
      case when m.facts = n.facts then format('coalesce(sum(%s) filter (where %s), 0)::bigint', m.amount, m.condition) else '0::bigint' end
        || ' as ' || a.attname, ', ' order by a.attnum) as columns
    from unnest(array['lead', 'closing', 'sales']) n (facts)
    cross join pg_catalog.pg_attribute a
    join app.kpi_metrics() m on m.key = a.attname and m.kind = 'sum'
    where a.attrelid = 'app.kpi_sums'::regclass
    group by n.facts
  ) k;
  select string_agg(format('sum(x.%1$I)::bigint as %1$I', a.attname), ', ' order by a.attnum) into totals
  from pg_catalog.pg_attribute a where a.attrelid = 'app.kpi_sums'::regclass and a.attnum > 3;
  return query execute format(
    'with leaves as materialized ('
    '  select x.*, row_number() over (partition by x.origin_channel, x.origin_type'
    '    order by x.sales desc, x.leads desc, x.origin_campaign nulls first) > 50 as rest'
    '  from (select x.origin_channel, x.origin_type, x.origin_campaign, %1$s from (%2$s) x group by 1, 2, 3) x'
    '), named as ('
    '  select y.*, case when not y.rest then y.origin_campaign end as campaign from leaves y'
    '), summed as ('
    '  select case grouping(x.origin_channel, x.origin_type, x.campaign) when 7 then 0 when 3 then 1 when 1 then 2 else 3 end as level,'
    '    x.origin_channel, x.origin_type, x.campaign, x.rest, %1$s'
    '  from named x'
    '  group by grouping sets ((), (x.origin_channel), (x.origin_channel, x.origin_type), (x.origin_channel, x.origin_type, x.campaign, x.rest))'
    ') '
    'select x.level, x.origin_channel, x.origin_type, x.campaign, coalesce(x.rest, false), '
    'row(null::date, null::uuid, null::uuid, %3$s)::app.kpi_sums from summed x',
    totals, branches, (
      select string_agg(format('x.%I', a.attname), ', ' order by a.attnum)
      from pg_catalog.pg_attribute a where a.attrelid = 'app.kpi_sums'::regclass and a.attnum > 3))
  using from_day::timestamp at time zone zone, to_day::timestamp at time zone zone, manager, zone, from_day, to_day;
end
$$;

-- The figures that a row by origin has.
create function app.kpi_origin_figures(sums app.kpi_sums)
returns jsonb
language sql
stable parallel safe
set search_path = ''
as $$
  select jsonb_object_agg(f.key, f.value)
  from jsonb_each(app.kpi_figures(sums)) f
  where f.key in ('leads', 'converted', 'answered_in_time', 'answer_due', 'deals_won', 'deals_lost', 'closed_rated', 'sales', 'unconverted',
    'conversion', 'conversion_period', 'win_rate', 'avg_deal', 'sla')
$$;

grant execute on function app.kpi_origins(uuid, date, date, boolean), app.kpi_origin_figures(app.kpi_sums),
  app.kpi_rows(text, uuid, date, date, boolean, text, uuid, uuid, timestamptz, uuid, integer, text, text, text, text)
  to authenticated, service_role;
