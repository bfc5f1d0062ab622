-- What the KPI cases run, and beside each the plain SQL of the same thing: sums of the same tables over the same days, without what
-- makes them right (slips, merged and rejected clients, other currencies, gaps, breaks, night shifts).

-- name: days
-- The newest working day that is rolled up, and where the history begins.
select d.day as last_day, app.first_fact_day() as first_day
from (select max(a.day) as day from public.activity_days a join private.kpi_closed_days k on k.day = a.day) d;

-- name: reopen
-- As a late event leaves it: counted live, as today is.
insert into private.kpi_touched_days (day) select :day::date;

-- name: sums
select * from app.kpi_period_sums(null, :from_day, :to_day);

-- name: stored_plain
select k.manager_id, sum(k.leads), sum(k.converted), sum(k.answered), sum(k.answered_in_time), sum(k.answer_due), sum(k.leads_handled),
  sum(k.repeat_inquiries), sum(k.deals_created), sum(k.deals_won), sum(k.deals_lost), sum(k.closed_rated), sum(k.won_value),
  sum(k.closed_value), sum(k.sales), sum(k.unconverted), sum(k.cycles), sum(k.cycle_seconds), sum(k.cycles_negative), sum(k.tasks_done),
  sum(k.tasks_on_time), sum(k.tasks_overdue) filter (where k.day = :to_day::date - 1), sum(k.interactions_out), sum(k.interactions_in),
  sum(k.presence_minutes), sum(k.active_minutes), sum(k.attested_minutes), sum(k.planned_minutes), sum(k.adherent_minutes),
  sum(k.late_minutes), sum(k.left_early_minutes), sum(k.focus_minutes), sum(k.focus_won_minutes)
from public.kpi_daily k
where k.day >= :from_day::date and k.day < :to_day::date
group by k.manager_id;

-- name: facts
select count(k) from app.compute_kpi(null, :from_day, :to_day) k;

-- name: facts_plain
select count(x) from (
  select bench.day(c.received_at), c.first_owner_id, c.source_id, count(*), count(c.first_won_at), count(c.first_answer_at),
    count(*) filter (where c.first_answer_at <= c.received_at + interval '15 minutes')
  from public.clients c where c.excluded is null and c.received_at >= bench.midnight(:from_day)
    and c.received_at < bench.midnight(:to_day) group by 1, 2, 3
  union all
  select bench.day(c.first_answer_at), c.first_answer_by, c.source_id, count(*), 0, 0, 0
  from public.clients c where c.excluded is null and c.first_answer_at >= bench.midnight(:from_day)
    and c.first_answer_at < bench.midnight(:to_day) group by 1, 2, 3
  union all
  select bench.day(e.occurred_at), e.credited_to, e.source_id, count(*) filter (where e.from_outcome is null),
    count(*) filter (where e.to_outcome = 'won'), count(*) filter (where e.to_outcome = 'lost'),
    sum(e.amount_minor) filter (where e.to_outcome = 'won')
  from public.deal_stage_events e where e.occurred_at >= bench.midnight(:from_day) and e.occurred_at < bench.midnight(:to_day)
  group by 1, 2, 3
  union all
  select bench.day(i.occurred_at), coalesce(i.author_id, i.credited_to), null, count(*) filter (where i.direction = 'in'),
    count(*) filter (where i.direction = 'out'), 0, 0
  from public.interactions i where i.occurred_at >= bench.midnight(:from_day) and i.occurred_at < bench.midnight(:to_day)
    and i.kind <> 'note' and i.direction <> 'internal' group by 1, 2
  union all
  select bench.day(s.closed_at), s.manager_id, null, count(*), count(*) filter (where s.closed_at <= s.due_at), 0, 0
  from public.task_spans s where s.closed_as = 'completed' and s.closed_at >= bench.midnight(:from_day)
    and s.closed_at < bench.midnight(:to_day) group by 1, 2
  union all
  select g.at::date, s.manager_id, null, count(*), 0, 0, 0
  from generate_series(:from_day::timestamp, :to_day::timestamp - interval '1 day', interval '1 day') g (at)
  join public.task_spans s on s.late @> bench.midnight(g.at::date + 1) group by 1, 2
  union all
  select w.day, w.manager_id, null, sum(extract(epoch from w.ended_at - w.started_at)), 0, 0, 0
  from public.work_sessions w where w.day >= :from_day::date and w.day < :to_day::date group by 1, 2
  union all
  select a.day, a.manager_id, null, sum(bit_count(a.minutes)), 0, 0, 0
  from public.activity_days a where a.day >= :from_day::date and a.day < :to_day::date group by 1, 2
  union all
  select f.day, f.manager_id, c.source_id, sum(bit_count(f.minutes)), sum(bit_count(f.minutes)) filter (where c.first_won_at >= f.starts_at), 0, 0
  from public.focus_minutes f join public.clients c on c.id = f.client_id
  where f.day >= :from_day::date and f.day < :to_day::date group by 1, 2, 3
) x;

-- name: times
select count(t) from app.kpi_times(null, :from_day, :to_day) t;

-- name: times_plain
select count(x) from (
  select c.first_owner_id, percentile_cont(array[0.5, 0.9]) within group (order by extract(epoch from c.first_answer_at - c.received_at)),
    percentile_cont(array[0.5, 0.9]) within group (order by extract(epoch from c.created_at - c.received_at)),
    percentile_cont(array[0.5, 0.9]) within group (order by extract(epoch from c.first_owned_at - c.created_at)),
    percentile_cont(array[0.5, 0.9]) within group (order by extract(epoch from c.first_answer_at - c.first_owned_at))
  from public.clients c where c.excluded is null and c.received_at >= bench.midnight(:from_day) and c.received_at < bench.midnight(:to_day)
  group by grouping sets ((c.first_owner_id), ())
  union all
  select e.credited_to, percentile_cont(array[0.5, 0.9]) within group (order by extract(epoch from e.occurred_at - d.created_at)),
    percentile_cont(array[0.5, 0.9]) within group (order by f.minutes) filter (where e.to_outcome = 'won'),
    percentile_cont(array[0.5, 0.9]) within group (order by f.minutes) filter (where e.to_outcome = 'lost'), null
  from public.deal_stage_events e
  join public.deals d on d.id = e.deal_id
  cross join lateral (
    select coalesce(sum(bit_count(m.minutes)), 0) as minutes from public.focus_minutes m
    where m.client_id = d.client_id and (m.deal_id = d.id or m.deal_id is null)
  ) f
  where e.occurred_at >= bench.midnight(:from_day) and e.occurred_at < bench.midnight(:to_day) and e.to_outcome <> 'open'
  group by grouping sets ((e.credited_to), ())
) x;

-- name: funnel
select * from app.kpi_stages(null, :from_day, :to_day);

-- name: funnel_plain
select e.to_stage_id, count(distinct e.deal_id), count(distinct e.deal_id) filter (where d.outcome = 'won'),
  count(distinct e.deal_id) filter (where d.outcome = 'lost'), count(distinct e.deal_id) filter (where d.stage_id = e.to_stage_id)
from public.deal_stage_events e
join public.deals d on d.id = e.deal_id
where e.occurred_at >= bench.midnight(:from_day) and e.occurred_at < bench.midnight(:to_day)
group by e.to_stage_id;

-- name: store
select app.store_kpi(:from_day, :to_day);

-- name: rebuild
select app.rebuild_kpi(:from_day, :to_day);
