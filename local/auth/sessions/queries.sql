-- name: session_by_id
select id, user_id, created_at, not_after, refreshed_at, aal::text as aal from auth.sessions where id = :session_id

-- name: lock_session
select id, user_id, created_at, not_after, refreshed_at, aal::text as aal
from auth.sessions
where id = :session_id
for no key update

-- name: insert_session
insert into auth.sessions (id, user_id, created_at, updated_at, aal, user_agent, ip)
values (:session_id, :user_id, now(), now(), 'aal1', :user_agent::text, :ip::text::inet)

-- name: touch_session
update auth.sessions
set refreshed_at = now() at time zone 'utc', updated_at = now(), user_agent = :user_agent::text, ip = :ip::text::inet
where id = :session_id

-- name: add_method
insert into auth.mfa_amr_claims (id, session_id, created_at, updated_at, authentication_method)
values (gen_random_uuid(), :session_id, now(), now(), :method::text)
on conflict on constraint mfa_amr_claims_session_id_authentication_method_pkey
do update set updated_at = excluded.updated_at

-- name: used_method
select exists (
  select from auth.mfa_amr_claims where session_id = :session_id and authentication_method = any (:methods::text[])
)

-- name: end_session
delete from auth.sessions where id = :session_id

-- name: end_sessions
-- :kept_id, when given, is the one session that goes on.
delete from auth.sessions where user_id = :user_id and id is distinct from :kept_id::uuid

-- name: refresh_token
select id, token, user_id, revoked, updated_at, parent, session_id from auth.refresh_tokens where token = :token::text

-- name: active_refresh_token
select id, token, user_id, revoked, updated_at, parent, session_id
from auth.refresh_tokens
where session_id = :session_id and not revoked
order by id desc
limit 1

-- name: insert_refresh_token
insert into auth.refresh_tokens (instance_id, token, user_id, parent, session_id, revoked, created_at, updated_at)
values (
  '00000000-0000-0000-0000-000000000000', :token::text, :user_id::uuid::text, :parent::text, :session_id, false,
  now(), now()
)

-- name: revoke_refresh_token
-- A token that was revoked before keeps its moment: reuse must not prolong its own grace.
update auth.refresh_tokens
set updated_at = case when revoked then updated_at else now() end, revoked = true
where id = :token_id

-- name: delete_refresh_token
delete from auth.refresh_tokens where id = :token_id
