-- name: client_facts
select json_build_object(
  'id', c.id,
  'name', c.name,
  'company', c.company,
  'job_title', c.job_title,
  'city', c.city,
  'note', c.note,
  'status', c.status,
  'phone', c.phone,
  'email', c.email,
  'contacts', (
    select coalesce(json_agg(json_build_object(
      'id', k.id, 'kind', k.kind, 'value', k.value, 'label', k.label, 'is_primary', k.is_primary,
      'verified_at', k.verified_at, 'version', k.version
    ) order by k.is_primary desc, k.created_at, k.id), '[]')
    from public.client_contacts k where k.client_id = c.id
  ),
  'source', case when s.id is not null then json_build_object('id', s.id, 'name', s.name, 'channel', s.channel) end,
  'owner', case when o.id is not null then json_build_object('id', o.id, 'full_name', o.full_name) end,
  'tags', c.tags,
  'first_touch', c.first_touch,
  'origin', app.origin_of(c),
  'received_at', c.received_at,
  'archived_at', c.archived_at,
  'erased_at', c.erased_at,
  'merged_into', c.merged_into,
  'excluded', c.excluded,
  'version', c.version,
  'created_at', c.created_at,
  'updated_at', c.updated_at
)::text
from public.clients c
left join public.lead_sources s on s.id = c.source_id
left join public.profiles o on o.id = c.owner_id
where c.id = :client_id;

-- name: client_card
-- What hangs on a client that was merged into this one is read through it: files keep their path in the bucket.
with people as materialized (
  select d.id, json_build_object('id', d.id, 'full_name', d.full_name) as ref from app.directory() d
),
files as materialized (
  select f.*
  from public.files f
  where f.archived_at is null
    and f.client_id = any (array(
      select :client_id::uuid union all select m.id from public.clients m where m.merged_into = :client_id))
),
doubles as materialized (
  select distinct d.client_id, d.elsewhere
  from public.client_contacts k
  cross join lateral app.find_duplicate(k.kind, k.normalized, k.client_id) d
  where k.client_id = :client_id
)
select json_build_object(
  'deals', (
    select coalesce(json_agg(json_build_object(
      'id', d.id, 'title', d.title, 'amount_minor', d.amount_minor, 'currency', d.currency,
      'stage', json_build_object('id', g.id, 'key', g.key, 'name', g.name, 'color', g.color),
      'outcome', d.outcome, 'stage_entered_at', d.stage_entered_at, 'expected_close_on', d.expected_close_on,
      'closed_at', d.closed_at, 'version', d.version
    ) order by d.created_at desc, d.id), '[]')
    from (
      select * from public.deals x
      where x.client_id = :client_id and x.archived_at is null
      order by x.created_at desc limit 50
    ) d
    join public.stages g on g.id = d.stage_id
  ),
  'tasks', (
    select coalesce(json_agg(json_build_object(
      'id', t.id, 'title', t.title, 'kind', t.kind, 'priority', t.priority, 'due_at', t.due_at, 'status', t.status,
      'deal_id', t.deal_id, 'version', t.version
    ) order by t.due_at, t.id), '[]')
    from (
      select * from public.tasks x
      where x.client_id = :client_id and x.completed_at is null and x.archived_at is null
      order by x.due_at limit 50
    ) t
  ),
  'files', (
    select coalesce(json_agg(json_build_object(
      'id', f.id, 'client_id', f.client_id, 'deal_id', f.deal_id, 'path', f.path, 'name', f.name,
      'size_bytes', f.size_bytes, 'mime_type', f.mime_type, 'uploaded_by', u.ref, 'archived_at', f.archived_at,
      'created_at', f.created_at
    ) order by f.created_at desc, f.id), '[]')
    from (select * from files order by created_at desc limit 50) f
    left join people u on u.id = f.uploaded_by
  ),
  'counts', json_build_object(
    'interactions', (
      select count(*) from (select from public.interactions i where i.client_id = :client_id limit 3001) x
    ),
    'deals', (select count(*) from public.deals d where d.client_id = :client_id and d.archived_at is null),
    'open_deals', (
      select count(*) from public.deals d
      where d.client_id = :client_id and d.archived_at is null and d.outcome = 'open'
    ),
    'open_tasks', (
      select count(*) from public.tasks t
      where t.client_id = :client_id and t.completed_at is null and t.archived_at is null
    ),
    'files', (select count(*) from files),
    'duplicates', (select count(distinct d.client_id) from doubles d),
    'duplicates_elsewhere', (select coalesce(bool_or(d.elsewhere), false) from doubles d)
  ),
  'ownership', (
    select coalesce(json_agg(json_build_object(
      'id', e.id, 'occurred_at', e.occurred_at, 'reason', e.reason, 'from_owner', f.ref, 'to_owner', t.ref, 'actor', a.ref
    ) order by e.occurred_at desc, e.id desc), '[]')
    from (
      select * from public.ownership_events x
      where x.client_id = :client_id order by x.occurred_at desc, x.id desc limit 20
    ) e
    left join people f on f.id = e.from_owner_id
    left join people t on t.id = e.to_owner_id
    left join people a on a.id = e.actor_id
  )
)::text;

-- name: phone_region
select coalesce((select c.phone_region from public.company c), 'UA');

-- name: add_client
-- No row: the named owner is not at work, or the caller may not see him.
insert into public.clients (id, owner_id, name, company, job_title, city, status, tags, source_id)
select
  coalesce(:id, gen_random_uuid()), coalesce(:owner_id, auth.uid()), :name, :company, :job_title, :city, :status, :tags,
  coalesce(:source_id, (
    select s.id from public.lead_sources s
    where s.channel = 'manual' and s.archived_at is null order by s.created_at limit 1
  ))
where :owner_id::uuid is null
  or exists (select from public.profiles p where p.id = :owner_id and p.status = 'active')
returning id;

-- name: edit_client
update public.clients c
set (name, company, job_title, city, note, status, tags) = (
  select r.name, r.company, r.job_title, r.city, r.note, r.status, r.tags
  from jsonb_populate_record(c, :patch::jsonb) r
)
where c.id = :client_id and c.version = :version and c.merged_into is null and c.erased_at is null
returning c.id;

-- name: archive_client
update public.clients c set archived_at = now() where c.id = :client_id and c.archived_at is null;

-- name: restore_client
-- What was merged or erased stays gone.
update public.clients c
set archived_at = null
where c.id = :client_id and c.archived_at is not null and c.merged_into is null and c.erased_at is null;

-- name: recent_tags
-- Of the newest clients only: a picker needs what is in use, and a full count would read every row.
select tags.tag, count(*) as uses
from (select c.tags from public.clients c where c.archived_at is null order by c.received_at desc, c.id desc limit 1000) recent
cross join lateral unnest(recent.tags) as tags (tag)
group by tags.tag
order by count(*) desc, tags.tag
limit 100;

-- name: recent_tags_of
select tags.tag, count(*) as uses
from (
  select c.tags from public.clients c
  where c.owner_id = :me and c.archived_at is null order by c.received_at desc, c.id desc limit 1000
) recent
cross join lateral unnest(recent.tags) as tags (tag)
group by tags.tag
order by count(*) desc, tags.tag
limit 100;

-- name: sees_client
select c.id from public.clients c where c.id = :client_id;

-- name: matching_ids
select m.id
from app.find_clients(
  :term, :tags, :owners, :sources, :statuses, :received_from, :received_to, :archived, null, null, true, :limit,
  :channels, :types, :campaigns
) m;

-- name: origin_choices
select app.origin_choices()::text;

-- name: decide_origin
select app.decide_origin(:client_id, :said::jsonb);
