-- What running the installation needs: the ledger of policy files, and the version of the schema for /api/ready.

-- Written by `python -m api.db.policies`: which text of each file in supabase/policies the database carries.
create table app.policy_files (
  name text primary key,
  checksum text not null,
  applied_at timestamptz not null default now()
);
alter table app.policy_files enable row level security;
revoke all on app.policy_files from anon, authenticated, service_role;

-- The newest migration that this database has seen, by whichever tool. plpgsql: the ledger may come later than this file.
create function app.schema_version()
returns text
language plpgsql
stable security definer
set search_path = ''
as $$
begin
  return (select max(m.version) from supabase_migrations.schema_migrations m);
end
$$;
grant execute on function app.schema_version() to smena_api, smena_worker, service_role;
