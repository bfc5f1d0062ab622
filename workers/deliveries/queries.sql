-- name: claim_deliveries
-- Due rows of a channel that works and is not told to pause; everything their words are made of comes along.
with due as (
  select x.id
  from private.deliveries x
  where x.status = 'pending' and x.channel = :channel::text and x.next_attempt_at <= now()
    and (x.locked_until is null or x.locked_until < now())
    and not exists (select from private.delivery_channels k where k.channel = x.channel and k.paused_until > now())
  order by x.next_attempt_at, x.id
  limit :max_rows::integer
  for update skip locked
), claimed as (
  update private.deliveries d
  set locked_until = now() + make_interval(secs => :lock_seconds), attempts = d.attempts + 1
  from due
  where d.id = due.id
  returning d.*
)
select d.id, d.channel, d.kind, d.attempts, d.due_at, d.created_at, d.handed_over_at, d.user_id, now() as at,
  coalesce(n.params, d.params)::text as params, n.client_id, n.deal_id, n.task_id, c.name as client_name,
  p.locale, p.status = 'active' as is_active, p.email, l.chat_id, l.blocked_at is not null as is_blocked,
  coalesce(k.time_zone, 'UTC') as time_zone, coalesce(k.name, 'Smena') as company,
  n.read_at > n.created_at as is_read, t.completed_at is not null or t.archived_at is not null as is_done
from claimed d
join public.profiles p on p.id = d.user_id
left join public.notifications n on n.id = d.notification_id
left join public.clients c on c.id = n.client_id
left join public.tasks t on t.id = n.task_id
left join public.telegram_links l on l.user_id = d.user_id
left join public.company k on true
order by d.next_attempt_at, d.id;

-- name: digest
select app.digest(:user_id::uuid)::text;

-- name: hand_over
-- From here on it may have arrived. Touches no row when another worker has it by now: the number of attempts is the claim's token.
update private.deliveries
set handed_over_at = now(), locked_until = now() + make_interval(secs => :lock_seconds)
where id = :id and status = 'pending' and attempts = :attempts;

-- name: settle
with settled as (
  update private.deliveries
  set status = :status, reason = :reason, external_id = :external_id, last_error = :error, settled_at = now(), locked_until = null
  where id = :id and status = 'pending' and attempts = :attempts
  returning channel, status
)
update private.delivery_channels k set last_error = null
from settled s
where s.status = 'sent' and k.channel = s.channel and k.last_error is not null;

-- name: put_off
update private.deliveries
set next_attempt_at = now() + make_interval(secs => :delay), locked_until = null, handed_over_at = null, last_error = :error,
  attempts = attempts - case when :counts::boolean then 0 else 1 end
where id = :id and status = 'pending' and attempts = :attempts;

-- name: note_error
update private.delivery_channels set last_error = :error where channel = :channel;

-- name: pause
update private.delivery_channels
set paused_until = greatest(paused_until, now() + make_interval(secs => :seconds))
where channel = :channel;

-- name: give_back
update private.deliveries set locked_until = null, attempts = attempts - 1
where id = any (:ids::uuid[]) and status = 'pending' and locked_until is not null and handed_over_at is null;

-- name: announce
update private.delivery_channels set is_ready = :is_ready, address = :address, last_error = :error where channel = :channel;

-- name: block_chat
select app.block_telegram(:chat_id::bigint);

-- name: report
select json_build_object(
  'id', r.id, 'kind', r.kind, 'from_day', r.from_day, 'to_day', r.to_day, 'made_at', r.made_at,
  'manager', case when p.role <> 'nobody' then json_build_object('id', p.id, 'full_name', p.full_name) end,
  'managers', r.snapshot -> 'managers', 'sources', r.snapshot -> 'sources', 'funnel', r.snapshot -> 'funnel',
  'days', r.snapshot -> 'days'
)::text
from public.reports r
join public.profiles p on p.id = r.manager_id
where r.id = :id::uuid;
