-- Imports of clients from files: the file's rows wait here, become clients in batches, and what does not is kept with its reason.

create table public.imports (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references public.profiles (id),
  file_name text not null check (length(file_name) between 1 and 255),
  file_format text not null check (file_format in ('csv', 'xlsx')),
  encoding text,
  delimiter text,
  status text not null default 'uploaded' check (status in ('uploaded', 'running', 'done', 'undone')),
  -- [{"name", "samples": [...], "suggested": field or null}] in the order of the file.
  columns jsonb not null check (jsonb_typeof(columns) = 'array'),
  row_count integer not null check (row_count >= 0),
  mapping jsonb,
  options jsonb,
  finished_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
alter table public.imports enable row level security;
create index imports_owner_idx on public.imports (owner_id, created_at desc);
create trigger imports_touch before update on public.imports
  for each row execute function app.touch();

create table public.import_rows (
  import_id uuid not null references public.imports (id) on delete cascade,
  -- The line of the file as a person counts it.
  number integer not null check (number > 0),
  owner_id uuid not null default auth.uid() references public.profiles (id),
  cells jsonb not null check (jsonb_typeof(cells) = 'array'),
  outcome text not null default 'pending' check (outcome in ('pending', 'created', 'updated', 'skipped', 'failed')),
  -- [{"code", "field"?, "value"?}]
  reasons jsonb not null default '[]' check (jsonb_typeof(reasons) = 'array'),
  client_id uuid,
  primary key (import_id, number)
);
alter table public.import_rows enable row level security;
create index import_rows_owner_idx on public.import_rows (owner_id);
create index import_rows_client_idx on public.import_rows (client_id) where client_id is not null;
create index import_rows_pending_idx on public.import_rows (import_id, number) where outcome = 'pending';

revoke all on public.imports, public.import_rows from anon, authenticated, service_role;
grant select on public.imports, public.import_rows to authenticated, service_role;
grant insert (id, file_name, file_format, encoding, delimiter, columns, row_count) on public.imports to authenticated;
grant insert (import_id, number, cells) on public.import_rows to authenticated;

-- ---------------------------------------------------------------------------------------------- run

-- Fixes mapping and options and opens the run. A run that was cut off goes on with what it began with.
create function app.start_import(import_id uuid, mapping jsonb, options jsonb)
returns void
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  me uuid := app.require_active();
  present text;
begin
  select i.status into present from public.imports i where i.id = import_id and i.owner_id = me for update;
  if present is null then
    perform app.fail(404, 'import_not_found');
  elsif present in ('done', 'undone') then
    perform app.fail(409, 'import_finished');
  elsif present = 'uploaded' then
    update public.imports i set status = 'running', mapping = start_import.mapping, options = start_import.options
    where i.id = import_id;
  end if;
end
$$;

-- Who of these has a client already? The caller's own by id, of a colleague's only that there is one.
-- candidates: [{"number", "contacts": [{"kind", "normalized"}]}]
create function app.import_matches(candidates jsonb)
returns table (number integer, client_id uuid, elsewhere boolean)
language plpgsql
stable security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  visible uuid[] := app.visible_owners();
begin
  if cardinality(visible) = 0 then
    return;
  end if;
  return query
    select distinct on (g.number)
      g.number,
      case when c.owner_id = any (visible) then c.id end,
      not c.owner_id = any (visible)
    from jsonb_to_recordset(candidates) g (number integer, contacts jsonb)
    cross join lateral jsonb_to_recordset(g.contacts) k (kind text, normalized text)
    join public.client_contacts x
      on x.normalized = k.normalized
      and (x.kind = k.kind or (x.kind in ('phone', 'whatsapp', 'viber') and k.kind in ('phone', 'whatsapp', 'viber')))
    join public.clients c on c.id = x.client_id and c.archived_at is null
    order by g.number, c.owner_id = any (visible) desc, c.received_at, c.id;
end
$$;

-- Turns a batch of rows into clients; answers nothing: the rows carry what became of them. Rows that are not pending any more
-- are passed over, so a batch sent twice changes nothing.
--
-- candidates: [{"number", "same": [numbers], "name", "company", "job_title", "city", "note", "status", "tags", "source_id",
--   "owner_id", "received_at", "phone", "email", "keys", "contacts": [{"kind", "value", "normalized", "is_primary"}]}]
-- failures: [{"number", "reasons"}]; duplicates: skip, update or create
create function app.import_batch(import_id uuid, candidates jsonb, failures jsonb, duplicates text)
returns void
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  me uuid := app.require_active();
  visible uuid[] := app.visible_owners();
  fresh integer[];
  receiver uuid;
begin
  perform from public.imports i
  where i.id = import_batch.import_id and i.owner_id = me and i.status = 'running' for update;
  if not found then
    perform app.fail(404, 'import_not_found');
  end if;
  for receiver in select distinct x.owner_id from jsonb_to_recordset(candidates) x (owner_id uuid) loop
    if receiver is null or not receiver = any (visible) then
      perform app.fail(403, 'admin_only');
    end if;
    perform app.check_new_owner(receiver);
  end loop;

  update public.import_rows r set outcome = 'failed', reasons = f.reasons
  from jsonb_to_recordset(failures) f (number integer, reasons jsonb)
  where r.import_id = import_batch.import_id and r.number = f.number and r.outcome = 'pending';

  with decided as (
    update public.import_rows r
    set outcome = case when m.number is null then 'created' when duplicates = 'update' and m.client_id is not null then 'updated'
        else 'skipped' end,
      client_id = case when m.number is null then gen_random_uuid() else m.client_id end,
      reasons = case when m.number is null or (duplicates = 'update' and m.client_id is not null) then '[]'::jsonb
        else jsonb_build_array(jsonb_build_object('code', case when m.elsewhere then 'duplicate_elsewhere' else 'duplicate' end)) end
    from jsonb_to_recordset(candidates) g (number integer)
    left join app.import_matches(case when duplicates = 'create' then '[]'::jsonb else candidates end) m on m.number = g.number
    where r.import_id = import_batch.import_id and r.number = g.number and r.outcome = 'pending'
    returning r.number
  )
  select coalesce(array_agg(d.number), '{}') into fresh from decided d;

  -- Rows of the same batch with the same contact follow the first of them.
  update public.import_rows f
  set outcome = case when duplicates = 'update' and l.outcome in ('created', 'updated') then 'updated' else 'skipped' end,
    client_id = l.client_id,
    reasons = jsonb_build_array(jsonb_build_object('code', 'duplicate_in_file', 'value', l.number::text))
  from jsonb_to_recordset(candidates) g (number integer, same integer[])
  cross join lateral unnest(g.same) follower (number)
  join public.import_rows l on l.import_id = import_batch.import_id and l.number = g.number
  where f.import_id = import_batch.import_id and f.number = follower.number and f.outcome = 'pending';

  -- Copies of contacts and events of ownership are written here for the whole batch: by their triggers, row for row, they
  -- would take most of the time.
  perform set_config('app.importing', 'on', true);
  insert into public.clients (id, owner_id, name, company, job_title, city, note, status, tags, source_id, received_at, phone,
    email, contact_keys)
  select r.client_id, g.owner_id, g.name, g.company, g.job_title, g.city, g.note, g.status, g.tags, g.source_id,
    least(coalesce(g.received_at, now()), now()), g.phone, g.email, left(g.keys, 2000)
  from jsonb_to_recordset(candidates) g (number integer, owner_id uuid, name text, company text, job_title text, city text,
    note text, status text, tags text[], source_id uuid, received_at timestamptz, phone text, email text, keys text)
  join public.import_rows r on r.import_id = import_batch.import_id and r.number = g.number and r.outcome = 'created'
  where g.number = any (fresh);
  insert into public.ownership_events (client_id, owner_id, to_owner_id, reason, actor_id)
  select c.id, c.owner_id, c.owner_id, 'import', me
  from public.import_rows r
  join public.clients c on c.id = r.client_id
  where r.import_id = import_batch.import_id and r.outcome = 'created' and r.number = any (fresh);
  perform app.import_contacts(import_id, candidates, fresh, 'created');
  perform set_config('app.importing', 'off', true);

  -- Several rows may be about one client: the last word of each field counts, notes and tags add up.
  with given as (
    select r.client_id, g.*
    from jsonb_to_recordset(candidates) g (number integer, company text, job_title text, city text, note text, tags text[])
    join public.import_rows r on r.import_id = import_batch.import_id and r.number = g.number and r.outcome = 'updated'
    where g.number = any (fresh)
  ),
  joined as (
    select g.client_id,
      (array_agg(g.company order by g.number desc) filter (where g.company is not null))[1] as company,
      (array_agg(g.job_title order by g.number desc) filter (where g.job_title is not null))[1] as job_title,
      (array_agg(g.city order by g.number desc) filter (where g.city is not null))[1] as city,
      string_agg(g.note, E'\n\n' order by g.number) as note,
      array(select t.tag from given x cross join unnest(x.tags) with ordinality t (tag, place)
        where x.client_id = g.client_id order by x.number, t.place) as tags
    from given g
    group by g.client_id
  )
  update public.clients c
  set company = coalesce(j.company, c.company),
    job_title = coalesce(j.job_title, c.job_title),
    city = coalesce(j.city, c.city),
    note = case when j.note is null or position(j.note in coalesce(c.note, '')) > 0 then c.note
      else left(concat_ws(E'\n\n', c.note, j.note), 10000) end,
    tags = array(select t.tag from unnest(c.tags || j.tags) with ordinality t (tag, place)
      group by t.tag order by min(t.place) limit 50)
  from joined j
  where c.id = j.client_id;
  perform app.import_contacts(import_id, candidates, fresh, 'updated');
end
$$;

create function app.import_contacts(import_id uuid, candidates jsonb, numbers integer[], outcome text)
returns void
language sql
security definer
set search_path = ''
as $$
  insert into public.client_contacts (client_id, owner_id, kind, value, normalized, is_primary)
  select r.client_id, c.owner_id, k.kind, k.value, k.normalized, k.is_primary and import_contacts.outcome = 'created'
  from jsonb_to_recordset(candidates) g (number integer, contacts jsonb)
  join public.import_rows r on r.import_id = import_contacts.import_id and r.number = g.number and r.outcome = import_contacts.outcome
  join public.clients c on c.id = r.client_id
  cross join lateral jsonb_to_recordset(g.contacts) k (kind text, value text, normalized text, is_primary boolean)
  where g.number = any (numbers)
  on conflict do nothing
$$;

-- Ends a run with nothing pending: rows that became clients give up their words, the rest stay for the file of errors.
create function app.finish_import(import_id uuid)
returns void
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  me uuid := app.require_active();
  counts jsonb;
begin
  update public.imports i set status = 'done', finished_at = now()
  where i.id = finish_import.import_id and i.owner_id = me and i.status = 'running'
    and not exists (select from public.import_rows r where r.import_id = i.id and r.outcome = 'pending');
  if not found then
    return;
  end if;
  update public.import_rows r set cells = '[]' where r.import_id = finish_import.import_id and r.outcome in ('created', 'updated');
  select jsonb_object_agg(x.outcome, x.amount) into counts
  from (select r.outcome, count(*) as amount from public.import_rows r where r.import_id = finish_import.import_id group by r.outcome) x;
  perform app.notify_user(me, 'import_done', coalesce(counts, '{}') || jsonb_build_object('import_id', import_id));
end
$$;

-- Takes an import back: what it made and nobody has touched since goes to the archive. Answers how many.
create function app.undo_import(import_id uuid)
returns integer
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  me uuid := app.require_active();
  archived integer;
begin
  update public.imports i set status = 'undone' where i.id = undo_import.import_id and i.owner_id = me and i.status = 'done';
  if not found then
    perform app.fail(409, 'import_not_done');
  end if;
  update public.clients c set archived_at = now()
  from public.import_rows r
  where r.import_id = undo_import.import_id and r.outcome = 'created' and c.id = r.client_id
    and c.archived_at is null and c.version = 1 and c.owner_id = any (app.visible_owners());
  get diagnostics archived = row_count;
  return archived;
end
$$;

grant execute on function app.start_import(uuid, jsonb, jsonb), app.import_matches(jsonb), app.import_batch(uuid, jsonb, jsonb, text),
  app.finish_import(uuid), app.undo_import(uuid) to authenticated;
