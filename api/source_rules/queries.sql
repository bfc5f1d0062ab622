-- name: require_admin
select app.require_admin();

-- name: kept
-- A company's own rules and its changes to those of the release.
select r.rule, r.position::float8 as position, r.is_on, r.document::text as document, r.version, r.updated_at, r.changed_by, p.full_name as changed_by_name
from public.source_rules r
left join public.profiles p on p.id = r.changed_by;

-- name: add_rule
insert into public.source_rules (rule, position, is_on, document) values (:rule, :position::float8, :is_on, :document::jsonb)
on conflict (rule) do nothing
returning version;

-- name: change_rule
update public.source_rules r
set position = :position::float8, is_on = :is_on, document = :document::jsonb
where r.rule = :rule and r.version = :version
returning r.version;

-- name: forget_rule
delete from public.source_rules r where r.rule = :rule returning r.id;

-- name: newest_touches
select t.interaction_id, t.client_id, t.client_name, t.occurred_at, t.hints::text as hints from app.newest_touches(:limit) t;

-- name: history
select h.interaction_id, h.channel, h.kind, h.source_id, h.reply_to, h.details::text as details, h.hints::text as hints,
  h.verdict::text as verdict
from app.touch_history(:after_id, :limit) h;

-- name: rejudge
select app.rejudge_touches(:rerun, :changes::jsonb);

-- name: undo_rerun
select app.undo_rerun();

-- name: health
select h.touches, h.unclassified, h.rerun_at, h.rerun_changed from app.source_rules_health() h;
