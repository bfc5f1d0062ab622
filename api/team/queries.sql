-- name: team
-- Everybody with an account and everybody awaited, active ones first. One query: the page shows load beside names.
select json_build_object('items', coalesce(json_agg(m order by m.status, m.full_name, m.id), '[]'), 'next', null, 'total', count(*))::text
from (
  select p.id, p.email, p.full_name, p.phone, p.photo_path, p.role,
    case when p.status = 'active' and p.first_signed_in_at is null then 'invited' else p.status end as status, p.hired_on, p.locale, p.deactivated_at, p.version,
    (select count(*) from (select from public.clients c where c.owner_id = p.id and c.archived_at is null limit 1001) x) as clients,
    (select count(*) from public.deals d where d.owner_id = p.id and d.outcome = 'open' and d.archived_at is null) as open_deals,
    (select count(*) from public.tasks t where t.owner_id = p.id and t.completed_at is null and t.archived_at is null) as open_tasks,
    coalesce(t.state, 'off') as state, t.since,
    case when t.started_at is not null then json_build_object('started_at', t.started_at, 'ended_at', t.ended_at) end as today
  from public.profiles p
  left join app.shift_states() t on t.manager_id = p.id
  where app.require_admin() is not null
  union all
  select i.id, i.email, i.full_name, i.phone, null, i.role, 'invited', i.hired_on, i.locale, null, 0, 0, 0, 0, 'off', null, null
  from public.invitations i
  where i.user_id is null and app.is_admin()
) m;

-- name: member
select json_build_object(
  'id', p.id, 'email', p.email, 'full_name', p.full_name, 'phone', p.phone, 'photo_path', p.photo_path, 'role', p.role,
  'status', case when p.status = 'active' and p.first_signed_in_at is null then 'invited' else p.status end,
  'hired_on', p.hired_on, 'locale', p.locale, 'deactivated_at', p.deactivated_at, 'version', p.version,
  'clients', (select count(*) from (select from public.clients c where c.owner_id = p.id and c.archived_at is null limit 1001) x),
  'open_deals', (select count(*) from public.deals d where d.owner_id = p.id and d.outcome = 'open' and d.archived_at is null),
  'open_tasks', (select count(*) from public.tasks t where t.owner_id = p.id and t.completed_at is null and t.archived_at is null),
  'state', coalesce(t.state, 'off'), 'since', t.since,
  'today', case when t.started_at is not null then json_build_object('started_at', t.started_at, 'ended_at', t.ended_at) end
)::text
from public.profiles p
left join app.shift_states(p.id) t on true
where p.id = :id::uuid;

-- name: schedule
select coalesce(json_agg(json_build_object(
  'weekday', r.weekday, 'starts', to_char(r.starts, 'HH24:MI'), 'ends', to_char(r.ends, 'HH24:MI')
) order by r.weekday), '[]')::text
from app.week_of(:id::uuid, app.day_of(now())) r;

-- name: directory
select json_build_object('items', coalesce(json_agg(json_build_object(
  'id', d.id, 'full_name', d.full_name, 'photo_path', d.photo_path, 'role', d.role, 'status', d.status
) order by d.full_name, d.id), '[]'), 'next', null, 'total', count(*))::text
from app.directory() d;

-- name: invite
select app.invite_member(:email::text, :full_name::text, :role::text, :hired_on::date, :phone::text, :locale::text);

-- name: invitation
select i.email, i.full_name, i.locale from public.invitations i
where i.id = :id::uuid and i.user_id is null and app.require_admin() is not null;

-- name: awaited_account
-- The account behind an invitation that was sent but never followed: it may be invited again.
select p.email, p.full_name, p.locale
from public.profiles p
where p.id = :id::uuid and p.status = 'active' and p.first_signed_in_at is null and app.require_admin() is not null;

-- name: update_member
select to_jsonb(m) ->> 'id' from app.update_member(:id::uuid, :patch::jsonb, :version::integer) m;

-- name: status
select p.status from public.profiles p where p.id = :id::uuid and app.require_admin() is not null;

-- name: deactivate
select app.deactivate_member(:id::uuid, :hand_over_to::uuid)::text;

-- name: reactivate
select app.reactivate_member(:id::uuid);

-- name: settings
select c.phone_region, c.locale from public.company c where app.require_admin() is not null;
