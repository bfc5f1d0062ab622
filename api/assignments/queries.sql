-- name: assign
select app.assign_clients(:ids, :owner_id) as moved, now() as at;

-- name: seen
-- How many of the named clients the caller may work on.
select count(*) from public.clients c where c.id = any (:ids::uuid[]) and c.merged_into is null and c.erased_at is null;

-- name: require_admin
select app.require_admin();

-- name: taken
-- Whom an assignment took clients from; only those that are still where it put them.
select e.from_owner_id, array_agg(e.client_id) as ids
from public.ownership_events e
join public.clients c on c.id = e.client_id and c.owner_id = e.to_owner_id
where e.to_owner_id = :owner_id and e.occurred_at = :at and e.actor_id = :me and e.reason = 'hand'
  and e.from_owner_id is not null
group by e.from_owner_id;

-- name: bulk_edit
-- Rows that stay as they are do not get a new version.
with wanted as (
  select c.id, c.status, c.tags, c.archived_at is not null as archived,
    coalesce(:status, c.status) as new_status,
    (
      select coalesce(array_agg(distinct t.tag order by t.tag), '{}')
      from unnest(c.tags || :add_tags::text[]) t (tag)
      where t.tag <> all (:remove_tags::text[])
    ) as new_tags,
    coalesce(:archived, c.archived_at is not null) as new_archived
  from public.clients c
  where c.id = any (:ids::uuid[]) and c.merged_into is null and c.erased_at is null
  order by c.id
  for update
),
changed as (
  update public.clients c
  set status = w.new_status,
    tags = case when :tags_too then w.new_tags else c.tags end,
    archived_at = case when not w.new_archived then null else coalesce(c.archived_at, now()) end
  from wanted w
  where c.id = w.id
    and (w.new_status <> w.status or w.new_archived <> w.archived
      or (:tags_too and not (w.new_tags @> w.tags and w.new_tags <@ w.tags)))
  returning c.id, w.status, w.tags, w.archived, c.version
)
select coalesce(json_agg(x), '[]')::text from changed x;

-- name: bulk_undo
update public.clients c
set status = x.status, tags = x.tags, archived_at = case when x.archived then coalesce(c.archived_at, now()) end
from jsonb_to_recordset(:previous::jsonb) x (id uuid, status text, tags text[], archived boolean, version integer)
where c.id = x.id and c.version = x.version and c.merged_into is null and c.erased_at is null;
