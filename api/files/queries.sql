-- name: register
insert into public.files (id, client_id, deal_id, path, name, size_bytes, mime_type)
values (:id, :client_id, :deal_id, :path, :name, :size_bytes, :mime_type)
returning id;

-- name: file
select json_build_object(
  'id', f.id, 'client_id', f.client_id, 'deal_id', f.deal_id, 'path', f.path, 'name', f.name,
  'size_bytes', f.size_bytes, 'mime_type', f.mime_type,
  'uploaded_by', case when u.id is not null then json_build_object('id', u.id, 'full_name', u.full_name) end,
  'archived_at', f.archived_at, 'created_at', f.created_at
)::text
from public.files f
left join app.directory() u on u.id = f.uploaded_by
where f.id = :file_id;

-- name: files_of_client
select json_build_object('items', coalesce(json_agg(json_build_object(
  'id', f.id, 'client_id', f.client_id, 'deal_id', f.deal_id, 'path', f.path, 'name', f.name,
  'size_bytes', f.size_bytes, 'mime_type', f.mime_type,
  'uploaded_by', case when u.id is not null then json_build_object('id', u.id, 'full_name', u.full_name) end,
  'archived_at', f.archived_at, 'created_at', f.created_at
) order by f.created_at desc, f.id), '[]'), 'next', null, 'total', count(*))::text
from public.files f
left join app.directory() u on u.id = f.uploaded_by
where (f.archived_at is not null) = :archived
  and (f.client_id = :client_id or f.client_id in (select m.id from public.clients m where m.merged_into = :client_id));

-- name: set_archived
update public.files f
set archived_at = case when :archived then coalesce(f.archived_at, now()) end
where f.id = :file_id
returning f.id;

-- name: stored_paths
-- Also of clients that were merged into this one, of archived files, and what was put there without a row of ours: the bytes are
-- still there. ('0' comes right after '/'.)
with whose as materialized (
  select :client_id::uuid as id union all select m.id from public.clients m where m.merged_into = :client_id
)
select f.path from whose w join public.files f on f.client_id = w.id
union
select o.name from whose w
join storage.objects o on o.bucket_id = 'files' and o.name collate "C" >= w.id || '/' and o.name collate "C" < w.id || '0';
