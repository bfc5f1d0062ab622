-- What the rules of intent doubted, what people said of it, and what follows: a company's own words, rules that lost their trust,
-- complaints that become tasks.

-- Words that a company adds to a list of channels/classify/words; in force with the next event.
create table public.intent_words (
  id uuid primary key default gen_random_uuid(),
  list text not null check (list ~ '^[a-z_]{1,40}$'),
  phrase text not null check (length(phrase) between 2 and 120),
  created_by uuid default auth.uid() references public.profiles (id),
  created_at timestamptz not null default now(),
  unique (list, phrase)
);
alter table public.intent_words enable row level security;
create index intent_words_created_by_idx on public.intent_words (created_by);
create trigger intent_words_audit after insert or update or delete on public.intent_words
  for each row execute function app.audit();

-- A rule that opens no lead by itself any more, until an admin trusts it again.
create table public.rule_demotions (
  id uuid primary key default gen_random_uuid(),
  rule text not null check (length(rule) between 1 and 40),
  hits integer not null,
  correct integer not null,
  demoted_at timestamptz not null default now(),
  reverted_at timestamptz,
  reverted_by uuid references public.profiles (id)
);
alter table public.rule_demotions enable row level security;
create unique index rule_demotions_rule_key on public.rule_demotions (rule) where reverted_at is null;
create index rule_demotions_reverted_by_idx on public.rule_demotions (reverted_by);
create trigger rule_demotions_audit after insert or update or delete on public.rule_demotions
  for each row execute function app.audit();

revoke all on public.intent_words, public.rule_demotions from anon, authenticated, service_role;
grant select on public.intent_words, public.rule_demotions to authenticated, service_role;
grant insert (list, phrase), delete on public.intent_words to authenticated;

-- What a person said of a text, beside the rule that had decided: a label. Kept when the event itself has gone.
create table private.review_verdicts (
  event_id uuid primary key,
  rule text not null,
  label text not null,
  said text not null check (said in ('lead', 'not_lead', 'complaint', 'spam')),
  -- What the event was before: where an undo takes it.
  was text not null,
  task_id uuid,
  decided_by uuid not null references public.profiles (id),
  decided_at timestamptz not null default now()
);
alter table private.review_verdicts enable row level security;
create index review_verdicts_decided_by_idx on private.review_verdicts (decided_by);
create index review_verdicts_rule_idx on private.review_verdicts (rule, decided_at);

-- One task a day for what somebody complains of in a conversation.
create table private.complaint_tasks (
  source_id uuid not null references public.lead_sources (id) on delete cascade,
  thread_key text not null,
  day date not null,
  task_id uuid not null,
  primary key (source_id, thread_key, day)
);
alter table private.complaint_tasks enable row level security;

create index inbound_events_judged_idx on private.inbound_events (received_at desc, id desc) where status = 'done' and verdict is not null;

-- What the verdict tells of a person goes with his words.
create function app.blank_verdict()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.verdict := new.verdict - array['words', 'author', 'link', 'post'];
  return new;
end
$$;
create trigger inbound_events_blank_verdict before update of body on private.inbound_events
  for each row when (new.body = '' and new.verdict is not null) execute function app.blank_verdict();

insert into public.notification_kinds (kind, position, audience, email, telegram, urgent, optional) values
  ('complaint_new', 50, 'all', true, true, false, true),
  ('rule_demoted', 51, 'admin', true, false, false, true);

-- ---------------------------------------------------------------------------------------------- complaints

-- Somebody complains: a task of today for whoever has the client; of a stranger for the source's fixed manager, else for an admin,
-- and every admin is told. Once a conversation and day. told: {"thread_key", "name", "text", "link"}
create function app.open_complaint(source uuid, client uuid, told jsonb)
returns uuid
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  owner uuid;
  task uuid := gen_random_uuid();
  shown_name text := left(coalesce(nullif(btrim(told ->> 'name'), ''), (select c.name from public.clients c where c.id = client), '—'), 200);
  word text;
begin
  insert into private.complaint_tasks (source_id, thread_key, day, task_id)
  values (source, left(told ->> 'thread_key', 400), app.day_of(now()), task)
  on conflict do nothing;
  if not found then
    return null;
  end if;
  select p.id into owner
  from public.profiles p
  where p.status = 'active' and p.role in ('manager', 'admin') and (
    p.id = (select c.owner_id from public.clients c where c.id = client)
    or p.id = (select s.fixed_manager_id from public.lead_sources s where s.id = source and client is null)
    or p.role = 'admin')
  order by p.role = 'admin' and p.id is distinct from (select c.owner_id from public.clients c where c.id = client), p.created_at
  limit 1;
  if owner is null then
    delete from private.complaint_tasks x where x.task_id = task;
    return null;
  end if;
  select case c.locale when 'uk' then 'Скарга' when 'en' then 'Complaint' else 'Жалоба' end into word from public.company c;
  insert into public.tasks (id, owner_id, client_id, title, note, kind, priority, due_at, created_by)
  values (task, owner, client, left(coalesce(word, 'Жалоба') || ': ' || shown_name, 300),
    left(concat_ws(E'\n\n', nullif(btrim(told ->> 'text'), ''), nullif(told ->> 'link', '')), 10000),
    'message', 'high', now() + interval '1 hour', null);
  perform app.notify_user(x.id, 'complaint_new', jsonb_build_object('name', shown_name), client, null, case when x.id = owner then task end)
  from (
    select owner as id
    union
    select p.id from public.profiles p where client is null and p.role = 'admin' and p.status = 'active'
  ) x;
  return task;
end
$$;

-- ---------------------------------------------------------------------------------------------- the queue

-- Texts with a verdict, newest first. waiting: a person is to decide; opened: the rules made a lead of it; decided: a person has.
create function app.review_events(
  view text, source uuid default null, after_at timestamptz default null, after_id uuid default null, max_rows integer default 50
)
returns table (id uuid, source_id uuid, channel text, kind text, status text, reason text, received_at timestamptz, client_id uuid,
  content_type text, body bytea, verdict jsonb, said text, decided_at timestamptz, decided_by uuid)
language plpgsql
stable security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  shown uuid[];
begin
  perform app.require_admin();
  -- Each by the index that was made for it.
  if view = 'waiting' then
    shown := array(select e.id from private.inbound_events e
      where e.status = 'quarantined' and e.verdict is not null and (source is null or e.source_id = source)
        and (after_at is null or (e.received_at, e.id) < (after_at, after_id))
      order by e.received_at desc, e.id desc limit max_rows);
  elsif view = 'opened' then
    shown := array(select e.id from private.inbound_events e
      where e.status = 'done' and e.verdict is not null and (source is null or e.source_id = source)
        and e.verdict ->> 'tier' = 'lead' and e.verdict ->> 'label' like 'lead%'
        and not exists (select from private.review_verdicts v where v.event_id = e.id)
        and (after_at is null or (e.received_at, e.id) < (after_at, after_id))
      order by e.received_at desc, e.id desc limit max_rows);
  else
    shown := array(select e.id from private.review_verdicts v join private.inbound_events e on e.id = v.event_id
      where (source is null or e.source_id = source) and (after_at is null or (e.received_at, e.id) < (after_at, after_id))
      order by e.received_at desc, e.id desc limit max_rows);
  end if;
  return query
    select e.id, e.source_id, e.channel, e.kind, e.status, e.quarantine_reason, e.received_at, e.client_id, e.content_type, e.body,
      e.verdict, v.said, v.decided_at, v.decided_by
    from private.inbound_events e
    left join private.review_verdicts v on v.event_id = e.id
    where e.id = any (shown)
    order by e.received_at desc, e.id desc;
end
$$;

-- One of them, to say something of it.
create function app.review_event(event uuid)
returns setof private.inbound_events
language plpgsql
stable security definer
set search_path = ''
as $$
begin
  perform app.require_admin();
  return query select e.* from private.inbound_events e where e.id = event and e.verdict is not null;
end
$$;

-- A person's word on one event. What waits becomes a lead, or is put away; a complaint becomes a task. What has become a lead by
-- itself stays one: the word only counts for the rule. A lead begins a few seconds later, so that the word can be taken back.
create function app.judge_event(event uuid, said text, told jsonb, grace_seconds integer default 6)
returns void
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  judged private.inbound_events;
  task uuid;
begin
  perform app.require_admin();
  select e.* into judged from private.inbound_events e
  where e.id = event and e.verdict is not null and e.status in ('quarantined', 'done') for update;
  if not found or exists (select from private.review_verdicts v where v.event_id = event) then
    perform app.fail(404, 'event_not_found');
  end if;
  if said = 'complaint' then
    task := app.open_complaint(judged.source_id, judged.client_id, told);
  end if;
  insert into private.review_verdicts (event_id, rule, label, said, was, task_id, decided_by)
  values (event, coalesce(judged.verdict #>> '{rules,0}', ''), coalesce(judged.verdict ->> 'label', ''), said, judged.status, task, auth.uid());
  update private.inbound_events e
  set status = case when said = 'lead' then 'pending' else 'discarded' end,
    attempts = 0, next_attempt_at = now() + make_interval(secs => grace_seconds), locked_until = null,
    processed_at = case when said <> 'lead' then now() end
  where e.id = event and e.status = 'quarantined';
end
$$;

-- Release (process after all) or discard a parked event. What the rules had judged is a word about them, too.
create or replace function app.settle_event(event_id uuid, release boolean)
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform app.require_admin();
  insert into private.review_verdicts (event_id, rule, label, said, was, decided_by)
  select e.id, coalesce(e.verdict #>> '{rules,0}', ''), coalesce(e.verdict ->> 'label', ''),
    case when release then 'lead' else 'not_lead' end, e.status, auth.uid()
  from private.inbound_events e
  where e.id = event_id and e.status = 'quarantined' and e.verdict is not null
  on conflict do nothing;
  update private.inbound_events e
  set status = case when release then 'pending' else 'discarded' end,
    attempts = 0, next_attempt_at = now(), locked_until = null, processed_at = case when release then null else now() end
  where e.id = event_id and e.status in ('quarantined', 'dead');
  if not found then
    perform app.fail(404, 'event_not_found');
  end if;
  if release then
    perform pg_notify('smena_inbound', event_id::text);
  end if;
end
$$;

-- Takes the word back; what has become a lead meanwhile stays one.
create function app.unjudge_event(event uuid)
returns void
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  taken private.review_verdicts;
begin
  perform app.require_admin();
  select v.* into taken from private.review_verdicts v where v.event_id = event for update;
  if not found then
    perform app.fail(404, 'event_not_found');
  end if;
  if taken.was = 'quarantined' then
    update private.inbound_events e
    set status = 'quarantined', processed_at = null, attempts = 0
    where e.id = event and (e.status = 'discarded' or (e.status = 'pending' and e.attempts = 0));
    if not found then
      perform app.fail(409, 'already_a_lead');
    end if;
  end if;
  update public.tasks t set archived_at = now() where t.id = taken.task_id and t.completed_at is null and t.archived_at is null;
  delete from private.complaint_tasks x where x.task_id = taken.task_id;
  delete from private.review_verdicts v where v.event_id = event;
end
$$;

-- ---------------------------------------------------------------------------------------------- how far a rule can be trusted

-- Was the rule right? It took the text for a lead (or for what may be one), a complaint, spam, or for nothing.
create function app.was_right(label text, said text)
returns boolean
language sql
immutable
set search_path = ''
as $$
  select said = case when label like 'lead%' or label = 'question_other' then 'lead' when label in ('complaint', 'spam') then label else 'not_lead' end
$$;

-- Precision by rule and week (Mondays of the company's calendar), the newest weeks first.
create function app.rule_precision(weeks integer default 8)
returns table (rule text, week date, hits bigint, correct bigint)
language plpgsql
stable security definer
set search_path = ''
as $$
#variable_conflict use_column
begin
  perform app.require_admin();
  return query
    select v.rule, date_trunc('week', app.day_of(v.decided_at)::timestamp)::date, count(*), count(*) filter (where app.was_right(v.label, v.said))
    from private.review_verdicts v
    where v.decided_at > now() - make_interval(weeks => weeks)
    group by 1, 2
    order by 2 desc, 3 desc, 1;
end
$$;

-- Rules that open leads by themselves and were wrong too often (under 70 % of at least 30 words on them in the last 90 days, and since
-- an admin last trusted them) wait for a person from now on; admins are told. `opening`: the rules that open leads.
create function app.demote_rules(opening text[])
returns text[]
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  demoted text[];
begin
  with counted as (
    select v.rule, count(*) as hits, count(*) filter (where app.was_right(v.label, v.said)) as correct
    from private.review_verdicts v
    where v.rule = any (opening) and v.decided_at > greatest(now() - interval '90 days',
      (select max(d.reverted_at) from public.rule_demotions d where d.rule = v.rule))
    group by v.rule
  ), made as (
    insert into public.rule_demotions (rule, hits, correct)
    select c.rule, c.hits, c.correct from counted c where c.hits >= 30 and c.correct < 0.7 * c.hits
    on conflict do nothing
    returning rule_demotions.rule
  )
  select coalesce(array_agg(m.rule order by m.rule), '{}') into demoted from made m;
  perform app.notify_admins('rule_demoted', jsonb_build_object('name', d.rule)) from unnest(demoted) d (rule);
  return demoted;
end
$$;

create function app.trust_rule(rule text)
returns void
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
begin
  perform app.require_admin();
  update public.rule_demotions d set reverted_at = now(), reverted_by = auth.uid() where d.rule = rule and d.reverted_at is null;
  if not found then
    perform app.fail(404, 'rule_not_found');
  end if;
end
$$;

-- All that workers judge by, as one document: whoever holds the same text holds the same rules.
create function app.rulebook()
returns text
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'sources', (select coalesce(jsonb_agg(jsonb_build_object('rule', r.rule, 'position', r.position, 'is_on', r.is_on, 'document', r.document)
      order by r.rule), '[]') from public.source_rules r),
    'words', (select coalesce(jsonb_object_agg(w.list, w.phrases), '{}') from (
      select x.list, jsonb_agg(x.phrase order by x.phrase) as phrases from public.intent_words x group by x.list) w),
    'demoted', (select coalesce(jsonb_agg(d.rule order by d.rule), '[]') from public.rule_demotions d where d.reverted_at is null)
  )::text
$$;

grant execute on function app.rulebook() to authenticated, service_role;
grant execute on function app.open_complaint(uuid, uuid, jsonb), app.demote_rules(text[]) to service_role;
grant execute on function app.review_events(text, uuid, timestamptz, uuid, integer), app.review_event(uuid), app.judge_event(uuid, text, jsonb, integer),
  app.unjudge_event(uuid), app.rule_precision(integer), app.trust_rule(text) to authenticated;
