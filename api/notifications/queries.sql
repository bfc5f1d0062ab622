-- name: list_notifications
with me as materialized (
  select app.active_uid() as id
), found as (
  select n.id, n.created_at
  from public.notifications n
  where n.user_id = (select me.id from me) and (not :unread::boolean or n.read_at is null)
    and (n.created_at, n.id) < (coalesce(:after_at::timestamptz, 'infinity'), coalesce(:after_id::uuid, app.unassigned()))
  order by n.created_at desc, n.id desc
  limit :limit::integer + 1
), page as (
  select f.id, f.created_at from found f order by f.created_at desc, f.id desc limit :limit
)
select
  (select coalesce(json_agg(json_build_object(
      'id', n.id, 'kind', n.kind, 'params', n.params, 'client_id', n.client_id, 'deal_id', n.deal_id, 'task_id', n.task_id,
      'read_at', n.read_at, 'created_at', n.created_at
    ) order by n.created_at desc, n.id desc), '[]')
    from page p join public.notifications n on n.id = p.id)::text as items,
  case when (select count(*) from found) > :limit then
    (select json_build_array(p.created_at, p.id) from page p order by p.created_at, p.id limit 1)::text
  end as next,
  null::bigint as total;

-- name: unread
select json_build_object('unread', count(*))::text
from (
  select from public.notifications n
  where n.user_id = (select app.active_uid()) and n.read_at is null
  limit 1000
) x;

-- name: mark_read
update public.notifications n
set read_at = now()
where n.user_id = (select app.active_uid()) and n.read_at is null
  and (:ids::uuid[] is null or n.id = any (:ids))
  and n.created_at <= coalesce(:until::timestamptz, now());
