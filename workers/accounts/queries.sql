-- name: account
select s.id, s.account_id, s.settings::text as settings, c.nonce, c.ciphertext
from public.lead_sources s
join private.credentials c on c.source_id = s.id and c.kind = 'token'
where s.id = :source_id and s.account_id is not null;

-- name: note_state
select app.note_source_state(:source_id, :state, :error);

-- name: lose_access
select app.lose_access(:source_id, :error);

-- name: rest
update private.source_upkeep set paused_until = greatest(paused_until, now() + make_interval(secs => :seconds)) where source_id = :source_id;

-- name: receive
select taken from app.receive_events(:channel, :source_id, array_fill(''::text, array[cardinality(:keys::text[])]), :kinds::text[], :keys::text[],
  :bodies::bytea[], '{}', 'application/json');

-- name: store_token
update private.credentials set nonce = :nonce, ciphertext = :ciphertext, updated_at = now() where source_id = :source_id and kind = :kind;

-- name: renewed
with renewed as (
  update private.source_upkeep set renewed_at = now() where source_id = :source_id
)
update public.lead_sources set access_until = :access_until where id = :source_id;

-- name: claim_renewals
-- Access that is more than a day old and ends before long; the vendor is asked once an hour at most.
with due as (
  select u.source_id
  from private.source_upkeep u
  join public.lead_sources s on s.id = u.source_id and s.archived_at is null and s.state in ('active', 'degraded', 'paused')
  where coalesce(nullif(s.settings ->> 'adapter', ''), s.channel) = :channel
    and s.access_until < now() + make_interval(secs => :seconds_before) and u.renewed_at < now() - interval '1 day'
    and (u.locked_until is null or u.locked_until < now())
  for update of u skip locked
)
update private.source_upkeep u set locked_until = now() + interval '1 hour' from due where u.source_id = due.source_id
returning u.source_id;

-- name: claim_checks
-- Accounts that were not asked for a while; whoever claims one asks it.
with due as (
  select u.source_id
  from private.source_upkeep u
  join public.lead_sources s on s.id = u.source_id and s.archived_at is null and s.state in ('active', 'degraded', 'reauth_required')
  where coalesce(nullif(s.settings ->> 'adapter', ''), s.channel) = :channel
    and (u.checked_at is null or u.checked_at < now() - make_interval(secs => :seconds))
    and (u.paused_until is null or u.paused_until <= now())
  order by u.checked_at nulls first
  limit :max_rows
  for update of u skip locked
)
update private.source_upkeep u set checked_at = now() from due where u.source_id = due.source_id
returning u.source_id;

-- name: claim_polls
with due as (
  select u.source_id
  from private.source_upkeep u
  join public.lead_sources s on s.id = u.source_id and s.archived_at is null and s.state in ('active', 'degraded')
  where coalesce(nullif(s.settings ->> 'adapter', ''), s.channel) = :channel and u.poll_at <= now()
    and (u.paused_until is null or u.paused_until <= now()) and (u.locked_until is null or u.locked_until < now())
  order by u.poll_at
  limit :max_rows
  for update of u skip locked
)
update private.source_upkeep u set locked_until = now() + make_interval(secs => :lock_seconds)
from due
where u.source_id = due.source_id
returning u.source_id, u.cursor::text as cursor, u.polled_at, now() as at;

-- name: polled
update private.source_upkeep
set cursor = :cursor::jsonb, polled_at = :read_at, poll_at = now() + make_interval(secs => :seconds), locked_until = null
where source_id = :source_id;

-- name: poll_failed
update private.source_upkeep set poll_at = now() + make_interval(secs => :seconds), locked_until = null where source_id = :source_id;

-- name: credentials
select source_id, kind, nonce, ciphertext from private.credentials order by source_id, kind;

-- name: reseal
-- Not over a newer secret: somebody may have connected anew meanwhile.
update private.credentials set nonce = :nonce, ciphertext = :ciphertext
where source_id = :source_id and kind = :kind and nonce = :old_nonce;

-- name: has_name
select exists (
  select from public.client_identities i
  join public.lead_sources s on s.id = :source_id::uuid
  where i.external_id = :external_id and i.scope = coalesce(s.account_id, s.id::text) and (i.name <> '' or i.username <> ''));

-- name: read_soon
update private.source_upkeep set poll_at = now() where source_id = :source_id and poll_at > now();

-- name: lines
-- Accounts of channels that are listened to. `version` changes with whatever an adapter goes by: then it begins anew.
select u.source_id, coalesce(nullif(s.settings ->> 'adapter', ''), s.channel) as channel,
  concat_ws('|', s.account_id, s.connected_at, s.settings, c.updated_at) as version,
  u.listened_until is null or u.listened_until <= now() or u.listener = :listener as is_free
from private.source_upkeep u
join public.lead_sources s on s.id = u.source_id and s.archived_at is null and s.state in ('active', 'degraded') and s.account_id is not null
join private.credentials c on c.source_id = s.id and c.kind = 'token'
where coalesce(nullif(s.settings ->> 'adapter', ''), s.channel) = any (:channels::text[])
  and (u.paused_until is null or u.paused_until <= now());

-- name: take_line
update private.source_upkeep set listener = :listener, listened_until = now() + make_interval(secs => :seconds)
where source_id = :source_id and (listened_until is null or listened_until <= now() or listener = :listener)
returning listen_cursor::text as cursor, listen_failures as failures;

-- name: keep_line
-- In the transaction that stores what was heard; no row when another worker has the line by now. A line that breaks as soon as it is
-- there has not recovered.
update private.source_upkeep
set listen_cursor = :cursor::jsonb, listened_until = now() + make_interval(secs => :seconds), listen_failures = case when :is_steady then 0 else listen_failures end
where source_id = :source_id and listener = :listener
returning source_id;

-- name: line_broke
update private.source_upkeep
set listener = null, listened_until = now() + make_interval(secs => :seconds), listen_failures = :failures
where source_id = :source_id and listener = :listener;

-- name: drop_line
update private.source_upkeep set listener = null, listened_until = null where source_id = :source_id and listener = :listener;
