/* Filled in by listing.py with its own constants, as listing.sql is. Days and hours are the company's. */
with found as materialized (
  {found}
)
select
  f.id,
  f.received_at,
  c.name,
  c.company,
  c.job_title,
  c.city,
  c.status,
  c.phone,
  c.email,
  (
    select string_agg(k.kind || ': ' || k.value, E'\n' order by k.created_at, k.id)
    from public.client_contacts k
    where k.client_id = c.id and k.value is distinct from c.phone and k.value is distinct from c.email
  ) as other_contacts,
  s.name as source,
  o.full_name as owner,
  array_to_string(c.tags, ', ') as tags,
  c.received_at at time zone coalesce((select x.time_zone from public.company x), 'UTC') as received,
  (
    select i.occurred_at at time zone coalesce((select x.time_zone from public.company x), 'UTC')
    from public.interactions i where i.client_id = c.id order by i.occurred_at desc, i.id desc limit 1
  ) as last_interaction,
  c.note
from found f
join public.clients c on c.id = f.id
left join public.lead_sources s on s.id = c.source_id
left join public.profiles o on o.id = c.owner_id
order by f.received_at {direction}, f.id {direction}
limit :limit
