-- name: tables
select n.nspname || '.' || c.relname as name,
  json_agg(json_build_object(
    'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'required', a.attnotnull,
    'key', exists (select from pg_index i where i.indrelid = c.oid and i.indisprimary and a.attnum = any (i.indkey))
  ) order by a.attnum)::text as columns,
  (select coalesce(string_agg(p.polname || ' (' || case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update'
    when 'd' then 'delete' else 'all' end || ')', ', ' order by p.polname), '') from pg_policy p where p.polrelid = c.oid) as policies
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
where n.nspname in ('public', 'private') and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> 'alembic_version'
group by n.nspname, c.relname, c.oid
order by n.nspname desc, c.relname;

-- name: references
select distinct k.conrelid::regclass::text as child, k.confrelid::regclass::text as parent,
  (select string_agg(a.attname, ', ' order by x.place) from unnest(k.conkey) with ordinality x (attnum, place)
    join pg_attribute a on a.attrelid = k.conrelid and a.attnum = x.attnum) as columns
from pg_constraint k
join pg_class c on c.oid = k.conrelid and not c.relispartition
join pg_namespace n on n.oid = c.relnamespace
where k.contype = 'f' and k.conparentid = 0 and n.nspname in ('public', 'private')
order by 1, 2, 3;
