-- What boards and lists show of a deal and of a task, and the indexes that their questions walk.

-- The one owner whose rows an answer is about; null: everybody's, for an admin alone. A manager's own id makes the owner indexes
-- usable in their order, which the policies' `owner_id = any (...)` does not. For an owner out of the caller's sight, and for
-- whoever is nobody, an id that owns nothing.
create function app.asked_owner(owner uuid)
returns uuid
language plpgsql
stable parallel safe security definer
set search_path = ''
as $$
declare
  seen uuid[] := app.visible_owners();
begin
  if owner is null then
    if app.is_admin() then
      return null;
    end if;
    return coalesce(seen[1], 'ffffffff-ffff-ffff-ffff-ffffffffffff');
  end if;
  return case when owner = any (seen) then owner else 'ffffffff-ffff-ffff-ffff-ffffffffffff' end;
end
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
stable parallel safe rows 5
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

-- A stage as JSON.
create view app.stage_rows with (security_invoker = on) as
select g.id, g.position, json_build_object(
    'id', g.id,
    'key', g.key,
    'name', g.name,
    'outcome', g.outcome,
    'color', g.color,
    'position', g.position,
    'stale_after_days', g.stale_after_days,
    'archived_at', g.archived_at,
    'version', g.version
  ) as stage
from public.stages g;

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

revoke all on app.stage_rows, app.deal_cards, app.task_cards from public;
grant select on app.stage_rows, app.deal_cards, app.task_cards to authenticated;

-- ---------------------------------------------------------------------------------------------- columns of the board

-- Functions from here on choose ids and count, and the cards are read under the caller's policies. The choosers are definers that
-- ask `app.asked_owner` first: with an admin's hundred owners in a policy's array the planner takes the owner's index and sorts
-- everything.

-- Ids of the deals that a text finds (in up to 1,000 titles and the names, phones and e-mails of up to 200 clients, the newest
-- first); null when none is asked. Closed ones only since `since`.
create function app.matching_deals(q text, since timestamptz)
returns uuid[]
language plpgsql
stable
set search_path = ''
as $$
begin
  if q is null then
    return null;
  end if;
  return array(
    with found as materialized (
      select s.id from app.search_deals(q, 1000) s
      union
      select d.id from app.search_clients(q, 200) s join public.deals d on d.client_id = s.id
    )
    select d.id from found f join public.deals d on d.id = f.id
    where d.archived_at is null and (d.closed_at is null or d.closed_at >= since));
end
$$;

-- A column's figures; the sum is of the deals in `currency`. One plain statement per case, so that each has its index.
create function app.column_totals(
  stage uuid, outcome text, owner uuid, source uuid, since timestamptz, within uuid[], in_currency text
)
returns table (deals bigint, sum_minor bigint)
language plpgsql
stable security definer rows 1
set search_path = ''
as $$
#variable_conflict use_variable
begin
  owner := app.asked_owner(owner);
  if within is not null then
    return query
      select count(*), coalesce(sum(d.amount_minor) filter (where d.currency = in_currency), 0)::bigint
      from public.deals d
      where d.id = any (within) and d.stage_id = stage and (owner is null or d.owner_id = owner)
        and d.archived_at is null and (source is null or d.source_id = source);
  elsif outcome = 'open' and owner is not null then
    return query
      select count(*), coalesce(sum(d.amount_minor) filter (where d.currency = in_currency), 0)::bigint
      from public.deals d
      where d.owner_id = owner and d.stage_id = stage and d.archived_at is null and (source is null or d.source_id = source);
  elsif outcome = 'open' then
    return query
      select count(*), coalesce(sum(d.amount_minor) filter (where d.currency = in_currency), 0)::bigint
      from public.deals d
      where d.stage_id = stage and d.archived_at is null and (source is null or d.source_id = source);
  elsif owner is not null then
    return query
      select count(*), coalesce(sum(d.amount_minor) filter (where d.currency = in_currency), 0)::bigint
      from public.deals d
      where d.owner_id = owner and d.stage_id = stage and d.closed_at >= since and d.archived_at is null
        and (source is null or d.source_id = source);
  else
    return query
      select count(*), coalesce(sum(d.amount_minor) filter (where d.currency = in_currency), 0)::bigint
      from public.deals d
      where d.stage_id = stage and d.closed_at >= since and d.archived_at is null and (source is null or d.source_id = source);
  end if;
end
$$;

-- A page of a column: open ones by position, closed ones newest first. `sort_key` with the id is where the next page starts.
create function app.column_page(
  stage uuid, outcome text, owner uuid, source uuid, since timestamptz, within uuid[],
  after_position bigint, after_closed timestamptz, after_id uuid, max_rows integer
)
returns table (id uuid, sort_key json, place bigint)
language plpgsql
stable security definer rows 50
set search_path = ''
as $$
#variable_conflict use_variable
begin
  owner := app.asked_owner(owner);
  if outcome = 'open' and within is not null then
    return query
      select d.id, to_json(d.position), row_number() over (order by d.position, d.id)
      from public.deals d
      where d.id = any (within) and d.stage_id = stage and (owner is null or d.owner_id = owner)
        and d.archived_at is null and (source is null or d.source_id = source)
        and (after_id is null or (d.position, d.id) > (after_position, after_id))
      order by d.position, d.id limit max_rows;
  elsif outcome = 'open' and owner is not null then
    return query
      select d.id, to_json(d.position), row_number() over (order by d.position, d.id)
      from public.deals d
      where d.owner_id = owner and d.stage_id = stage and d.archived_at is null and (source is null or d.source_id = source)
        and (d.position, d.id) > (coalesce(after_position, -9223372036854775808), coalesce(after_id, app.unassigned()))
      order by d.position, d.id limit max_rows;
  elsif outcome = 'open' then
    return query
      select d.id, to_json(d.position), row_number() over (order by d.position, d.id)
      from public.deals d
      where d.stage_id = stage and d.archived_at is null and (source is null or d.source_id = source)
        and (d.position, d.id) > (coalesce(after_position, -9223372036854775808), coalesce(after_id, app.unassigned()))
      order by d.position, d.id limit max_rows;
  elsif within is not null then
    return query
      select d.id, to_json(d.closed_at), row_number() over (order by d.closed_at desc, d.id desc)
      from public.deals d
      where d.id = any (within) and d.stage_id = stage and (owner is null or d.owner_id = owner)
        and d.archived_at is null and (source is null or d.source_id = source)
        and (after_id is null or (d.closed_at, d.id) < (after_closed, after_id))
      order by d.closed_at desc, d.id desc limit max_rows;
  elsif owner is not null then
    return query
      select d.id, to_json(d.closed_at), row_number() over (order by d.closed_at desc, d.id desc)
      from public.deals d
      where d.owner_id = owner and d.stage_id = stage and d.closed_at >= since and d.archived_at is null
        and (source is null or d.source_id = source)
        and (d.closed_at, d.id) < (coalesce(after_closed, 'infinity'), coalesce(after_id, app.unassigned()))
      order by d.closed_at desc, d.id desc limit max_rows;
  else
    return query
      select d.id, to_json(d.closed_at), row_number() over (order by d.closed_at desc, d.id desc)
      from public.deals d
      where d.stage_id = stage and d.closed_at >= since and d.archived_at is null
        and (source is null or d.source_id = source)
        and (d.closed_at, d.id) < (coalesce(after_closed, 'infinity'), coalesce(after_id, app.unassigned()))
      order by d.closed_at desc, d.id desc limit max_rows;
  end if;
end
$$;

-- One column as JSON, for the board and for its further pages. plpgsql, as all of these: its plans stay.
create function app.board_column(
  stage public.stages, owner uuid, source uuid, since timestamptz, within uuid[],
  after_position bigint, after_closed timestamptz, after_id uuid, max_rows integer
)
returns table (cards json, next text)
language plpgsql
stable rows 1
set search_path = ''
as $$
begin
  return query
    select
      coalesce(json_agg(k.card order by p.place) filter (where p.place <= max_rows), '[]'),
      case when count(*) > max_rows then
        app.page_cursor(stage.outcome, (json_agg(json_build_array(p.sort_key, p.id)) filter (where p.place = max_rows)) -> 0)
      end
    from app.column_page(
      stage.id, stage.outcome, owner, source, since, within, after_position, after_closed, after_id, max_rows + 1) p
    join app.deal_cards k on k.id = p.id;
end
$$;

-- A page of the flat list: by creation, or (`closed`) closings of [from_at, to_at) by closing; newest first.
create function app.listed_deals(
  owner uuid, stage uuid, outcome text, closed boolean, from_at timestamptz, to_at timestamptz,
  after_at timestamptz, after_id uuid, max_rows integer
)
returns table (id uuid, sorted_at timestamptz, place bigint)
language plpgsql
stable security definer rows 50
set search_path = ''
as $$
#variable_conflict use_variable
declare
  last_at timestamptz := coalesce(after_at, 'infinity');
  last_id uuid := coalesce(after_id, app.unassigned());
  since timestamptz := coalesce(from_at, '-infinity');
  until timestamptz := coalesce(to_at, 'infinity');
begin
  owner := app.asked_owner(owner);
  if closed and owner is not null then
    return query
      select d.id, d.closed_at, row_number() over (order by d.closed_at desc, d.id desc)
      from public.deals d
      where d.owner_id = owner and d.archived_at is null and d.closed_at >= since and d.closed_at < until
        and (stage is null or d.stage_id = stage) and (outcome is null or d.outcome = outcome)
        and (d.closed_at, d.id) < (last_at, last_id)
      order by d.closed_at desc, d.id desc limit max_rows;
  elsif closed then
    return query
      select d.id, d.closed_at, row_number() over (order by d.closed_at desc, d.id desc)
      from public.deals d
      where d.archived_at is null and d.closed_at >= since and d.closed_at < until
        and (stage is null or d.stage_id = stage) and (outcome is null or d.outcome = outcome)
        and (d.closed_at, d.id) < (last_at, last_id)
      order by d.closed_at desc, d.id desc limit max_rows;
  elsif stage is not null and owner is not null then
    return query
      select d.id, d.created_at, row_number() over (order by d.created_at desc, d.id desc)
      from public.deals d
      where d.owner_id = owner and d.stage_id = stage and d.archived_at is null
        and (outcome is null or d.outcome = outcome)
        and (d.created_at, d.id) < (last_at, last_id)
      order by d.created_at desc, d.id desc limit max_rows;
  elsif stage is not null then
    return query
      select d.id, d.created_at, row_number() over (order by d.created_at desc, d.id desc)
      from public.deals d
      where d.stage_id = stage and d.archived_at is null
        and (outcome is null or d.outcome = outcome)
        and (d.created_at, d.id) < (last_at, last_id)
      order by d.created_at desc, d.id desc limit max_rows;
  elsif owner is not null then
    return query
      select d.id, d.created_at, row_number() over (order by d.created_at desc, d.id desc)
      from public.deals d
      where d.owner_id = owner and d.archived_at is null
        and (outcome is null or d.outcome = outcome)
        and (d.created_at, d.id) < (last_at, last_id)
      order by d.created_at desc, d.id desc limit max_rows;
  else
    return query
      select d.id, d.created_at, row_number() over (order by d.created_at desc, d.id desc)
      from public.deals d
      where d.archived_at is null
        and (outcome is null or d.outcome = outcome)
        and (d.created_at, d.id) < (last_at, last_id)
      order by d.created_at desc, d.id desc limit max_rows;
  end if;
end
$$;

grant execute on function
  app.matching_deals(text, timestamptz),
  app.column_totals(uuid, text, uuid, uuid, timestamptz, uuid[], text),
  app.column_page(uuid, text, uuid, uuid, timestamptz, uuid[], bigint, timestamptz, uuid, integer),
  app.board_column(public.stages, uuid, uuid, timestamptz, uuid[], bigint, timestamptz, uuid, integer),
  app.listed_deals(uuid, uuid, text, boolean, timestamptz, timestamptz, timestamptz, uuid, integer)
  to authenticated;

-- Archives a column and moves its deals to another one of the same outcome: a bulk move must not win or lose anything.
-- One open, one won and one lost column always stay. Answers how many deals moved.
create function app.archive_stage(stage_id uuid, move_deals_to uuid default null)
returns integer
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  stage public.stages;
  target public.stages;
  moved integer;
begin
  perform app.require_admin();
  perform from public.stages g where g.archived_at is null order by g.id for update;
  select g.* into stage from public.stages g where g.id = archive_stage.stage_id and g.archived_at is null;
  select g.* into target from public.stages g where g.id = move_deals_to and g.archived_at is null;
  if stage.id is null then
    perform app.fail(404, 'stage_not_found');
  elsif not exists (
    select from public.stages g where g.archived_at is null and g.outcome = stage.outcome and g.id <> stage.id
  ) then
    perform app.fail(409, 'last_stage_of_kind');
  elsif move_deals_to is not null and (target.id is null or target.id = stage.id) then
    perform app.fail(422, 'unknown_stage', '{"field": "move_deals_to"}');
  elsif target.outcome <> stage.outcome then
    perform app.fail(422, 'stage_of_other_kind', '{"field": "move_deals_to"}');
  elsif target.id is null and exists (select from public.deals d where d.stage_id = stage.id) then
    perform app.fail(409, 'stage_in_use', '{"field": "move_deals_to"}');
  end if;
  update public.deals d
  set stage_id = target.id, position = o.place
  from (
    select x.id, coalesce((select max(y.position) from public.deals y where y.stage_id = target.id), 0)
      + 1048576 * row_number() over (order by x.position, x.id) as place
    from public.deals x where x.stage_id = stage.id
  ) o
  where d.id = o.id;
  get diagnostics moved = row_count;
  update public.stages g set archived_at = now() where g.id = stage.id;
  return moved;
end
$$;
grant execute on function app.archive_stage(uuid, uuid) to authenticated;

-- ---------------------------------------------------------------------------------------------- groups of tasks

-- Ids of the tasks, completed or not, that a text (as in app.matching_deals), a client and a deal leave; null when none is asked.
create function app.matching_tasks(q text, client uuid, deal uuid, completed boolean)
returns uuid[]
language plpgsql
stable
set search_path = ''
as $$
begin
  if q is null and client is null and deal is null then
    return null;
  elsif deal is not null then
    return array(
      select t.id from public.tasks t
      where t.deal_id = deal and (client is null or t.client_id = client) and t.archived_at is null
        and (t.completed_at is not null) = completed
        and (q is null or position(lower(btrim(q)) in t.search) > 0));
  elsif client is not null then
    return array(
      select t.id from public.tasks t
      where t.client_id = client and t.archived_at is null and (t.completed_at is not null) = completed
        and (q is null or position(lower(btrim(q)) in t.search) > 0));
  end if;
  return array(
    with found as materialized (
      select s.id from app.search_tasks(q, 1000) s
      union
      select t.id from app.search_clients(q, 200) s join public.tasks t on t.client_id = s.id
    )
    select t.id from found f join public.tasks t on t.id = f.id
    where t.archived_at is null and (t.completed_at is not null) = completed);
end
$$;

-- Open tasks due in [starts_at, ends_at), by due time, then priority; undated ones, when asked for, come last. Of the
-- branches only those run that the arguments allow, each on its own index.
create function app.open_tasks(
  owner uuid, within uuid[], starts_at timestamptz, ends_at timestamptz, undated boolean,
  after_due timestamptz, after_rank integer, after_id uuid, max_rows integer
)
returns table (id uuid, due_at timestamptz, rank integer, place bigint)
language plpgsql
stable security definer rows 50
set search_path = ''
as $$
#variable_conflict use_variable
declare
  ranks text[] := array['high', 'normal', 'low'];
  dated boolean := starts_at is not null and (after_id is null or after_due is not null);
  from_due timestamptz := greatest(starts_at, after_due);
begin
  owner := app.asked_owner(owner);
  return query
    select x.id, x.due_at, x.rank, row_number() over (order by x.due_at, x.rank, x.id)
    from (
      (select t.id, t.due_at, array_position(ranks, t.priority) as rank
      from public.tasks t
      where dated and within is null and t.owner_id = owner and t.due_at >= from_due and t.due_at < ends_at
        and t.completed_at is null and t.archived_at is null
        and (after_id is null or (t.due_at, array_position(ranks, t.priority), t.id) > (after_due, after_rank, after_id))
      order by t.due_at, 3, t.id limit max_rows)
      union all
      (select t.id, t.due_at, array_position(ranks, t.priority)
      from public.tasks t
      where dated and within is null and owner is null and t.due_at >= from_due and t.due_at < ends_at
        and t.completed_at is null and t.archived_at is null
        and (after_id is null or (t.due_at, array_position(ranks, t.priority), t.id) > (after_due, after_rank, after_id))
      order by t.due_at, 3, t.id limit max_rows)
      union all
      (select t.id, t.due_at, array_position(ranks, t.priority)
      from public.tasks t
      where undated and within is null and t.owner_id = owner and t.due_at is null
        and t.completed_at is null and t.archived_at is null
        and (dated or after_id is null or (array_position(ranks, t.priority), t.id) > (after_rank, after_id))
      order by 3, t.id limit max_rows)
      union all
      (select t.id, t.due_at, array_position(ranks, t.priority)
      from public.tasks t
      where undated and within is null and owner is null and t.due_at is null
        and t.completed_at is null and t.archived_at is null
        and (dated or after_id is null or (array_position(ranks, t.priority), t.id) > (after_rank, after_id))
      order by 3, t.id limit max_rows)
      union all
      (select t.id, t.due_at, array_position(ranks, t.priority)
      from public.tasks t
      where t.id = any (within) and (owner is null or t.owner_id = owner)
        and ((t.due_at >= starts_at and t.due_at < ends_at) or (undated and t.due_at is null))
        and t.completed_at is null and t.archived_at is null
        and (after_id is null or (coalesce(t.due_at, 'infinity'), array_position(ranks, t.priority), t.id)
          > (coalesce(after_due, 'infinity'), after_rank, after_id))
      order by t.due_at, 3, t.id limit max_rows)
    ) x
    order by x.due_at, x.rank, x.id
    limit max_rows;
end
$$;

-- How many of them there are; stops counting at 3001.
create function app.count_open_tasks(owner uuid, within uuid[], starts_at timestamptz, ends_at timestamptz, undated boolean)
returns bigint
language plpgsql
stable security definer
set search_path = ''
as $$
begin
  owner := app.asked_owner(owner);
  if within is not null then
    return (
      select count(*) from public.tasks t
      where t.id = any (within) and (owner is null or t.owner_id = owner)
        and ((t.due_at >= starts_at and t.due_at < ends_at) or (undated and t.due_at is null))
        and t.completed_at is null and t.archived_at is null);
  elsif owner is not null then
    return (
      select count(*) from (
        select from public.tasks t
        where t.owner_id = owner and t.due_at >= starts_at and t.due_at < ends_at and t.completed_at is null and t.archived_at is null
        union all
        select from public.tasks t
        where undated and t.owner_id = owner and t.due_at is null and t.completed_at is null and t.archived_at is null
        limit 3001) x);
  end if;
  return (
    select count(*) from (
      select from public.tasks t
      where t.due_at >= starts_at and t.due_at < ends_at and t.completed_at is null and t.archived_at is null
      union all
      select from public.tasks t
      where undated and t.due_at is null and t.completed_at is null and t.archived_at is null
      limit 3001) x);
end
$$;

-- A page of open tasks as JSON, for the groups and for the list.
create function app.task_page(
  owner uuid, within uuid[], starts_at timestamptz, ends_at timestamptz, undated boolean,
  after_due timestamptz, after_rank integer, after_id uuid, max_rows integer
)
returns table (cards json, next json)
language plpgsql
stable rows 1
set search_path = ''
as $$
begin
  return query
    select
      coalesce(json_agg(k.card order by t.place) filter (where t.place <= max_rows), '[]'),
      case when count(*) > max_rows then
        (json_agg(json_build_array(t.due_at, t.rank, t.id)) filter (where t.place = max_rows)) -> 0
      end
    from app.open_tasks(owner, within, starts_at, ends_at, undated, after_due, after_rank, after_id, max_rows + 1) t
    join app.task_cards k on k.id = t.id;
end
$$;

-- A page of completed tasks, the latest first.
create function app.completed_tasks(owner uuid, within uuid[], after_at timestamptz, after_id uuid, max_rows integer)
returns table (id uuid, completed_at timestamptz, place bigint)
language plpgsql
stable security definer rows 50
set search_path = ''
as $$
#variable_conflict use_column
declare
  last_at timestamptz := coalesce(after_at, 'infinity');
  last_id uuid := coalesce(after_id, app.unassigned());
begin
  owner := app.asked_owner(owner);
  if within is not null then
    return query
      select t.id, t.completed_at, row_number() over (order by t.completed_at desc, t.id desc)
      from public.tasks t
      where t.id = any (within) and (owner is null or t.owner_id = owner) and t.completed_at is not null
        and t.archived_at is null and (t.completed_at, t.id) < (last_at, last_id)
      order by t.completed_at desc, t.id desc limit max_rows;
  elsif owner is not null then
    return query
      select t.id, t.completed_at, row_number() over (order by t.completed_at desc, t.id desc)
      from public.tasks t
      where t.owner_id = owner and t.completed_at is not null and t.archived_at is null
        and (t.completed_at, t.id) < (last_at, last_id)
      order by t.completed_at desc, t.id desc limit max_rows;
  else
    return query
      select t.id, t.completed_at, row_number() over (order by t.completed_at desc, t.id desc)
      from public.tasks t
      where t.completed_at is not null and t.archived_at is null and (t.completed_at, t.id) < (last_at, last_id)
      order by t.completed_at desc, t.id desc limit max_rows;
  end if;
end
$$;

-- Moments to put a task off to, by the company's clock: in three hours while that is today (else tomorrow morning), tomorrow
-- at nine, next Monday at nine.
create function app.snooze_until(preset text)
returns timestamptz
language sql
stable
set search_path = ''
as $$
  with company as (
    select coalesce((select c.time_zone from public.company c), 'UTC') as zone
  ), clock as (
    select company.zone, now() at time zone company.zone as local,
      date_bin('15 minutes', now() + interval '3 hours 14 minutes 59 seconds', 'epoch') as soon
    from company
  ), mornings as (
    select c.soon, c.soon at time zone c.zone as soon_local, c.local,
      (c.local::date + 1 + time '09:00') at time zone c.zone as tomorrow,
      (date_trunc('week', c.local)::date + 7 + time '09:00') at time zone c.zone as monday
    from clock c
  )
  select case preset
    when 'later_today' then case when m.soon_local::date = m.local::date then m.soon else m.tomorrow end
    when 'tomorrow_morning' then m.tomorrow
    when 'next_week' then m.monday
  end
  from mornings m
$$;

-- When a next step would be due by itself: tomorrow at nine, on Monday when tomorrow is the weekend.
create function app.next_step_at()
returns timestamptz
language sql
stable
set search_path = ''
as $$
  select app.snooze_until(
    case when extract(isodow from app.day_of(now()) + 1) >= 6 then 'next_week' else 'tomorrow_morning' end)
$$;

grant execute on function
  app.matching_tasks(text, uuid, uuid, boolean),
  app.open_tasks(uuid, uuid[], timestamptz, timestamptz, boolean, timestamptz, integer, uuid, integer),
  app.count_open_tasks(uuid, uuid[], timestamptz, timestamptz, boolean),
  app.task_page(uuid, uuid[], timestamptz, timestamptz, boolean, timestamptz, integer, uuid, integer),
  app.completed_tasks(uuid, uuid[], timestamptz, uuid, integer), app.snooze_until(text), app.next_step_at()
  to authenticated;

-- ---------------------------------------------------------------------------------------------- indexes

-- Closed columns show recent closings, newest first.
create index deals_owner_stage_closed_idx on public.deals (owner_id, stage_id, closed_at desc, id desc)
  include (amount_minor, currency, source_id) where closed_at is not null and archived_at is null;
create index deals_stage_closed_idx on public.deals (stage_id, closed_at desc, id desc)
  include (amount_minor, currency, source_id, owner_id) where closed_at is not null and archived_at is null;
create index deals_created_idx on public.deals (created_at desc, id desc) where archived_at is null;
create index deals_closed_idx on public.deals (closed_at desc, id desc) where closed_at is not null;
create index tasks_completed_idx on public.tasks (completed_at desc, id desc) where completed_at is not null;
