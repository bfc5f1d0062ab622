-- name: cast
-- Clients of a manager who have said nothing since `quiet_since` and are not `taken`: with an open deal first, the newest first.
select c.id, c.name, c.phone
from public.clients c
where c.owner_id = :owner_id and c.status in ('active', 'customer') and c.merged_into is null and c.archived_at is null
  and c.phone is not null and c.id <> all (:taken::uuid[]) and c.received_at < :quiet_since::timestamptz
  and not exists (select from public.interactions i where i.client_id = c.id and i.occurred_at > :quiet_since::timestamptz)
order by exists (select from public.deals d where d.client_id = c.id and d.outcome = 'open') desc, c.received_at desc, c.id
limit 40;

-- name: know
-- The company has known him at the vendor for long.
select app.keep_person(:client_id, :account_id, :person::jsonb);

-- name: source
select s.id from public.lead_sources s
where s.channel = :channel and s.archived_at is null and s.account_id is null
order by s.created_at, s.id
limit 1;

-- name: add_source
insert into public.lead_sources (channel, name, state, assignment_rule) values (:channel, :name, 'not_connected', 'round_robin') returning id;

-- name: connected_long_ago
update public.lead_sources set connected_at = :connected_at::timestamptz where id = any (:source_ids::uuid[]);

-- name: thread
-- The newest conversation with somebody, and his newest message in it.
select c.id, c.client_id, c.owner_id, c.thread_key, (
    select i.external_id from public.interactions i
    where i.conversation_id = c.id and i.direction = 'in' order by i.occurred_at desc limit 1) as last_in
from public.conversations c
where c.source_id = :source_id and c.address = :address and (:kind::text is null or c.kind = :kind)
order by c.created_at desc
limit 1;

-- name: thread_key
select c.thread_key from public.conversations c where c.id = :conversation_id;

-- name: settle_bells
-- What was answered since has been read; the rest rang when it happened, and no mail tells of it now.
with mine as (
  select n.id, (select max(c.waiting_since) from public.conversations c where c.client_id = n.client_id) as waiting_since
  from public.notifications n
  where n.created_at >= :since::timestamptz and n.kind in ('message_new', 'lead_new', 'lead_repeat', 'lead_unassigned')
), unsent as (
  delete from private.deliveries d where d.created_at >= :since::timestamptz
)
update public.notifications n
set created_at = coalesce(m.waiting_since, n.created_at), read_at = case when m.waiting_since is null then n.created_at end
from mine m
where n.id = m.id;

-- name: stand_aside
-- What was heard weeks ago was written down then, too. Triggers would note the change itself as of today.
do $$
begin
  alter table public.clients disable trigger user;
  alter table public.ownership_events disable trigger user;
  alter table public.interactions disable trigger user;
end
$$;

-- name: date_clients
update public.clients set created_at = received_at + interval '2 seconds' where created_at >= :since::timestamptz returning id, received_at;

-- name: date_owners
update public.ownership_events e set occurred_at = c.created_at
from public.clients c
where c.id = e.client_id and e.client_id = any (:client_ids::uuid[]) and e.occurred_at >= :since::timestamptz;

-- name: date_messages
update public.interactions i set created_at = least(i.created_at, i.occurred_at + interval '2 seconds') where i.created_at >= :since::timestamptz;

-- name: stand_back
do $$
begin
  alter table public.clients enable trigger user;
  alter table public.ownership_events enable trigger user;
  alter table public.interactions enable trigger user;
end
$$;

-- name: recount
select app.recount_clients(:client_ids::uuid[]), app.touch_days(:moments::timestamptz[]);
