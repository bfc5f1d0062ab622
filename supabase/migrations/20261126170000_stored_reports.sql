-- Reports of closed days, weeks and months as they were when they were made, and who is told of them.

create table public.reports (
  id uuid primary key default gen_random_uuid(),
  kind text not null check (kind in ('daily', 'weekly', 'monthly')),
  from_day date not null,
  -- The day after the last.
  to_day date not null,
  -- Whose figures; app.unassigned(): the whole team's, which admins alone see.
  manager_id uuid not null references public.profiles (id),
  -- The answers of the API to its report pages, by name: free of any language.
  snapshot jsonb not null,
  made_at timestamptz not null default now(),
  -- Once, by however many workers.
  unique (kind, from_day, manager_id),
  constraint reports_days_check check (from_day < to_day)
);
alter table public.reports enable row level security;
create index reports_list_idx on public.reports (to_day desc, id desc);
create index reports_manager_idx on public.reports (manager_id);
create trigger reports_append_only before update or delete on public.reports
  for each row execute function app.append_only();

revoke all on public.reports from anon, authenticated, service_role;
grant select on public.reports to authenticated, service_role;

insert into public.notification_kinds (kind, position, audience, email, telegram, urgent, optional, morning_mail) values
  ('report_daily', 19, 'all', false, false, false, true, true),
  ('report_weekly', 20, 'all', true, false, false, true, true),
  ('report_monthly', 21, 'all', false, false, false, true, true);

-- Closed periods without their report, the newest first: those of the last week, month and quarter, so that a worker that was down
-- catches up and a new installation is not swamped. `as_user`: as whom the figures are asked. A day that is not rolled up yet holds
-- its reports back: the team's medians are made of the rollups alone.
create function app.due_reports(max_rows integer default 20)
returns table (kind text, from_day date, to_day date, manager_id uuid, as_user uuid)
language sql
stable security definer
set search_path = ''
as $$
  with bounds as materialized (
    select app.kpi_closable_until() as until, app.first_fact_day() as first
  ), periods as (
    select 'daily' as kind, b.until - n as from_day, b.until - n + 1 as to_day from bounds b cross join generate_series(1, 7) n
    union all
    select 'weekly', date_trunc('week', b.until::timestamp)::date - 7 * n, date_trunc('week', b.until::timestamp)::date - 7 * (n - 1)
    from bounds b cross join generate_series(1, 4) n
    union all
    select 'monthly', (date_trunc('month', b.until::timestamp) - make_interval(months => n))::date,
      (date_trunc('month', b.until::timestamp) - make_interval(months => n - 1))::date
    from bounds b cross join generate_series(1, 3) n
  ), people as (
    select app.unassigned() as manager_id, (
      select p.id from public.profiles p where p.role = 'admin' and p.status = 'active' order by p.created_at, p.id limit 1) as as_user,
      b.first as since
    from bounds b
    union all
    select p.id, p.id, app.day_of(p.created_at) from public.profiles p where p.role = 'manager' and p.status = 'active'
  )
  select p.kind, p.from_day, p.to_day, w.manager_id, w.as_user
  from periods p
  join people w on p.to_day > w.since and w.as_user is not null
  where not exists (
      select from public.reports r where r.kind = p.kind and r.from_day = p.from_day and r.manager_id = w.manager_id)
    and not exists (
      select from bounds b
      cross join generate_series(greatest(p.from_day, b.first)::timestamp, p.to_day::timestamp - interval '1 day', interval '1 day') g (at)
      where not exists (select from private.kpi_closed_days d where d.day = g.at::date))
  order by p.to_day desc, w.manager_id, p.kind
  limit max_rows
$$;

-- Stores a report, once, and tells those who want it by mail or messenger if it is the newest of its kind. The id; null: it is there already.
create function app.store_report(kind text, from_day date, to_day date, manager uuid, snapshot jsonb)
returns uuid
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  made uuid;
begin
  insert into public.reports as r (kind, from_day, to_day, manager_id, snapshot)
  values (kind, from_day, to_day, manager, snapshot)
  on conflict on constraint reports_kind_from_day_manager_id_key do nothing
  returning r.id into made;
  if made is not null and to_day + (to_day - from_day) > app.kpi_closable_until() then
    perform app.notify_once(p.id, 'report_' || kind, made::text,
      jsonb_build_object('report_id', made, 'from_day', from_day, 'to_day', to_day))
    from public.profiles p
    cross join lateral app.ways_of(p.id, 'report_' || kind) w
    where p.status = 'active' and (w.email or w.telegram)
      and case when manager = app.unassigned() then p.role = 'admin' else p.id = manager end;
  end if;
  return made;
end
$$;
grant execute on function app.due_reports(integer), app.store_report(text, date, date, uuid, jsonb) to service_role;
