-- name: put_code
-- One pending code per user and kind: a new one replaces the old.
insert into auth.one_time_tokens (id, user_id, token_type, token_hash, relates_to, created_at, updated_at)
values (
  gen_random_uuid(), :user_id, :kind::text::auth.one_time_token_type, :token_hash::text, :relates_to::text,
  now() at time zone 'utc', now() at time zone 'utc'
)
on conflict (user_id, token_type)
do update set
  token_hash = excluded.token_hash, relates_to = excluded.relates_to, updated_at = excluded.updated_at

-- name: code_owner
select user_id
from auth.one_time_tokens
where token_hash = :token_hash::text and token_type::text = any (:kinds::text[])
limit 1

-- name: drop_codes
delete from auth.one_time_tokens where user_id = :user_id

-- name: drop_code
delete from auth.one_time_tokens where user_id = :user_id and token_type = :kind::text::auth.one_time_token_type
