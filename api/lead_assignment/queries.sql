-- name: assignment
-- As the document of Assignment, with its defaults.
select (jsonb_build_object('on_shift_only', false, 'nobody', 'unassigned', 'duty_manager_id', null, 'answer_minutes', null, 'times', 1,
  'to', 'rule') || coalesce(s.settings -> 'assignment', '{}') || jsonb_build_object('version', s.version))::text
from public.lead_sources s
where s.id = :source_id and s.archived_at is null;

-- name: set_assignment
update public.lead_sources s
set settings = s.settings || jsonb_build_object('assignment', jsonb_strip_nulls(:assignment::jsonb))
where s.id = :source_id and s.archived_at is null and s.version = :version
returning s.id;
