-- name: managers
with p as materialized (
  select k.* from app.kpi_period(:period, :from_day, :to_day) k
), sums as materialized (
  select s.manager_id, s as of from p cross join app.kpi_period_sums(:manager, p.from_day, p.to_day, :by_current) s
), sums_before as materialized (
  select s.manager_id, s as of from p cross join app.kpi_period_sums(:manager, p.before_from, p.before_to, :by_current) s
), times as materialized (
  select t.manager_id, t.is_team, jsonb_object_agg(t.key, jsonb_build_object('median', t.median, 'p90', t.p90, 'mean', t.mean,
    'sample', t.sample, 'small_sample', t.sample < 5)) as of
  from p cross join app.kpi_times(:manager, p.from_day, p.to_day, :by_current) t
  group by t.manager_id, t.is_team
), people as (
  select m.id, m.full_name, m.photo_path, m.status = 'active' as active from app.directory() m
  union all
  select app.unassigned(), null, null, true
)
select json_build_object(
  'period', app.kpi_period_json(:period, p.from_day, p.to_day, p.before_from, p.before_to),
  'by', case when :by_current then 'current' else 'event' end,
  'total', json_build_object(
    'figures', app.kpi_figures(app.kpi_add(array(select s.of from sums s))),
    'before', app.kpi_figures(app.kpi_add(array(select s.of from sums_before s))),
    'times', coalesce((select t.of from times t where t.is_team), '{}')),
  'team_medians', app.kpi_team_medians(p.from_day, p.to_day),
  'managers', (
    select coalesce(json_agg(json_build_object(
      'manager', case when m.id <> app.unassigned() then
        json_build_object('id', m.id, 'full_name', m.full_name, 'photo_path', m.photo_path) end,
      'active', m.active,
      'figures', app.kpi_figures(coalesce(s.of, app.kpi_add('{}'))),
      'before', app.kpi_figures(coalesce(b.of, app.kpi_add('{}'))),
      'times', coalesce(t.of, '{}')
    ) order by (s.of).sales desc nulls last, (s.of).deals_won desc nulls last, m.full_name, m.id), '[]')
    from people m
    left join sums s on s.manager_id = m.id
    left join sums_before b on b.manager_id = m.id
    left join times t on t.manager_id = m.id and not t.is_team
    where s.manager_id is not null or b.manager_id is not null or m.id = :manager
  )
)::text
from p;

-- name: sources
with p as materialized (
  select k.* from app.kpi_period(:period, :from_day, :to_day) k
), sums as materialized (
  select s.source_id, s as of from p cross join app.kpi_period_sums(:manager, p.from_day, p.to_day, :by_current, true) s
), sums_before as materialized (
  select s.source_id, s as of from p cross join app.kpi_period_sums(:manager, p.before_from, p.before_to, :by_current, true) s
)
select json_build_object(
  'period', app.kpi_period_json(:period, p.from_day, p.to_day, p.before_from, p.before_to),
  'by', case when :by_current then 'current' else 'event' end,
  'total', json_build_object(
    'figures', app.kpi_source_figures(app.kpi_add(array(select s.of from sums s))),
    'before', app.kpi_source_figures(app.kpi_add(array(select s.of from sums_before s)))),
  'sources', (
    select coalesce(json_agg(json_build_object(
      'source', case when l.id is not null then json_build_object('id', l.id, 'name', l.name, 'channel', l.channel) end,
      'figures', app.kpi_source_figures(x.now),
      'before', app.kpi_source_figures(x.before)
    ) order by (x.now).sales desc, (x.now).leads desc, l.name, l.id), '[]')
    from (
      select coalesce(s.source_id, b.source_id) as source_id, coalesce(s.of, app.kpi_add('{}')) as now,
        coalesce(b.of, app.kpi_add('{}')) as before
      from sums s
      full join sums_before b on coalesce(b.source_id, app.unassigned()) = coalesce(s.source_id, app.unassigned())
    ) x
    left join public.lead_sources l on l.id = x.source_id
    where app.kpi_source_figures(x.now) <> app.kpi_source_figures(app.kpi_add('{}'))
      or app.kpi_source_figures(x.before) <> app.kpi_source_figures(app.kpi_add('{}'))
  )
)::text
from p;

-- name: origins
with p as materialized (
  select k.* from app.kpi_period(:period, :from_day, :to_day) k
), nodes as materialized (
  select o.level, o.channel, o.type, o.campaign, o.rest, (o.sums).sales as sales, (o.sums).leads as leads, app.kpi_origin_figures(o.sums) as figures
  from p cross join app.kpi_origins(:manager, p.from_day, p.to_day, :by_current) o
  where app.kpi_origin_figures(o.sums) <> app.kpi_origin_figures(app.kpi_add('{}'))
)
select json_build_object(
  'period', app.kpi_period_json(:period, p.from_day, p.to_day, p.before_from, p.before_to),
  'by', case when :by_current then 'current' else 'event' end,
  'total', json_build_object('figures', coalesce((select n.figures from nodes n where n.level = 0), app.kpi_origin_figures(app.kpi_add('{}')))),
  'channels', (
    select coalesce(json_agg(json_build_object('channel', c.channel, 'figures', c.figures, 'types', (
      select json_agg(json_build_object('type', t.type, 'figures', t.figures, 'campaigns', (
        select json_agg(json_build_object('campaign', k.campaign, 'rest', k.rest, 'figures', k.figures)
          order by k.rest, k.sales desc, k.leads desc, k.campaign nulls first)
        from nodes k
        where k.level = 3 and k.channel is not distinct from c.channel and k.type is not distinct from t.type
      )) order by t.sales desc, t.leads desc, t.type)
      from nodes t where t.level = 2 and t.channel is not distinct from c.channel
    )) order by c.sales desc, c.leads desc, c.channel nulls last), '[]')
    from nodes c where c.level = 1
  )
)::text
from p;

-- name: funnel
with p as materialized (
  select k.* from app.kpi_period(:period, :from_day, :to_day) k
), stages as materialized (
  select s.* from p cross join app.kpi_stages(:manager, p.from_day, p.to_day, :by_current) s
)
select json_build_object(
  'period', app.kpi_period_json(:period, p.from_day, p.to_day, p.before_from, p.before_to),
  'by', case when :by_current then 'current' else 'event' end,
  'stages', (
    select coalesce(json_agg(json_build_object(
      'stage', json_build_object('id', s.id, 'key', s.key, 'name', s.name, 'color', s.color),
      'entered', x.entered, 'advanced', x.advanced, 'won', x.won, 'lost', x.lost, 'moved_back', x.moved_back,
      'still_there', x.still_there,
      'conversion', json_build_object('value', app.share(x.advanced + x.won, x.entered), 'numerator', x.advanced + x.won,
        'denominator', x.entered, 'small_sample', x.entered < 5, 'unripe', x.still_there, 'unit', 'share')
    ) order by s.position, s.id), '[]')
    from public.stages s
    left join stages g on g.stage_id = s.id
    cross join lateral (
      select coalesce(g.entered, 0) as entered, coalesce(g.advanced, 0) as advanced, coalesce(g.won, 0) as won,
        coalesce(g.lost, 0) as lost, coalesce(g.moved_back, 0) as moved_back, coalesce(g.still_there, 0) as still_there
    ) x
    where s.outcome = 'open' and (s.archived_at is null or g.stage_id is not null)
  ),
  'lost_reasons', (
    select coalesce(json_agg(json_build_object('reason', r.reason, 'deals', r.deals) order by r.deals desc, r.reason), '[]')
    from app.kpi_lost_reasons(:manager, p.from_day, p.to_day, :by_current) r
  )
)::text
from p;

-- name: compare
with p as materialized (
  select k.* from app.kpi_period(:period, :from_day, :to_day) k
), asked as (
  select coalesce(:against_from::date, p.before_from) as before_from, coalesce(:against_to::date, p.before_to) as before_to from p
), now as materialized (
  select app.kpi_figures(app.kpi_add(array(
    select s from app.kpi_period_sums(:manager, p.from_day, p.to_day, :by_current) s))) as of
  from p
), before as materialized (
  select app.kpi_figures(app.kpi_add(array(
    select s from app.kpi_period_sums(:manager, a.before_from, a.before_to, :by_current) s))) as of
  from asked a
)
select json_build_object(
  'period', app.kpi_period_json(:period, p.from_day, p.to_day, a.before_from, a.before_to),
  'by', case when :by_current then 'current' else 'event' end,
  'figures', (
    select json_object_agg(k.key, json_build_object(
      'now', k.value,
      'before', b.of -> k.key,
      'difference', (k.value ->> 'value')::numeric - (b.of -> k.key ->> 'value')::numeric,
      'change', app.share((k.value ->> 'value')::numeric - (b.of -> k.key ->> 'value')::numeric,
        abs((b.of -> k.key ->> 'value')::numeric))
    ) order by k.key)
    from now n cross join jsonb_each(n.of) k cross join before b
  )
)::text
from p cross join asked a;

-- name: days
with p as materialized (
  select k.* from app.kpi_period(:period, :from_day, :to_day) k
), sums as materialized (
  select s.day, app.kpi_add(array_agg(s)) as of from p cross join app.kpi_days(:manager, p.from_day, p.to_day) s group by s.day
)
select json_build_object(
  'period', app.kpi_period_json(:period, p.from_day, p.to_day, p.before_from, p.before_to),
  'days', (
    select json_agg(json_build_object('day', g.at::date, 'values', (
      select jsonb_object_agg(m.key, coalesce((to_jsonb(s.of) ->> m.key)::bigint, 0)) from app.kpi_metrics() m where m.kind = 'sum')) order by g.at)
    from generate_series(p.from_day::timestamp, least(p.to_day, app.day_of(now()) + 1)::timestamp - interval '1 day', interval '1 day') g (at)
    left join sums s on s.day = g.at::date
  )
)::text
from p;

-- name: present
select json_build_object(
  'at', now(),
  'currency', (select c.currency from public.company c),
  'velocity', app.kpi_velocity(:manager),
  'workload', (
    select coalesce(json_agg(json_build_object(
      'manager', json_build_object('id', m.id, 'full_name', m.full_name, 'photo_path', m.photo_path),
      'open_deals', w.open_deals, 'tasks_due', w.tasks_due, 'waiting', w.waiting, 'total', w.total, 'on_leave', w.on_leave,
      'team_median', w.team_median) order by w.total desc, m.full_name), '[]')
    from app.kpi_workload(:manager) w join app.directory() m on m.id = w.manager_id
  )
)::text;

-- name: rows
with p as materialized (
  select k.* from app.kpi_period(:period, :from_day, :to_day) k
), found as materialized (
  select f.* from p cross join app.kpi_rows(:metric, :manager, p.from_day, p.to_day, :by_current, :part, :source, :stage,
    :after_at, :after_id, :limit + 1, :reason, :channel, :type, :campaign) f
), page as materialized (
  select f.* from found f order by f.at desc, f.id desc limit :limit
)
select
  (
    select coalesce(json_agg(json_build_object(
      'id', f.id, 'at', f.at, 'amount', f.amount,
      'manager', case when m.id is not null then json_build_object('id', m.id, 'full_name', m.full_name, 'photo_path', m.photo_path) end,
      'client', case when c.id is not null then json_build_object('id', c.id, 'name', c.name) end,
      'deal', case when d.id is not null then json_build_object('id', d.id, 'title', d.title) end,
      'task', case when t.id is not null then json_build_object('id', t.id, 'title', t.title) end,
      'source', case when s.id is not null then json_build_object('id', s.id, 'name', s.name, 'channel', s.channel) end,
      'elsewhere', f.client_id is not null and c.id is null
    ) order by f.at desc, f.id desc), '[]')
    from page f
    left join app.directory() m on m.id = f.manager_id
    left join public.clients c on c.id = f.client_id
    left join public.deals d on d.id = f.deal_id
    left join public.tasks t on t.id = f.task_id
    left join public.lead_sources s on s.id = f.source_id
  )::text as items,
  case when (select count(*) from found) > :limit then
    (select json_build_array(f.at, f.id) from page f order by f.at, f.id limit 1)::text
  end as next,
  case when :after_at::timestamptz is null then (
    select count(*) from p cross join app.kpi_rows(:metric, :manager, p.from_day, p.to_day, :by_current, :part, :source, :stage,
      null, null, 10001, :reason, :channel, :type, :campaign) f)
  end as total;

-- name: rows_sum
select json_build_object('rows', count(f.id), 'sum', coalesce(sum(f.amount), 0))::text
from app.kpi_period(:period, :from_day, :to_day) p
cross join app.kpi_rows(:metric, :manager, p.from_day, p.to_day, :by_current, :part, :source, :stage, null, null, 1000000000, :reason,
  :channel, :type, :campaign) f;

-- name: targets
select json_build_object(
  'month', date_trunc('month', :month::date::timestamp)::date,
  'currency', (select c.currency from public.company c),
  'managers', (
    select coalesce(json_agg(json_build_object(
      'manager', json_build_object('id', m.id, 'full_name', m.full_name, 'photo_path', m.photo_path),
      'targets', g.targets) order by m.full_name, m.id), '[]')
    from (
      select t.manager_id, json_agg(json_build_object('metric', t.metric, 'goal', t.goal, 'value', t.value, 'share', t.share,
        'pace', t.pace) order by t.metric) as targets
      from app.kpi_targets(:manager, :month::date) t
      group by t.manager_id
    ) g
    join app.directory() m on m.id = g.manager_id
  )
)::text;

-- name: set_targets
select app.set_targets(:manager, :month, :goals::jsonb);

-- name: exchange_rates
with found as materialized (
  select r.id, r.currency, r.to_currency, r.rate::text as rate, r.set_at
  from public.exchange_rates r
  where :after_at::timestamptz is null or (r.set_at, r.id) < (:after_at, :after_id::uuid)
  order by r.set_at desc, r.id desc
  limit :limit + 1
), page as materialized (
  select f.* from found f order by f.set_at desc, f.id desc limit :limit
)
select
  (select coalesce(json_agg(p order by p.set_at desc, p.id desc), '[]') from page p)::text as items,
  case when (select count(*) from found) > :limit then
    (select json_build_array(p.set_at, p.id) from page p order by p.set_at, p.id limit 1)::text
  end as next,
  null::bigint as total;

-- name: exchange_rate
select json_build_object('id', r.id, 'currency', r.currency, 'to_currency', r.to_currency, 'rate', r.rate::text, 'set_at', r.set_at)::text
from public.exchange_rates r
where r.id = :id::uuid;

-- name: set_exchange_rate
select app.set_exchange_rate(:currency, :rate::numeric);

-- name: business_hours
select json_build_object('items', (
  select coalesce(json_agg(json_build_object('weekday', h.weekday, 'opens', to_char(h.opens, 'HH24:MI'), 'closes', to_char(h.closes, 'HH24:MI'))
    order by h.weekday), '[]')
  from public.business_hours h))::text;

-- name: set_business_hours
select app.set_business_hours(:hours::jsonb);
