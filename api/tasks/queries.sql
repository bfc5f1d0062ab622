-- name: groups
with asked as materialized (
  select app.asked_owner(:owner::uuid) as owner_id, app.matching_tasks(:q::text, :client::uuid, :deal::uuid, false) as within
), windows as (
  select w.name, w.place, w.starts_at, w.ends_at, false as undated from app.task_windows() w
  union all
  select 'none', 6, null, null, true
)
select json_build_object(
  'time_zone', (select c.time_zone from public.company c),
  'groups', json_agg(json_build_object(
    'group', w.name,
    'count', app.count_open_tasks(a.owner_id, a.within, w.starts_at, w.ends_at, w.undated),
    'items', p.cards,
    'next', app.page_cursor('due', p.next)
  ) order by w.place)
)::text
from asked a
cross join windows w
cross join lateral app.task_page(a.owner_id, a.within, w.starts_at, w.ends_at, w.undated, null, null, null, :limit::integer) p;

-- name: open_tasks
-- One group, or all open tasks with the undated ones last.
with asked as materialized (
  select app.asked_owner(:owner::uuid) as owner_id, app.matching_tasks(:q::text, :client::uuid, :deal::uuid, false) as within
), span as (
  select w.starts_at, w.ends_at, false as undated from app.task_windows() w where w.name = :group
  union all
  select null, null, true where :group = 'none'
  union all
  select '-infinity', 'infinity', true where :group::text is null
)
select
  p.cards::text as items,
  p.next::text as next,
  case when :after_id::uuid is null then app.count_open_tasks(a.owner_id, a.within, s.starts_at, s.ends_at, s.undated) end as total
from asked a
cross join span s
cross join lateral app.task_page(
  a.owner_id, a.within, s.starts_at, s.ends_at, s.undated, :after_due::timestamptz, :after_rank::integer, :after_id, :limit::integer) p;

-- name: completed_tasks
with found as materialized (
  select f.id, f.completed_at, f.place
  from app.completed_tasks(app.asked_owner(:owner::uuid), app.matching_tasks(:q::text, :client::uuid, :deal::uuid, true),
    :after_at::timestamptz, :after_id::uuid, :limit::integer + 1) f
)
select
  (select coalesce(json_agg(k.card order by f.place), '[]')
    from found f join app.task_cards k on k.id = f.id where f.place <= :limit)::text as items,
  (select json_build_array(f.completed_at, f.id) from found f
    where f.place = :limit and exists (select from found x where x.place > :limit))::text as next,
  null::bigint as total;

-- name: task
select k.card::text from app.task_cards k where k.id = :task_id;

-- name: add_task
-- Parents are looked up under the caller's own policies: what he cannot see is not there.
insert into public.tasks (id, owner_id, client_id, deal_id, title, note, kind, priority, due_at, remind_at)
select coalesce(n.id, gen_random_uuid()), coalesce(n.owner_id, auth.uid()), n.client_id, n.deal_id, n.title, n.note,
  n.kind, n.priority, n.due_at, n.remind_at
from jsonb_populate_record(null::public.tasks, :task::jsonb) n
where (n.client_id is null or exists (select from public.clients c where c.id = n.client_id))
  and (n.deal_id is null or exists (select from public.deals d where d.id = n.deal_id))
returning id;

-- name: edit_task
update public.tasks t
set (title, note, kind, priority, due_at, remind_at, client_id, deal_id) = (
  select p.title, p.note, p.kind, p.priority, p.due_at, p.remind_at, p.client_id, p.deal_id
  from jsonb_populate_record(t, :patch::jsonb) p)
from jsonb_populate_record(null::public.tasks, :patch::jsonb) n
where t.id = :task_id and t.version = :version::integer
  and (n.client_id is null or exists (select from public.clients c where c.id = n.client_id))
  and (n.deal_id is null or exists (select from public.deals d where d.id = n.deal_id))
returning t.id;

-- name: set_status
update public.tasks t
set status = :status
where t.id = :task_id and (t.completed_at is null) = (:status = 'completed')
returning t.id;

-- name: offer
-- The same step again, where the deal (or, without one, the client) has no other one open.
select json_build_object(
  'task', k.card,
  'suggestion', case
    when t.client_id is not null and coalesce(d.outcome, 'open') = 'open' and not exists (
      select from public.tasks o
      where o.client_id = t.client_id and (t.deal_id is null or o.deal_id = t.deal_id)
        and o.completed_at is null and o.archived_at is null
    ) then json_build_object('title', t.title, 'kind', t.kind, 'due_at', app.next_step_at(), 'client_id', t.client_id,
      'deal_id', t.deal_id)
  end
)::text
from public.tasks t
join app.task_cards k on k.id = t.id
left join public.deals d on d.id = t.deal_id
where t.id = :task_id;

-- name: snooze
-- A reminder keeps its distance to the due time.
update public.tasks t
set due_at = u.until, remind_at = case when t.due_at is null then t.remind_at else u.until - (t.due_at - t.remind_at) end
from (select coalesce(:until::timestamptz, app.snooze_until(:preset::text)) as until) u
where t.id = :task_id and t.completed_at is null and (:version::integer is null or t.version = :version)
returning t.id;

-- name: set_archived
update public.tasks t
set archived_at = case when :archived::boolean then coalesce(t.archived_at, now()) end
where t.id = :task_id
returning t.id;
