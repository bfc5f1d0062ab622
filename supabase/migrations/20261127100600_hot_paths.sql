-- What each message of a stranger runs through, planned once a session instead of at each call: half of its time was planning.

alter function app.plan_between(uuid, date, date) set plan_cache_mode = force_generic_plan;
alter function app.recount_clients(uuid[]) set plan_cache_mode = force_generic_plan;

-- The first moment from `at` on at which a person is at work by plan; null: not within two weeks. Day by day, for it is mostly today.
create or replace function app.working_moment(person uuid, at timestamptz)
returns timestamptz
language plpgsql
stable security definer
set search_path = ''
as $$
declare
  today date := app.day_of(at);
  work record;
begin
  -- A shift of yesterday may last until this morning.
  for n in -1..14 loop
    select w.starts_at, w.ends_at into work from app.working_window(person, today + n) w;
    if work.ends_at > at then
      return greatest(work.starts_at, at);
    end if;
  end loop;
  return null;
end
$$;

-- Whose turn it is among managers who work here, and stay until the transaction ends: who has had none for longest; or, by load,
-- who has the fewest open leads and deals, and of those the former.
create or replace function app.pick_manager(rule text, on_shift_only boolean, passed_over uuid[] default '{}')
returns uuid
language plpgsql
security definer
set search_path = ''
set plan_cache_mode = force_generic_plan
as $$
declare
  chosen uuid;
begin
  select p.id into chosen
  from public.profiles p
  left join private.assignment_turns t on t.manager_id = p.id
  left join lateral (
    select (select count(*) from public.clients c
        where c.owner_id = p.id and c.status = 'lead' and c.archived_at is null and c.received_at > now() - interval '30 days')
      + (select count(*) from public.deals d where d.owner_id = p.id and d.outcome = 'open' and d.archived_at is null) as amount
    where rule = 'least_loaded'
  ) load on true
  where p.role = 'manager' and p.status = 'active' and p.id <> all (passed_over)
    and (not on_shift_only or app.on_shift(p.id))
  order by load.amount, t.turned_at nulls first, p.id
  limit 1
  for key share of p;
  return chosen;
end
$$;
