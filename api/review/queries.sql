-- name: require_admin
select app.require_admin();

-- name: events
select e.id, e.source_id, s.name as source_name, e.channel, e.kind, e.status, e.reason, e.received_at, e.client_id, e.content_type,
  e.body, e.verdict::text as verdict, e.said, e.decided_at, p.full_name as decided_by_name,
  (select c.name from public.clients c where c.id = e.client_id) as client_name,
  coalesce((select c.phone_region from public.company c), 'UA') as phone_region
from app.review_events(:view, :source_id::uuid, :after_at::timestamptz, :after_id::uuid, :limit::integer + 1) e
join public.lead_sources s on s.id = e.source_id
left join public.profiles p on p.id = e.decided_by
order by e.received_at desc, e.id desc;

-- name: event
select e.id, e.source_id, e.channel, e.kind, e.received_at, e.content_type, e.body, e.verdict::text as verdict,
  coalesce((select c.phone_region from public.company c), 'UA') as phone_region
from app.review_event(:event_id) e;

-- name: judge_event
select app.judge_event(:event_id, :said, :told::jsonb);

-- name: unjudge_event
select app.unjudge_event(:event_id);

-- name: precision
select p.rule, p.week, p.hits, p.correct from app.rule_precision(:weeks) p;

-- name: demoted
select d.rule, d.hits, d.correct, d.demoted_at from public.rule_demotions d where d.reverted_at is null;

-- name: trust_rule
select app.trust_rule(:rule);

-- name: words
select json_build_object(
  'items', coalesce(json_agg(json_build_object('id', w.id, 'list', w.list, 'phrase', w.phrase, 'created_at', w.created_at,
    'created_by', p.full_name) order by w.list, w.phrase), '[]'),
  'next', null, 'total', count(*)
)::text
from public.intent_words w
left join public.profiles p on p.id = w.created_by
where not w.is_off;

-- name: silenced
select w.id, w.list, w.phrase from public.intent_words w where w.is_off;

-- name: add_word
insert into public.intent_words (list, phrase, is_off) values (:list, :phrase, :is_off) returning id;

-- name: remove_word
delete from public.intent_words w where w.id = :word_id returning w.id;

-- name: product_posts
select p.source_id, p.media_id from public.product_posts p where p.media_id = any (:media_ids::text[]);

-- name: mark_product
insert into public.product_posts (source_id, media_id) values (:source_id, :media_id) on conflict do nothing;

-- name: unmark_product
delete from public.product_posts p where p.source_id = :source_id and p.media_id = :media_id;
