-- Supabase Storage's own tables, in the shape hosted projects have them (supabase/storage, migrations up to 2026-08), as
-- far as the calls of its clients need them. Runs as supabase_admin and may run again at any time.

create schema if not exists storage authorization supabase_storage_admin;
grant usage on schema storage to postgres, anon, authenticated, service_role;
grant all on schema storage to supabase_storage_admin;

set role supabase_storage_admin;

do $$
begin
  if to_regtype('storage.buckettype') is null then
    create type storage.buckettype as enum ('STANDARD', 'ANALYTICS', 'VECTOR');
  end if;
end
$$;

create table if not exists storage.buckets (
  id                 text primary key,
  name               text not null,
  owner              uuid,
  created_at         timestamptz default now(),
  updated_at         timestamptz default now(),
  public             boolean default false,
  avif_autodetection boolean default false,
  file_size_limit    bigint,
  allowed_mime_types text[],
  owner_id           text,
  type               storage.buckettype not null default 'STANDARD'
);
create unique index if not exists bname on storage.buckets (name);
comment on column storage.buckets.owner is 'Field is deprecated, use owner_id instead';

create table if not exists storage.objects (
  id               uuid primary key default gen_random_uuid(),
  bucket_id        text,
  name             text,
  owner            uuid,
  created_at       timestamptz default now(),
  updated_at       timestamptz default now(),
  last_accessed_at timestamptz default now(),
  metadata         jsonb,
  path_tokens      text[] generated always as (string_to_array(name, '/')) stored,
  version          text,
  owner_id         text,
  user_metadata    jsonb,
  constraint "objects_bucketId_fkey" foreign key (bucket_id) references storage.buckets (id)
);
create unique index if not exists bucketid_objname on storage.objects (bucket_id, name);
create index if not exists idx_objects_bucket_id_name on storage.objects (bucket_id, name collate "C");
create index if not exists name_prefix_search on storage.objects (name text_pattern_ops);
comment on column storage.objects.owner is 'Field is deprecated, use owner_id instead';

alter table storage.buckets enable row level security;
alter table storage.objects enable row level security;

create or replace function storage.foldername(name text) returns text[]
language plpgsql immutable as $$
declare
  parts text[] := string_to_array(name, '/');
begin
  return parts[1 : array_length(parts, 1) - 1];
end
$$;

create or replace function storage.filename(name text) returns text
language plpgsql immutable as $$
declare
  parts text[] := string_to_array(name, '/');
begin
  return parts[array_length(parts, 1)];
end
$$;

create or replace function storage.extension(name text) returns text
language plpgsql immutable as $$
declare
  parts text[] := string_to_array(name, '/');
begin
  return reverse(split_part(reverse(parts[array_length(parts, 1)]), '.', 1));
end
$$;

-- Which call a policy is being asked about (`storage.object.upload` ...); the service sets it for each transaction.
create or replace function storage.operation() returns text
language plpgsql stable as $$
begin
  return current_setting('storage.operation', true);
end
$$;

create or replace function storage.update_updated_at_column() returns trigger
language plpgsql as $$
begin
  new.updated_at = now();
  return new;
end
$$;

create or replace function storage.enforce_bucket_name_length() returns trigger
language plpgsql as $$
begin
  if length(new.name) > 100 then
    raise exception 'bucket name "%" is too long (% characters). Max is 100.', new.name, length(new.name);
  end if;
  return new;
end
$$;

-- A row deleted by hand would leave its file behind: only the service, which removes both, says the word.
create or replace function storage.protect_delete() returns trigger
language plpgsql as $$
begin
  if coalesce(current_setting('storage.allow_delete_query', true), 'false') <> 'true' then
    raise exception 'Direct deletion from storage tables is not allowed. Use the Storage API instead.'
      using hint = 'This prevents accidental data loss from orphaned objects.', errcode = '42501';
  end if;
  return null;
end
$$;

create or replace trigger update_objects_updated_at
  before update on storage.objects
  for each row execute function storage.update_updated_at_column();

create or replace trigger enforce_bucket_name_length_trigger
  before insert or update of name on storage.buckets
  for each row execute function storage.enforce_bucket_name_length();

create or replace trigger protect_buckets_delete
  before delete on storage.buckets
  for each statement execute function storage.protect_delete();

create or replace trigger protect_objects_delete
  before delete on storage.objects
  for each statement execute function storage.protect_delete();

-- The API roles hold the tables and the policies decide, as hosted. Hosted grants say ALL; what no policy can hold back
-- (truncate, references, trigger) is left out here.
revoke all on storage.buckets, storage.objects from anon, authenticated, service_role;
grant select, insert, update, delete on storage.buckets, storage.objects to anon, authenticated, service_role;
grant all on storage.buckets, storage.objects to postgres with grant option;

reset role;

-- Policies on storage.objects. On a hosted project `postgres` may write policies and triggers on these tables although it
-- does not own them: an extension (supautils, `policy_grants`) allows it, which plain PostgreSQL lacks. CREATE POLICY asks
-- for the owner's rights and nothing less, so `postgres` inherits them, yet may not become the owner. That alone would let
-- a migration alter the tables here and fail on a hosted project; the two event triggers below refuse what hosted refuses.
grant supabase_storage_admin to postgres with inherit true, set false;

create or replace function storage.refuse_foreign_ddl() returns event_trigger
language plpgsql set search_path = '' as $$
declare
  refused text;
begin
  if current_user = 'supabase_storage_admin' or (select rolsuper from pg_catalog.pg_roles where rolname = current_user) then
    return;
  end if;
  if tg_event = 'sql_drop' then
    select object_identity into refused from pg_catalog.pg_event_trigger_dropped_objects()
    where original and schema_name = 'storage' and object_type not in ('policy', 'trigger') limit 1;
  else
    select object_identity into refused from pg_catalog.pg_event_trigger_ddl_commands()
    where schema_name = 'storage' and object_type not in ('policy', 'trigger') limit 1;
  end if;
  if refused is not null then
    raise exception 'must be owner of %', refused using errcode = '42501',
      hint = 'Only policies and triggers may be made in schema storage, here as on a hosted project.';
  end if;
end
$$;

do $$
begin
  if not exists (select from pg_catalog.pg_event_trigger where evtname = 'storage_refuse_ddl') then
    create event trigger storage_refuse_ddl on ddl_command_end execute function storage.refuse_foreign_ddl();
  end if;
  if not exists (select from pg_catalog.pg_event_trigger where evtname = 'storage_refuse_drop') then
    create event trigger storage_refuse_drop on sql_drop execute function storage.refuse_foreign_ddl();
  end if;
end
$$;
