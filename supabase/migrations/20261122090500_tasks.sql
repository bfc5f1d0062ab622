-- Tasks: the next step, bound to a client, a deal, or nobody.

create table public.tasks (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references public.profiles (id),
  client_id uuid,
  deal_id uuid,
  title text not null check (length(btrim(title)) between 1 and 300),
  note text check (length(note) <= 10000),
  kind text not null default 'task' check (kind in ('task', 'call', 'message', 'meeting')),
  priority text not null default 'normal' check (priority in ('low', 'normal', 'high')),
  due_at timestamptz,
  remind_at timestamptz,
  -- 'overdue' is kept by a worker; screens derive it from due_at, so it is never late there.
  status text not null default 'open' check (status in ('open', 'completed', 'overdue')),
  completed_at timestamptz,
  snoozes integer not null default 0,
  search text not null generated always as (lower(title)) stored,
  archived_at timestamptz,
  created_by uuid default auth.uid() references public.profiles (id),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  foreign key (client_id, owner_id) references public.clients (id, owner_id) on update cascade deferrable initially deferred,
  -- Deferred: a client that changes hands updates deals and tasks in one statement, in no promised order.
  foreign key (deal_id, owner_id) references public.deals (id, owner_id) on update cascade deferrable initially deferred,
  constraint tasks_completed_check check ((status = 'completed') = (completed_at is not null)),
  constraint tasks_due_check check (due_at >= '1970-01-01 00:00Z' and due_at < '2200-01-01 00:00Z'),
  constraint tasks_remind_check check (remind_at >= '1970-01-01 00:00Z' and remind_at < '2200-01-01 00:00Z'),
  constraint tasks_archived_check check (archived_at >= '1970-01-01 00:00Z' and archived_at < '2200-01-01 00:00Z')
);
alter table public.tasks enable row level security;
create index tasks_owner_due_idx on public.tasks (owner_id, due_at, id) where completed_at is null and archived_at is null;
create index tasks_due_idx on public.tasks (due_at, id) where completed_at is null and archived_at is null;
create index tasks_owner_completed_idx on public.tasks (owner_id, completed_at desc, id desc) where completed_at is not null;
create index tasks_client_idx on public.tasks (client_id, due_at) where client_id is not null;
create index tasks_deal_idx on public.tasks (deal_id, due_at) where deal_id is not null;
create index tasks_owner_created_idx on public.tasks (owner_id, created_at desc, id desc) where archived_at is null;
create index tasks_created_idx on public.tasks (created_at desc, id desc) where archived_at is null;
create index tasks_search_idx on public.tasks using gin (owner_id, search extensions.gin_trgm_ops) where archived_at is null;
create index tasks_created_by_idx on public.tasks (created_by);

create function app.prepare_task()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  parent_owner uuid;
  -- `search` is generated after this trigger: here it is always null.
  unwatched text[] := array['owner_id', 'search'];
  -- The clock makes a task late, nobody edits it: an open form must not be refused for that.
  is_tick boolean := tg_op = 'UPDATE' and old.status = 'open' and new.status = 'overdue';
begin
  if new.deal_id is not null and (tg_op = 'INSERT' or new.deal_id is distinct from old.deal_id) then
    select d.owner_id, d.client_id into parent_owner, new.client_id from public.deals d where d.id = new.deal_id;
    if parent_owner is null then
      perform app.refuse_row(tg_table_name);
    end if;
  elsif new.client_id is not null and (tg_op = 'INSERT' or new.client_id is distinct from old.client_id) then
    select c.owner_id into parent_owner from public.clients c where c.id = new.client_id;
    if parent_owner is null then
      perform app.refuse_row(tg_table_name);
    end if;
  end if;
  new.owner_id := coalesce(parent_owner, new.owner_id);
  new.completed_at := case when new.status = 'completed' then coalesce(new.completed_at, now()) end;
  if tg_op = 'UPDATE' then
    if old.due_at is distinct from new.due_at then
      new.snoozes := old.snoozes + case when new.due_at > old.due_at then 1 else 0 end;
      if new.status = 'overdue' and new.due_at > now() then
        new.status := 'open';
      end if;
    end if;
    new.version := old.version + case when is_tick or (to_jsonb(new) - unwatched) = (to_jsonb(old) - unwatched) then 0 else 1 end;
    new.updated_at := now();
  end if;
  return new;
end
$$;
create trigger tasks_prepare before insert or update on public.tasks
  for each row execute function app.prepare_task();

-- Tasks by their titles, newest first; the way of `app.search_deals`.
create function app.search_tasks(term text, max_rows integer default 20)
returns table (id uuid, created_at timestamptz)
language plpgsql
stable security definer
set search_path = ''
as $$
declare
  me uuid := app.active_uid();
  escaped text := replace(replace(replace(lower(btrim(term)), '\', '\\'), '%', '\%'), '_', '\_');
  short boolean := length(btrim(term)) = 2;
  of_mine text := case when app.is_admin() then '' else ' and t.owner_id = $3' end;
  matched text := case when short then '(t.search like $1 or t.search like $2)' else 't.search like $1' end;
  pattern text := case when short then escaped || '%' else '%' || escaped || '%' end;
  beginning text := '% ' || escaped || '%';
  ids uuid[];
  times timestamptz[];
  depth integer;
begin
  if me is null or length(btrim(term)) < 2 then
    return;
  end if;
  foreach depth in array array[500, 10000] loop
    execute format(
      'select array_agg(x.id), array_agg(x.created_at) from (
         select t.id, t.created_at
         from (select * from public.tasks t where t.archived_at is null%s order by t.created_at desc, t.id desc limit $5) t
         where %s limit $4) x', of_mine, matched)
    into ids, times
    using pattern, beginning, me, max_rows, depth;
    exit when coalesce(cardinality(ids), 0) not between depth / 10 and max_rows - 1;
  end loop;
  if coalesce(cardinality(ids), 0) < max_rows then
    execute format(
      'select array_agg(x.id), array_agg(x.created_at) from (
         select t.id, t.created_at from public.tasks t where %s and t.archived_at is null%s limit 2000) x', matched, of_mine)
    into ids, times
    using pattern, beginning, me;
  end if;
  return query
    select h.found_id, h.made_at from unnest(ids, times) h (found_id, made_at) order by h.made_at desc, h.found_id desc limit max_rows;
end
$$;
grant execute on function app.search_tasks(text, integer) to authenticated;

revoke all on public.tasks from anon, authenticated, service_role;
grant select on public.tasks to authenticated, service_role;
grant insert (id, owner_id, client_id, deal_id, title, note, kind, priority, due_at, remind_at) on public.tasks to authenticated;
grant update (client_id, deal_id, title, note, kind, priority, due_at, remind_at, status, archived_at) on public.tasks to authenticated;
grant update (status) on public.tasks to service_role;
