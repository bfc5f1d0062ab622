-- name: hook_exists
-- Asked of the catalogue, because naming a function in a schema one may not use is an error.
select exists (
  select
  from pg_catalog.pg_proc p
  join pg_catalog.pg_namespace n on n.oid = p.pronamespace
  where n.nspname = :schema_name::name and p.proname = :function_name::name
)

-- name: authentication_methods
select authentication_method, updated_at
from auth.mfa_amr_claims
where session_id = :session_id
order by updated_at desc
