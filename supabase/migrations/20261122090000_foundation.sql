-- The ground every later file stands on: schemas, login roles, extensions, and the few functions that all tables use.
-- public: tables that the API roles may see under row level security. app: functions. private: queues and credentials.

create schema if not exists app;
create schema if not exists private;

create extension if not exists pg_trgm with schema extensions;
create extension if not exists btree_gin with schema extensions;

-- The API and the workers log in as themselves and take a role for one transaction. NOINHERIT: a forgotten
-- `set role` can do nothing. Passwords are set by the operator, never here.
do $$
begin
  if not exists (select from pg_roles where rolname = 'smena_api') then
    create role smena_api login noinherit;
  end if;
  if not exists (select from pg_roles where rolname = 'smena_worker') then
    create role smena_worker login noinherit;
  end if;
end
$$;

grant anon, authenticated to smena_api;
grant anon, authenticated, service_role to smena_worker;

-- A per-schema revoke of a PUBLIC default is a silent no-op: this one must stay global.
alter default privileges revoke execute on functions from public;

revoke all on schema app, private from public;
grant usage on schema app to authenticated, service_role, smena_api, smena_worker, supabase_auth_admin;
grant usage on schema private to service_role;

-- ---------------------------------------------------------------------------------------------- errors

-- Own errors travel as SQLSTATE 'SM' || HTTP status; the message is a stable code that the API translates.
create function app.fail(status integer, code text, detail jsonb default null)
returns void
language plpgsql
set search_path = ''
as $$
begin
  raise exception using
    errcode = 'SM' || status::text,
    message = code,
    detail = coalesce(detail::text, '');
end
$$;

-- ---------------------------------------------------------------------------------------------- owners

-- Rows that nobody owns carry this id, so that one `owner_id = any (...)` policy and one composite foreign
-- key serve assigned and unassigned rows alike (a null would be invisible to both).
create function app.unassigned()
returns uuid
language sql
immutable parallel safe
set search_path = ''
as $$ select '00000000-0000-0000-0000-000000000000'::uuid $$;

-- ---------------------------------------------------------------------------------------------- row stamps

create function app.touch()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.updated_at := now();
  return new;
end
$$;

-- Optimistic concurrency: every edit of a watched column makes the next version.
create function app.next_version()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.version := old.version + 1;
  new.updated_at := now();
  return new;
end
$$;

-- Facts are never edited. Three exceptions, all without a grant for any API role: the copy of the owner that follows a
-- reassignment or merge; erasure of personal data, which blanks content and keeps the fact; and what a channel says of its
-- own message afterwards (read, edited, taken back).
create function app.append_only()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if tg_op = 'UPDATE' and (
    (to_jsonb(new) - 'owner_id' - 'client_id') = (to_jsonb(old) - 'owner_id' - 'client_id')
    or 'on' in (current_setting('app.erasing', true), current_setting('app.revising', true))
  ) then
    return new;
  end if;
  raise exception using errcode = 'SM403', message = 'append_only',
    detail = jsonb_build_object('table', tg_table_name)::text;
end
$$;

-- ---------------------------------------------------------------------------------------------- company

create table public.company (
  id boolean primary key default true check (id),
  name text not null check (length(btrim(name)) between 1 and 200),
  time_zone text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  phone_region text not null default 'UA' check (phone_region ~ '^[A-Z]{2}$'),
  locale text not null default 'ru' check (locale in ('ru', 'uk', 'en')),
  idle_limit_minutes integer not null default 3 check (idle_limit_minutes between 1 and 30),
  shift_grace_minutes integer not null default 15 check (shift_grace_minutes between 1 and 240),
  late_grace_minutes integer not null default 5 check (late_grace_minutes between 0 and 60),
  sla_minutes integer not null default 15 check (sla_minutes between 1 and 1440),
  conversion_window_days integer not null default 30 check (conversion_window_days between 1 and 365),
  retention_months integer not null default 36 check (retention_months between 1 and 240),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
alter table public.company enable row level security;

create function app.check_time_zone()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  perform now() at time zone new.time_zone;
  return new;
exception when invalid_parameter_value then
  raise exception using errcode = 'SM422', message = 'unknown_time_zone', detail = '{"field": "time_zone"}';
end
$$;

create trigger company_time_zone before insert or update of time_zone on public.company
  for each row execute function app.check_time_zone();
create trigger company_version
  before update of name, time_zone, currency, phone_region, locale, idle_limit_minutes, shift_grace_minutes,
    late_grace_minutes, sla_minutes, conversion_window_days, retention_months on public.company
  for each row execute function app.next_version();

-- The company's day at a moment: every day boundary in Smena is this one.
create function app.day_of(at timestamptz)
returns date
language sql
stable parallel safe security definer
set search_path = ''
as $$ select (at at time zone coalesce((select c.time_zone from public.company c), 'UTC'))::date $$;

-- [start, end) of a company day, 23 to 25 hours long.
create function app.day_bounds(day date, out starts_at timestamptz, out ends_at timestamptz)
language sql
stable parallel safe security definer
set search_path = ''
as $$
  select day::timestamp at time zone z.name, (day + 1)::timestamp at time zone z.name
  from (select coalesce((select c.time_zone from public.company c), 'UTC') as name) z
$$;

revoke all on public.company from anon, authenticated, service_role;
grant select on public.company to authenticated, service_role;
grant update (name, time_zone, currency, phone_region, locale, idle_limit_minutes, shift_grace_minutes,
  late_grace_minutes, sla_minutes, conversion_window_days, retention_months) on public.company to authenticated;
grant execute on function app.fail(integer, text, jsonb), app.unassigned(), app.day_of(timestamptz), app.day_bounds(date)
  to authenticated, service_role;
