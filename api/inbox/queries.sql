-- name: waiting
-- Who has waited longest comes first.
with found as (
  select c.id, c.waiting_since as at
  from public.conversations c
  join public.lead_sources s on s.id = c.source_id
  where c.waiting_since is not null
    and (:channels::text[] is null or s.channel = any (:channels))
    and (:owner_id::uuid is null or c.owner_id = :owner_id)
    and (:after_at::timestamptz is null or (c.waiting_since, c.id) > (:after_at, :after_id::uuid))
  order by c.waiting_since, c.id
  limit :limit::integer + 1
), page as (
  select f.id, f.at from found f order by f.at, f.id limit :limit
)
select
  (select coalesce(json_agg(d.document order by p.at, p.id), '[]') from page p join app.inbox_rows d on d.id = p.id)::text as items,
  case when (select count(*) from found) > :limit then
    (select json_build_array(p.at, p.id) from page p order by p.at desc, p.id desc limit 1)::text
  end as next,
  (select count(*) from (
    select
    from public.conversations c
    join public.lead_sources s on s.id = c.source_id
    where c.waiting_since is not null
      and (:channels::text[] is null or s.channel = any (:channels))
      and (:owner_id::uuid is null or c.owner_id = :owner_id)
    limit 3001
  ) x) as total;

-- name: all
-- By the last message, whoever wrote it.
with found as (
  select c.id, c.last_at as at
  from public.conversations c
  join public.lead_sources s on s.id = c.source_id
  where (:channels::text[] is null or s.channel = any (:channels))
    and (:owner_id::uuid is null or c.owner_id = :owner_id)
    and (:after_at::timestamptz is null or (c.last_at, c.id) < (:after_at, :after_id::uuid))
  order by c.last_at desc, c.id desc
  limit :limit::integer + 1
), page as (
  select f.id, f.at from found f order by f.at desc, f.id desc limit :limit
)
select
  (select coalesce(json_agg(d.document order by p.at desc, p.id desc), '[]') from page p join app.inbox_rows d on d.id = p.id)::text as items,
  case when (select count(*) from found) > :limit then
    (select json_build_array(p.at, p.id) from page p order by p.at, p.id limit 1)::text
  end as next,
  null::bigint as total;

-- name: settle
select app.settle_conversation(:conversation_id, :waiting);
