-- name: settings
select json_build_object(
  'kinds', (
    select json_agg(json_build_object(
      'kind', k.kind, 'in_app', w.in_app, 'email', w.email, 'telegram', w.telegram, 'urgent', k.urgent
    ) order by k.position)
    from public.notification_kinds k
    left join public.notification_choices c on c.kind = k.kind and c.user_id = p.id
    cross join lateral (
      select coalesce(c.in_app, true) as in_app, coalesce(c.email, k.email) as email, coalesce(c.telegram, k.telegram) as telegram
    ) w
    where k.optional and (k.audience = 'all' or p.role = 'admin')
  ),
  'quiet_hours', coalesce(s.quiet_hours, true),
  'digest_at', to_char(s.digest_at, 'HH24:MI'),
  'channels', app.my_channels()
)::text
from public.profiles p
left join public.notification_settings s on s.user_id = p.id
where p.id = app.require_active();

-- name: choose
insert into public.notification_choices as c (user_id, kind, in_app, email, telegram)
select app.require_active(), k.kind, (:patch::jsonb ->> 'in_app')::boolean, (:patch::jsonb ->> 'email')::boolean,
  (:patch::jsonb ->> 'telegram')::boolean
from public.notification_kinds k
where k.kind = :kind::text and k.optional
on conflict (user_id, kind) do update
  set in_app = coalesce(excluded.in_app, c.in_app), email = coalesce(excluded.email, c.email),
    telegram = coalesce(excluded.telegram, c.telegram)
returning c.kind;

-- name: change_settings
insert into public.notification_settings as s (user_id, quiet_hours, digest_at)
values (app.require_active(), coalesce((:patch::jsonb ->> 'quiet_hours')::boolean, true), (:patch::jsonb ->> 'digest_at')::time)
on conflict (user_id) do update
  set quiet_hours = case when :patch::jsonb ? 'quiet_hours' then excluded.quiet_hours else s.quiet_hours end,
    digest_at = case when :patch::jsonb ? 'digest_at' then excluded.digest_at else s.digest_at end;

-- name: telegram_code
select c.code, c.bot, c.expires_at from app.telegram_code() c;

-- name: disconnect_telegram
delete from public.telegram_links l where l.user_id = app.require_active();

-- name: send_test
select app.send_test(:channel::text);

-- name: outcome
select d.status, d.reason, d.last_error from app.my_delivery(:delivery_id::uuid) d where d.status is not null;

-- name: parked
select json_build_object(
  'items', coalesce(json_agg(json_build_object(
    'id', d.id, 'person', json_build_object('id', p.id, 'full_name', p.full_name), 'channel', d.channel, 'kind', d.kind,
    'status', d.status, 'reason', d.reason, 'error', d.last_error, 'attempts', d.attempts, 'due_at', d.due_at,
    'created_at', d.created_at
  ) order by d.created_at desc, d.id), '[]'),
  'next', null, 'total', count(*)
)::text
from app.parked_deliveries(:limit::integer) d
join public.profiles p on p.id = d.user_id;

-- name: settle
select app.settle_delivery(:delivery_id::uuid, :retry::boolean);
