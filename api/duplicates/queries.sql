-- name: of_client
select coalesce(json_agg(json_build_object(
  'kind', x.kind, 'value', x.value, 'client_id', x.client_id, 'name', x.name, 'elsewhere', x.elsewhere
) order by x.kind, x.value), '[]')::text
from (
  select k.kind, k.value, d.client_id, d.name, d.elsewhere
  from public.client_contacts k
  cross join lateral app.find_duplicate(k.kind, k.normalized, k.client_id) d
  where k.client_id = :client_id
  limit 50
) x;

-- name: of_contact
select d.client_id, d.name, d.elsewhere from app.find_duplicate(:kind, :normalized, :except_client) d limit 20;

-- name: moves
select
  (select count(*) from public.client_contacts x where x.client_id = :client_id) as contacts,
  (select count(*) from public.interactions x where x.client_id = :client_id) as interactions,
  (select count(*) from public.deals x where x.client_id = :client_id) as deals,
  (select count(*) from public.tasks x where x.client_id = :client_id) as tasks,
  (select count(*) from public.files x where x.client_id = :client_id) as files;

-- name: lock_version
select c.version from public.clients c where c.id = :client_id and c.merged_into is null for update;

-- name: merge
select m.id from app.merge_clients(:winner_id, :loser_id, :fields) m;

-- name: advice
select app.merge_advice(:winner_id, :loser_id);
