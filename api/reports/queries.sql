-- name: heading
-- Whose report it is and of which company: the names that a file carries.
select (select c.name from public.company c) as company, (select m.full_name from app.directory() m where m.id = :manager::uuid) as whose;

-- name: strips
select coalesce(json_agg(json_build_object(
  'manager', json_build_object('id', d.id, 'full_name', d.full_name), 'strip', s.strip) order by d.full_name, d.id), '[]')::text
from app.day_strips(:manager, :day) s
join app.directory() d on d.id = s.manager_id;

-- name: stored
with found as materialized (
  select r.id, r.kind, r.from_day, r.to_day, r.manager_id, r.made_at
  from public.reports r
  where (:kind::text is null or r.kind = :kind)
    and (:after_day::date is null or (r.to_day, r.id) < (:after_day, :after_id::uuid))
  order by r.to_day desc, r.id desc
  limit :limit + 1
), page as materialized (
  select f.* from found f order by f.to_day desc, f.id desc limit :limit
)
select
  (
    select coalesce(json_agg(json_build_object(
      'id', p.id, 'kind', p.kind, 'from_day', p.from_day, 'to_day', p.to_day, 'made_at', p.made_at,
      'manager', case when m.id is not null then json_build_object('id', m.id, 'full_name', m.full_name, 'photo_path', m.photo_path) end
    ) order by p.to_day desc, p.id desc), '[]')
    from page p left join app.directory() m on m.id = p.manager_id
  )::text as items,
  case when (select count(*) from found) > :limit then
    (select json_build_array(p.to_day, p.id) from page p order by p.to_day, p.id limit 1)::text
  end as next,
  case when :after_day::date is null then (
    select count(*) from public.reports r where :kind::text is null or r.kind = :kind) end as total;

-- name: stored_report
select json_build_object(
  'id', r.id, 'kind', r.kind, 'from_day', r.from_day, 'to_day', r.to_day, 'made_at', r.made_at,
  'manager', case when m.id is not null then json_build_object('id', m.id, 'full_name', m.full_name, 'photo_path', m.photo_path) end,
  'managers', r.snapshot -> 'managers', 'sources', r.snapshot -> 'sources', 'funnel', r.snapshot -> 'funnel', 'days', r.snapshot -> 'days'
)::text
from public.reports r
left join app.directory() m on m.id = r.manager_id
where r.id = :id;
