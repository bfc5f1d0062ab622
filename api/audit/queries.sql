-- name: list_audit
with bounds as materialized (
  select
    (select b.starts_at from app.day_bounds(:from_day) b) as starts_at,
    (select b.ends_at from app.day_bounds(:to_day) b) as ends_at
),
found as materialized (
  select a.*
  from public.audit_log a
  where (:table_name::text is null or a.table_name = :table_name)
    and (:row_id::text is null or a.row_id = :row_id)
    and (:actor_id::uuid is null or a.actor_id = :actor_id)
    and (:action::text is null or a.action = :action)
    and a.occurred_at >= coalesce((select b.starts_at from bounds b), '-infinity')
    and a.occurred_at < coalesce((select b.ends_at from bounds b), 'infinity')
    and (:after_at::timestamptz is null or (a.occurred_at, a.id) < (:after_at::timestamptz, :after_id::uuid))
  order by a.occurred_at desc, a.id desc
  limit :limit + 1
),
page as materialized (
  select f.* from found f order by f.occurred_at desc, f.id desc limit :limit
)
select
  (
    select coalesce(json_agg(json_build_object(
      'id', p.id, 'occurred_at', p.occurred_at,
      'actor', case when u.id is not null then json_build_object('id', u.id, 'full_name', u.full_name) end,
      'action', p.action, 'table', p.table_name, 'row_id', p.row_id, 'before', p.before, 'after', p.after
    ) order by p.occurred_at desc, p.id desc), '[]')
    from page p
    left join app.directory() u on u.id = p.actor_id
  )::text as items,
  case when (select count(*) from found) > :limit then
    (select json_build_array(p.occurred_at, p.id) from page p order by p.occurred_at, p.id limit 1)::text
  end as next,
  null::bigint as total;

-- name: client_history
with found as materialized (
  select a.* from app.client_history(:client_id, :after_at, :after_id, :limit + 1) a
),
page as materialized (
  select f.* from found f order by f.occurred_at desc, f.id desc limit :limit
)
select
  (
    select coalesce(json_agg(json_build_object(
      'id', p.id, 'occurred_at', p.occurred_at,
      'actor', case when u.id is not null then json_build_object('id', u.id, 'full_name', u.full_name) end,
      'action', p.action, 'table', p.table_name, 'row_id', p.row_id, 'before', p.before, 'after', p.after
    ) order by p.occurred_at desc, p.id desc), '[]')
    from page p
    left join app.directory() u on u.id = p.actor_id
  )::text as items,
  case when (select count(*) from found) > :limit then
    (select json_build_array(p.occurred_at, p.id) from page p order by p.occurred_at, p.id limit 1)::text
  end as next,
  null::bigint as total;

-- name: require_admin
select app.require_admin();
