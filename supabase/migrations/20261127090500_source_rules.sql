-- Where a touch came from: the company's own rules and its changes to those that come with Smena, and the verdict on every touch.
-- The rules of the release lie in the code (channels/classify/rules.toml): a row here adds one, or stands in the place of one.

drop trigger source_rules_version on public.source_rules;

-- A document of channels.classify.rules.SourceRule without id, position and switch; null: as the release has it.
alter table public.source_rules
  add column rule text,
  add column is_on boolean not null default true,
  add column document jsonb,
  add column changed_by uuid references public.profiles (id),
  alter column position type numeric;

-- A rule of one source that named what its leads are counted under says that, and no more, of the same leads.
update public.source_rules r
set rule = 'own-' || left(replace(r.id::text, '-', ''), 12),
  -- Before every rule of the release, in the order they had.
  position = r.position / 1000.0,
  document = jsonb_build_object(
    'channels', jsonb_build_array(r.channel),
    'kinds', case when r.kind is null then '[]' else jsonb_build_array(r.kind) end,
    'when', jsonb_build_array(jsonb_build_object('facts', '["connection"]'::jsonb, 'test', 'like', 'values', jsonb_build_array(r.source_id)))
      || case when r.campaign_pattern is null then '[]' else jsonb_build_array(jsonb_build_object(
        'facts', '["utm_campaign", "ad_title"]'::jsonb, 'test', 'like', 'values', jsonb_build_array(r.campaign_pattern))) end,
    'then', jsonb_build_object('label', r.label));

drop function app.labelled(uuid, text, text, text, jsonb);
drop index public.source_rules_source_id_idx;
alter table public.source_rules
  drop column source_id,
  drop column channel,
  drop column kind,
  drop column campaign_pattern,
  drop column label,
  alter column rule set not null,
  add constraint source_rules_rule_key unique (rule),
  add constraint source_rules_rule_check check (rule ~ '^[A-Za-z0-9_-]{1,40}$'),
  add constraint source_rules_position_check check (position between 0 and 1000000),
  add constraint source_rules_document_check check (jsonb_typeof(document) = 'object' and length(document::text) <= 20000);
create index source_rules_changed_by_idx on public.source_rules (changed_by);

create function app.mark_source_rule()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.changed_by := auth.uid();
  new.updated_at := now();
  if tg_op = 'UPDATE' then
    new.version := old.version + 1;
  end if;
  return new;
end
$$;
create trigger source_rules_mark before insert or update on public.source_rules
  for each row execute function app.mark_source_rule();
create trigger source_rules_audit after insert or update or delete on public.source_rules
  for each row execute function app.audit();

grant insert (rule, position, is_on, document) on public.source_rules to authenticated;
grant update (position, is_on, document) on public.source_rules to authenticated;

-- ---------------------------------------------------------------------------------------------- touches

alter table public.interactions add constraint interactions_id_owner_key unique (id, owner_id);

-- Where a lead or message of a client came from. `hints`: what the event told, so that it can be judged again by later rules;
-- `verdict`: channels.classify.source.Classification. The owner is a copy of the interaction's.
create table public.touches (
  interaction_id uuid primary key,
  owner_id uuid not null,
  hints jsonb not null default '{}' check (jsonb_typeof(hints) = 'object'),
  verdict jsonb not null check (jsonb_typeof(verdict) = 'object'),
  -- What was said before the last time that history was gone through.
  previous jsonb,
  rerun_id uuid,
  created_at timestamptz not null default now(),
  foreign key (interaction_id, owner_id) references public.interactions (id, owner_id) on update cascade
);
alter table public.touches enable row level security;
create index touches_owner_idx on public.touches (owner_id);
create index touches_created_idx on public.touches (created_at desc);
create index touches_rerun_idx on public.touches (rerun_id) where rerun_id is not null;

-- When an admin had history judged again by the rules of the day.
create table private.source_reruns (
  id uuid primary key default gen_random_uuid(),
  started_by uuid not null references public.profiles (id),
  started_at timestamptz not null default now(),
  changed integer not null default 0,
  undone_at timestamptz
);
alter table private.source_reruns enable row level security;
create index source_reruns_started_by_idx on private.source_reruns (started_by);

revoke all on public.touches from anon, authenticated, service_role;
grant select on public.touches to authenticated, service_role;

-- The verdict on a touch, in the transaction that makes it; what was said first stays until an admin has history judged again.
create function app.keep_touch(interaction uuid, hints jsonb, verdict jsonb)
returns void
language sql
security definer
set search_path = ''
as $$
  insert into public.touches (interaction_id, owner_id, hints, verdict)
  select i.id, i.owner_id, keep_touch.hints, keep_touch.verdict from public.interactions i where i.id = interaction
  on conflict do nothing
$$;

-- The touch that a client began with, if he came in by one: no later one can take its place. For whoever may see the client.
create function app.first_touch_of(client uuid)
returns public.touches
language sql
stable
set search_path = ''
as $$
  select t.*
  from public.clients c
  join public.interactions i on i.client_id = c.id and i.occurred_at = c.received_at and i.source_id = c.source_id
  join public.touches t on t.interaction_id = i.id
  where c.id = client
  order by i.created_at, i.id
  limit 1
$$;

-- Erased with the words of the interaction.
create function app.erase_touch()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.touches t set hints = '{}', verdict = t.verdict - 'evidence', previous = null where t.interaction_id = new.id;
  return null;
end
$$;
create trigger interactions_erase_touch after update of erased_at on public.interactions
  for each row when (new.erased_at is not null and old.erased_at is null) execute function app.erase_touch();

-- ---------------------------------------------------------------------------------------------- history

-- What came in, oldest id first, with what was told of it: interactions from before there were touches, too.
create function app.touch_history(after_id uuid default null, max_rows integer default 2000)
returns table (interaction_id uuid, channel text, kind text, source_id uuid, occurred_at timestamptz, reply_to text, details jsonb,
  hints jsonb, verdict jsonb)
language plpgsql
stable security definer
set search_path = ''
as $$
#variable_conflict use_column
begin
  perform app.require_admin();
  return query
    select i.id, coalesce(nullif(s.settings ->> 'adapter', ''), s.channel), i.kind, i.source_id, i.occurred_at, i.reply_to,
      i.details - 'attachments', t.hints, t.verdict
    from public.interactions i
    join public.lead_sources s on s.id = i.source_id
    left join public.touches t on t.interaction_id = i.id
    where i.direction = 'in' and i.erased_at is null and (after_id is null or i.id > after_id)
    order by i.id
    limit max_rows;
end
$$;

-- Writes new verdicts over a run: changes [{"interaction_id", "hints", "verdict"}]. Answers how many rows it touched.
create function app.rejudge_touches(rerun uuid, changes jsonb)
returns integer
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  written integer;
begin
  perform app.require_admin();
  insert into private.source_reruns (id, started_by) values (rerun, auth.uid()) on conflict do nothing;
  insert into public.touches as t (interaction_id, owner_id, hints, verdict, previous, rerun_id)
  select i.id, i.owner_id, c.value -> 'hints', c.value -> 'verdict', '{}', rerun
  from jsonb_array_elements(changes) c
  join public.interactions i on i.id = (c.value ->> 'interaction_id')::uuid
  on conflict on constraint touches_pkey do update
    set previous = t.verdict, verdict = excluded.verdict, rerun_id = excluded.rerun_id;
  get diagnostics written = row_count;
  update private.source_reruns r set changed = r.changed + written where r.id = rerun;
  return written;
end
$$;

-- Everything as it was before the last run; a touch that the run made goes.
create function app.undo_rerun()
returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
  last_run uuid;
  written integer;
begin
  perform app.require_admin();
  select r.id into last_run
  from (select x.* from private.source_reruns x order by x.started_at desc limit 1) r
  where r.undone_at is null;
  if last_run is null then
    perform app.fail(404, 'nothing_to_undo');
  end if;
  delete from public.touches t where t.rerun_id = last_run and t.previous = '{}';
  update public.touches t set verdict = t.previous, previous = null, rerun_id = null where t.rerun_id = last_run;
  update private.source_reruns r set undone_at = now() where r.id = last_run returning r.changed into written;
  return written;
end
$$;

-- The newest touches, for trying a rule on them.
create function app.newest_touches(max_rows integer default 100)
returns table (interaction_id uuid, client_id uuid, client_name text, occurred_at timestamptz, hints jsonb)
language plpgsql
stable security definer
set search_path = ''
as $$
#variable_conflict use_column
begin
  perform app.require_admin();
  return query
    select t.interaction_id, i.client_id, c.name, i.occurred_at, t.hints
    from public.touches t
    join public.interactions i on i.id = t.interaction_id
    join public.clients c on c.id = i.client_id
    order by t.created_at desc
    limit max_rows;
end
$$;

-- How much of the last thirty days no rule knew (the health line is 3 %), and the last run over history.
create function app.source_rules_health()
returns table (touches bigint, unclassified bigint, rerun_at timestamptz, rerun_changed integer)
language plpgsql
stable security definer
set search_path = ''
as $$
#variable_conflict use_column
begin
  perform app.require_admin();
  return query
    select count(t.interaction_id), count(*) filter (where t.verdict ->> 'rule' = 'R99'), r.started_at, r.changed
    from (select 1) one
    left join lateral (
      select x.* from private.source_reruns x order by x.started_at desc limit 1
    ) r on r.undone_at is null
    left join public.touches t on t.created_at > now() - interval '30 days'
    group by r.started_at, r.changed;
end
$$;

grant execute on function app.keep_touch(uuid, jsonb, jsonb) to service_role;
grant execute on function app.first_touch_of(uuid), app.touch_history(uuid, integer), app.rejudge_touches(uuid, jsonb), app.undo_rerun(),
  app.newest_touches(integer), app.source_rules_health() to authenticated;
