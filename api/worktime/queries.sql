-- name: today
select (app.work_shift(me.id)::jsonb
  || jsonb_build_object('question', (select to_jsonb(q) from app.shift_question() q)))::text
from (select app.require_active() as id) me;

-- name: beat
select json_build_object('state', app.beat(:client_id::uuid, :deal_id::uuid))::text;

-- name: start_work
select json_build_object('state', app.start_work())::text;

-- name: start_break
select json_build_object('state', app.start_break())::text;

-- name: end_break
select json_build_object('state', app.end_break())::text;

-- name: stop_work
select json_build_object('state', app.stop_work())::text;

-- name: answer_question
select app.answer_shift_question(:day::date, :ended_at::timestamptz, :reason::text);

-- name: report
with figures as materialized (
  select f.*
  from app.work_figures(case when :everybody::boolean then null else coalesce(:manager_id::uuid, app.require_active()) end,
    :from_day::date, :to_day::date + 1) f
), managers as (
  select f.manager_id, sum(f.presence_minutes) as presence, sum(f.break_minutes) as breaks, sum(f.active_minutes) as active,
    sum(f.attested_minutes) as attested, sum(f.planned_minutes) as planned, sum(f.adherent_minutes) as adherent,
    count(*) filter (where f.presence_minutes > 0) as days_worked, count(*) filter (where f.late_minutes > 0) as days_late,
    coalesce(sum(f.late_minutes), 0) as late, coalesce(sum(f.left_early_minutes), 0) as left_early,
    -- With a correction on one day the others count as measured.
    case when count(f.corrected_minutes) > 0 then sum(coalesce(f.corrected_minutes, f.presence_minutes)) end as corrected
  from figures f
  group by f.manager_id
)
select json_build_object(
  'time_zone', app.company_zone(),
  'from_day', :from_day::date,
  'to_day', :to_day::date,
  'days', (
    select coalesce(json_agg(app.work_json(f.presence_minutes, f.break_minutes, f.active_minutes, f.attested_minutes,
      f.planned_minutes, f.adherent_minutes) || jsonb_build_object('day', f.day, 'manager_id', f.manager_id,
      'clock_in', f.clock_in, 'clock_out', f.clock_out, 'late_minutes', f.late_minutes,
      'left_early_minutes', f.left_early_minutes, 'absence', f.absence, 'corrected_minutes', f.corrected_minutes)
      order by f.day, f.manager_id), '[]')
    from figures f
  ),
  'managers', (
    select coalesce(json_agg(app.work_json(m.presence, m.breaks, m.active, m.attested, m.planned, m.adherent)
      || jsonb_build_object('manager_id', m.manager_id, 'days_worked', m.days_worked, 'days_late', m.days_late,
      'late_minutes', m.late, 'left_early_minutes', m.left_early, 'corrected_minutes', m.corrected)
      order by m.manager_id), '[]')
    from managers m
  ),
  'total', (
    select app.work_json(coalesce(sum(m.presence), 0)::bigint, coalesce(sum(m.breaks), 0)::bigint, coalesce(sum(m.active), 0)::bigint,
      coalesce(sum(m.attested), 0)::bigint, coalesce(sum(m.planned), 0)::bigint, coalesce(sum(m.adherent), 0)::bigint)
    from managers m
  )
)::text;

-- name: day_page
-- No row for somebody whom the caller may not see.
select (app.work_day(p.id, :day::date)::jsonb || jsonb_build_object(
  'manager', jsonb_build_object('id', p.id, 'full_name', p.full_name, 'photo_path', p.photo_path),
  'strip', (select s.strip from app.day_strips(p.id, :day::date) s),
  'corrections', (
    select coalesce(jsonb_agg(app.correction_json(c) order by c.created_at), '[]')
    from public.time_corrections c
    where c.manager_id = p.id and c.day = :day::date
  ),
  'focus', (
    select coalesce(jsonb_agg(jsonb_build_object('client_id', x.client_id, 'name', x.name, 'minutes', x.minutes)
      order by x.minutes desc, x.client_id), '[]')
    from (
      select f.client_id, c.name, sum(f.minutes) as minutes
      from app.focus_figures(p.id, :day::date, :day::date + 1) f
      left join public.clients c on c.id = f.client_id
      group by f.client_id, c.name
      order by 3 desc, 1
      limit 20
    ) x
  )
))::text
from public.profiles p
where p.id = coalesce(:manager_id::uuid, app.require_active());

-- name: team_strips
select coalesce(json_agg(json_build_object(
  'manager', json_build_object('id', d.id, 'full_name', d.full_name, 'photo_path', d.photo_path), 'strip', s.strip
) order by d.full_name, d.id), '[]')::text
from app.day_strips(null, coalesce(:day::date, app.day_of(now()))) s
join app.directory() d on d.id = s.manager_id;

-- name: heat_map
with me as materialized (
  select coalesce(:manager_id::uuid, app.require_active()) as id
)
select json_build_object(
  'time_zone', app.company_zone(),
  'days', (
    select coalesce(json_agg(json_build_object('day', h.day, 'presence_minutes', coalesce(f.presence_minutes, 0),
      'active_minutes', coalesce(f.active_minutes, 0), 'planned_minutes', coalesce(f.planned_minutes, 0), 'hours', h.hours)
      order by h.day), '[]')
    from app.heat_map(me.id, :from_day::date, :to_day::date + 1) h
    left join app.work_figures(me.id, :from_day::date, :to_day::date + 1) f on f.day = h.day
  )
)::text
from me;

-- name: corrections
with found as materialized (
  select c.*
  from public.time_corrections c
  where (:status::text is null or c.status = :status)
    and (:manager_id::uuid is null or c.manager_id = :manager_id)
    and (:after_at::timestamptz is null or (c.created_at, c.id) < (:after_at::timestamptz, :after_id::uuid))
  order by c.created_at desc, c.id desc
  limit :limit + 1
), page as materialized (
  select f.* from found f order by f.created_at desc, f.id desc limit :limit
)
select
  (
    select coalesce(json_agg(app.correction_json(c) order by c.created_at desc, c.id desc), '[]')
    from page p
    join public.time_corrections c on c.id = p.id
  )::text as items,
  case when (select count(*) from found) > :limit then
    (select json_build_array(p.created_at, p.id) from page p order by p.created_at, p.id limit 1)::text
  end as next,
  null::bigint as total;

-- name: ask_correction
select app.ask_correction(:day::date, :kind::text, :proposed_start::timestamptz, :proposed_end::timestamptz, :reason::text);

-- name: decide_correction
select app.decide_correction(:id::uuid, :accepted::boolean, :note::text);

-- name: correction
select app.correction_json(c)::text from public.time_corrections c where c.id = :id::uuid;

-- name: export_days
select f.day::text as day, f.clock_in at time zone z.name as clock_in, f.clock_out at time zone z.name as clock_out,
  f.presence_minutes, f.break_minutes, f.active_minutes, f.attested_minutes, f.planned_minutes, f.adherent_minutes,
  f.late_minutes, f.left_early_minutes, f.corrected_minutes
from (select app.company_zone() as name) z
cross join app.work_figures(coalesce(:manager_id::uuid, app.require_active()), :from_day::date, :to_day::date + 1) f
order by f.day;

-- name: export_sessions
select s.day::text as day, s.started_at at time zone z.name as started_at, s.last_beat_at at time zone z.name as last_beat_at,
  s.ended_at at time zone z.name as ended_at, s.ended_by, s.user_agent, host(s.ip) as ip
from (select app.company_zone() as name) z
cross join public.work_sessions s
where s.manager_id = coalesce(:manager_id::uuid, app.require_active()) and s.day between :from_day::date and :to_day::date
order by s.started_at;

-- name: export_minutes
-- Every measured minute, and the client it was credited to, as far as the reader may see his name.
select b.day::text as day, (a.starts_at + make_interval(mins => n)) at time zone z.name as minute, f.client
from (select app.company_zone() as name) z
cross join lateral (select coalesce(:manager_id::uuid, app.require_active()) as id) me
join public.activity_days a on a.manager_id = me.id and a.day between :from_day::date - 2 and :to_day::date + 2
cross join generate_series(0, 1499) n
cross join lateral (select ((a.starts_at + make_interval(mins => n)) at time zone z.name)::date as day) b
left join lateral (
  select c.name as client from public.focus_minutes x
  left join public.clients c on c.id = x.client_id
  where x.manager_id = a.manager_id and x.day = a.day and x.starts_at = a.starts_at and get_bit(x.minutes, n) = 1
  limit 1
) f on get_bit(a.focused, n) = 1
where get_bit(a.minutes, n) = 1 and b.day between :from_day::date and :to_day::date
order by a.starts_at + make_interval(mins => n);
