-- name: require_admin
select app.require_admin();

-- name: sources
-- One JSON document a source; keys and figures only for an admin (the policies show a manager no key, the function no figure).
select json_build_object(
  'id', s.id, 'channel', s.channel, 'name', s.name, 'state', s.state, 'archived_at', s.archived_at, 'version', s.version,
  'simulated', s.simulated, 'last_event_at', s.last_event_at, 'created_at', s.created_at,
  'assignment_rule', case when a.yes then s.assignment_rule end,
  'fixed_manager_id', case when a.yes then s.fixed_manager_id end,
  'settings', case when a.yes then s.settings end,
  'last_error', case when a.yes then s.last_error end,
  'events_today', case when a.yes then coalesce(h.events_today, 0) end,
  'parked', case when a.yes then coalesce(h.parked, 0) end,
  'unclaimed', case when a.yes then coalesce(w.events, 0) end,
  'account_name', case when a.yes then s.account_name end, 'connected_at', case when a.yes then s.connected_at end,
  'access_until', case when a.yes then s.access_until end, 'missing', case when a.yes then s.missing end,
  'site_key', (
    select k.public_key from public.site_keys k
    where k.source_id = s.id and (k.revoked_at is null or k.revoked_at > now())
    order by k.revoked_at nulls first, k.created_at desc
    limit 1
  ),
  'has_secret', case when a.yes then exists (select from public.site_keys k where k.source_id = s.id and k.has_secret) end,
  'keys', case when a.yes then (
    select coalesce(json_agg(json_build_object(
      'id', k.id, 'public_key', k.public_key, 'origins', k.origins, 'per_minute', k.per_minute,
      'revoked_at', k.revoked_at, 'created_at', k.created_at, 'version', k.version
    ) order by k.created_at desc, k.id), '[]')
    from public.site_keys k where k.source_id = s.id
  ) end
)::text as document
from public.lead_sources s
cross join (select app.is_admin() as yes) a
left join app.source_health() h on h.source_id = s.id
left join (select u.channel, sum(u.events)::bigint as events from app.unclaimed_accounts() u group by u.channel) w
  on w.channel = coalesce(nullif(s.settings ->> 'adapter', ''), s.channel)
where (:source_id::uuid is null or s.id = :source_id)
  and (:channel::text is null or s.channel = :channel)
  and (:archived or s.archived_at is null)
order by s.created_at, s.id;

-- name: add_source
insert into public.lead_sources (channel, name, state, settings, assignment_rule, fixed_manager_id)
values (:channel, :name,
  -- (A package's source is of the channel 'other' as well, and has an account to be connected to.)
  case
    when :channel in ('site', 'manual', 'import') or (:channel = 'other' and :settings::jsonb ->> 'adapter' is null)
    then 'active'
    else 'not_connected'
  end,
  :settings::jsonb, :assignment_rule, :fixed_manager_id)
returning id;

-- name: change_source
update public.lead_sources s
set name = p.name, state = p.state, settings = p.settings, assignment_rule = p.assignment_rule,
  fixed_manager_id = p.fixed_manager_id, archived_at = p.archived_at
from (
  select (jsonb_populate_record(x, :patch::jsonb)).* from public.lead_sources x where x.id = :source_id
) p
where s.id = p.id and s.version = :version
returning s.id;

-- name: is_active_member
select exists (select from public.profiles p where p.id = :member_id and p.status = 'active' and p.role <> 'nobody');

-- name: add_key
insert into public.site_keys (source_id, origins, per_minute)
select s.id, :origins, :per_minute
from public.lead_sources s
where s.id = :source_id and s.channel in ('site', 'other') and s.archived_at is null
returning id;

-- name: change_key
update public.site_keys k
set origins = coalesce(:origins::text[], k.origins), per_minute = coalesce(:per_minute::integer, k.per_minute)
where k.id = :key_id and k.source_id = :source_id and k.revoked_at is null and k.version = :version
returning k.id;

-- name: live_version
select k.version from public.site_keys k where k.id = :key_id and k.source_id = :source_id and k.revoked_at is null;

-- name: copy_key
insert into public.site_keys (source_id, origins, per_minute)
select k.source_id, k.origins, k.per_minute
from public.site_keys k
where k.id = :key_id and k.source_id = :source_id and k.revoked_at is null
returning id;

-- name: revoke_key
update public.site_keys k set revoked_at = now() + make_interval(hours => :grace_hours)
where k.id = :key_id and k.source_id = :source_id and (k.revoked_at is null or k.revoked_at > now())
returning k.id;

-- name: live_key
-- The named key, or the newest live one: what a snippet is written with.
select k.public_key from public.site_keys k
where k.source_id = :source_id and (:key_id::uuid is null or k.id = :key_id) and (k.revoked_at is null or k.revoked_at > now())
order by k.revoked_at nulls first, k.created_at desc
limit 1;

-- name: store_credential
select app.store_credential(:source_id, :kind, :nonce, :ciphertext);

-- name: events
select e.id, e.source_id, e.channel, e.kind, e.status, e.reason, e.received_at, e.processed_at, e.attempts, e.client_id, e.content_type, e.body,
  (select c.name from public.clients c where c.id = e.client_id) as client_name,
  coalesce((select c.phone_region from public.company c), 'UA') as phone_region
from app.source_events(:source_id::uuid, :parked_only, :limit::integer + 1, :after_at::timestamptz, :after_id::uuid) e;

-- name: unclaimed
select json_build_object(
  'items', coalesce(json_agg(json_build_object(
    'channel', u.channel, 'account', u.account, 'events', u.events, 'first_at', u.first_at, 'last_at', u.last_at
  ) order by u.last_at desc, u.channel, u.account), '[]'),
  'next', null, 'total', count(*)
)::text
from app.unclaimed_accounts() u;

-- name: settle_event
select app.settle_event(:event_id, :release);

-- name: send_test_event
select app.send_test_event(:source_id, :body::jsonb);
