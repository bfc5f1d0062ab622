-- name: list_segments
select json_build_object('items', coalesce(json_agg(json_build_object(
  'id', s.id, 'name', s.name, 'filters', s.filters, 'shared', s.shared, 'mine', s.owner_id = :me,
  'owner', case when o.id is not null then json_build_object('id', o.id, 'full_name', o.full_name) end,
  'version', s.version
) order by s.owner_id <> :me, lower(s.name), s.id), '[]'), 'next', null, 'total', count(*))::text
from public.segments s
left join app.directory() o on o.id = s.owner_id
-- An admin sees everybody's rows; in the list he wants his own and the shared ones.
where s.owner_id = :me or s.shared;

-- name: segment
select json_build_object(
  'id', s.id, 'name', s.name, 'filters', s.filters, 'shared', s.shared, 'mine', s.owner_id = :me,
  'owner', case when o.id is not null then json_build_object('id', o.id, 'full_name', o.full_name) end,
  'version', s.version
)::text
from public.segments s
left join app.directory() o on o.id = s.owner_id
where s.id = :segment_id;

-- name: add_segment
insert into public.segments (name, filters, shared) values (:name, :filters::jsonb, :shared) returning id;

-- name: edit_segment
update public.segments s
set (name, filters, shared) = (
  select r.name, r.filters, r.shared from jsonb_populate_record(s, :patch::jsonb) r
)
where s.id = :segment_id and s.version = :version
returning s.id;

-- name: remove_segment
delete from public.segments s where s.id = :segment_id returning s.id;
