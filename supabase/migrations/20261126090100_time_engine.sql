-- Working time, the engine: beats, breaks, the end of work, forgotten shifts. Who and when come from the token and from the
-- database's clock. What depends on time takes the moment as a parameter behind a wrapper with now(); nobody is granted those.
--
-- What counts, whatever happens to the device:
--   a beat or a write           sets its minute (once, however often it is repeated) and keeps its sign-in's session alive
--   silence up to the grace     is presence; the shift goes on
--   silence beyond the grace    (lid closed, phone asleep, network gone): the session ended at its last beat + grace, whether
--                               a worker has written that down already or the next beat does
--   a break                     is no presence, and beats in it set no minute; it ends by hand, by a write (that is work), by a
--                               sign-in, or, after three hours, the shift is taken to have ended where the break began; a
--                               device that was silent beyond the grace before it is not brought back by it
--   "stop work"                 ends the shift on all devices; beats do not open it again, a write, a sign-in or "go on" does
--   signing out of one device   ends its session; the shift lives while another device is heard of within the grace
--   midnight                    a session that is alive goes on and keeps its day; minutes fall on the day they were in
--   a device's clock            is never asked

drop function app.beat();
drop function app.open_day(uuid, uuid, text, inet);

create index work_sessions_open_idx on public.work_sessions (manager_id) where ended_at is null;
-- A beat rewrites one row in place: its page needs room.
alter table public.work_sessions set (fillfactor = 80);

create function app.shift_grace()
returns interval
language sql
stable parallel safe security definer
set search_path = ''
as $$ select make_interval(mins => coalesce((select c.shift_grace_minutes from public.company c), 15)) $$;

-- A break that nobody ended in this time: he has gone home.
create function app.break_limit()
returns interval
language sql
immutable parallel safe
set search_path = ''
as $$ select interval '3 hours' $$;

-- ---------------------------------------------------------------------------------------------- the plan

-- The plan of each manager and day in [from_day, to_day): an exception wins over the weekly rule, his own over the company's
-- holiday. `kind` is 'rule' or that of the exception; without times it is a day off. Days without either are left out.
create function app.plan_between(manager uuid, from_day date, to_day date)
returns table (manager_id uuid, day date, starts_at timestamptz, ends_at timestamptz, kind text, exception_id uuid, note text)
language sql
stable security definer
set search_path = ''
as $$
  select p.id, d.day,
    (d.day + x.starts) at time zone z.name,
    (d.day + x.ends + case when x.ends <= x.starts then interval '1 day' else interval '0' end) at time zone z.name,
    x.kind, e.id, e.note
  from (select coalesce((select c.time_zone from public.company c), 'UTC') as name) z
  cross join generate_series(plan_between.from_day::timestamp, plan_between.to_day::timestamp - interval '1 day', interval '1 day') g (at)
  cross join lateral (select g.at::date as day) d
  join public.profiles p on p.role <> 'nobody' and (plan_between.manager is null or p.id = plan_between.manager)
    and (p.deactivated_at is null or p.status = 'active' or d.day <= (p.deactivated_at at time zone z.name)::date)
  left join lateral (
    select o.id, o.kind, o.starts, o.ends, o.note from public.schedule_exceptions o
    where o.day = d.day and (o.manager_id = p.id or o.manager_id is null)
    order by o.manager_id nulls last
    limit 1
  ) e on true
  left join lateral (
    select r.starts, r.ends from public.schedule_rules r
    where e.id is null and r.manager_id = p.id and r.weekday = extract(isodow from d.day)
      and r.valid_from <= d.day and (r.valid_to is null or r.valid_to >= d.day)
    order by r.valid_from desc
    limit 1
  ) r on true
  cross join lateral (select coalesce(e.kind, 'rule') as kind, coalesce(e.starts, r.starts) as starts, coalesce(e.ends, r.ends) as ends) x
  where e.id is not null or r.starts is not null
$$;

create or replace function app.planned_window(manager uuid, day date, out starts_at timestamptz, out ends_at timestamptz)
language sql
stable security definer
set search_path = ''
as $$
  select p.starts_at, p.ends_at
  from app.plan_between(planned_window.manager, planned_window.day, planned_window.day + 1) p
  where p.starts_at is not null
$$;

-- The day that a shift beginning now belongs to: yesterday while yesterday's planned night shift runs, tomorrow when tomorrow's is
-- planned to begin within two hours (from midnight on: who comes at ten to is early, not a day late), else today.
create function app.shift_day(manager uuid, at timestamptz)
returns date
language sql
stable security definer
set search_path = ''
as $$
  select t.today + case
    when y.starts_at <= shift_day.at and shift_day.at < y.ends_at + app.shift_grace() then -1
    when m.starts_at <= shift_day.at + interval '2 hours' and not coalesce(n.starts_at <= shift_day.at and shift_day.at < n.ends_at, false) then 1
    else 0
  end
  from (select app.day_of(shift_day.at) as today) t
  cross join lateral app.planned_window(shift_day.manager, t.today - 1) y
  cross join lateral app.planned_window(shift_day.manager, t.today) n
  cross join lateral app.planned_window(shift_day.manager, t.today + 1) m
$$;

-- ---------------------------------------------------------------------------------------------- opening and closing

-- Opens the shift's day, or joins it, and a session for this sign-in. A shift that another device keeps alive is joined whatever
-- the hour. Only the first of two racing calls makes anything.
create function app.open_shift(manager uuid, session uuid, agent text, address inet, at timestamptz)
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  shift date := coalesce((
    select max(s.day) from public.work_sessions s
    where s.manager_id = manager and s.ended_at is null and s.day >= app.day_of(at) - 1
  ), app.shift_day(manager, at));
begin
  insert into public.work_schedule as w (manager_id, day, planned_start, planned_end, started_at)
  select manager, shift, p.starts_at, p.ends_at, at from app.planned_window(manager, shift) p
  on conflict (manager_id, day) do update set ended_at = null, closed_by = null, answer = null, answered_at = null
    where w.ended_at is not null;
  insert into public.work_sessions (manager_id, day, auth_session_id, started_at, last_beat_at, user_agent, ip)
  values (manager, shift, session, at, at, left(agent, 500), address)
  on conflict (auth_session_id) where ended_at is null do nothing;
end
$$;

-- The end of a day is the end of its last session; a day with an open session has none. The lock keeps a session that is
-- being opened at this moment from being overlooked.
create function app.settle_day(manager uuid, shift date)
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform from public.work_schedule w where w.manager_id = manager and w.day = shift for update;
  update public.work_schedule w set ended_at = s.ended_at, closed_by = s.ended_by
  from (
    select x.ended_at, x.ended_by from public.work_sessions x
    where x.manager_id = manager and x.day = shift
    -- Of two that ended together the one that was ended by hand tells how.
    order by x.ended_at desc nulls first, (x.ended_by = 'auto')
    limit 1
  ) s
  where w.manager_id = manager and w.day = shift and (w.ended_at, w.closed_by) is distinct from (s.ended_at, s.ended_by);
end
$$;

-- Closes the sessions that fell silent (of one manager, or of all) at their last beat + grace, and shifts whose break was
-- forgotten where the break began. Another device's sign-out within that grace was the end of work, not forgetfulness. Rows that
-- somebody is beating on at this moment are left to him. Returns how many were closed.
create function app.close_silent(at timestamptz, manager uuid default null)
returns integer
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  grace interval := app.shift_grace();
  closed record;
  total integer := 0;
begin
  for closed in
    with gone as (
      update public.work_breaks b set ended_at = b.started_at, ended_by = 'auto'
      where b.ended_at is null and b.started_at < at - app.break_limit() and (manager is null or b.manager_id = manager)
      returning b.manager_id, b.started_at
    ), silent as materialized (
      select s.id, s.started_at, s.last_beat_at, s.manager_id
      from public.work_sessions s
      where s.ended_at is null and (manager is null or s.manager_id = manager)
        and (exists (select from gone g where g.manager_id = s.manager_id)
          or (s.last_beat_at + grace < at and not exists (
            -- What was silent long before the break is not kept by it.
            select from public.work_breaks b
            where b.manager_id = s.manager_id and b.ended_at is null and b.started_at <= s.last_beat_at + grace)))
      for update of s skip locked
    ), ended as (
      update public.work_sessions s
      set ended_at = greatest(x.started_at, least(x.last_beat_at + grace, g.started_at, o.left_at)),
        ended_by = case when o.left_at is not null and g.started_at is null then 'sign_out' else 'auto' end
      from silent x
      left join gone g on g.manager_id = x.manager_id
      left join lateral (
        select max(y.ended_at) as left_at from public.work_sessions y
        where y.manager_id = x.manager_id and y.ended_by = 'sign_out' and y.ended_at between x.last_beat_at and x.last_beat_at + grace
      ) o on true
      where s.id = x.id
      returning s.manager_id, s.day
    )
    select e.manager_id, e.day, count(*) as sessions from ended e group by 1, 2 order by 1, 2
  loop
    perform app.settle_day(closed.manager_id, closed.day);
    total := total + closed.sessions;
  end loop;
  return total;
end
$$;

-- The worker's: every shift that nobody ended.
create function app.close_forgotten_shifts()
returns integer
language sql
security definer
set search_path = ''
as $$ select app.close_silent(now()) $$;
grant execute on function app.close_forgotten_shifts() to service_role;

-- A row in auth.sessions is a sign-in, whoever made it (embedded or hosted auth). Never raises: it would block the sign-in.
create or replace function app.on_sign_in()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if exists (select from public.profiles p where p.id = new.user_id and p.status = 'active') then
    perform app.close_silent(now(), new.user_id);
    perform app.finish_break(new.user_id, now(), 'work');
    perform app.open_shift(new.user_id, new.id, new.user_agent, new.ip::inet, now());
    update public.profiles p set first_signed_in_at = now() where p.id = new.user_id and p.first_signed_in_at is null;
  end if;
  return new;
exception when others then
  raise warning 'smena: sign-in of % not recorded: %', new.user_id, sqlerrm;
  return new;
end
$$;

create or replace function app.on_sign_out()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform app.sign_out_at(old.id, now());
  return old;
exception when others then
  raise warning 'smena: sign-out of % not recorded: %', old.user_id, sqlerrm;
  return old;
end
$$;

-- Ends one device's session. One that has been silent for longer than the grace ended then.
create function app.sign_out_at(session uuid, at timestamptz)
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  left_by uuid := (select s.manager_id from public.work_sessions s where s.auth_session_id = session and s.ended_at is null);
  shift date;
begin
  perform app.close_silent(at, left_by);
  update public.work_sessions s set ended_at = greatest(at, s.started_at), ended_by = 'sign_out'
  where s.auth_session_id = session and s.ended_at is null
  returning s.day into shift;
  if shift is not null then
    if not exists (select from public.work_sessions s where s.manager_id = left_by and s.ended_at is null) then
      perform app.finish_break(left_by, at, 'stop');
    end if;
    perform app.settle_day(left_by, shift);
  end if;
end
$$;

create function app.finish_break(manager uuid, at timestamptz, how text)
returns boolean
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.work_breaks b set ended_at = greatest(at, b.started_at), ended_by = how
  where b.manager_id = manager and b.ended_at is null;
  if found then
    perform app.emit(manager, 'work_day', null);
  end if;
  return found;
end
$$;

-- ---------------------------------------------------------------------------------------------- minutes

-- Sets the minute and credits it to the deal or client, if it is one that this manager may see and the minute is not credited
-- yet: the first one named in a minute has it. Two that race wait for one row; neither is lost.
create function app.set_minute(manager uuid, client uuid, deal uuid, at timestamptz)
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  today date := app.day_of(at);
  midnight timestamptz := (select b.starts_at from app.day_bounds(today) b);
  nothing bit(1500) := repeat('0', 1500)::bit(1500);
  minute bit(1500) := set_bit(nothing, floor(extract(epoch from at - midnight) / 60)::integer, 1);
  focus_client uuid;
  focus_deal uuid;
  is_new boolean;
begin
  if client is not null or deal is not null then
    -- The lock waits for a merge of this client, so that no minute is left with the double.
    select coalesce(c.merged_into, c.id), d.id into focus_client, focus_deal
    from public.clients c
    left join public.deals d on d.id = deal and d.client_id = c.id
    where c.id = coalesce((select x.client_id from public.deals x where x.id = deal), client)
      and (c.owner_id = manager or exists (select from public.profiles p where p.id = manager and p.role = 'admin'))
    for key share of c;
  end if;
  insert into public.activity_days as a (manager_id, day, starts_at, minutes, focused)
  values (manager, today, midnight, minute, case when focus_client is not null then minute else nothing end)
  on conflict (manager_id, day, starts_at) do update
    set minutes = a.minutes | excluded.minutes, focused = a.focused | excluded.focused, updated_at = now()
    where a.minutes & excluded.minutes <> excluded.minutes or a.focused & excluded.focused <> excluded.focused
  returning true into is_new;
  if is_new and focus_client is not null then
    insert into public.focus_minutes as f (manager_id, day, starts_at, client_id, deal_id, minutes)
    values (manager, today, midnight, focus_client, focus_deal, minute)
    on conflict on constraint focus_minutes_key do update set minutes = f.minutes | excluded.minutes, updated_at = now();
  end if;
end
$$;

-- One sign of work. `how`: 'beat' (input was seen), 'write' (something was changed), 'return' (a button was pressed). Answers
-- what the manager is now: 'working', 'break', 'stopped' (he ended his work) or 'off' (this sign-in has ended).
create function app.beat_at(manager uuid, session uuid, client uuid, deal uuid, at timestamptz, how text)
returns text
language plpgsql
security definer
set search_path = ''
as $$
declare
  -- A token without a sign-in counts as one of its own.
  device uuid := coalesce(session, manager);
  own public.work_sessions;
  rest timestamptz;
  resumed boolean := false;
begin
  select s.* into own from public.work_sessions s
  where s.auth_session_id = device and s.manager_id = manager and s.ended_at is null
  for update;
  select b.started_at into rest from public.work_breaks b where b.manager_id = manager and b.ended_at is null;
  if rest < at - app.break_limit() or own.last_beat_at + app.shift_grace() < rest then
    perform app.close_silent(at, manager);
    own := null;
  end if;
  if rest < at - app.break_limit() then
    rest := null;
  elsif rest is not null and how = 'beat' then
    update public.work_sessions s set last_beat_at = greatest(at, s.last_beat_at) where s.id = own.id;
    return 'break';
  elsif rest is not null then
    resumed := app.finish_break(manager, at, case how when 'write' then 'work' else 'manager' end);
  end if;
  if own.id is not null and (own.last_beat_at + app.shift_grace() >= at or resumed) and own.day >= app.day_of(at) - 1 then
    update public.work_sessions s set last_beat_at = greatest(at, s.last_beat_at) where s.id = own.id;
  else
    -- One that never fell silent, for two days: nobody works so long.
    update public.work_sessions s set ended_at = greatest(at, s.started_at), ended_by = 'auto'
    where s.id = own.id and s.last_beat_at + app.shift_grace() >= at;
    if found then
      perform app.settle_day(manager, own.day);
    end if;
    perform app.close_silent(at, manager);
    -- The token of a sign-in outlives its sign-out by minutes: it opens nothing.
    if session is not null and not exists (select from auth.sessions s where s.id = session) then
      return 'off';
    elsif how = 'beat' and app.has_stopped(manager, at) then
      return 'stopped';
    end if;
    perform app.open_shift(manager, device, s.user_agent, s.ip::inet, at)
    from (select 1) one left join auth.sessions s on s.id = session;
  end if;
  perform app.set_minute(manager, client, deal, at);
  return 'working';
end
$$;

-- Has he ended the present shift by hand. Pressed in the small hours it ends a night, not the day that has just begun.
create function app.has_stopped(manager uuid, at timestamptz)
returns boolean
language sql
stable security definer
set search_path = ''
as $$
  select coalesce((
    select w.closed_by = 'manager' and (
      w.ended_at > has_stopped.at - interval '4 hours'
      or (w.day >= app.shift_day(has_stopped.manager, has_stopped.at)
        and w.ended_at >= (select b.starts_at + interval '4 hours' from app.day_bounds(w.day) b)))
    from public.work_schedule w
    where w.manager_id = has_stopped.manager and w.day >= app.day_of(has_stopped.at) - 2
    -- The shift that ended last: after midnight another device may have begun, and ended, the new day.
    order by w.ended_at desc nulls first, w.day desc
    limit 1), false)
$$;

create function app.session_of_token()
returns uuid
language sql
stable
set search_path = ''
as $$ select nullif(auth.jwt() ->> 'session_id', '')::uuid $$;

-- ---------------------------------------------------------------------------------------------- what a manager may call

-- "I am at work", with the client or deal that is open. Once a minute is enough, more do no harm.
create function app.beat(client uuid default null, deal uuid default null)
returns text
language plpgsql
security definer
set search_path = ''
as $$
begin
  return app.beat_at(app.require_active(), app.session_of_token(), client, deal, now(), 'beat');
end
$$;

-- Going on after "stop work", or after a break.
create function app.start_work()
returns text
language plpgsql
security definer
set search_path = ''
as $$
begin
  return app.beat_at(app.require_active(), app.session_of_token(), null, null, now(), 'return');
end
$$;

create function app.start_break()
returns text
language plpgsql
security definer
set search_path = ''
as $$
begin
  return app.start_break_at(app.require_active(), app.session_of_token(), now());
end
$$;

create function app.start_break_at(manager uuid, session uuid, at timestamptz)
returns text
language plpgsql
security definer
set search_path = ''
as $$
declare
  state text := app.beat_at(manager, session, null, null, at, 'beat');
begin
  if state in ('stopped', 'off') then
    perform app.fail(409, 'not_at_work');
  elsif state = 'working' then
    insert into public.work_breaks (manager_id, day, started_at)
    select manager, s.day, at from public.work_sessions s
    where s.manager_id = manager and s.ended_at is null
    order by s.last_beat_at desc
    limit 1
    on conflict (manager_id) where ended_at is null do nothing;
    perform app.emit(manager, 'work_day', null);
  end if;
  return 'break';
end
$$;

-- Without a break to end it is a sign of work like any other.
create function app.end_break()
returns text
language plpgsql
security definer
set search_path = ''
as $$
begin
  return app.start_work();
end
$$;

create function app.stop_work()
returns text
language plpgsql
security definer
set search_path = ''
as $$
begin
  return app.stop_work_at(app.require_active(), app.session_of_token(), now());
end
$$;

-- The button is a sign of work itself: pressed after a long silence, it ends the day there and then.
create function app.stop_work_at(manager uuid, session uuid, at timestamptz)
returns text
language plpgsql
security definer
set search_path = ''
as $$
declare
  shift date;
begin
  if not app.has_stopped(manager, at) then
    perform app.beat_at(manager, session, null, null, at, 'beat');
  end if;
  perform app.close_silent(at, manager);
  perform app.finish_break(manager, at, 'stop');
  for shift in
    with ended as (
      update public.work_sessions s set ended_at = greatest(at, s.started_at), ended_by = 'manager'
      where s.manager_id = stop_work_at.manager and s.ended_at is null
      returning s.day
    )
    select distinct e.day from ended e order by 1
  loop
    perform app.settle_day(manager, shift);
  end loop;
  return 'stopped';
end
$$;

grant execute on function app.beat(uuid, uuid), app.start_work(), app.start_break(), app.end_break(), app.stop_work() to authenticated;

-- ---------------------------------------------------------------------------------------------- writes are work

-- Whatever a person writes, by screen, API or data API, sets his minute and credits the client it was written for. Workers
-- that act in somebody's name do not: a robot is nobody's presence. Costs little when the minute is set already, and never
-- stands in the way of the write.
create function app.note_write()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  me uuid := auth.uid();
  known text := current_setting('app.minute', true);
  focus record;
begin
  if me is null or session_user = 'smena_worker' or known = me || ' focus' then
    return null;
  end if;
  -- One row has a focus; many at once (an import, a hand-over) have none.
  if tg_argv[0] = 'client' then
    select count(*) over () as n, r.id as client_id, null::uuid as deal_id into focus from (select x.id from written x limit 2) r limit 1;
  elsif tg_argv[0] = 'deal' then
    select count(*) over () as n, r.client_id, r.id as deal_id into focus from (select x.id, x.client_id from written x limit 2) r limit 1;
  elsif tg_argv[0] = 'of_deal' then
    select count(*) over () as n, r.client_id, r.deal_id into focus from (select x.client_id, x.deal_id from written x limit 2) r limit 1;
  elsif tg_argv[0] = 'of_client' then
    select count(*) over () as n, r.client_id, null::uuid as deal_id into focus from (select x.client_id from written x limit 2) r limit 1;
  else
    select count(*) as n, null::uuid as client_id, null::uuid as deal_id into focus from (select from written limit 1) r;
  end if;
  if coalesce(focus.n, 0) = 0 or (known = me || ' minute' and (focus.n > 1 or focus.client_id is null)) then
    return null;
  elsif focus.n > 1 then
    focus.client_id := null;
    focus.deal_id := null;
  end if;
  perform app.beat_of_write(me, focus.client_id, focus.deal_id);
  perform set_config('app.minute', me || case when focus.client_id is null then ' minute' else ' focus' end, true);
  return null;
exception when others then
  raise warning 'smena: minute of % not set: %', me, sqlerrm;
  return null;
end
$$;

-- The minute is usually set already, by the browser's beat or the write before: then there is nothing to lock and nothing to write.
create function app.beat_of_write(manager uuid, client uuid, deal uuid)
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  session uuid := app.session_of_token();
begin
  perform from public.activity_days a
  cross join lateral (select floor(extract(epoch from now() - a.starts_at) / 60)::integer as minute) m
  join public.work_sessions s on s.auth_session_id = coalesce(session, manager) and s.manager_id = manager and s.ended_at is null
  where a.manager_id = manager and a.day = app.day_of(now()) and m.minute between 0 and 1499
    and get_bit(a.minutes, m.minute) = 1 and (client is null or get_bit(a.focused, m.minute) = 1)
    and s.last_beat_at >= date_trunc('minute', now())
    and not exists (select from public.work_breaks b where b.manager_id = beat_of_write.manager and b.ended_at is null);
  if not found and app.active_uid() is not null then
    perform app.beat_at(manager, session, client, deal, now(), 'write');
  end if;
end
$$;

do $$
declare
  watched text[];
begin
  foreach watched slice 1 in array array[
    ['clients', 'client'], ['client_contacts', 'of_client'], ['interactions', 'of_deal'], ['deals', 'deal'], ['tasks', 'of_deal'],
    ['files', 'of_deal'], ['segments', ''], ['imports', '']
  ] loop
    execute format('create trigger %I after insert on public.%I referencing new table as written for each statement execute function app.note_write(%L)',
      watched[1] || '_minute_insert', watched[1], watched[2]);
    execute format('create trigger %I after update on public.%I referencing new table as written for each statement execute function app.note_write(%L)',
      watched[1] || '_minute_update', watched[1], watched[2]);
    execute format('create trigger %I after delete on public.%I referencing old table as written for each statement execute function app.note_write(%L)',
      watched[1] || '_minute_delete', watched[1], watched[2]);
  end loop;
end
$$;

-- ---------------------------------------------------------------------------------------------- merging

-- The time given to a double is time given to the client it turned out to be.
create function app.merge_focus()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  with moved as (
    delete from public.focus_minutes f where f.client_id = new.id returning f.*
  )
  insert into public.focus_minutes as f (manager_id, day, starts_at, client_id, deal_id, minutes)
  select m.manager_id, m.day, m.starts_at, new.merged_into, m.deal_id, m.minutes from moved m
  on conflict on constraint focus_minutes_key do update set minutes = f.minutes | excluded.minutes, updated_at = now();
  return null;
end
$$;
create trigger clients_merge_focus after update of merged_into on public.clients
  for each row when (new.merged_into is not null and old.merged_into is distinct from new.merged_into)
  execute function app.merge_focus();

-- ---------------------------------------------------------------------------------------------- who is at work

-- Is this manager at work now: heard of within the last quarter of an hour, and not on a break.
create or replace function app.on_shift(manager uuid)
returns boolean
language sql
stable security definer
set search_path = ''
as $$
  select exists (
    select from public.work_sessions s
    where s.manager_id = on_shift.manager and s.ended_at is null and s.last_beat_at > now() - interval '15 minutes'
  ) and not exists (select from public.work_breaks b where b.manager_id = on_shift.manager and b.ended_at is null)
$$;

-- ---------------------------------------------------------------------------------------------- forgetting

-- Minutes are kept as long as the company says; devices and addresses no longer than they. Days, their begin and end stay.
create function app.forget_minutes()
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  first_kept date := (select app.day_of(now()) - make_interval(months => c.retention_months) from public.company c);
begin
  delete from public.focus_minutes f where f.day < first_kept;
  delete from public.activity_days a where a.day < first_kept;
  update public.work_sessions s set user_agent = null, ip = null
  where s.day < first_kept and (s.user_agent is not null or s.ip is not null);
end
$$;
grant execute on function app.forget_minutes() to service_role;
