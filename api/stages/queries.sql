-- name: list_stages
select json_build_object('items', coalesce(json_agg(r.stage order by r.position, r.id), '[]'), 'next', null, 'total', count(*))::text
from app.stage_rows r
join public.stages g on g.id = r.id
where :archived::boolean or g.archived_at is null;

-- name: stage
select r.stage::text from app.stage_rows r where r.id = :stage_id;

-- name: add_stage
-- Open ones go before the first closing column, closing ones to the end.
insert into public.stages (name, outcome, color, position, stale_after_days)
select n.name, n.outcome, n.color,
  case when n.outcome = 'open' then coalesce(min(g.position) filter (where g.outcome <> 'open'), max(g.position) + 1, 1)
    else coalesce(max(g.position) + 1, 1) end,
  n.stale_after_days
from jsonb_populate_record(null::public.stages, :stage::jsonb) n
left join public.stages g on g.archived_at is null
group by n.name, n.outcome, n.color, n.stale_after_days
returning id;

-- name: make_room
-- The stages from a new one's place on move up by one.
update public.stages g
set position = g.position + 1
where g.archived_at is null and g.id <> :stage_id and g.position >= (select s.position from public.stages s where s.id = :stage_id);

-- name: edit_stage
update public.stages g
set (name, color, stale_after_days) = (
  select p.name, p.color, p.stale_after_days from jsonb_populate_record(g, :patch::jsonb) p)
where g.id = :stage_id and g.version = :version::integer
returning g.id;

-- name: live_stages
select g.id from public.stages g where g.archived_at is null order by g.position, g.id for update;

-- name: order_stages
update public.stages g
set position = o.place
from unnest(:stage_ids::uuid[]) with ordinality o (id, place)
where g.id = o.id and g.position <> o.place;

-- name: archive_stage
select app.archive_stage(:stage_id, :move_deals_to);

-- name: archived_stage
select json_build_object('stage', r.stage, 'moved', :moved::integer)::text from app.stage_rows r where r.id = :stage_id;

-- name: require_admin
select app.require_admin();
