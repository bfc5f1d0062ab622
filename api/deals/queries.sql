-- name: board
with asked as materialized (
  select app.asked_owner(:owner::uuid) as owner_id, a.since, app.matching_deals(:q::text, a.since) as within,
    (select c.currency from public.company c) as currency
  from (select now() - make_interval(days => :closed_days::integer) as since) a
)
select json_build_object('closed_days', :closed_days::integer, 'stages', coalesce(json_agg(json_build_object(
    'stage', r.stage,
    'count', t.deals,
    'sum_minor', t.sum_minor,
    'currency', a.currency,
    'items', p.cards,
    'next', p.next
  ) order by g.position, g.id), '[]'))::text
from asked a
cross join public.stages g
join app.stage_rows r on r.id = g.id
cross join lateral app.column_totals(g.id, g.outcome, a.owner_id, :source::uuid, a.since, a.within, a.currency) t
cross join lateral app.board_column(g, a.owner_id, :source, a.since, a.within, null, null, null, :limit) p
where g.archived_at is null;

-- name: board_column
with asked as materialized (
  select app.asked_owner(:owner::uuid) as owner_id, a.since, app.matching_deals(:q::text, a.since) as within
  from (select now() - make_interval(days => :closed_days::integer) as since) a
)
select json_build_object('items', p.cards, 'next', p.next, 'total', null)::text
from asked a
cross join public.stages g
cross join lateral app.board_column(
  g, a.owner_id, :source::uuid, a.since, a.within, :after_position::bigint, :after_closed::timestamptz, :after_id::uuid, :limit) p
where g.id = :stage_id;

-- name: stage_outcome
select g.outcome from public.stages g where g.id = :stage_id;

-- name: list_deals
with found as materialized (
  select f.id, f.sorted_at, f.place
  from app.listed_deals(app.asked_owner(:owner::uuid), :stage::uuid, :outcome::text, :closed::boolean,
    :closed_from::timestamptz, :closed_to::timestamptz, :after_at::timestamptz, :after_id::uuid, :limit::integer + 1) f
)
select
  (select coalesce(json_agg(k.card order by f.place), '[]')
    from found f join app.deal_cards k on k.id = f.id where f.place <= :limit)::text as items,
  (select json_build_array(f.sorted_at, f.id) from found f
    where f.place = :limit and exists (select from found x where x.place > :limit))::text as next,
  null::bigint as total;

-- name: matching_deals
-- Of a client, or found by text: few, so all are gathered, counted and then ordered. A text that finds a thousand is not counted.
with asked as materialized (
  select app.asked_owner(:owner::uuid) as owner_id, app.matching_deals(:q::text, '-infinity') as within
), found as materialized (
  select d.id, d.created_at, d.owner_id
  from public.deals d
  where :client::uuid is not null and d.client_id = :client and d.archived_at is null
    and (:stage::uuid is null or d.stage_id = :stage) and (:outcome::text is null or d.outcome = :outcome)
    and (:closed_from::timestamptz is null or d.closed_at >= :closed_from)
    and (:closed_to::timestamptz is null or d.closed_at < :closed_to)
    and ((select a.within from asked a) is null or d.id = any ((select a.within from asked a)::uuid[]))
    and ((select a.owner_id from asked a) is null or d.owner_id = (select a.owner_id from asked a))
  union all
  select d.id, d.created_at, d.owner_id
  from public.deals d
  where :client::uuid is null and d.id = any ((select a.within from asked a)::uuid[])
    and (:stage::uuid is null or d.stage_id = :stage) and (:outcome::text is null or d.outcome = :outcome)
    and (:closed_from::timestamptz is null or d.closed_at >= :closed_from)
    and (:closed_to::timestamptz is null or d.closed_at < :closed_to)
    and ((select a.owner_id from asked a) is null or d.owner_id = (select a.owner_id from asked a))
), page as (
  select f.id, f.created_at from found f
  where (f.created_at, f.id) < (coalesce(:after_at::timestamptz, 'infinity'), coalesce(:after_id::uuid, app.unassigned()))
  order by f.created_at desc, f.id desc
  limit :limit::integer + 1
), shown as (
  select p.id, p.created_at from page p order by p.created_at desc, p.id desc limit :limit
)
select
  (select coalesce(json_agg(k.card order by s.created_at desc, s.id desc), '[]')
    from shown s join app.deal_cards k on k.id = s.id)::text as items,
  case when (select count(*) from page) > :limit then
    (select json_build_array(s.created_at, s.id) from shown s order by s.created_at, s.id limit 1)::text
  end as next,
  case when (select coalesce(cardinality(a.within), 0) from asked a) < 1000 then (select count(*) from found) end as total;

-- name: card
select k.card::text from app.deal_cards k where k.id = :deal_id;

-- name: deal
with people as materialized (
  select x.id, json_build_object('id', x.id, 'full_name', x.full_name, 'photo_path', x.photo_path) as person
  from app.directory() x
)
select (k.card::jsonb || jsonb_build_object(
  'stage', (select r.stage from app.stage_rows r where r.id = d.stage_id),
  'client', json_build_object('id', c.id, 'name', c.name, 'company', c.company, 'phone', c.phone, 'email', c.email,
    'status', c.status),
  'note', d.note,
  'lost_note', d.lost_note,
  'created_by', (select p.person from people p where p.id = d.created_by),
  'updated_at', d.updated_at,
  'tasks', (
    select coalesce(json_agg(t.card order by t.completed_at desc nulls first, t.due_at, t.id), '[]')
    from (
      (select t.id, t.due_at, t.completed_at, k.card from public.tasks t join app.task_cards k on k.id = t.id
      where t.deal_id = d.id and t.archived_at is null and t.completed_at is null order by t.due_at, t.id limit 50)
      union all
      (select t.id, t.due_at, t.completed_at, k.card from public.tasks t join app.task_cards k on k.id = t.id
      where t.deal_id = d.id and t.archived_at is null and t.completed_at is not null order by t.completed_at desc limit 10)
    ) t
  ),
  'history', (
    select coalesce(json_agg(json_build_object(
      'id', e.id,
      'from_stage', case when f.id is not null then json_build_object('id', f.id, 'key', f.key, 'name', f.name, 'color', f.color) end,
      'to_stage', json_build_object('id', g.id, 'key', g.key, 'name', g.name, 'color', g.color),
      'from_outcome', e.from_outcome,
      'to_outcome', e.to_outcome,
      'amount_minor', e.amount_minor,
      'currency', e.currency,
      'reason', e.reason,
      'actor', p.person,
      'occurred_at', e.occurred_at
    ) order by e.occurred_at, e.id), '[]')
    from public.deal_stage_events e
    join public.stages g on g.id = e.to_stage_id
    left join public.stages f on f.id = e.from_stage_id
    left join people p on p.id = e.actor_id
    where e.deal_id = d.id
  ),
  'amounts', (
    select coalesce(json_agg(json_build_object(
      'id', e.id,
      'before_minor', e.before_minor,
      'after_minor', e.after_minor,
      'currency', e.currency,
      'outcome', e.outcome,
      'actor', p.person,
      'occurred_at', e.occurred_at
    ) order by e.occurred_at, e.id), '[]')
    from public.deal_amount_events e
    left join people p on p.id = e.actor_id
    where e.deal_id = d.id
  )
))::text
from public.deals d
join app.deal_cards k on k.id = d.id
join public.clients c on c.id = d.client_id
where d.id = :deal_id;

-- name: add_deal
-- The client is looked up under the caller's own policies: whom he cannot see is not there.
insert into public.deals (id, client_id, title, amount_minor, currency, stage_id, expected_close_on, note, lost_reason)
select coalesce(n.id, gen_random_uuid()), n.client_id, n.title, n.amount_minor, n.currency, n.stage_id, n.expected_close_on,
  n.note, n.lost_reason
from jsonb_populate_record(null::public.deals, :deal::jsonb) n
where exists (select from public.clients c where c.id = n.client_id)
returning id;

-- name: edit_deal
update public.deals d
set (title, amount_minor, expected_close_on, note) = (
  select p.title, p.amount_minor, p.expected_close_on, p.note from jsonb_populate_record(d, :patch::jsonb) p)
where d.id = :deal_id and d.version = :version::integer
returning d.id;

-- name: lock_deal
-- Where a deal stands before it moves, and who follows it there: what taking the move back needs.
select d.stage_id, d.outcome, d.amount_minor, d.lost_reason, d.lost_note, d.version, f.id as before_id
from public.deals d
left join lateral (
  select x.id from public.deals x
  where d.outcome = 'open' and x.stage_id = d.stage_id and x.archived_at is null
    and (x.position, x.id) > (d.position, d.id)
  order by x.position, x.id
  limit 1
) f on true
where d.id = :deal_id and d.archived_at is null
for update of d;

-- name: move_deal
select m.id, m.version from app.move_deal(
  :deal_id, :stage_id, :before_id, :version::integer, :lost_reason, :lost_note, :amount_minor::bigint) m;

-- name: moved
select json_build_object(
  'deal', (select k.card from app.deal_cards k where k.id = :deal_id),
  'columns', (
    select json_agg(json_build_object('stage_id', g.id, 'count', t.deals, 'sum_minor', t.sum_minor, 'currency', c.currency)
      order by g.position)
    from public.stages g
    cross join public.company c
    cross join lateral app.column_totals(g.id, g.outcome, null, null,
      now() - make_interval(days => :closed_days::integer), null, c.currency) t
    where g.id = any (:stage_ids::uuid[])),
  'undo', :undo::json
)::text;

-- name: stage_to_reopen_in
-- The open stage it was in last, when that still exists; else the first one.
select g.id
from public.stages g
left join lateral (
  select max(e.occurred_at) as at from public.deal_stage_events e where e.deal_id = :deal_id and e.to_stage_id = g.id
) seen on true
where g.outcome = 'open' and g.archived_at is null
order by seen.at desc nulls last, g.position
limit 1;

-- name: set_archived
update public.deals d
set archived_at = case when :archived::boolean then coalesce(d.archived_at, now()) end
where d.id = :deal_id
returning d.id;
