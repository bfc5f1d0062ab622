-- Plain PostgreSQL made to look like a hosted Supabase project: roles, schemas, grants, default privileges, extensions.
-- Runs as supabase_admin (the cluster's superuser) and may run again at any time.

create function pg_temp.make_role(name text, options text) returns void
language plpgsql as $$
begin
  if not exists (select from pg_catalog.pg_roles where rolname = name) then
    execute format('create role %I', name);
  end if;
  execute format('alter role %I with %s', name, options);
end
$$;

select pg_temp.make_role('postgres', 'login nosuperuser createdb createrole replication bypassrls');
select pg_temp.make_role('anon', 'nologin');
select pg_temp.make_role('authenticated', 'nologin');
select pg_temp.make_role('service_role', 'nologin bypassrls');
select pg_temp.make_role('authenticator', 'login noinherit');
select pg_temp.make_role('supabase_auth_admin', 'login noinherit createrole');
select pg_temp.make_role('supabase_storage_admin', 'login noinherit createrole');
select pg_temp.make_role('dashboard_user', 'nologin createdb createrole replication');
select pg_temp.make_role('supabase_read_only_user', 'login bypassrls');

grant anon, authenticated, service_role to authenticator, supabase_storage_admin;
-- The admin option lets migrations say `grant authenticated to smena_api`, as hosted projects have it since PostgreSQL 16.
grant anon, authenticated, service_role to postgres with admin option;
grant pg_monitor, pg_read_all_data, pg_signal_backend to postgres;
grant pg_read_all_data to supabase_read_only_user;
-- Restores load rows before the rows they point at; hosted projects let postgres set this too.
grant set on parameter session_replication_role to postgres;

alter role anon set statement_timeout = '3s';
alter role authenticated set statement_timeout = '8s';
alter role authenticator set statement_timeout = '8s';
alter role authenticator set lock_timeout = '8s';

alter database postgres owner to postgres;

create schema if not exists extensions;
create schema if not exists auth authorization supabase_auth_admin;
create schema if not exists storage authorization supabase_storage_admin;
create schema if not exists realtime;
create schema if not exists vault;
create schema if not exists graphql_public;
alter schema public owner to pg_database_owner;

revoke create on schema public from public;
grant usage on schema public to postgres, anon, authenticated, service_role;
grant usage on schema extensions to anon, authenticated, service_role;
grant all on schema extensions to postgres;
grant usage on schema auth, storage, realtime to postgres, anon, authenticated, service_role;

alter role postgres set search_path = "$user", public, extensions;
alter role supabase_admin set search_path = "$user", public, auth, extensions;
alter role supabase_auth_admin set search_path = auth;
alter role supabase_storage_admin set search_path = storage;

create extension if not exists btree_gin with schema extensions;
create extension if not exists btree_gist with schema extensions;
create extension if not exists citext with schema extensions;
create extension if not exists pg_stat_statements with schema extensions;
create extension if not exists pg_trgm with schema extensions;
create extension if not exists unaccent with schema extensions;

-- Nothing new is exposed by itself (every hosted project since October 2026): migrations grant explicitly.
-- Only the form without `in schema` takes a PUBLIC default back; the other is a silent no-op.
alter default privileges for role postgres revoke execute on functions from public;

do $$
begin
  if not exists (select from pg_catalog.pg_publication where pubname = 'supabase_realtime') then
    create publication supabase_realtime;
  end if;
end
$$;
alter publication supabase_realtime owner to postgres;

drop function pg_temp.make_role(text, text);
