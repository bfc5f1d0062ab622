-- name: claim
-- What is to be fetched, moved or removed; the oldest first. `home`: where it belongs.
with due as (
  select m.id
  from private.media_files m
  where m.state <> 'stored' and m.next_attempt_at <= now() and (m.locked_until is null or m.locked_until <= now())
  order by m.next_attempt_at
  limit :max_rows
  for update skip locked
)
update private.media_files m
set attempts = m.attempts + 1, locked_until = now() + make_interval(secs => :lock_seconds)
from due
join private.media_files d on d.id = due.id
join public.lead_sources s on s.id = d.source_id
join public.interactions i on i.id = d.interaction_id
where m.id = due.id
returning m.id, m.source_id, coalesce(nullif(s.settings ->> 'adapter', ''), s.channel) as channel, m.path, m.attachment::text as attachment,
  m.state, m.attempts, i.client_id || '/' || m.id as home;

-- name: keep
select app.keep_media(:id, :attempts, :outcome::jsonb);

-- name: move
select app.move_media(:id, :attempts, :path);

-- name: put_off
update private.media_files
set next_attempt_at = now() + make_interval(secs => :delay), locked_until = null, last_error = :error,
  attempts = attempts - case when :counts::boolean then 0 else 1 end
where id = :id and state <> 'stored' and attempts = :attempts;

-- name: is_shown_elsewhere
select exists (select from private.media_files m where m.path = :path and m.id <> :id and m.state <> 'removing');

-- name: forget
delete from private.media_files where id = :id and state = 'removing';

-- name: event
-- The event that brought a file's message.
select e.body
from private.media_files m join private.inbound_events e on e.interaction_id = m.interaction_id and e.source_id = m.source_id
where m.id = :id
order by e.received_at
limit 1;
