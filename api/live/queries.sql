-- name: standing
-- Who listens: null id for an unknown or inactive profile.
select app.active_uid() as id, app.is_admin() as is_admin;

-- name: window_now
select w.oldest, w.newest from app.live_window() w;

-- name: events_since
-- Ids are taken before commit: a slow transaction may publish a lower id later, so recent ones below `after` come again
-- (hints may repeat). Colleagues' notifications are theirs, whatever else an admin sees.
select e.id, e.user_id, e.topic, e.row_id
from app.live_events_since(greatest(:after::bigint - 200, 0), :max_rows::integer) e
where (e.id > :after::bigint or e.occurred_at > now() - interval '15 seconds')
  and (e.topic <> 'notification' or e.user_id = auth.uid());
