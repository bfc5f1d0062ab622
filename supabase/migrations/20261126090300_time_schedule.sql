-- The plan as an admin edits it, and days that a manager disputes.

-- ---------------------------------------------------------------------------------------------- weekly plan and exceptions

-- A day off for everybody is a holiday; the other kinds are somebody's.
alter table public.schedule_exceptions
  add constraint schedule_exceptions_holiday_check check (manager_id is not null or kind = 'holiday');

create function app.check_member(member uuid)
returns void
language plpgsql
stable security definer
set search_path = ''
as $$
begin
  if not exists (select from public.profiles p where p.id = member and p.role <> 'nobody') then
    perform app.fail(404, 'member_not_found');
  end if;
end
$$;

-- A manager's weekly plan from a day on: [{"weekday": 1..7, "starts": "09:00", "ends": "18:00"}], at most one shift a weekday,
-- none for a day off. What was planned before that day stays as it was; what was planned from it on is replaced.
create function app.set_week(manager uuid, valid_from date, days jsonb)
returns void
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
begin
  perform app.require_admin();
  perform app.check_member(manager);
  -- Two admins at once: the second plan is whole, too.
  perform pg_advisory_xact_lock(hashtextextended('smena.schedule.' || manager, 0));
  delete from public.schedule_rules r where r.manager_id = manager and r.valid_from >= set_week.valid_from;
  update public.schedule_rules r set valid_to = set_week.valid_from - 1
  where r.manager_id = manager and (r.valid_to is null or r.valid_to >= set_week.valid_from);
  insert into public.schedule_rules (manager_id, weekday, starts, ends, valid_from)
  select manager, x.weekday, x.starts, x.ends, set_week.valid_from
  from jsonb_to_recordset(days) x (weekday integer, starts time, ends time);
end
$$;

-- The weekly plan that holds on a day.
create function app.week_of(manager uuid, day date)
returns table (weekday integer, starts time, ends time, valid_from date, valid_to date)
language sql
stable
set search_path = ''
as $$
  select distinct on (r.weekday) r.weekday, r.starts, r.ends, r.valid_from, r.valid_to
  from public.schedule_rules r
  where r.manager_id = week_of.manager and r.valid_from <= week_of.day and (r.valid_to is null or r.valid_to >= week_of.day)
  order by r.weekday, r.valid_from desc
$$;

-- The plan of the caller, of one manager, or (null, an admin) of everybody, with the names of its exceptions.
create function app.plan(manager uuid, from_day date, to_day date)
returns table (manager_id uuid, day date, starts_at timestamptz, ends_at timestamptz, kind text, exception_id uuid, note text)
language plpgsql
stable security definer
set search_path = ''
as $$
#variable_conflict use_variable
begin
  perform app.check_figures_of(manager);
  return query select p.* from app.plan_between(manager, from_day, to_day) p;
end
$$;

-- The same exception for every day from `from_day` to `to_day`, both included, in place of what stood there; of nobody: a
-- company holiday. Returns how many days.
create function app.set_exceptions(
  manager uuid, from_day date, to_day date, kind text, starts time default null, ends time default null, note text default null
)
returns integer
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  made integer;
begin
  perform app.require_admin();
  if manager is not null then
    perform app.check_member(manager);
  end if;
  if to_day < from_day or to_day - from_day > 366 then
    perform app.fail(422, 'days_out_of_order', '{"field": "to_day"}');
  end if;
  insert into public.schedule_exceptions as e (manager_id, day, kind, starts, ends, note)
  select manager, g.at::date, kind, starts, ends, note
  from generate_series(from_day::timestamp, to_day::timestamp, interval '1 day') g (at)
  on conflict (coalesce(manager_id, '00000000-0000-0000-0000-000000000000'::uuid), day) do update
    set kind = excluded.kind, starts = excluded.starts, ends = excluded.ends, note = excluded.note;
  get diagnostics made = row_count;
  return made;
end
$$;

-- ---------------------------------------------------------------------------------------------- disputed days

-- What was said stays; the decision is written once.
create function app.keep_correction()
returns trigger
language plpgsql
set search_path = ''
as $$
declare
  decided text[] := array['status', 'decided_by', 'decided_at', 'decision'];
begin
  if tg_op = 'UPDATE' and old.status = 'open' and (to_jsonb(new) - decided) = (to_jsonb(old) - decided) then
    return new;
  end if;
  raise exception using errcode = 'SM403', message = 'append_only', detail = jsonb_build_object('table', tg_table_name)::text;
end
$$;
create trigger time_corrections_append_only before update or delete on public.time_corrections
  for each row execute function app.keep_correction();
create trigger time_corrections_audit after insert or update or delete on public.time_corrections
  for each row execute function app.audit();

-- The day carries the state of its latest correction.
create function app.note_correction()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.work_schedule w set correction = new.status where w.manager_id = new.manager_id and w.day = new.day;
  return null;
end
$$;
create trigger time_corrections_state after insert or update on public.time_corrections
  for each row execute function app.note_correction();

alter table public.notifications drop constraint notifications_kind_check;
alter table public.notifications add constraint notifications_kind_check check (kind in (
  'lead_new', 'lead_repeat', 'lead_unassigned', 'lead_quarantined', 'client_assigned', 'clients_handed_over', 'task_assigned',
  'task_due', 'deal_won', 'import_done', 'time_disputed', 'time_decided', 'system'));

-- The caller disputes a day of his own: 'shift_end' (when it ended), 'worked_away' (work that Smena did not see), 'not_worked'
-- (time that it counted wrongly), 'other'. The heads are told.
create function app.ask_correction(day date, kind text, proposed_start timestamptz, proposed_end timestamptz, reason text)
returns uuid
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  me uuid := app.require_active();
  made uuid;
begin
  if day > app.day_of(now()) then
    perform app.fail(422, 'day_in_future', '{"field": "day"}');
  elsif proposed_end > now() then
    perform app.fail(422, 'time_in_future', '{"field": "proposed_end"}');
  elsif (kind = 'shift_end' and (proposed_end is null or proposed_start is not null))
    or (kind in ('worked_away', 'not_worked') and (proposed_start is null or proposed_end is null)) then
    perform app.fail(422, 'times_needed', '{"field": "proposed_end"}');
  elsif coalesce(proposed_start, proposed_end) < (select b.starts_at from app.day_bounds(day) b)
    or proposed_end > (select b.ends_at from app.day_bounds(day + 1) b) then
    perform app.fail(422, 'time_outside_day', '{"field": "proposed_end"}');
  elsif proposed_end <= proposed_start then
    perform app.fail(422, 'times_out_of_order', '{"field": "proposed_end"}');
  end if;
  insert into public.time_corrections (manager_id, day, asked_by, kind, proposed_start, proposed_end, reason)
  values (me, day, me, kind, proposed_start, proposed_end, btrim(reason))
  returning id into made;
  perform app.notify_user(p.id, 'time_disputed',
    jsonb_build_object('day', day, 'correction_id', made, 'manager_id', me, 'name', (select m.full_name from public.profiles m where m.id = me)))
  from public.profiles p
  where p.role = 'admin' and p.status = 'active' and p.id <> me;
  return made;
end
$$;

-- An admin's answer. Nobody answers himself while there is another head to ask.
create function app.decide_correction(correction_id uuid, accepted boolean, note text default null)
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  me uuid := app.require_admin();
  asked public.time_corrections;
begin
  select c.* into asked from public.time_corrections c where c.id = correction_id for update;
  if asked.id is null then
    perform app.fail(404, 'correction_not_found');
  elsif asked.status <> 'open' then
    perform app.fail(409, 'already_decided');
  elsif asked.manager_id = me and exists (
    select from public.profiles p where p.role = 'admin' and p.status = 'active' and p.id <> me
  ) then
    perform app.fail(403, 'own_correction');
  end if;
  update public.time_corrections c
  set status = case when accepted then 'accepted' else 'declined' end, decided_by = me, decided_at = now(),
    decision = nullif(btrim(note), '')
  where c.id = asked.id;
  if asked.manager_id <> me then
    perform app.notify_user(asked.manager_id, 'time_decided', jsonb_build_object('day', asked.day, 'correction_id', asked.id,
      'accepted', accepted, 'name', (select m.full_name from public.profiles m where m.id = me)));
  end if;
end
$$;

-- As screens read it.
create function app.correction_json(correction public.time_corrections)
returns json
language sql
stable
set search_path = ''
as $$
  select json_build_object(
    'id', correction.id,
    'manager', json_build_object('id', m.id, 'full_name', m.full_name, 'photo_path', m.photo_path),
    'day', correction.day, 'kind', correction.kind, 'proposed_start', correction.proposed_start,
    'proposed_end', correction.proposed_end, 'reason', correction.reason, 'status', correction.status,
    'decided_by', case when d.id is not null then json_build_object('id', d.id, 'full_name', d.full_name, 'photo_path', d.photo_path) end,
    'decided_at', correction.decided_at, 'decision', correction.decision, 'created_at', correction.created_at)
  from app.directory() m
  left join app.directory() d on d.id = correction.decided_by
  where m.id = correction.manager_id
$$;

-- ---------------------------------------------------------------------------------------------- forgotten sign-out

-- The oldest of the caller's days in the last month that ended by itself and was not answered for: when it is taken to have
-- ended, and when he was seen last.
create function app.shift_question()
returns table (day date, started_at timestamptz, ended_at timestamptz, last_seen_at timestamptz)
language sql
stable security definer
set search_path = ''
as $$
  select w.day, w.started_at, w.ended_at,
    (select max(s.last_beat_at) from public.work_sessions s where s.manager_id = w.manager_id and s.day = w.day)
  from public.work_schedule w
  where w.manager_id = app.active_uid() and w.closed_by = 'auto' and w.answer is null
    and w.day between app.day_of(now()) - 31 and app.day_of(now())
  order by w.day
  limit 1
$$;

-- "It ended then", or, with another time and a reason, a correction of it.
create function app.answer_shift_question(day date, ended_at timestamptz default null, reason text default null)
returns void
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  me uuid := app.require_active();
  measured timestamptz;
begin
  select w.ended_at into measured from public.work_schedule w
  where w.manager_id = me and w.day = answer_shift_question.day and w.closed_by = 'auto' and w.answer is null
  for update;
  if measured is null then
    perform app.fail(404, 'question_not_found');
  elsif ended_at is not null and ended_at <> measured and nullif(btrim(reason), '') is null then
    perform app.fail(422, 'reason_needed', '{"field": "reason"}');
  end if;
  if ended_at is not null and ended_at <> measured then
    perform app.ask_correction(day, 'shift_end', null, ended_at, reason);
  end if;
  update public.work_schedule w
  set answer = case when ended_at is null or ended_at = measured then 'confirmed' else 'disputed' end, answered_at = now()
  where w.manager_id = me and w.day = answer_shift_question.day;
end
$$;

grant execute on function
  app.set_week(uuid, date, jsonb), app.week_of(uuid, date), app.plan(uuid, date, date), app.set_exceptions(uuid, date, date, text, time, time, text),
  app.ask_correction(date, text, timestamptz, timestamptz, text), app.decide_correction(uuid, boolean, text), app.correction_json(public.time_corrections),
  app.shift_question(), app.answer_shift_question(date, timestamptz, text)
  to authenticated;
