-- What time causes around tasks and leads. Every function takes its moment, so that any hour can be tested.

drop function app.tend_tasks();

-- Marks what became overdue. Tells the owner once that the time he wished to be reminded at has come, and once, ten minutes
-- after it was due, that it is still open: a reminder for the very moment must not come twice.
create function app.tend_tasks(at timestamptz default now())
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.tasks t set status = 'overdue'
  where t.status = 'open' and t.due_at < at and t.completed_at is null and t.archived_at is null;
  perform app.notify_once(t.owner_id, 'task_due', t.id || ' ' || extract(epoch from t.remind_at),
    jsonb_build_object('title', t.title, 'due_at', t.due_at), t.client_id, t.deal_id, t.id)
  from public.tasks t
  where t.remind_at > at - interval '1 day' and t.remind_at <= at and t.completed_at is null and t.archived_at is null;
  perform app.notify_once(t.owner_id, 'task_overdue', t.id || ' ' || extract(epoch from t.due_at),
    jsonb_build_object('title', t.title, 'due_at', t.due_at), t.client_id, t.deal_id, t.id)
  from public.tasks t
  where t.due_at > at - interval '1 day' and t.due_at <= at - interval '10 minutes'
    and t.completed_at is null and t.archived_at is null;
end
$$;

-- A client who waits longer than the company allows: his manager is told, and after as long again the heads. With nobody to
-- answer for him the heads are told at once. Each of them once. A fortnight: no office is closed for longer.
create function app.escalate_leads(at timestamptz default now())
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  lead record;
begin
  for lead in
    with waiting as materialized (
      select c.id, c.owner_id, c.name, c.waiting_since, c.id || ' ' || extract(epoch from c.waiting_since) as occasion
      from public.company k
      join public.clients c on c.waiting_since > at - interval '14 days' and c.waiting_since <= at - make_interval(mins => k.sla_minutes)
      where c.archived_at is null and c.excluded is null
        and not exists (
          select from public.notifications n
          where n.kind = 'lead_escalated' and n.occasion = c.id || ' ' || extract(epoch from c.waiting_since))
    )
    select w.*, m.missed
    from waiting w
    cross join lateral (select app.deadlines_missed(w.waiting_since, at) as missed) m
    where m.missed > 0
  loop
    perform app.notify_once(lead.owner_id, 'lead_late', lead.occasion,
      jsonb_build_object('name', lead.name, 'waiting_since', lead.waiting_since), lead.id);
    if lead.missed > 1 or lead.owner_id = app.unassigned() then
      perform app.notify_once(p.id, 'lead_escalated', lead.occasion,
        jsonb_build_object('name', lead.name, 'waiting_since', lead.waiting_since,
          'manager', (select o.full_name from public.profiles o where o.id = lead.owner_id and o.role <> 'nobody')), lead.id)
      from public.profiles p
      where p.role = 'admin' and p.id <> lead.owner_id;
    end if;
  end loop;
end
$$;

-- The morning mail of those who want it, on days they work; up to three hours late if no worker ran.
create function app.queue_digests(at timestamptz default now())
returns void
language sql
security definer
set search_path = ''
as $$
  select app.queue_delivery(s.user_id, 'email', 'digest', 'digest ' || d.day, at)
  from public.company c
  cross join (select app.day_of(at) as day) d
  join public.notification_settings s on s.digest_at is not null
  join public.profiles p on p.id = s.user_id and p.status = 'active'
  join private.delivery_channels k on k.channel = 'email' and k.is_ready
  cross join lateral (select (d.day + s.digest_at) at time zone c.time_zone as moment) m
  where at >= m.moment and at < m.moment + interval '3 hours'
    and (select w.starts_at from app.working_window(s.user_id, d.day) w) is not null
$$;

-- What waits for a person: tasks, leads (an admin's: everybody's) and deals without a next step, the first of each named.
create function app.digest(person uuid, at timestamptz default now())
returns json
language sql
stable security definer
set search_path = ''
as $$
  with me as (
    select p.id, p.role = 'admin' as leads_all from public.profiles p where p.id = person
  ), open_tasks as (
    select t.id, t.title, t.due_at, c.name as client
    from me join public.tasks t on t.owner_id = me.id
    left join public.clients c on c.id = t.client_id
    where t.completed_at is null and t.archived_at is null
      and t.due_at < (select b.ends_at from app.day_bounds(app.day_of(at)) b)
  ), waiting as (
    select c.id, c.name, c.waiting_since
    from me join public.clients c on c.owner_id = me.id or me.leads_all
    where c.waiting_since is not null and c.waiting_since <= at and c.archived_at is null and c.excluded is null
  ), stuck as (
    select d.id, d.title, d.stage_entered_at, c.name as client
    from me join public.deals d on d.owner_id = me.id
    join public.clients c on c.id = d.client_id
    where d.outcome = 'open' and d.archived_at is null
      and not exists (select from public.tasks t where t.deal_id = d.id and t.completed_at is null and t.archived_at is null)
  )
  select json_build_object(
    'overdue', (select json_build_object('count', count(*), 'items', coalesce(
      json_agg(json_build_object('id', x.id, 'title', x.title, 'due_at', x.due_at, 'client', x.client) order by x.due_at, x.id)
        filter (where x.place <= 5), '[]'))
      from (select t.*, row_number() over (order by t.due_at, t.id) as place from open_tasks t where t.due_at < at) x),
    'today', (select json_build_object('count', count(*), 'items', coalesce(
      json_agg(json_build_object('id', x.id, 'title', x.title, 'due_at', x.due_at, 'client', x.client) order by x.due_at, x.id)
        filter (where x.place <= 5), '[]'))
      from (select t.*, row_number() over (order by t.due_at, t.id) as place from open_tasks t where t.due_at >= at) x),
    'waiting', (select json_build_object('count', count(*), 'items', coalesce(
      json_agg(json_build_object('id', x.id, 'title', x.name, 'waiting_since', x.waiting_since) order by x.waiting_since, x.id)
        filter (where x.place <= 5), '[]'))
      from (select w.*, row_number() over (order by w.waiting_since, w.id) as place from waiting w) x),
    'stuck', (select json_build_object('count', count(*), 'items', coalesce(
      json_agg(json_build_object('id', x.id, 'title', x.title, 'client', x.client) order by x.stage_entered_at, x.id)
        filter (where x.place <= 5), '[]'))
      from (select s.*, row_number() over (order by s.stage_entered_at, s.id) as place from stuck s) x)
  )
$$;

-- Messages that nobody could send in time are told to the admin; what is settled goes after a month.
create function app.tidy_deliveries()
returns void
language sql
security definer
set search_path = ''
as $$
  update private.deliveries d set status = 'dead', reason = 'expired', settled_at = now()
  where d.status = 'pending' and d.due_at < now() - interval '1 day' and (d.locked_until is null or d.locked_until < now())
    and d.handed_over_at is null;
  delete from private.deliveries d where d.status <> 'pending' and d.created_at < now() - interval '60 days';
  delete from private.telegram_codes c where c.expires_at < now()
$$;

grant execute on function app.tend_tasks(timestamptz), app.escalate_leads(timestamptz), app.queue_digests(timestamptz),
  app.digest(uuid, timestamptz), app.tidy_deliveries() to service_role;
