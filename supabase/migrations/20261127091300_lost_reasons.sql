-- Why deals were lost, as the figure of lost deals counts them: one that a colleague has by now was lost by whoever had it then, and
-- his reasons are his to see. (`app.kpi_rows` asks whose figures the caller may see.)
create function app.kpi_lost_reasons(manager uuid, from_day date, to_day date, by_current boolean default false)
returns table (reason text, deals bigint)
language sql
stable security definer
set search_path = ''
as $$
  select coalesce(e.reason, 'other'), count(*)
  from app.kpi_rows('deals_lost', manager, from_day, to_day, by_current, max_rows => 1000000) l
  join public.deal_stage_events e on e.id = l.id
  group by 1
$$;
grant execute on function app.kpi_lost_reasons(uuid, date, date, boolean) to authenticated;
