-- name: add_import
insert into public.imports (file_name, file_format, encoding, delimiter, columns, row_count)
values (:file_name, :file_format, :encoding, :delimiter, :columns::jsonb, :row_count)
returning id;

-- name: add_rows
-- rows: [[line, [cells]], ...]
insert into public.import_rows (import_id, number, cells)
select :import_id, (x.value ->> 0)::integer, x.value -> 1 from jsonb_array_elements(:rows::jsonb) x;

-- name: import_document
select json_build_object(
  'id', i.id, 'file_name', i.file_name, 'file_format', i.file_format, 'encoding', i.encoding, 'delimiter', i.delimiter,
  'status', i.status, 'columns', i.columns, 'row_count', i.row_count, 'mapping', i.mapping, 'options', i.options,
  'counts', (
    select json_build_object(
      'pending', count(*) filter (where r.outcome = 'pending'),
      'created', count(*) filter (where r.outcome = 'created'),
      'updated', count(*) filter (where r.outcome = 'updated'),
      'skipped', count(*) filter (where r.outcome = 'skipped'),
      'failed', count(*) filter (where r.outcome = 'failed'))
    from public.import_rows r where r.import_id = i.id
  ),
  'created_at', i.created_at, 'finished_at', i.finished_at
)::text
from public.imports i
where i.id = :import_id and i.owner_id = :me;

-- name: list_imports
with found as (
  select * from public.imports i
  where i.owner_id = :me
    and (:after_at::timestamptz is null or (i.created_at, i.id) < (:after_at::timestamptz, :after_id::uuid))
  order by i.created_at desc, i.id desc
  limit :limit + 1
), page as materialized (
  select * from found f order by f.created_at desc, f.id desc limit :limit
)
select
  (select coalesce(json_agg(json_build_object(
      'id', i.id, 'file_name', i.file_name, 'status', i.status, 'row_count', i.row_count,
      'counts', (
        select json_build_object(
          'pending', count(*) filter (where r.outcome = 'pending'),
          'created', count(*) filter (where r.outcome = 'created'),
          'updated', count(*) filter (where r.outcome = 'updated'),
          'skipped', count(*) filter (where r.outcome = 'skipped'),
          'failed', count(*) filter (where r.outcome = 'failed'))
        from public.import_rows r where r.import_id = i.id
      ),
      'created_at', i.created_at, 'finished_at', i.finished_at
    ) order by i.created_at desc, i.id desc), '[]') from page i)::text as items,
  case when (select count(*) from found) > :limit then
    (select json_build_array(p.created_at, p.id) from page p order by p.created_at, p.id limit 1)::text
  end as next,
  null::bigint as total;

-- name: plan
select i.status, i.columns::text as columns, i.mapping::text as mapping, i.options::text as options
from public.imports i
where i.id = :import_id and i.owner_id = :me;

-- name: waiting_rows
select r.number, r.cells::text as cells
from public.import_rows r
where r.import_id = :import_id and r.outcome = 'pending' and r.number > :after
order by r.number
limit :limit;

-- name: company
select
  c.phone_region as region, c.time_zone as zone, app.is_admin() as may_assign,
  (
    select s.id from public.lead_sources s
    where s.channel in ('import', 'manual') and s.archived_at is null
    order by s.channel, s.created_at limit 1
  ) as source_id
from public.company c;

-- name: sources
select lower(s.name) as name, s.id from public.lead_sources s where s.archived_at is null order by s.created_at desc;

-- name: people
-- By full name and, for whoever may see it, by e-mail.
select lower(d.full_name) as name, d.id from app.directory() d where d.status = 'active' and d.full_name <> ''
union
select p.email, p.id from public.profiles p where p.status = 'active' and p.email <> '';

-- name: matches
select m.number, m.client_id, m.elsewhere from app.import_matches(:candidates::jsonb) m;

-- name: start_import
select app.start_import(:import_id, :mapping::jsonb, :options::jsonb);

-- name: import_batch
select app.import_batch(:import_id, :candidates::jsonb, :failures::jsonb, :duplicates);

-- name: finish_import
select app.finish_import(:import_id);

-- name: undo_import
select app.undo_import(:import_id);

-- name: refused_rows
select r.number, r.cells::text as cells, r.reasons::text as reasons
from public.import_rows r
where r.import_id = :import_id and r.outcome in ('failed', 'skipped') and r.cells <> '[]' and r.number > :after
order by r.number
limit :limit;
