-- What a company knows better than our rules: posts that sell something, and built-in words that mean something else with it.

-- Under such a post a doubt is a lead (channels.intent.Context.on_product), from the next comment on.
create table public.product_posts (
  id uuid primary key default gen_random_uuid(),
  source_id uuid not null references public.lead_sources (id) on delete cascade,
  media_id text not null check (length(media_id) between 1 and 200),
  marked_by uuid default auth.uid() references public.profiles (id),
  marked_at timestamptz not null default now(),
  unique (source_id, media_id)
);
alter table public.product_posts enable row level security;
create index product_posts_marked_by_idx on public.product_posts (marked_by);
create trigger product_posts_audit after insert or update or delete on public.product_posts
  for each row execute function app.audit();
revoke all on public.product_posts from anon, authenticated, service_role;
grant select on public.product_posts to authenticated, service_role;
grant insert (source_id, media_id), delete on public.product_posts to authenticated;

-- A word of the release that says nothing in this company; the others are its own.
alter table public.intent_words add column is_off boolean not null default false;
grant insert (is_off) on public.intent_words to authenticated;

create or replace function app.rulebook()
returns text
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'sources', (select coalesce(jsonb_agg(jsonb_build_object('rule', r.rule, 'position', r.position, 'is_on', r.is_on, 'document', r.document)
      order by r.rule), '[]') from public.source_rules r),
    'words', (select coalesce(jsonb_object_agg(w.list, w.phrases), '{}') from (
      select x.list, jsonb_agg(x.phrase order by x.phrase) as phrases from public.intent_words x where not x.is_off group by x.list) w),
    'silenced', (select coalesce(jsonb_object_agg(w.list, w.phrases), '{}') from (
      select x.list, jsonb_agg(x.phrase order by x.phrase) as phrases from public.intent_words x where x.is_off group by x.list) w),
    'demoted', (select coalesce(jsonb_agg(d.rule order by d.rule), '[]') from public.rule_demotions d where d.reverted_at is null),
    'products', (select coalesce(jsonb_agg(p.source_id || ':' || p.media_id order by p.source_id, p.media_id), '[]') from public.product_posts p)
  )::text
$$;
