/* Filled in by listing.py with its own constants; `found` gives at most :limit + 1 rows in the order of the list. */
with found as materialized (
  {found}
),
page as materialized (
  select f.* from found f order by f.received_at {direction}, f.id {direction} limit :limit
)
select
  (
    select coalesce(json_agg(json_build_object(
      'id', p.id,
      'name', p.name,
      'company', p.company,
      'status', p.status,
      'phone', p.phone,
      'email', p.email,
      'source', case when s.id is not null then json_build_object('id', s.id, 'name', s.name, 'channel', s.channel) end,
      'owner', case when o.id is not null then json_build_object('id', o.id, 'full_name', o.full_name) end,
      'tags', p.tags,
      'received_at', p.received_at,
      'last_interaction_at', (
        select i.occurred_at from public.interactions i
        where i.client_id = p.id order by i.occurred_at desc, i.id desc limit 1
      ),
      'next_task', (
        select json_build_object('id', t.id, 'title', t.title, 'due_at', t.due_at) from public.tasks t
        where t.client_id = p.id and t.completed_at is null and t.archived_at is null
        order by t.due_at limit 1
      ),
      'archived_at', p.archived_at,
      'version', p.version
    ) order by p.received_at {direction}, p.id {direction}), '[]')
    from page p
    left join public.lead_sources s on s.id = p.source_id
    left join public.profiles o on o.id = p.owner_id
  )::text as items,
  case when (select count(*) from found) > :limit then
    (
      select json_build_array(p.received_at, p.id) from page p
      order by p.received_at {opposite}, p.id {opposite} limit 1
    )::text
  end as next,
  {total} as total
