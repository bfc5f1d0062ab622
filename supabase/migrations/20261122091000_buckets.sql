-- Storage buckets: faces of the team, files of clients. Both private; policies in supabase/policies/storage.sql.

insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
values
  ('photos', 'photos', false, 5242880, array['image/png', 'image/jpeg', 'image/webp']),
  ('files', 'files', false, 52428800, null)
on conflict (id) do update
  set public = excluded.public, file_size_limit = excluded.file_size_limit, allowed_mime_types = excluded.allowed_mime_types;

-- The first folder of an object's name as an id, null when it is none: keeps the policies' look-up on the primary key.
create function app.folder_id(object_name text)
returns uuid
language sql
immutable parallel safe
set search_path = ''
as $$
  select case
    when object_name ~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/' then split_part(object_name, '/', 1)::uuid
  end
$$;
grant execute on function app.folder_id(text) to authenticated, service_role, supabase_storage_admin;
