-- name: user_by_id
select
  u.*,
  array(select i from auth.identities i where i.user_id = u.id order by i.created_at) as identities,
  array(select f from auth.mfa_factors f where f.user_id = u.id order by f.created_at) as factors
from auth.users u
where u.instance_id = '00000000-0000-0000-0000-000000000000' and u.id = :user_id

-- name: user_by_email
select
  u.*,
  array(select i from auth.identities i where i.user_id = u.id order by i.created_at) as identities,
  array(select f from auth.mfa_factors f where f.user_id = u.id order by f.created_at) as factors
from auth.users u
where u.instance_id = '00000000-0000-0000-0000-000000000000'
  and lower(u.email) = :email::text
  and u.aud = :audience::text
  and not u.is_sso_user

-- name: lock_user
-- "no key": a session being inserted elsewhere only needs the key to stay.
select id from auth.users where id = :user_id for no key update

-- name: email_owner
-- An address counts as taken by a user's row or by any of his identities.
select u.id
from auth.users u
where u.instance_id = '00000000-0000-0000-0000-000000000000'
  and not u.is_sso_user
  and u.id is distinct from :except_id::uuid
  and (lower(u.email) = :email::text or u.id in (select i.user_id from auth.identities i where i.email = :email::text))
limit 1

-- name: insert_user
-- '' and not null in the token columns: GoTrue reads them into plain strings.
insert into auth.users (
  instance_id, id, aud, role, email, encrypted_password, confirmation_token, recovery_token, email_change_token_new,
  email_change, email_change_token_current, phone_change, phone_change_token, reauthentication_token,
  raw_app_meta_data, raw_user_meta_data, is_super_admin, created_at, updated_at
)
values (
  '00000000-0000-0000-0000-000000000000', :user_id, :audience, :role, :email, :encrypted_password, '', '', '',
  '', '', '', '', '',
  :app_metadata, :user_metadata, false, now(), now()
)

-- name: update_user
-- :patch holds the columns that change, by name. Generated columns and the key are left out.
update auth.users u
set
  role = n.role,
  email = n.email,
  encrypted_password = n.encrypted_password,
  email_confirmed_at = n.email_confirmed_at,
  invited_at = n.invited_at,
  confirmation_token = n.confirmation_token,
  confirmation_sent_at = n.confirmation_sent_at,
  recovery_token = n.recovery_token,
  recovery_sent_at = n.recovery_sent_at,
  email_change_token_new = n.email_change_token_new,
  email_change_token_current = n.email_change_token_current,
  email_change = n.email_change,
  email_change_sent_at = n.email_change_sent_at,
  email_change_confirm_status = n.email_change_confirm_status,
  last_sign_in_at = n.last_sign_in_at,
  raw_app_meta_data = n.raw_app_meta_data,
  raw_user_meta_data = n.raw_user_meta_data,
  phone = n.phone,
  phone_change = n.phone_change,
  phone_change_token = n.phone_change_token,
  phone_change_sent_at = n.phone_change_sent_at,
  banned_until = n.banned_until,
  reauthentication_token = n.reauthentication_token,
  reauthentication_sent_at = n.reauthentication_sent_at,
  deleted_at = n.deleted_at,
  updated_at = now()
from auth.users o, jsonb_populate_record(o, :patch::jsonb) n
where o.id = :user_id and u.id = o.id

-- name: delete_user
delete from auth.users where id = :user_id

-- name: insert_identity
insert into auth.identities (
  id, provider_id, user_id, identity_data, provider, last_sign_in_at, created_at, updated_at
)
values (
  gen_random_uuid(), :user_id::uuid::text, :user_id::uuid, :identity_data::jsonb, 'email', now(), now(), now()
)

-- name: update_identity
update auth.identities
set identity_data = identity_data || :identity_data::jsonb, updated_at = now()
where id = :identity_id

-- name: blank_identity
update auth.identities
set identity_data = '{}', provider_id = :provider_id, updated_at = now()
where id = :identity_id

-- name: delete_factors
delete from auth.mfa_factors where user_id = :user_id

-- name: list_users
select u.*, null as identities, null as factors
from auth.users u
where u.instance_id = '00000000-0000-0000-0000-000000000000'
  and u.aud = :audience::text
  and (
    :filter::text = ''
    or strpos(lower(u.email), lower(:filter::text)) > 0
    or strpos(lower(u.raw_user_meta_data ->> 'full_name'), lower(:filter::text)) > 0
  )
order by
  case when :newest_first::boolean then u.created_at end desc,
  case when not :newest_first::boolean then u.created_at end,
  u.id
limit :page_size::bigint offset :skipped::bigint

-- name: count_users
select count(*)
from auth.users u
where u.instance_id = '00000000-0000-0000-0000-000000000000'
  and u.aud = :audience::text
  and (
    :filter::text = ''
    or strpos(lower(u.email), lower(:filter::text)) > 0
    or strpos(lower(u.raw_user_meta_data ->> 'full_name'), lower(:filter::text)) > 0
  )
