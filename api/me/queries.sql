-- name: my_profile
-- Everything the first screen needs. Raises 403 profile_inactive for a caller without an active profile.
select json_build_object(
  'id', p.id, 'email', p.email, 'full_name', p.full_name, 'phone', p.phone, 'photo_path', p.photo_path, 'role', p.role,
  'status', p.status, 'hired_on', p.hired_on, 'locale', p.locale, 'preferences', p.preferences, 'version', p.version,
  'unread_notifications', (select count(*) from (
    select from public.notifications n where n.user_id = p.id and n.read_at is null limit 100) x),
  'company', (select json_build_object('name', c.name, 'time_zone', c.time_zone, 'currency', c.currency,
    'phone_region', c.phone_region, 'locale', c.locale, 'sla_minutes', c.sla_minutes) from public.company c)
)::text
from public.profiles p
where p.id = app.require_active();

-- name: edit_profile
with patch as (
  select r.full_name, r.phone, r.photo_path, r.locale, r.preferences
  from public.profiles p, jsonb_populate_record(p, :patch::jsonb) r
  where p.id = auth.uid()
)
update public.profiles p
set full_name = patch.full_name, phone = patch.phone, photo_path = patch.photo_path, locale = patch.locale,
  preferences = patch.preferences
from patch
where p.id = app.require_active() and p.version = :version::integer
returning p.id;

-- name: phone_region
select c.phone_region from public.company c;

-- name: my_sessions
-- Devices that are signed in, newest first.
select json_build_object('items', coalesce(json_agg(json_build_object(
  'id', s.id, 'started_at', s.started_at, 'last_beat_at', s.last_beat_at, 'user_agent', s.user_agent,
  'current', s.auth_session_id = nullif(auth.jwt() ->> 'session_id', '')::uuid
) order by s.last_beat_at desc), '[]'), 'next', null, 'total', count(*))::text
from public.work_sessions s
where s.manager_id = app.require_active() and s.ended_at is null;
