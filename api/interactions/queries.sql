-- name: timeline
-- Three short ordered branches, joined and cut: each is read no further than one page.
with stages as (
  select g.id, json_build_object('id', g.id, 'key', g.key, 'name', g.name, 'color', g.color) as ref from public.stages g
),
people as materialized (
  select d.id, json_build_object('id', d.id, 'full_name', d.full_name) as ref from app.directory() d
),
found as materialized (
  select * from (
    (
      select i.occurred_at, i.id, 'interaction' as type
      from public.interactions i
      where i.client_id = :client_id
        and (:channels::text[] is null or i.channel = any (:channels::text[]))
        and (:after_at::timestamptz is null or (i.occurred_at, i.id) < (:after_at::timestamptz, :after_id::uuid))
      order by i.occurred_at desc, i.id desc
      limit :limit + 1
    )
    union all
    (
      select e.occurred_at, e.id, 'stage'
      from public.deals d
      join public.deal_stage_events e on e.deal_id = d.id
      where d.client_id = :client_id
        and :channels::text[] is null
        and (:after_at::timestamptz is null or (e.occurred_at, e.id) < (:after_at::timestamptz, :after_id::uuid))
      order by e.occurred_at desc, e.id desc
      limit :limit + 1
    )
    union all
    (
      select o.occurred_at, o.id, 'owner'
      from public.ownership_events o
      where o.client_id = :client_id
        and :channels::text[] is null
        and (:after_at::timestamptz is null or (o.occurred_at, o.id) < (:after_at::timestamptz, :after_id::uuid))
      order by o.occurred_at desc, o.id desc
      limit :limit + 1
    )
  ) x
  order by x.occurred_at desc, x.id desc
  limit :limit + 1
),
page as materialized (
  select f.* from found f order by f.occurred_at desc, f.id desc limit :limit
)
select
  (
    select coalesce(json_agg(
      case p.type
        when 'interaction' then (
          select json_build_object(
            'type', p.type, 'id', i.id, 'occurred_at', i.occurred_at, 'kind', i.kind, 'channel', i.channel,
            'direction', i.direction, 'author', (select u.ref from people u where u.id = i.author_id),
            'author_name', i.author_name, 'subject', i.subject, 'body', i.body, 'duration_seconds', i.duration_seconds,
            'deal_id', i.deal_id, 'reply_until', i.reply_until, 'attachments', i.attachments, 'details', i.details,
            'erased_at', i.erased_at,
            'conversation_id', i.conversation_id, 'status', i.status, 'status_at', i.status_at,
            'failure', case when i.status = 'failed' then json_build_object(
              'reason', coalesce(i.details #>> '{failure,reason}', ''), 'words', coalesce(i.details #>> '{failure,words}', '')) end,
            'reactions', (
              select coalesce(json_agg(json_build_object('by', r.key, 'emoji', r.value ->> 'emoji') order by r.key), '[]')
              from jsonb_each(i.details -> 'reactions') r where r.value ->> 'emoji' <> ''),
            'edited_at', i.edited_at,
            'withdrawn_at', i.withdrawn_at, 'answers', a.ref, 'simulated', coalesce(s.simulated, false))
          from public.interactions i
          left join public.lead_sources s on s.id = i.source_id
          left join lateral (
            select json_build_object('id', x.id, 'body', left(x.body, 200)) as ref
            from public.interactions x where x.source_id = i.source_id and x.external_id = i.reply_to
          ) a on true
          where i.id = p.id
        )
        when 'stage' then (
          select json_build_object(
            'type', p.type, 'id', e.id, 'occurred_at', e.occurred_at, 'deal_id', e.deal_id, 'deal_title', d.title,
            'from_stage', (select s.ref from stages s where s.id = e.from_stage_id),
            'to_stage', (select s.ref from stages s where s.id = e.to_stage_id),
            'to_outcome', e.to_outcome, 'amount_minor', e.amount_minor, 'currency', e.currency, 'reason', e.reason,
            'actor', (select u.ref from people u where u.id = e.actor_id))
          from public.deal_stage_events e join public.deals d on d.id = e.deal_id where e.id = p.id
        )
        else (
          select json_build_object(
            'type', p.type, 'id', o.id, 'occurred_at', o.occurred_at, 'reason', o.reason,
            'from_owner', (select u.ref from people u where u.id = o.from_owner_id),
            'to_owner', (select u.ref from people u where u.id = o.to_owner_id),
            'actor', (select u.ref from people u where u.id = o.actor_id))
          from public.ownership_events o where o.id = p.id
        )
      end
      order by p.occurred_at desc, p.id desc), '[]')
    from page p
  )::text as items,
  case when (select count(*) from found) > :limit then
    (select json_build_array(p.occurred_at, p.id) from page p order by p.occurred_at, p.id limit 1)::text
  end as next,
  null::bigint as total;

-- name: add_interaction
insert into public.interactions
  (id, client_id, deal_id, channel, kind, direction, subject, body, occurred_at, duration_seconds, attachments)
values (
  coalesce(:id, gen_random_uuid()), :client_id, :deal_id, :channel, :kind, :direction, :subject, :body,
  coalesce(:occurred_at, now()), :duration_seconds,
  coalesce((
    select jsonb_agg(jsonb_build_object(
      'file_id', f.id, 'path', f.path, 'name', f.name, 'mime_type', f.mime_type, 'size_bytes', f.size_bytes
    ) order by f.created_at, f.id)
    from public.files f where f.client_id = :client_id and f.id = any (:file_ids::uuid[])
  ), '[]')
)
returning id;

-- name: belongs_to_client
-- Which of the named rows are the client's and visible.
select
  (:deal_id::uuid is null or exists (
    select from public.deals d where d.id = :deal_id and d.client_id = :client_id)) as deal,
  (select count(*) from public.files f where f.client_id = :client_id and f.id = any (:file_ids::uuid[])) as files;

-- name: interaction
select json_build_object(
  'type', 'interaction', 'id', i.id, 'occurred_at', i.occurred_at, 'kind', i.kind, 'channel', i.channel,
  'direction', i.direction,
  'author', (
    select json_build_object('id', u.id, 'full_name', u.full_name) from app.directory() u where u.id = i.author_id
  ),
  'author_name', i.author_name, 'subject', i.subject, 'body', i.body, 'duration_seconds', i.duration_seconds,
  'deal_id', i.deal_id, 'reply_until', i.reply_until, 'attachments', i.attachments, 'details', i.details,
  'erased_at', i.erased_at, 'conversation_id', i.conversation_id, 'status', i.status, 'status_at', i.status_at,
  'failure', null, 'reactions', '[]'::json, 'edited_at', i.edited_at, 'withdrawn_at', i.withdrawn_at, 'answers', null, 'simulated', false
)::text
from public.interactions i where i.id = :interaction_id;
