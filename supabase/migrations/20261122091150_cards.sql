-- What boards and lists show of a deal and of a task, and the indexes that their questions walk.

-- The one owner whose rows an answer is about; null: everybody's. A manager's own id makes the owner indexes usable in
-- their order, which the policies' `owner_id = any (...)` does not. Whoever is nobody gets the marker: an empty walk.
create function app.asked_owner(owner uuid)
returns uuid
language sql
stable parallel safe security definer
set search_path = ''
as $$
  select coalesce(owner, case when not app.is_admin() then coalesce(app.active_uid(), app.unassigned()) end)
$$;

-- The opaque cursor of `api.kit.paging`, for answers that carry several lists: base64url of "<order>|<keys>".
create function app.page_cursor(list_order text, keys json)
returns text
language sql
immutable parallel safe
set search_path = ''
as $$
  select rtrim(translate(encode(convert_to(list_order || '|' || keys::text, 'utf8'), 'base64'), E'+/\n', '-_'), '=')
$$;

-- The groups of open tasks as half-open windows of due times, by the company's days. A task without a date is in none.
create function app.task_windows()
returns table (name text, place integer, starts_at timestamptz, ends_at timestamptz)
language sql
stable parallel safe
set search_path = ''
as $$
  select w.name, w.place, w.starts_at, w.ends_at
  from (select app.day_of(now()) as today) d
  cross join lateral app.day_bounds(d.today) today
  cross join lateral app.day_bounds(d.today + 1) tomorrow
  cross join lateral app.day_bounds(d.today + 6) week
  cross join lateral (values
    ('overdue', 1, '-infinity'::timestamptz, now()),
    ('today', 2, now(), today.ends_at),
    ('tomorrow', 3, today.ends_at, tomorrow.ends_at),
    ('week', 4, tomorrow.ends_at, week.ends_at),
    ('later', 5, week.ends_at, 'infinity'::timestamptz)
  ) w (name, place, starts_at, ends_at)
$$;

grant execute on function app.asked_owner(uuid), app.page_cursor(text, json), app.task_windows() to authenticated;

-- ---------------------------------------------------------------------------------------------- cards

-- One card of the board as JSON, with the task that comes next. `security_invoker`: the caller's own policies apply.
create view app.deal_cards with (security_invoker = on) as
select d.id, json_build_object(
    'id', d.id,
    'title', d.title,
    'client', json_build_object('id', c.id, 'name', c.name),
    'source', case when s.id is not null then json_build_object('id', s.id, 'channel', s.channel, 'name', s.name) end,
    'owner', case when p.id is not null then
      json_build_object('id', p.id, 'full_name', p.full_name, 'photo_path', p.photo_path) end,
    'stage_id', d.stage_id,
    'outcome', d.outcome,
    'amount_minor', d.amount_minor,
    'currency', d.currency,
    'stage_entered_at', d.stage_entered_at,
    'days_in_stage', floor(extract(epoch from now() - d.stage_entered_at) / 86400)::integer,
    'stale', d.outcome = 'open' and g.stale_after_days is not null
      and d.stage_entered_at < now() - make_interval(days => g.stale_after_days),
    'next_task', case when n.id is not null then
      json_build_object('id', n.id, 'title', n.title, 'kind', n.kind, 'due_at', n.due_at) end,
    'next_state', case when n.id is null then 'none' when w.name in ('overdue', 'today') then w.name else 'later' end,
    'expected_close_on', d.expected_close_on,
    'closed_at', d.closed_at,
    'lost_reason', d.lost_reason,
    'created_at', d.created_at,
    'archived_at', d.archived_at,
    'version', d.version
  ) as card
from public.deals d
join public.clients c on c.id = d.client_id
join public.stages g on g.id = d.stage_id
left join public.lead_sources s on s.id = c.source_id
left join public.profiles p on p.id = d.owner_id
left join lateral (
  select t.id, t.title, t.kind, t.due_at
  from public.tasks t
  where t.deal_id = d.id and t.completed_at is null and t.archived_at is null
  order by t.due_at, t.id
  limit 1
) n on true
left join app.task_windows() w on n.due_at >= w.starts_at and n.due_at < w.ends_at;

-- One task of a list as JSON. `status` is derived from the clock here; the column follows by a worker.
create view app.task_cards with (security_invoker = on) as
select t.id, json_build_object(
    'id', t.id,
    'title', t.title,
    'note', t.note,
    'kind', t.kind,
    'priority', t.priority,
    'due_at', t.due_at,
    'remind_at', t.remind_at,
    'status', case when t.completed_at is not null then 'completed' when t.due_at < now() then 'overdue' else 'open' end,
    'group', case when t.completed_at is not null then 'completed' else coalesce(w.name, 'none') end,
    'completed_at', t.completed_at,
    'snoozes', t.snoozes,
    'client', case when c.id is not null then json_build_object('id', c.id, 'name', c.name, 'phone', c.phone) end,
    'deal', case when d.id is not null then
      json_build_object('id', d.id, 'title', d.title, 'stage_id', d.stage_id, 'outcome', d.outcome) end,
    'owner', case when p.id is not null then
      json_build_object('id', p.id, 'full_name', p.full_name, 'photo_path', p.photo_path) end,
    'created_at', t.created_at,
    'archived_at', t.archived_at,
    'version', t.version
  ) as card
from public.tasks t
left join public.clients c on c.id = t.client_id
left join public.deals d on d.id = t.deal_id
left join public.profiles p on p.id = t.owner_id
left join app.task_windows() w on t.due_at >= w.starts_at and t.due_at < w.ends_at;

revoke all on app.deal_cards, app.task_cards from public;
grant select on app.deal_cards, app.task_cards to authenticated;

-- ---------------------------------------------------------------------------------------------- indexes

-- Closed columns show recent closings, newest first.
create index deals_owner_stage_closed_idx on public.deals (owner_id, stage_id, closed_at desc, id desc)
  include (amount_minor, currency) where closed_at is not null and archived_at is null;
create index deals_stage_closed_idx on public.deals (stage_id, closed_at desc, id desc)
  include (amount_minor, currency, owner_id) where closed_at is not null and archived_at is null;
create index deals_created_idx on public.deals (created_at desc, id desc) where archived_at is null;
create index deals_closed_idx on public.deals (closed_at desc, id desc) where closed_at is not null;
create index tasks_completed_idx on public.tasks (completed_at desc, id desc) where completed_at is not null;
