-- name: record
insert into auth.audit_log_entries (instance_id, id, payload, created_at, ip_address)
values ('00000000-0000-0000-0000-000000000000', gen_random_uuid(), :payload::json, now(), :ip::text)

-- name: old_refresh_tokens
delete from auth.refresh_tokens
where id in (
  select id from auth.refresh_tokens where revoked and updated_at < now() - interval '24 hours' limit 100
  for update skip locked
)

-- name: ended_sessions
delete from auth.sessions
where id in (
  select id from auth.sessions where not_after < now() - interval '72 hours' limit 100
  for update skip locked
)

-- name: lapsed_sessions
delete from auth.sessions
where id in (
  select id from auth.sessions
  where greatest(created_at, refreshed_at at time zone 'utc') < now() - interval '90 days' limit 100
  for update skip locked
)

-- name: old_codes
delete from auth.one_time_tokens
where id in (
  select id from auth.one_time_tokens where created_at < (now() at time zone 'utc') - interval '7 days' limit 100
  for update skip locked
)

-- name: old_audit_entries
delete from auth.audit_log_entries
where id in (
  select id from auth.audit_log_entries where created_at < now() - interval '180 days' limit 100
  for update skip locked
)
