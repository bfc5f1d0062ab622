-- name: suggestions
-- A pair once, by its first suggestion, with all that speaks for it. The policy shows a pair to whoever may see both.
with found as (
  select s.id, s.created_at, s.client_id, s.other_id
  from public.merge_suggestions s
  where not s.dismissed
    and (:client_id::uuid is null or :client_id::uuid in (s.client_id, s.other_id))
    and (:after_at::timestamptz is null or (s.created_at, s.id) < (:after_at::timestamptz, :after_id::uuid))
    and not exists (
      select from public.merge_suggestions e
      where e.client_id = s.client_id and e.other_id = s.other_id and not e.dismissed and (e.created_at, e.id) < (s.created_at, s.id))
  order by s.created_at desc, s.id desc
  limit :limit::integer + 1
),
page as (select * from found order by created_at desc, id desc limit :limit::integer),
sides as materialized (
  select c.id, json_build_object(
    'id', c.id, 'name', c.name, 'phone', c.phone, 'email', c.email, 'status', c.status, 'received_at', c.received_at,
    'archived_at', c.archived_at,
    'owner', case when o.id is not null then json_build_object('id', o.id, 'full_name', o.full_name) end,
    'source', case when l.id is not null then json_build_object('id', l.id, 'name', l.name, 'channel', l.channel) end,
    'deals', (select count(*) from public.deals d where d.client_id = c.id and d.outcome = 'open' and d.archived_at is null),
    'last_at', (select max(i.occurred_at) from public.interactions i where i.client_id = c.id)
  ) as side
  from public.clients c
  left join public.profiles o on o.id = c.owner_id and o.role <> 'nobody'
  left join public.lead_sources l on l.id = c.source_id
  where c.id in (select p.client_id from page p union all select p.other_id from page p)
)
select
  (select coalesce(json_agg(json_build_object(
    'id', p.id, 'created_at', p.created_at, 'client', a.side, 'other', b.side,
    'evidence', (
      select json_agg(json_build_object('reason', s.reason, 'value', s.evidence) order by s.created_at, s.id)
      from public.merge_suggestions s where s.client_id = p.client_id and s.other_id = p.other_id and not s.dismissed)
  ) order by p.created_at desc, p.id desc), '[]')
  from page p join sides a on a.id = p.client_id join sides b on b.id = p.other_id)::text as items,
  case when (select count(*) from found) > :limit::integer then
    (select json_build_array(p.created_at, p.id) from page p order by p.created_at, p.id limit 1)::text
  end as next,
  null::bigint as total;

-- name: dismiss
-- They are two, whatever spoke for it.
update public.merge_suggestions s set dismissed = true
from public.merge_suggestions named
where named.id = :suggestion_id and (s.client_id, s.other_id) = (named.client_id, named.other_id)
returning s.id;

-- name: merges
select json_build_object('items', m.found, 'next', null, 'total', jsonb_array_length(m.found))::text
from (select app.merges_of(:client_id) as found) m;

-- name: unmerge_preview
select app.unmerge_preview(:merge_id)::text;

-- name: unmerge
select u.id from app.unmerge_clients(:merge_id) u;

-- name: start_token
select i.token, i.expires_at from app.issue_start_token(:client_id) i;

-- name: connected
-- Accounts that answer to messages now; which of them a link leads to their adapters know.
select s.id, s.name, s.account_id, s.account_name, s.simulated, coalesce(nullif(s.settings ->> 'adapter', ''), s.channel) as channel
from public.lead_sources s
where s.state in ('active', 'degraded') and s.archived_at is null and s.account_id is not null
order by s.name, s.id;
