-- Working time, the figures: one definition of presence, activity and plan, for every screen, report and rollup.

drop function app.plan_of(uuid, date);

-- ---------------------------------------------------------------------------------------------- presence

-- What a set of spans lasts, in whole minutes.
create function app.minutes_in(spans tstzmultirange)
returns integer
language sql
immutable parallel safe
set search_path = ''
as $$ select coalesce(round(sum(extract(epoch from upper(r) - lower(r))) / 60), 0)::integer from unnest(spans) r $$;

-- Per manager the union of sessions that touch the days [from_day, to_day), and that without breaks. An open session lasts
-- until the last beat and the company's grace, as the worker will close it.
create function app.presence_spans(manager uuid, from_day date, to_day date)
returns table (manager_id uuid, spans tstzmultirange, breaks tstzmultirange)
language sql
rows 50
stable security definer
set search_path = ''
as $$
  select s.manager_id, s.spans - coalesce(b.spans, '{}'), s.spans * coalesce(b.spans, '{}')
  from (
    -- A session is labelled by the day it began in and lives for two at the most; one more for a change of the time zone.
    select x.manager_id, range_agg(tstzrange(x.started_at,
      greatest(x.started_at, coalesce(x.ended_at, least(now(), x.last_beat_at + app.shift_grace()))))) as spans
    from public.work_sessions x
    where x.day >= presence_spans.from_day - 3 and x.day <= presence_spans.to_day
      and (presence_spans.manager is null or x.manager_id = presence_spans.manager)
    group by x.manager_id
  ) s
  left join (
    select x.manager_id, range_agg(tstzrange(x.started_at, greatest(x.started_at, coalesce(x.ended_at, now())))) as spans
    from public.work_breaks x
    where x.day >= presence_spans.from_day - 3 and x.day <= presence_spans.to_day
      and (presence_spans.manager is null or x.manager_id = presence_spans.manager)
    group by x.manager_id
  ) b on b.manager_id = s.manager_id
$$;

-- Begin and end of the shifts labelled by these days: the first sign-in, and the end of the last session (null while one is
-- open; one that fell silent for longer than the grace is not).
create function app.shift_ends(manager uuid, from_day date, to_day date)
returns table (manager_id uuid, day date, clock_in timestamptz, clock_out timestamptz)
language sql
stable security definer
set search_path = ''
as $$
  select s.manager_id, s.day, min(s.started_at), case when bool_and(e.ended_at is not null) then max(e.ended_at) end
  from public.work_sessions s
  cross join lateral (
    select coalesce(s.ended_at, case when s.last_beat_at + app.shift_grace() < now()
      and not exists (select from public.work_breaks b where b.manager_id = s.manager_id and b.ended_at is null)
      then s.last_beat_at + app.shift_grace() end) as ended_at
  ) e
  where s.day >= shift_ends.from_day and s.day < shift_ends.to_day
    and (shift_ends.manager is null or s.manager_id = shift_ends.manager)
  group by s.manager_id, s.day
$$;

drop function app.shift_states(uuid);

-- Where each active colleague stands: 'working' (heard of within a quarter of an hour), 'break', 'away' (signed in, but silent),
-- 'off'; `since`: when the break began, or when he was seen last. With his shift: the one that lasts, that of today, or one that ended less than four hours ago (a night is not over for
-- the screen because midnight has passed); nulls: none yet.
create function app.shift_states(manager uuid default null)
returns table (manager_id uuid, state text, since timestamptz, day date, started_at timestamptz, ended_at timestamptz)
language plpgsql
stable security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  today date := app.day_of(now());
begin
  perform app.check_figures_of(manager);
  return query
    select p.id, x.state, case x.state when 'break' then b.started_at when 'away' then s.last_beat_at end, e.day, e.clock_in, e.clock_out
    from public.profiles p
    left join lateral (
      select max(x.last_beat_at) as last_beat_at from public.work_sessions x where x.manager_id = p.id and x.ended_at is null
    ) s on true
    left join public.work_breaks b on b.manager_id = p.id and b.ended_at is null
    cross join lateral (
      select case
        when s.last_beat_at is null then 'off'
        when b.started_at is not null then 'break'
        when s.last_beat_at > now() - interval '15 minutes' then 'working'
        else 'away'
      end as state
    ) x
    left join (
      select distinct on (x.manager_id) x.* from app.shift_ends(manager, today - 1, today + 2) x order by x.manager_id, x.day desc
    ) e on e.manager_id = p.id and (e.day >= today or e.clock_out is null or e.clock_out > now() - interval '4 hours')
    where p.role <> 'nobody' and p.status = 'active' and (manager is null or p.id = manager);
end
$$;

create function app.days_between(from_day date, to_day date)
returns table (day date, starts_at timestamptz, ends_at timestamptz, span tstzmultirange)
language sql
rows 31
stable security definer
set search_path = ''
as $$
  select d.day, d.starts_at, d.ends_at, tstzmultirange(tstzrange(d.starts_at, d.ends_at))
  from (
    select g.at::date as day, g.at at time zone z.name as starts_at, (g.at + interval '1 day') at time zone z.name as ends_at
    from (select coalesce((select c.time_zone from public.company c), 'UTC') as name) z
    cross join generate_series(days_between.from_day::timestamp, days_between.to_day::timestamp - interval '1 day', interval '1 day') g (at)
  ) d
$$;

-- Per day and manager: begin and end of the shift labelled by the day, and presence, counted in the day it fell on.
create or replace function app.presence(manager uuid, from_day date, to_day date)
returns table (day date, manager_id uuid, started_at timestamptz, ended_at timestamptz, minutes integer)
language plpgsql
stable security definer
set search_path = ''
set jit = off
as $$
#variable_conflict use_variable
begin
  perform app.check_figures_of(manager);
  return query
    select d.day, s.manager_id, e.clock_in, e.clock_out, app.minutes_in(s.spans * d.span)
    from app.presence_spans(manager, from_day, to_day) s
    join app.days_between(from_day, to_day) d on s.spans && d.span
    left join app.shift_ends(manager, from_day, to_day) e on e.manager_id = s.manager_id and e.day = d.day;
end
$$;

-- ---------------------------------------------------------------------------------------------- activity

-- Fills gaps of up to `gap` zeros between two ones.
create function app.fill_gaps(minutes bit, gap integer)
returns bit
language plpgsql
immutable parallel safe
set search_path = ''
as $$
declare
  grown bit varying := minutes;
  shrunk bit varying;
begin
  for i in 1..gap loop
    grown := grown | (minutes >> i);
  end loop;
  shrunk := grown;
  for i in 1..gap loop
    shrunk := shrunk & (grown << i);
  end loop;
  return minutes | shrunk;
end
$$;

-- The minutes of each company day as they lie in the present time zone, bit n the n-th from midnight, as many as the day has
-- (1380 to 1500), gaps up to the idle limit filled, also those that lie over midnight. Days without any are left out.
create function app.active_minutes(manager uuid, from_day date, to_day date)
returns table (day date, manager_id uuid, minutes bit varying)
language sql
stable security definer
set search_path = ''
as $$
  -- Half an hour of the days before and after is laid around each day: no gap that is filled is longer.
  select f.day, f.manager_id, substring(app.fill_gaps(f.bits, f.idle_limit) from 31 for f.length)
  from (
    select d.day, a.manager_id, c.idle_limit, extract(epoch from d.ends_at - d.starts_at)::integer / 60 as length,
      bit_or(case when o.shift >= 0 then a.minutes::bit(1560) >> o.shift else a.minutes::bit(1560) << -o.shift end) as bits
    from app.days_between(active_minutes.from_day, active_minutes.to_day) d
    cross join (select coalesce((select x.idle_limit_minutes from public.company x), 3) as idle_limit) c
    join public.activity_days a on a.day between d.day - 2 and d.day + 2
      and (active_minutes.manager is null or a.manager_id = active_minutes.manager)
    cross join lateral (select floor(extract(epoch from a.starts_at - d.starts_at) / 60)::integer + 30 as shift) o
    where o.shift between -1499 and 1559
    group by d.day, a.manager_id, c.idle_limit, d.starts_at, d.ends_at
  ) f
  where bit_count(f.bits) > 0
$$;

-- Calls and meetings that a manager logged with their duration, per day. Those with tests and spam leave with them.
create function app.attested_minutes(manager uuid, from_day date, to_day date)
returns table (day date, manager_id uuid, minutes integer)
language sql
stable security definer
set search_path = ''
as $$
  select (i.occurred_at at time zone z.name)::date, i.author_id, round(sum(i.duration_seconds) / 60.0)::integer
  from (select coalesce((select c.time_zone from public.company c), 'UTC') as name) z
  cross join public.interactions i
  where i.kind in ('call', 'meeting') and i.duration_seconds > 0 and i.author_id is not null
    and i.occurred_at >= attested_minutes.from_day::timestamp at time zone z.name
    and i.occurred_at < attested_minutes.to_day::timestamp at time zone z.name
    and (attested_minutes.manager is null or i.author_id = attested_minutes.manager)
    and not exists (select from public.clients c where c.id = i.client_id and c.excluded in ('test', 'spam'))
  group by 1, 2
$$;
create index interactions_attested_idx on public.interactions (occurred_at) include (author_id, duration_seconds, client_id)
  where kind in ('call', 'meeting') and duration_seconds > 0;

-- ---------------------------------------------------------------------------------------------- corrections

-- What accepted corrections add to, and take from, a manager's measured presence.
create function app.accepted_corrections(manager uuid, from_day date, to_day date)
returns table (manager_id uuid, added tstzmultirange, taken tstzmultirange)
language sql
rows 10
stable security definer
set search_path = ''
as $$
  select c.manager_id,
    coalesce(range_agg(case
      when c.kind = 'worked_away' then tstzrange(c.proposed_start, c.proposed_end)
      when c.kind = 'shift_end' and c.proposed_end > e.clock_out then tstzrange(e.clock_out, c.proposed_end)
    end), '{}'),
    coalesce(range_agg(case
      when c.kind = 'not_worked' then tstzrange(c.proposed_start, c.proposed_end)
      when c.kind = 'shift_end' and c.proposed_end < e.clock_out then tstzrange(c.proposed_end, e.clock_out)
    end), '{}')
  from public.time_corrections c
  left join app.shift_ends(accepted_corrections.manager, accepted_corrections.from_day - 1, accepted_corrections.to_day) e
    on e.manager_id = c.manager_id and e.day = c.day
  where c.status = 'accepted' and c.kind <> 'other'
    and c.day >= accepted_corrections.from_day - 1 and c.day < accepted_corrections.to_day
    and (accepted_corrections.manager is null or c.manager_id = accepted_corrections.manager)
  group by c.manager_id
$$;

-- ---------------------------------------------------------------------------------------------- all of a day

-- Per day and manager, every figure of working time; all minutes are additive over days and managers. Days with nothing
-- planned and nothing done are left out.
--   clock_in, clock_out    of the shift labelled by the day; the minutes of a night shift lie in the days they fell on
--   presence, breaks       sessions without, and within, breaks
--   active                 minutes of use, short gaps filled;  attested: logged calls and meetings, apart
--   planned, adherent      of the plan; presence within the plan
--   late, left_early       against the plan of the day's shift, 0 within the company's grace; null without plan or shift, and
--                          left_early while the shift lasts
--   absence                kind of the exception that made it a day off
--   corrected              presence as accepted corrections would have it; null without any. Shown beside, never instead
create function app.work_figures(manager uuid, from_day date, to_day date)
returns table (day date, manager_id uuid, clock_in timestamptz, clock_out timestamptz, presence_minutes integer,
  break_minutes integer, active_minutes integer, attested_minutes integer, planned_minutes integer, adherent_minutes integer,
  late_minutes integer, left_early_minutes integer, absence text, corrected_minutes integer)
language plpgsql
stable security definer
set search_path = ''
-- Rows of functions cannot be foreseen: the guess would pay for compiling what runs for milliseconds.
set jit = off
-- One manager and the whole company want different plans.
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict use_variable
declare
  tolerance interval := (select make_interval(mins => c.late_grace_minutes) from public.company c);
begin
  perform app.check_figures_of(manager);
  return query
    with days as materialized (
      select d.* from app.days_between(from_day, to_day) d
    ), spans as materialized (
      select s.* from app.presence_spans(manager, from_day, to_day) s
    ), shifts as materialized (
      select e.* from app.shift_ends(manager, from_day, to_day) e
    ), plan as materialized (
      -- Yesterday's night shift is planned for today, too.
      select p.* from app.plan_between(manager, from_day - 1, to_day) p
    ), plan_spans as materialized (
      select p.manager_id, range_agg(tstzrange(p.starts_at, p.ends_at)) as spans from plan p
      where p.starts_at is not null group by p.manager_id
    ), active as materialized (
      select a.day, a.manager_id, bit_count(a.minutes)::integer as minutes from app.active_minutes(manager, from_day, to_day) a
    ), attested as materialized (
      select a.* from app.attested_minutes(manager, from_day, to_day) a
    ), corrections as materialized (
      select c.* from app.accepted_corrections(manager, from_day, to_day) c
    ), present as materialized (
      select d.day, k.manager_id, coalesce(s.spans, '{}') * d.span as spans, coalesce(s.breaks, '{}') * d.span as breaks,
        coalesce(p.spans, '{}') * d.span as plan, c.added, c.taken, d.span
      from (select s.manager_id from spans s union select p.manager_id from plan_spans p union select c.manager_id from corrections c) k
      cross join days d
      left join spans s on s.manager_id = k.manager_id
      left join plan_spans p on p.manager_id = k.manager_id
      left join corrections c on c.manager_id = k.manager_id and (c.added + c.taken) && d.span
    ), keys as (
      select p.day, p.manager_id from present p where p.spans <> '{}' or p.plan <> '{}' or p.added is not null
      union select e.day, e.manager_id from shifts e
      union select a.day, a.manager_id from active a
      union select a.day, a.manager_id from attested a
      union select x.day, x.manager_id from plan x where x.day >= from_day
    )
    select k.day, k.manager_id, e.clock_in, e.clock_out,
      app.minutes_in(coalesce(p.spans, '{}')), app.minutes_in(coalesce(p.breaks, '{}')),
      coalesce(a.minutes, 0), coalesce(t.minutes, 0),
      app.minutes_in(coalesce(p.plan, '{}')), app.minutes_in(coalesce(p.spans * p.plan, '{}')),
      app.minutes_late(x.starts_at, e.clock_in, tolerance), app.minutes_late(e.clock_out, x.ends_at, tolerance),
      case when x.starts_at is null then x.kind end,
      case when p.added is not null then app.minutes_in((p.spans + p.added - p.taken) * p.span) end
    from keys k
    left join present p on p.day = k.day and p.manager_id = k.manager_id
    left join shifts e on e.day = k.day and e.manager_id = k.manager_id
    left join plan x on x.day = k.day and x.manager_id = k.manager_id
    left join active a on a.day = k.day and a.manager_id = k.manager_id
    left join attested t on t.day = k.day and t.manager_id = k.manager_id;
end
$$;

-- Whole minutes by which `actual` is after `due`; 0 within the tolerance.
create function app.minutes_late(due timestamptz, actual timestamptz, tolerance interval)
returns integer
language sql
immutable parallel safe
set search_path = ''
as $$ select case when actual - due > tolerance then floor(extract(epoch from actual - due) / 60)::integer when actual - due is not null then 0 end $$;

-- Activity is null under a quarter of an hour of presence. A begun minute counts as active, so the share is cut at 1.
create function app.activity_rate(active bigint, presence bigint)
returns numeric
language sql
immutable parallel safe
set search_path = ''
as $$ select case when presence >= 15 then least(app.share(active, presence), 1) end $$;

-- The figures of one day, or of their sum, as screens read them: each ratio with what it is made of.
create function app.work_json(presence bigint, breaks bigint, active bigint, attested bigint, planned bigint, adherent bigint)
returns jsonb
language sql
immutable parallel safe
set search_path = ''
as $$
  select jsonb_build_object(
    'presence_minutes', presence, 'break_minutes', breaks, 'active_minutes', active, 'attested_minutes', attested,
    'planned_minutes', planned, 'adherent_minutes', adherent,
    'activity_rate', app.activity_rate(active, presence),
    'adherence', app.share(adherent, planned),
    'utilisation', app.share(active, planned))
$$;

-- ---------------------------------------------------------------------------------------------- where the minutes went

-- Focus minutes by the days of the present time zone; a row kept in another zone may lie over two of them.
create function app.focus_figures(manager uuid, from_day date, to_day date)
returns table (id uuid, day date, starts_at timestamptz, manager_id uuid, client_id uuid, deal_id uuid, minutes integer)
language plpgsql
stable security definer
set search_path = ''
set jit = off
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict use_variable
begin
  perform app.check_figures_of(manager);
  return query
    select case when f.starts_at = d.starts_at then f.id else md5(f.id::text || d.day)::uuid end, d.day, d.starts_at, f.manager_id,
      f.client_id, f.deal_id, b.minutes::integer
    from app.days_between(from_day, to_day) d
    join public.focus_minutes f on f.day between d.day - 2 and d.day + 2 and (manager is null or f.manager_id = manager)
      and f.starts_at < d.ends_at and f.starts_at > d.starts_at - interval '1500 minutes'
    -- Which of its minutes begin in the day. Written out: a call for each row would cost more than all the rest.
    cross join lateral (
      select ceil(date_part('epoch', d.starts_at - f.starts_at) / 60)::integer as first,
        ceil(date_part('epoch', d.ends_at - f.starts_at) / 60)::integer as last
    ) r
    cross join lateral (select bit_count(substring(f.minutes from r.first + 1 for r.last - r.first)) as minutes) b
    where b.minutes > 0;
end
$$;

-- ---------------------------------------------------------------------------------------------- drawings

-- Runs of ones as [{"from", "to"}, ...], in minutes, `to` no longer within.
create function app.minute_runs(minutes bit varying)
returns json
language sql
immutable parallel safe
set search_path = ''
as $$
  select coalesce(json_agg(json_build_object('from', r.first, 'to', r.first + r.length) order by r.first), '[]')
  from (
    select min(x.n) as first, count(*) as length
    from (
      select n, n - row_number() over (order by n) as island
      from generate_series(0, length(minutes) - 1) n
      where get_bit(minutes, n) = 1
    ) x
    group by x.island
  ) r
$$;

-- Spans in the same form, of a day that begins at `starts_at`.
create function app.span_runs(spans tstzmultirange, starts_at timestamptz)
returns json
language sql
immutable parallel safe
set search_path = ''
as $$
  select coalesce(json_agg(json_build_object(
    'from', round(extract(epoch from lower(r) - starts_at) / 60)::integer,
    'to', round(extract(epoch from upper(r) - starts_at) / 60)::integer) order by lower(r)), '[]')
  from unnest(spans) r
$$;

-- The bits of the minutes that began in [from_at, to_at).
create function app.bits_between(minutes bit, starts_at timestamptz, from_at timestamptz, to_at timestamptz)
returns bit varying
language sql
immutable parallel safe
set search_path = ''
as $$
  select case when r.first < r.last then substring(minutes from r.first + 1 for r.last - r.first) else ''::bit varying end
  from (
    select greatest(least(ceil(extract(epoch from from_at - starts_at) / 60), 1500), 0)::integer as first,
      greatest(least(ceil(extract(epoch from to_at - starts_at) / 60), 1500), 0)::integer as last
  ) r
$$;

-- What lies between two moments, to draw: runs of minutes since the first. Bit n of `active` is the n-th minute.
create function app.strip_json(
  starts_at timestamptz, ends_at timestamptz, presence tstzmultirange, breaks tstzmultirange, plan tstzmultirange, active bit varying
)
returns json
language sql
immutable parallel safe
set search_path = ''
as $$
  select json_build_object(
    'starts_at', starts_at,
    'minutes', extract(epoch from ends_at - starts_at)::integer / 60,
    'presence', app.span_runs(presence * f.span, starts_at),
    'breaks', app.span_runs(breaks * f.span, starts_at),
    'planned', app.span_runs(plan * f.span, starts_at),
    'active', app.minute_runs(coalesce(active, ''::bit varying)))
  from (select tstzmultirange(tstzrange(starts_at, ends_at)) as span) f
$$;

-- A day as a strip for each manager with anything to draw: runs of minutes since midnight. `minutes` is the day's length.
create function app.day_strips(manager uuid, day date)
returns table (manager_id uuid, strip json)
language plpgsql
stable security definer
set search_path = ''
set jit = off
as $$
#variable_conflict use_variable
begin
  perform app.check_figures_of(manager);
  return query
    with plan as materialized (
      select p.manager_id, range_agg(tstzrange(p.starts_at, p.ends_at)) as spans
      from app.plan_between(manager, day - 1, day + 1) p where p.starts_at is not null group by p.manager_id
    ), spans as materialized (
      select s.* from app.presence_spans(manager, day, day + 1) s
    ), active as materialized (
      select a.* from app.active_minutes(manager, day, day + 1) a
    )
    select k.manager_id, app.strip_json(d.starts_at, d.ends_at, s.spans, s.breaks, p.spans, a.minutes)
    from app.days_between(day, day + 1) d
    cross join (select x.manager_id from plan x union select x.manager_id from spans x union select x.manager_id from active x) k
    left join plan p on p.manager_id = k.manager_id
    left join spans s on s.manager_id = k.manager_id
    left join active a on a.manager_id = k.manager_id;
end
$$;

-- Active minutes of each day by the local hour they fell in (24 numbers; an hour that comes twice counts twice).
create function app.heat_map(manager uuid, from_day date, to_day date)
returns table (day date, hours integer[])
language plpgsql
stable security definer
set search_path = ''
set jit = off
as $$
#variable_conflict use_variable
declare
  zone text := app.company_zone();
begin
  perform app.check_figures_of(manager);
  return query
    with counted as materialized (
      select a.day, extract(hour from (d.starts_at + make_interval(mins => n)) at time zone zone)::integer as hour, count(*) as minutes
      from app.active_minutes(manager, from_day, to_day) a
      join app.days_between(from_day, to_day) d on d.day = a.day
      cross join generate_series(0, length(a.minutes) - 1) n
      where get_bit(a.minutes, n) = 1
      group by 1, 2
    )
    select d.day, array(
      select coalesce((select c.minutes from counted c where c.day = d.day and c.hour = h), 0)::integer from generate_series(0, 23) h order by h)
    from app.days_between(from_day, to_day) d;
end
$$;

-- One day as its page shows it.
create or replace function app.work_day(manager uuid, day date)
returns json
language sql
stable security definer
set search_path = ''
as $$
  select (jsonb_build_object(
    'day', work_day.day,
    'time_zone', app.company_zone(),
    'state', (select s.state from app.shift_states(work_day.manager) s),
    'started_at', f.clock_in,
    'ended_at', f.clock_out,
    'closed_by', w.closed_by,
    'planned', case when p.starts_at is not null then jsonb_build_object('starts_at', p.starts_at, 'ends_at', p.ends_at) end,
    'absence', case when p.starts_at is null then p.kind end,
    'answer', w.answer,
    'correction', w.correction,
    'late_minutes', f.late_minutes,
    'left_early_minutes', f.left_early_minutes,
    'corrected_minutes', f.corrected_minutes,
    'sessions', (
      select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'started_at', s.started_at, 'last_beat_at', s.last_beat_at,
        'ended_at', s.ended_at, 'ended_by', s.ended_by, 'user_agent', s.user_agent) order by s.started_at), '[]')
      from public.work_sessions s where s.manager_id = work_day.manager and s.day = work_day.day
    ),
    'breaks', (
      select coalesce(jsonb_agg(jsonb_build_object('id', b.id, 'started_at', b.started_at, 'ended_at', b.ended_at,
        'ended_by', b.ended_by) order by b.started_at), '[]')
      from public.work_breaks b where b.manager_id = work_day.manager and b.day = work_day.day
    ))
    || app.work_json(coalesce(f.presence_minutes, 0), coalesce(f.break_minutes, 0), coalesce(f.active_minutes, 0),
      coalesce(f.attested_minutes, 0), coalesce(f.planned_minutes, 0), coalesce(f.adherent_minutes, 0))
    || jsonb_build_object('planned_minutes', nullif(f.planned_minutes, 0)))::json
  from (select 1) one
  left join app.work_figures(work_day.manager, work_day.day, work_day.day + 1) f on true
  left join app.plan_between(work_day.manager, work_day.day, work_day.day + 1) p on true
  left join public.work_schedule w on w.manager_id = work_day.manager and w.day = work_day.day
$$;

-- A shift drawn whole: its day, or, when it passes midnight, 24 hours from noon (from a little before it, if it began earlier).
create function app.shift_strip(manager uuid, day date)
returns json
language sql
stable security definer
set search_path = ''
as $$
  with shift as (
    select coalesce(least(e.clock_in, p.starts_at), b.starts_at) as first,
      greatest(coalesce(e.clock_out, case when e.clock_in is not null then now() end), p.ends_at) as last
    from app.planned_window(shift_strip.manager, shift_strip.day) p
    cross join app.day_bounds(shift_strip.day) b
    left join app.shift_ends(shift_strip.manager, shift_strip.day, shift_strip.day + 1) e on true
  ), frame as (
    select b.day, b.offset_minutes, b.starts_at + make_interval(mins => b.offset_minutes) as starts_at,
      case when b.offset_minutes = 0 then b.ends_at else b.starts_at + make_interval(mins => b.offset_minutes + 1440) end as ends_at
    from (
      select d.day, d.starts_at, d.ends_at, case when s.last > d.ends_at
        then least(720, 180 * floor(extract(epoch from s.first - d.starts_at) / 10800))::integer else 0 end as offset_minutes
      from shift s cross join app.days_between(app.day_of(s.first), app.day_of(s.first) + 1) d
    ) b
  )
  select app.strip_json(f.starts_at, f.ends_at, s.spans, s.breaks, p.spans, substring(a.minutes from f.offset_minutes + 1 for 1440)::bit varying)
  from frame f
  left join app.presence_spans(shift_strip.manager, f.day, f.day + 2) s on true
  cross join lateral (
    select range_agg(tstzrange(x.starts_at, x.ends_at)) as spans
    from app.plan_between(shift_strip.manager, f.day - 1, f.day + 2) x where x.starts_at is not null
  ) p
  cross join lateral (
    select string_agg(coalesce(x.minutes::text, repeat('0', extract(epoch from d.ends_at - d.starts_at)::integer / 60)), '' order by d.day) as minutes
    from app.days_between(f.day, f.day + 2) d
    left join app.active_minutes(shift_strip.manager, f.day, f.day + 2) x on x.day = d.day
  ) a
$$;

-- The shift that a manager is in, or has before him, as the day ring shows it: whole, where the figures of days part it at
-- midnight. The rest is that of the day which labels it. `drawn`: with its strip.
create function app.work_shift(manager uuid, drawn boolean default false)
returns json
language sql
stable security definer
set search_path = ''
as $$
  select (d.page
    || app.work_json(app.minutes_in(s.spans), app.minutes_in(s.breaks), a.minutes, (d.page ->> 'attested_minutes')::bigint,
      app.minutes_in(p.span), app.minutes_in(s.spans * p.span))
    || jsonb_build_object('planned_minutes', nullif(app.minutes_in(p.span), 0))
    || case when drawn then jsonb_build_object('strip', app.shift_strip(work_shift.manager, t.day)) else '{}' end)::json
  from (
    select coalesce((select x.day from app.shift_states(work_shift.manager) x), app.shift_day(work_shift.manager, now())) as day
  ) t
  cross join lateral (select app.work_day(work_shift.manager, t.day)::jsonb as page) d
  cross join lateral (
    select coalesce(tstzmultirange(tstzrange(w.starts_at, w.ends_at)), '{}') as span
    from app.planned_window(work_shift.manager, t.day) w
  ) p
  left join app.shift_ends(work_shift.manager, t.day, t.day + 1) e on true
  cross join lateral (
    select tstzmultirange(case when e.clock_in is not null then tstzrange(e.clock_in, coalesce(e.clock_out, now())) else 'empty' end) as span
  ) l
  left join app.presence_spans(work_shift.manager, t.day, t.day + 1) x on true
  cross join lateral (select coalesce(x.spans * l.span, '{}') as spans, coalesce(x.breaks * l.span, '{}') as breaks) s
  cross join lateral (
    select coalesce(sum(bit_count(
      app.bits_between(m.minutes, g.starts_at, date_trunc('minute', e.clock_in), coalesce(e.clock_out, now())))), 0)::bigint as minutes
    from app.active_minutes(work_shift.manager, t.day - 1, t.day + 2) m
    join app.days_between(t.day - 1, t.day + 2) g on g.day = m.day
    where e.clock_in is not null
  ) a
$$;

grant execute on function
  app.shift_states(uuid), app.work_shift(uuid, boolean), app.work_figures(uuid, date, date), app.focus_figures(uuid, date, date), app.day_strips(uuid, date), app.heat_map(uuid, date, date),
  app.activity_rate(bigint, bigint), app.work_json(bigint, bigint, bigint, bigint, bigint, bigint)
  to authenticated;
