-- name: log
with found as (
  select l.* from app.source_log(:source_id, :limit::integer + 1, :after_at::timestamptz, :after_id::uuid) l
), page as (
  select * from found f order by f.received_at desc, f.id desc limit :limit
)
select
  (select coalesce(json_agg(json_build_object(
    'id', p.id, 'kind', p.kind, 'status', p.status, 'reason', p.reason, 'error', p.error, 'received_at', p.received_at,
    'processed_at', p.processed_at, 'attempts', p.attempts, 'client_id', p.client_id, 'client_name', p.client_name
  ) order by p.received_at desc, p.id desc), '[]') from page p)::text as items,
  case when (select count(*) from found) > :limit then
    (select json_build_array(p.received_at, p.id) from page p order by p.received_at, p.id limit 1)::text
  end as next,
  null::bigint as total;

-- name: dead
select coalesce(json_agg(d), '[]')::text as items, null::text as next, count(*) as total
from app.dead_letters(:source_id::uuid) d;

-- name: settle_dead
select app.settle_dead(:source_id::uuid, :reason::text, :release);
