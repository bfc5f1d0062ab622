-- name: manager
with me as materialized (
  select coalesce(:manager::uuid, app.require_active()) as id
), period as materialized (
  select p.* from app.period(:period) p
), figures as materialized (
  select array(
    select (f.day, f.leads, f.converted, f.unripe, 0, 0)::app.day_figures
    from period p cross join me cross join app.lead_figures(me.id, least(p.before_from, p.spark_from), p.to_day) f
    union all
    select (f.day, 0, 0, 0, f.won, f.sales_minor)::app.day_figures
    from period p cross join me cross join app.sales_figures(me.id, least(p.before_from, p.spark_from), p.to_day) f
  ) as days
), company as materialized (
  select c.time_zone from public.company c
), waiting as materialized (
  select c.id, c.name, c.phone, c.source_id, c.waiting_since
  from public.clients c
  where c.owner_id = (select me.id from me) and c.waiting_since is not null and c.archived_at is null and c.excluded is null
  order by c.waiting_since, c.id
  limit 1000
), halting as materialized (
  select d.id, d.stage_entered_at,
    exists (select from public.tasks t where t.deal_id = d.id and t.completed_at is null and t.archived_at is null) as has_step,
    coalesce(d.stage_entered_at < now() - make_interval(days => g.stale_after_days), false) as is_stale
  from public.deals d
  join public.stages g on g.id = d.stage_id
  where d.owner_id = (select me.id from me) and d.outcome = 'open' and d.archived_at is null
), stuck as materialized (
  select h.id, h.stage_entered_at from halting h where not h.has_step
), stale as materialized (
  select h.id, h.stage_entered_at from halting h where h.has_step and h.is_stale
)
select json_build_object(
  'manager', json_build_object('id', m.id, 'full_name', m.full_name, 'photo_path', m.photo_path),
  'period', json_build_object('name', :period::text, 'time_zone', company.time_zone, 'from_day', period.from_day,
    'to_day', period.to_day, 'before_from', period.before_from, 'before_to', period.before_to),
  'kpi', app.kpi(:period, figures.days),
  'day', app.work_shift(me.id, true),
  'now', json_build_object(
    'waiting', json_build_object(
      'count', (select count(*) from waiting),
      'items', (
        select coalesce(json_agg(json_build_object(
          'client', json_build_object('id', w.id, 'name', w.name, 'phone', w.phone),
          'source', case when s.id is not null then json_build_object('id', s.id, 'name', s.name, 'channel', s.channel) end,
          'waiting_since', w.waiting_since,
          'late', app.deadlines_missed(w.waiting_since) > 0,
          'channel', i.channel,
          'words', left(i.body, 160)
        ) order by w.waiting_since, w.id), '[]')
        from (select * from waiting order by waiting_since, id limit 8) w
        left join public.lead_sources s on s.id = w.source_id
        cross join lateral (
          select x.channel, x.body from public.interactions x
          where x.client_id = w.id and x.occurred_at >= w.waiting_since and x.direction = 'in' and x.kind <> 'note'
          order by x.occurred_at, x.id
          limit 1
        ) i
      )
    ),
    'overdue', json_build_object(
      'count', app.count_open_tasks(me.id, null, '-infinity', now(), false),
      'items', (select p.cards from app.task_page(me.id, null, '-infinity', now(), false, null, null, null, 8) p)
    ),
    'without_next_step', json_build_object(
      'count', (select count(*) from stuck),
      'items', (
        select coalesce(json_agg(k.card order by s.stage_entered_at, s.id), '[]')
        from (select * from stuck order by stage_entered_at, id limit 8) s
        join app.deal_cards k on k.id = s.id
      )
    ),
    'stale', json_build_object(
      'count', (select count(*) from stale),
      'items', (
        select coalesce(json_agg(k.card order by s.stage_entered_at, s.id), '[]')
        from (select * from stale order by stage_entered_at, id limit 8) s
        join app.deal_cards k on k.id = s.id
      )
    )
  ),
  'tasks', json_build_object(
    'count', app.count_open_tasks(me.id, null, now(), 'infinity', true),
    'items', (select p.cards from app.task_page(me.id, null, now(), 'infinity', true, null, null, null, 8) p)
  ),
  'latest_clients', (
    select coalesce(json_agg(json_build_object(
      'id', c.id, 'name', c.name, 'phone', c.phone, 'status', c.status, 'received_at', c.received_at,
      'waiting_since', c.waiting_since,
      'source', case when s.id is not null then json_build_object('id', s.id, 'name', s.name, 'channel', s.channel) end
    ) order by c.received_at desc, c.id desc), '[]')
    from (
      select x.* from public.clients x
      where x.owner_id = me.id and x.archived_at is null
      order by x.received_at desc, x.id desc
      limit 6
    ) c
    left join public.lead_sources s on s.id = c.source_id
  ),
  'latest_deals', (
    select coalesce(json_agg(k.card order by d.created_at desc, d.id desc), '[]')
    from (
      select x.id, x.created_at from public.deals x
      where x.owner_id = me.id and x.archived_at is null
      order by x.created_at desc, x.id desc
      limit 6
    ) d
    join app.deal_cards k on k.id = d.id
  )
)::text
from me
cross join period
cross join figures
cross join company
join public.profiles m on m.id = me.id;

-- name: team
with period as materialized (
  select p.* from app.period(:period) p
), sums as materialized (
  select b.* from period p cross join app.kpi_board(least(p.before_from, p.spark_from), p.from_day, p.to_day) b
), figures as materialized (
  select array(
    select (s.day, s.leads, s.converted, s.unripe, s.won, s.sales_minor)::app.day_figures from sums s where s.split = 'day'
  ) as days
), company as materialized (
  select c.time_zone, c.currency, c.sla_minutes from public.company c
), team as materialized (
  select p.id, p.full_name, p.photo_path, p.status = 'active' as active, p.role = 'manager' as sells, coalesce(t.state, 'off') as state, t.started_at, t.ended_at
  from public.profiles p
  left join app.shift_states() t on t.manager_id = p.id
  union all
  select null, null, null, true, false, 'off', null, null
), rows as materialized (
  select t.*, coalesce(m.presence_minutes, 0) as minutes, coalesce(m.minutes_today, 0) as today,
    coalesce(m.active_minutes, 0) as active_minutes,
    coalesce(m.leads, 0) as leads, coalesce(m.converted, 0) as converted, coalesce(m.unripe, 0) as unripe,
    coalesce(m.in_time, 0) as in_time, coalesce(m.due, 0) as due,
    coalesce(m.won, 0) as won, coalesce(m.lost, 0) as lost, coalesce(m.sales_minor, 0) as sales_minor,
    coalesce(w.open_deals, 0) as open_deals, coalesce(w.tasks_due, 0) as tasks_due, coalesce(w.waiting, 0) as waiting
  from team t
  left join sums m on m.split = 'manager' and m.manager_id = coalesce(t.id, app.unassigned())
  left join app.workload() w on w.manager_id = coalesce(t.id, app.unassigned())
)
select json_build_object(
  'period', json_build_object('name', :period::text, 'time_zone', company.time_zone, 'from_day', period.from_day,
    'to_day', period.to_day, 'before_from', period.before_from, 'before_to', period.before_to),
  'currency', company.currency,
  'sla_minutes', company.sla_minutes,
  'totals', (
    select app.kpi(:period, figures.days)::jsonb || jsonb_build_object(
      'answered', json_build_object('in_time', sum(r.in_time), 'due', sum(r.due), 'share', app.share(sum(r.in_time), sum(r.due)),
        'small_sample', sum(r.due) < 5),
      'presence_minutes', sum(r.minutes),
      'working_now', count(*) filter (where r.state = 'working'))
    from rows r
  ),
  'team', (
    select coalesce(json_agg(json_build_object(
      'manager', case when r.id is not null then
        json_build_object('id', r.id, 'full_name', r.full_name, 'photo_path', r.photo_path) end,
      'active', r.active,
      'state', r.state,
      'started_at', r.started_at,
      'ended_at', r.ended_at,
      'presence_minutes', r.minutes,
      'presence_today_minutes', r.today,
      'active_minutes', r.active_minutes,
      'activity_rate', app.activity_rate(r.active_minutes, r.minutes),
      'leads', r.leads,
      'answered', json_build_object('in_time', r.in_time, 'due', r.due, 'share', app.share(r.in_time, r.due),
        'small_sample', r.due < 5),
      'conversion', json_build_object('value', app.share(r.converted, r.leads), 'numerator', r.converted,
        'denominator', r.leads, 'unripe', r.unripe, 'small_sample', r.leads < 5),
      'deals_won', r.won,
      'deals_lost', r.lost,
      'sales_minor', r.sales_minor,
      'load', json_build_object('open_deals', r.open_deals, 'tasks_due', r.tasks_due, 'waiting', r.waiting,
        'total', r.open_deals + r.tasks_due + r.waiting)
    ) order by r.id is null, r.sales_minor desc, r.won desc, r.full_name, r.id), '[]')
    from rows r
    where (r.active and r.sells) or r.leads + r.won + r.lost + r.open_deals + r.tasks_due + r.waiting > 0 or r.sales_minor <> 0
  ),
  'sources', (
    select coalesce(json_agg(json_build_object(
      'source', case when s.id is not null then json_build_object('id', s.id, 'name', s.name, 'channel', s.channel) end,
      'leads', x.leads,
      'converted', x.converted,
      'deals_won', x.won,
      'sales_minor', x.sales_minor
    ) order by x.sales_minor desc, x.leads desc, s.id), '[]')
    from sums x left join public.lead_sources s on s.id = x.source_id
    where x.split = 'source' and (x.leads > 0 or x.won > 0 or x.sales_minor <> 0)
  )
)::text
from period
cross join figures
cross join company;
