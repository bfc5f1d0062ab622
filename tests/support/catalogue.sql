-- Every query gives (name, facts): one object and all that makes it what it is, free of oids.

-- name: schemas
select n.nspname as name, jsonb_build_object(
  'owner', pg_get_userbyid(n.nspowner),
  'grants', (select array_agg(a::text order by a::text) from unnest(coalesce(n.nspacl, acldefault('n', n.nspowner))) a),
  'comment', obj_description(n.oid, 'pg_namespace')) as facts
from pg_namespace n
where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and n.nspname <> all (:ignored::text[]);

-- name: relations
select format('%I.%I', n.nspname, c.relname) as name, jsonb_build_object(
  'kind', c.relkind, 'owner', pg_get_userbyid(c.relowner), 'rls', c.relrowsecurity, 'forced', c.relforcerowsecurity,
  'persistence', c.relpersistence, 'options', c.reloptions, 'partition_key', pg_get_partkeydef(c.oid),
  'partition_bound', pg_get_expr(c.relpartbound, c.oid), 'replica_identity', c.relreplident,
  'parents', (select array_agg(i.inhparent::regclass::text order by i.inhseqno) from pg_inherits i where i.inhrelid = c.oid),
  'grants', (
    select array_agg(a::text order by a::text)
    from unnest(coalesce(c.relacl, acldefault(case c.relkind when 'S' then 's' else 'r' end::"char", c.relowner))) a),
  'view', case when c.relkind in ('v', 'm') then pg_get_viewdef(c.oid) end,
  'sequence', (
    select to_jsonb(s) - 'seqrelid' || jsonb_build_object('seqtypid', s.seqtypid::regtype) from pg_sequence s where s.seqrelid = c.oid),
  'comment', obj_description(c.oid, 'pg_class')) as facts
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  and n.nspname <> all (:ignored::text[])
  and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e');

-- name: columns
select format('%I.%I.%I', n.nspname, c.relname, a.attname) as name, jsonb_build_object(
  'position', a.attnum, 'type', format_type(a.atttypid, a.atttypmod), 'not_null', a.attnotnull, 'identity', a.attidentity,
  'generated', a.attgenerated, 'collation', (select l.collname from pg_collation l where l.oid = a.attcollation),
  'default', pg_get_expr(d.adbin, d.adrelid), 'storage', a.attstorage, 'statistics', a.attstattarget,
  'grants', (select array_agg(g::text order by g::text) from unnest(a.attacl) g),
  'comment', col_description(c.oid, a.attnum)) as facts
from pg_attribute a
join pg_class c on c.oid = a.attrelid
join pg_namespace n on n.oid = c.relnamespace
left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p', 'v', 'm', 'f', 'c') and n.nspname !~ '^pg_'
  and n.nspname <> 'information_schema' and n.nspname <> all (:ignored::text[])
  and not exists (select from pg_depend e where e.classid = 'pg_class'::regclass and e.objid = c.oid and e.deptype = 'e');

-- name: constraints
select
  format('%s.%I', case when k.conrelid <> 0 then k.conrelid::regclass::text else k.contypid::regtype::text end, k.conname) as name,
  jsonb_build_object(
    'definition', pg_get_constraintdef(k.oid), 'validated', k.convalidated, 'deferrable', k.condeferrable,
    'deferred', k.condeferred, 'comment', obj_description(k.oid, 'pg_constraint')) as facts
from pg_constraint k
join pg_namespace n on n.oid = k.connamespace
where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and n.nspname <> all (:ignored::text[]);

-- name: indexes
select i.indexrelid::regclass::text as name, jsonb_build_object(
  'definition', pg_get_indexdef(i.indexrelid), 'valid', i.indisvalid, 'ready', i.indisready, 'primary', i.indisprimary,
  'clustered', i.indisclustered, 'replica_identity', i.indisreplident) as facts
from pg_index i
join pg_class c on c.oid = i.indexrelid
join pg_namespace n on n.oid = c.relnamespace
where n.nspname !~ '^pg_' and n.nspname <> all (:ignored::text[]);

-- name: policies
select format('%I.%I.%I', p.schemaname, p.tablename, p.policyname) as name, to_jsonb(p) as facts
from pg_policies p
where p.schemaname <> all (:ignored::text[]);

-- name: functions
select p.oid::regprocedure::text as name, jsonb_build_object(
  'kind', p.prokind, 'owner', pg_get_userbyid(p.proowner), 'language', l.lanname, 'body', p.prosrc,
  'sql_body', pg_get_function_sqlbody(p.oid), 'arguments', pg_get_function_arguments(p.oid),
  'result', pg_get_function_result(p.oid), 'definer', p.prosecdef, 'leakproof', p.proleakproof, 'strict', p.proisstrict,
  'volatility', p.provolatile, 'parallel', p.proparallel, 'settings', p.proconfig, 'cost', p.procost, 'rows', p.prorows,
  'grants', (select array_agg(a::text order by a::text) from unnest(coalesce(p.proacl, acldefault('f', p.proowner))) a),
  'comment', obj_description(p.oid, 'pg_proc')) as facts
from pg_proc p
join pg_namespace n on n.oid = p.pronamespace
join pg_language l on l.oid = p.prolang
where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and n.nspname <> all (:ignored::text[])
  and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e');

-- name: triggers
select format('%s.%I', t.tgrelid::regclass, t.tgname) as name,
  jsonb_build_object('definition', pg_get_triggerdef(t.oid), 'enabled', t.tgenabled) as facts
from pg_trigger t
join pg_class c on c.oid = t.tgrelid
join pg_namespace n on n.oid = c.relnamespace
where not t.tgisinternal and n.nspname !~ '^pg_' and n.nspname <> all (:ignored::text[]);

-- name: event_triggers
select e.evtname as name, jsonb_build_object(
  'event', e.evtevent, 'owner', pg_get_userbyid(e.evtowner), 'function', e.evtfoid::regprocedure, 'enabled', e.evtenabled,
  'tags', e.evttags) as facts
from pg_event_trigger e;

-- name: types
select t.oid::regtype::text as name, jsonb_build_object(
  'kind', t.typtype, 'owner', pg_get_userbyid(t.typowner), 'base', nullif(t.typbasetype, 0)::regtype,
  'default', t.typdefault, 'not_null', t.typnotnull,
  'labels', (select array_agg(e.enumlabel order by e.enumsortorder) from pg_enum e where e.enumtypid = t.oid),
  'grants', (select array_agg(a::text order by a::text) from unnest(coalesce(t.typacl, acldefault('T', t.typowner))) a)) as facts
from pg_type t
join pg_namespace n on n.oid = t.typnamespace
left join pg_class c on c.oid = t.typrelid
where (t.typtype in ('e', 'd', 'r') or c.relkind = 'c') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  and n.nspname <> all (:ignored::text[])
  and not exists (select from pg_depend d where d.classid = 'pg_type'::regclass and d.objid = t.oid and d.deptype = 'e');

-- name: default_grants
select format('%s %s %s', pg_get_userbyid(d.defaclrole), coalesce(d.defaclnamespace::regnamespace::text, '*'), d.defaclobjtype) as name,
  jsonb_build_object('grants', (select array_agg(a::text order by a::text) from unnest(d.defaclacl) a)) as facts
from pg_default_acl d
where d.defaclnamespace = 0 or d.defaclnamespace::regnamespace::text <> all (:ignored::text[]);

-- name: extensions
select e.extname as name, jsonb_build_object(
  'schema', e.extnamespace::regnamespace, 'version', e.extversion, 'owner', pg_get_userbyid(e.extowner)) as facts
from pg_extension e;

-- name: publications
select p.pubname as name, jsonb_build_object(
  'owner', pg_get_userbyid(p.pubowner), 'all', p.puballtables, 'insert', p.pubinsert, 'update', p.pubupdate,
  'delete', p.pubdelete, 'truncate', p.pubtruncate,
  'tables', (select array_agg(r.prrelid::regclass::text order by 1) from pg_publication_rel r where r.prpubid = p.oid)) as facts
from pg_publication p;

-- name: roles
select r.rolname as name, jsonb_build_object(
  'super', r.rolsuper, 'inherit', r.rolinherit, 'create_role', r.rolcreaterole, 'create_db', r.rolcreatedb,
  'login', r.rolcanlogin, 'replication', r.rolreplication, 'bypass_rls', r.rolbypassrls, 'limit', r.rolconnlimit,
  'settings', r.rolconfig,
  'member_of', (
    select array_agg(format('%s admin=%s inherit=%s set=%s', pg_get_userbyid(m.roleid), m.admin_option, m.inherit_option, m.set_option)
      order by pg_get_userbyid(m.roleid)::text, m.grantor)
    from pg_auth_members m where m.member = r.oid)) as facts
from pg_roles r
where r.rolname !~ '^pg_';
