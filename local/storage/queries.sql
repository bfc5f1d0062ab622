-- name: begin_operation
-- All of it ends with the transaction. `storage.allow_delete_query` tells the delete trigger that the file goes too.
select
  set_config('storage.operation', :operation, true),
  set_config('storage.allow_delete_query', 'true', true),
  set_config('statement_timeout', '8s', true),
  set_config('lock_timeout', '5s', true);

-- name: become_caller
select set_config('role', :role, true), set_config('request.jwt.claims', :claims, true);

-- name: lock_name
-- Writers of one name take turns, so each knows which version it replaces.
select pg_advisory_xact_lock(hashtextextended('storage.objects/' || :path, 0));

-- name: list_buckets
select coalesce(json_agg(bucket), '[]')::text
from (
  select
    id, name, coalesce(owner::text, '') as owner, public, type, file_size_limit, allowed_mime_types, created_at, updated_at
  from storage.buckets,
    lateral (
      select case :sort_by when 'created_at' then created_at when 'updated_at' then updated_at end as stamp
    ) as sort
  where strpos(lower(name), lower(:search)) > 0
  order by
    case when not :descending then stamp end,
    case when :descending then stamp end desc,
    case when not :descending then id end collate "C",
    case when :descending then id end collate "C" desc
  limit :limit offset :offset
) as bucket;

-- name: get_bucket
select to_json(bucket)::text
from (
  select
    id, name, coalesce(owner::text, '') as owner, public, type, file_size_limit, allowed_mime_types, created_at, updated_at
  from storage.buckets
  where id = :bucket
) as bucket;

-- name: bucket_rules
select id, public, file_size_limit, allowed_mime_types from storage.buckets where id = :bucket;

-- name: create_bucket
insert into storage.buckets (id, name, owner, owner_id, public, file_size_limit, allowed_mime_types)
values (:id, :name, :owner, :owner_id, :public, :file_size_limit, :allowed_mime_types);

-- name: update_bucket
update storage.buckets
set
  public = coalesce(:public, public),
  file_size_limit = case when :has_limit then :file_size_limit else file_size_limit end,
  allowed_mime_types = case when :has_types then :allowed_mime_types else allowed_mime_types end,
  updated_at = now()
where id = :bucket
returning id;

-- name: delete_bucket
delete from storage.buckets where id = :bucket returning id;

-- name: bucket_has_objects
select exists (select from storage.objects where bucket_id = :bucket);

-- name: empty_bucket
delete from storage.objects where bucket_id = :bucket returning bucket_id, id, version;

-- name: find_object
select id, bucket_id, name, version, metadata, user_metadata, created_at, updated_at
from storage.objects
where bucket_id = :bucket and name = :name;

-- name: find_names
select name from storage.objects where bucket_id = :bucket and name = any (:names::text[]);

-- name: insert_object
-- Without `returning`: a caller who may insert but not read uploads all the same, as on a hosted project.
insert into storage.objects (id, bucket_id, name, owner, owner_id, metadata, user_metadata, version)
values (:id, :bucket, :name, :owner, :owner_id, :metadata, :user_metadata, :version);

-- name: upsert_object
insert into storage.objects (id, bucket_id, name, owner, owner_id, metadata, user_metadata, version)
values (:id, :bucket, :name, :owner, :owner_id, :metadata, :user_metadata, :version)
on conflict (bucket_id, name) do update set
  owner = excluded.owner,
  owner_id = excluded.owner_id,
  metadata = excluded.metadata,
  user_metadata = excluded.user_metadata,
  version = excluded.version
returning id;

-- name: move_object
update storage.objects
set
  bucket_id = :to_bucket,
  name = :to_name,
  owner = case when :owner_id::text is null then owner else :owner end,
  owner_id = coalesce(:owner_id, owner_id)
where bucket_id = :bucket and name = :name
returning id;

-- name: delete_objects
delete from storage.objects
where bucket_id = :bucket and name = any (:names::text[])
returning bucket_id, id, version, json_build_object(
  'name', name, 'bucket_id', bucket_id, 'owner', coalesce(owner::text, ''), 'owner_id', coalesce(owner_id, ''),
  'version', version, 'id', id, 'updated_at', updated_at, 'created_at', created_at,
  'last_accessed_at', last_accessed_at, 'metadata', metadata, 'user_metadata', user_metadata
) as answer;

-- name: list_folder
-- The files of one folder, and its subfolders as rows without id. The prefix ends with a slash or is empty.
with found as (
  select substr(name, length(:prefix) + 1) as tail, id, updated_at, created_at, last_accessed_at, metadata
  from storage.objects
  where bucket_id = :bucket and name collate "C" ^@ :prefix
), entries as (
  select tail as name, id, updated_at, created_at, last_accessed_at, metadata
  from found
  where strpos(tail, '/') = 0 and lower(tail) ^@ lower(:search)
  union all
  select distinct split_part(tail, '/', 1), null::uuid, null::timestamptz, null::timestamptz, null::timestamptz, null::jsonb
  from found
  where strpos(tail, '/') > 0 and lower(tail) ^@ lower(:search)
), page as (
  select entries.*
  from entries,
    lateral (
      select case :sort_by
        when 'updated_at' then updated_at when 'created_at' then created_at when 'last_accessed_at' then last_accessed_at
      end as stamp
    ) as sort
  order by
    :sort_by <> 'name' and id is not null,
    case when not :descending then stamp end,
    case when :descending then stamp end desc,
    case when not :descending then name end collate "C",
    case when :descending then name end collate "C" desc
  limit :limit offset :offset
)
select coalesce(json_agg(page), '[]')::text from page;

-- name: list_page
-- A page of `list-v2`: files, and with a delimiter the folders right below the prefix. `after_stamp` and `after_name` are
-- the sort keys of the last entry seen.
with found as (
  select
    case when :delimited and strpos(substr(name, length(:prefix) + 1), '/') > 0
      then :prefix || split_part(substr(name, length(:prefix) + 1), '/', 1) || '/'
    end as folder,
    name, id, updated_at, created_at, last_accessed_at, metadata
  from storage.objects
  where bucket_id = :bucket and name collate "C" ^@ :prefix
), entries as (
  select name, name as key, id, updated_at, created_at, last_accessed_at, metadata from found where folder is null
  union all
  select folder, rtrim(folder, '/'), null, max(updated_at), min(created_at), null, null
  from found
  where folder is not null
  group by folder
)
select
  id is null as is_folder, name, stamp, to_json(entries) as entry
from entries,
  lateral (
    select coalesce(
      case :sort_by when 'updated_at' then updated_at when 'created_at' then created_at end, 'epoch'
    ) as stamp
  ) as sort
where
  :after_name::text is null
  or (not :descending and (stamp, name collate "C") > (:after_stamp::timestamptz, :after_name collate "C"))
  or (:descending and (stamp, name collate "C") < (:after_stamp::timestamptz, :after_name collate "C"))
order by
  case when not :descending then stamp end,
  case when :descending then stamp end desc,
  case when not :descending then name end collate "C",
  case when :descending then name end collate "C" desc
limit :limit;

-- name: unnamed_versions
-- Which of these files no row names.
select given.object_id, given.version
from unnest(:object_ids::uuid[], :versions::text[]) as given (object_id, version)
left join storage.objects as o on o.id = given.object_id and o.version = given.version and o.bucket_id = :bucket
where o.id is null;
