-- Working time, the skeleton: the day opens at sign-in by trigger, the plan stands beside it. Managers write none of it.

create table public.work_schedule (
  id uuid primary key default gen_random_uuid(),
  manager_id uuid not null references public.profiles (id),
  day date not null,
  planned_start timestamptz,
  planned_end timestamptz,
  started_at timestamptz not null,
  ended_at timestamptz,
  closed_by text check (closed_by in ('sign_out', 'manager', 'auto', 'admin')),
  created_at timestamptz not null default now(),
  unique (manager_id, day),
  constraint work_schedule_closed_check check ((ended_at is null) = (closed_by is null))
);
alter table public.work_schedule enable row level security;
create index work_schedule_day_idx on public.work_schedule (day);

create table public.schedule_rules (
  id uuid primary key default gen_random_uuid(),
  manager_id uuid not null references public.profiles (id),
  weekday integer not null check (weekday between 1 and 7),
  starts time not null,
  -- At or before `starts`: the shift ends on the next day.
  ends time not null,
  valid_from date not null,
  valid_to date,
  created_at timestamptz not null default now(),
  constraint schedule_rules_validity_check check (valid_to is null or valid_to >= valid_from)
);
alter table public.schedule_rules enable row level security;
create index schedule_rules_manager_idx on public.schedule_rules (manager_id, weekday, valid_from);

create table public.schedule_exceptions (
  id uuid primary key default gen_random_uuid(),
  -- Null: a holiday of the whole company.
  manager_id uuid references public.profiles (id),
  day date not null,
  kind text not null check (kind in ('day_off', 'leave', 'sick', 'holiday', 'swap')),
  starts time,
  ends time,
  note text check (length(note) <= 500),
  created_at timestamptz not null default now(),
  constraint schedule_exceptions_swap_check check ((kind = 'swap') = (starts is not null and ends is not null))
);
alter table public.schedule_exceptions enable row level security;
create unique index schedule_exceptions_key on public.schedule_exceptions
  (coalesce(manager_id, '00000000-0000-0000-0000-000000000000'), day);
create index schedule_exceptions_day_idx on public.schedule_exceptions (day);
create index schedule_exceptions_manager_idx on public.schedule_exceptions (manager_id);

create table public.work_sessions (
  id uuid primary key default gen_random_uuid(),
  manager_id uuid not null references public.profiles (id),
  day date not null,
  auth_session_id uuid,
  started_at timestamptz not null default now(),
  last_beat_at timestamptz not null default now(),
  ended_at timestamptz,
  ended_by text check (ended_by in ('sign_out', 'manager', 'auto', 'admin')),
  user_agent text,
  ip inet,
  constraint work_sessions_ended_check check ((ended_at is null) = (ended_by is null)),
  constraint work_sessions_order_check check (ended_at is null or ended_at >= started_at)
);
alter table public.work_sessions enable row level security;
create index work_sessions_manager_idx on public.work_sessions (manager_id, day, started_at);
create unique index work_sessions_open_key on public.work_sessions (auth_session_id) where ended_at is null;

-- The plan of one company day: an exception wins over the weekly rule; null start means a day off.
create function app.planned_window(manager uuid, day date, out starts_at timestamptz, out ends_at timestamptz)
language sql
stable security definer
set search_path = ''
as $$
  with zone as (
    select coalesce((select c.time_zone from public.company c), 'UTC') as name
  ), exception as (
    select e.kind, e.starts, e.ends from public.schedule_exceptions e
    where e.day = planned_window.day and (e.manager_id = manager or e.manager_id is null)
    order by e.manager_id nulls last
    limit 1
  ), plan as (
    select e.starts, e.ends from exception e where e.kind = 'swap'
    union all
    (select r.starts, r.ends from public.schedule_rules r
    where not exists (select from exception)
      and r.manager_id = manager
      and r.weekday = extract(isodow from planned_window.day)
      and r.valid_from <= planned_window.day
      and (r.valid_to is null or r.valid_to >= planned_window.day)
    order by r.valid_from desc
    limit 1)
  )
  select
    (planned_window.day + p.starts) at time zone zone.name,
    (planned_window.day + p.ends + case when p.ends <= p.starts then interval '1 day' else interval '0' end) at time zone zone.name
  from plan p, zone
$$;

-- Opens the company day of a manager, or joins it when it is open already.
create function app.open_day(manager uuid, session uuid, agent text, address inet)
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  today date := app.day_of(now());
begin
  insert into public.work_schedule as w (manager_id, day, planned_start, planned_end, started_at)
  select manager, today, p.starts_at, p.ends_at, now() from (select * from app.planned_window(manager, today)) p
  on conflict (manager_id, day) do update set ended_at = null, closed_by = null;
  insert into public.work_sessions (manager_id, day, auth_session_id, user_agent, ip)
  values (manager, today, session, left(agent, 500), address)
  on conflict (auth_session_id) where ended_at is null do nothing;
end
$$;

-- A row in auth.sessions is a sign-in, whoever made it (embedded or hosted auth). Never raises: it would block the sign-in.
create function app.on_sign_in()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if exists (select from public.profiles p where p.id = new.user_id and p.status = 'active') then
    perform app.open_day(new.user_id, new.id, new.user_agent, new.ip::inet);
    update public.profiles p set first_signed_in_at = now() where p.id = new.user_id and p.first_signed_in_at is null;
  end if;
  return new;
exception when others then
  raise warning 'smena: sign-in of % not recorded: %', new.user_id, sqlerrm;
  return new;
end
$$;
create or replace trigger smena_sign_in after insert on auth.sessions
  for each row execute function app.on_sign_in();

-- Signing out ends this device's session; the day ends with the last one.
create function app.on_sign_out()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  ended public.work_sessions;
begin
  update public.work_sessions s set ended_at = now(), ended_by = 'sign_out'
  where s.auth_session_id = old.id and s.ended_at is null
  returning s.* into ended;
  if ended.id is not null and not exists (
    select from public.work_sessions s where s.manager_id = ended.manager_id and s.day = ended.day and s.ended_at is null
  ) then
    update public.work_schedule w set ended_at = now(), closed_by = 'sign_out'
    where w.manager_id = ended.manager_id and w.day = ended.day and w.ended_at is null;
  end if;
  return old;
exception when others then
  raise warning 'smena: sign-out of % not recorded: %', old.user_id, sqlerrm;
  return old;
end
$$;
create or replace trigger smena_sign_out after delete on auth.sessions
  for each row execute function app.on_sign_out();

-- "I am at work": from the token and the database's clock alone. Extends this sign-in's session; opens the day when the
-- sign-in is from an earlier one.
create function app.beat()
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  me uuid := app.require_active();
  session uuid := nullif(auth.jwt() ->> 'session_id', '')::uuid;
  today date := app.day_of(now());
begin
  update public.work_sessions s set last_beat_at = now()
  where s.auth_session_id = session and s.manager_id = me and s.ended_at is null and s.day = today;
  if not found then
    update public.work_sessions s set ended_at = s.last_beat_at, ended_by = 'auto'
    where s.auth_session_id = session and s.manager_id = me and s.ended_at is null;
    perform app.open_day(me, session, s.user_agent, s.ip::inet)
    from (select 1) one left join auth.sessions s on s.id = session;
  end if;
end
$$;

-- Is this manager at work now: signed in today and heard of within the last quarter of an hour.
create function app.on_shift(manager uuid)
returns boolean
language sql
stable security definer
set search_path = ''
as $$
  select exists (
    select from public.work_sessions s
    where s.manager_id = manager and s.day = app.day_of(now()) and s.ended_at is null
      and s.last_beat_at > now() - interval '15 minutes'
  )
$$;

grant execute on function app.beat() to authenticated;
grant execute on function app.on_shift(uuid) to service_role;

revoke all on public.work_schedule, public.schedule_rules, public.schedule_exceptions, public.work_sessions
  from anon, authenticated, service_role;
grant select on public.work_schedule, public.schedule_rules, public.schedule_exceptions, public.work_sessions
  to authenticated, service_role;
grant insert (manager_id, weekday, starts, ends, valid_from, valid_to), delete on public.schedule_rules to authenticated;
grant update (weekday, starts, ends, valid_from, valid_to) on public.schedule_rules to authenticated;
grant insert (manager_id, day, kind, starts, ends, note), delete on public.schedule_exceptions to authenticated;
