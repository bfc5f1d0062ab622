-- name: plan
select coalesce(json_agg(json_build_object(
  'manager_id', p.manager_id, 'day', p.day, 'starts_at', p.starts_at, 'ends_at', p.ends_at,
  'minutes', coalesce(extract(epoch from p.ends_at - p.starts_at)::integer / 60, 0),
  'kind', p.kind, 'exception_id', p.exception_id, 'note', p.note
) order by p.day, p.manager_id), '[]')::text
from app.plan(case when :everybody::boolean then null else coalesce(:manager_id::uuid, app.require_active()) end,
  :from_day::date, :to_day::date + 1) p;

-- name: week
-- No row for somebody whom the caller may not see.
select json_build_object(
  'day', d.day,
  'days', (
    select coalesce(json_agg(json_build_object(
      'weekday', r.weekday, 'starts', to_char(r.starts, 'HH24:MI'), 'ends', to_char(r.ends, 'HH24:MI'),
      'valid_from', r.valid_from, 'valid_to', r.valid_to
    ) order by r.weekday), '[]')
    from app.week_of(p.id, d.day) r
  ),
  'changes_on', (
    select coalesce(json_agg(x.day order by x.day), '[]')
    from (
      select r.valid_from as day from public.schedule_rules r where r.manager_id = p.id and r.valid_from > d.day
      union
      select r.valid_to + 1 from public.schedule_rules r where r.manager_id = p.id and r.valid_to >= d.day
    ) x
  )
)::text
from public.profiles p
cross join (select coalesce(:day::date, app.day_of(now())) as day) d
where p.id = :manager_id::uuid;

-- name: set_week
select app.set_week(:manager_id::uuid, :valid_from::date, :days::jsonb);

-- name: exceptions
-- Row level security shows a manager his own and the company's.
select coalesce(json_agg(json_build_object(
  'id', e.id, 'manager_id', e.manager_id, 'day', e.day, 'kind', e.kind,
  'starts', to_char(e.starts, 'HH24:MI'), 'ends', to_char(e.ends, 'HH24:MI'), 'note', e.note
) order by e.day, e.manager_id nulls first), '[]')::text
from public.schedule_exceptions e
where e.day between :from_day::date and :to_day::date
  and (:manager_id::uuid is null or e.manager_id is null or e.manager_id = :manager_id);

-- name: set_exceptions
select json_build_object('days', app.set_exceptions(:manager_id::uuid, :from_day::date, :to_day::date, :kind::text,
  :starts::time, :ends::time, :note::text))::text;

-- name: remove_exception
delete from public.schedule_exceptions where id = :id::uuid returning id;
