-- name: company
select json_build_object(
  'name', c.name, 'time_zone', c.time_zone, 'currency', c.currency, 'phone_region', c.phone_region, 'locale', c.locale,
  'idle_limit_minutes', c.idle_limit_minutes, 'shift_grace_minutes', c.shift_grace_minutes,
  'late_grace_minutes', c.late_grace_minutes, 'sla_minutes', c.sla_minutes,
  'conversion_window_days', c.conversion_window_days, 'retention_months', c.retention_months, 'version', c.version
)::text
from public.company c;

-- name: edit_company
with patch as (
  select r.* from public.company c, jsonb_populate_record(c, :patch::jsonb) r
)
update public.company c
set name = patch.name, time_zone = patch.time_zone, currency = patch.currency, phone_region = patch.phone_region,
  locale = patch.locale, idle_limit_minutes = patch.idle_limit_minutes, shift_grace_minutes = patch.shift_grace_minutes,
  late_grace_minutes = patch.late_grace_minutes, sla_minutes = patch.sla_minutes,
  conversion_window_days = patch.conversion_window_days, retention_months = patch.retention_months
from patch
where c.id and c.version = :version::integer
returning c.version;

-- name: require_admin
select app.require_admin();
