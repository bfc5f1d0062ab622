-- Where a client came from, on the client: channel, type and campaign of his first touch, for lists and reports to ask by; and a
-- person's own word on it, which no rule takes back.

alter table public.clients
  -- Copies kept by app.note_origin. No touch: the channel of his source. The campaign is null for none.
  add column origin_channel text,
  add column origin_type text,
  add column origin_campaign text,
  -- {"channel", "type", "medium", "campaign", "note", "by", "at"}: what an admin decided, why, who and when.
  add column origin_decided jsonb check (jsonb_typeof(origin_decided) = 'object' and length(origin_decided::text) <= 4000);

-- The verdict on the touch that a client began with: as app.first_touch_of, for a row that is not written yet.
create function app.first_verdict(client uuid, source uuid, at timestamptz)
returns jsonb
language sql
stable security definer
set search_path = ''
as $$
  select t.verdict
  from public.interactions i
  join public.touches t on t.interaction_id = i.id
  where i.client_id = client and i.occurred_at = first_verdict.at and i.source_id = source
  order by i.created_at, i.id
  limit 1
$$;

create function app.note_origin()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  said jsonb;
begin
  if tg_op = 'UPDATE' and new.erased_at is not null then
    new.origin_decided := new.origin_decided - 'note';
  end if;
  -- (A client who is being made has no touch yet.)
  said := coalesce(new.origin_decided, case when tg_op = 'UPDATE' then app.first_verdict(new.id, new.source_id, new.received_at) end);
  new.origin_channel := coalesce(said ->> 'channel', (select s.channel from public.lead_sources s where s.id = new.source_id));
  new.origin_type := coalesce(said ->> 'type', case when new.origin_channel in ('manual', 'import') then new.origin_channel else 'unknown' end);
  -- What a rule of the company counts it under stands for a campaign where there is none.
  new.origin_campaign := nullif(coalesce(nullif(said ->> 'campaign', ''), said ->> 'label'), '');
  return new;
end
$$;
create trigger clients_origin before insert or update of source_id, received_at, erased_at, origin_decided, origin_channel on public.clients
  for each row execute function app.note_origin();

-- The copies are no edits: only what people and merges change is in the trail.
drop trigger clients_audit on public.clients;
create trigger clients_audit after delete or update of owner_id, name, company, job_title, city, note, tags, status, source_id, first_touch,
    received_at, phone, email, excluded, merged_into, archived_at, erased_at, origin_decided on public.clients
  for each row execute function app.audit();

-- A touch that is made, judged again or taken back, when it is somebody's first. (It changes hands with the client, too.)
create function app.note_touched_origins()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  touched uuid[];
begin
  if tg_op = 'UPDATE' then
    touched := array(select n.interaction_id from new_rows n join old_rows o using (interaction_id) where n.verdict <> o.verdict);
  elsif tg_op = 'INSERT' then
    touched := array(select n.interaction_id from new_rows n);
  else
    touched := array(select o.interaction_id from old_rows o);
  end if;
  update public.clients c set origin_channel = c.origin_channel
  from (
    select distinct i.client_id, i.occurred_at, i.source_id from public.interactions i where i.id = any (touched)
  ) x
  where c.id = x.client_id and c.received_at = x.occurred_at and c.source_id = x.source_id and c.origin_decided is null;
  return null;
end
$$;
create trigger touches_origin_made after insert on public.touches
  referencing new table as new_rows for each statement execute function app.note_touched_origins();
create trigger touches_origin_judged after update on public.touches
  referencing old table as old_rows new table as new_rows for each statement execute function app.note_touched_origins();
create trigger touches_origin_gone after delete on public.touches
  referencing old table as old_rows for each statement execute function app.note_touched_origins();

-- What a person decided of one record holds for the one it becomes, unless somebody has decided of that one, too.
create function app.merge_origin()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if new.merged_into is not null then
    update public.clients c set origin_decided = new.origin_decided where c.id = new.merged_into and c.origin_decided is null;
  else
    update public.clients c set origin_decided = null where c.id = old.merged_into and c.origin_decided = new.origin_decided;
  end if;
  return null;
end
$$;
create trigger clients_merge_origin after update of merged_into on public.clients
  for each row when (old.merged_into is distinct from new.merged_into and new.origin_decided is not null)
  execute function app.merge_origin();

update public.clients c set origin_channel = null where true;

-- Of everybody's clients the newest of a campaign, of a type of a channel; of one's own by any of the three. What else may be asked
-- lies beside, so that counts stay in the index.
create index clients_origin_campaign_idx on public.clients (origin_campaign, received_at desc, id desc)
  include (owner_id, origin_channel, origin_type) where archived_at is null and origin_campaign is not null;
create index clients_origin_type_idx on public.clients (origin_channel, origin_type, received_at desc, id desc)
  include (owner_id, origin_campaign) where archived_at is null;
create index clients_owner_origin_idx on public.clients (owner_id, origin_channel, received_at desc, id desc)
  include (origin_type, origin_campaign) where archived_at is null;

-- ---------------------------------------------------------------------------------------------- a person's word

-- Where a client came from, by an admin: {"channel", "type", "medium", "campaign", "note"}; null: as the rules have it again.
create function app.decide_origin(client uuid, said jsonb)
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform app.require_admin();
  update public.clients c
  set origin_decided = case when said is not null then jsonb_build_object(
    'channel', said ->> 'channel', 'type', said ->> 'type', 'medium', said ->> 'medium', 'campaign', coalesce(said ->> 'campaign', ''),
    'note', coalesce(said ->> 'note', ''), 'by', auth.uid(), 'at', now()) end
  where c.id = client and c.merged_into is null and c.erased_at is null;
  if not found then
    perform app.fail(404, 'client_not_found');
  end if;
end
$$;

-- As the card shows it: the word of a person before the verdict of the rules, which stays beside it. Null: neither is known.
create function app.origin_of(client public.clients)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select case
    when client.origin_decided is not null then '{"source": "", "evidence": {}}'::jsonb || coalesce(v.verdict, '{}')
      || (client.origin_decided - array['note', 'by', 'at'])
      || jsonb_build_object('rule', 'manual', 'named_by', '', 'label', '', 'confidence', 100, 'by_rules', v.verdict,
        'decided', jsonb_build_object('note', coalesce(client.origin_decided ->> 'note', ''), 'at', client.origin_decided -> 'at', 'by', (
          select jsonb_build_object('id', d.id, 'full_name', d.full_name) from app.directory() d
          where d.id = (client.origin_decided ->> 'by')::uuid)))
    else '{"evidence": {}, "by_rules": null, "decided": null}'::jsonb || v.verdict
  end
  from (select (app.first_touch_of(client.id)).verdict) v
$$;

-- ---------------------------------------------------------------------------------------------- the list

-- Channels that live clients came by. From one value to the next by the index: there are few among a million clients.
create function app.origin_channels()
returns text[]
language sql
stable security definer
set search_path = ''
as $$
  with recursive h (channel) as (
    select min(c.origin_channel) from public.clients c where c.archived_at is null
    union all
    select (select min(c.origin_channel) from public.clients c where c.archived_at is null and c.origin_channel > h.channel)
    from h where h.channel is not null
  )
  select array(select h.channel from h where h.channel is not null)
$$;

-- What there is to filter by among the caller's live clients: pairs of channel and type, and campaigns.
create function app.origin_choices(max_campaigns integer default 500)
returns jsonb
language plpgsql
stable security definer
set search_path = ''
as $$
declare
  me uuid := app.active_uid();
  kinds jsonb;
  campaigns jsonb;
begin
  if me is null then
    return jsonb_build_object('kinds', '[]'::jsonb, 'campaigns', '[]'::jsonb);
  elsif app.is_admin() then
    with recursive t (channel, type) as (
      select h.channel, (select min(c.origin_type) from public.clients c where c.archived_at is null and c.origin_channel = h.channel)
      from unnest(app.origin_channels()) h (channel)
      union all
      select t.channel, (
        select min(c.origin_type) from public.clients c
        where c.archived_at is null and c.origin_channel = t.channel and c.origin_type > t.type)
      from t where t.type is not null
    )
    select coalesce(jsonb_agg(jsonb_build_object('channel', t.channel, 'type', t.type) order by t.channel, t.type), '[]') into kinds
    from t where t.type is not null;
    with recursive k (campaign, place) as (
      select min(c.origin_campaign), 1 from public.clients c where c.archived_at is null and c.origin_campaign is not null
      union all
      select (select min(c.origin_campaign) from public.clients c where c.archived_at is null and c.origin_campaign > k.campaign), k.place + 1
      from k where k.campaign is not null and k.place < max_campaigns
    )
    select coalesce(jsonb_agg(k.campaign order by k.campaign), '[]') into campaigns from k where k.campaign is not null;
  else
    select coalesce(jsonb_agg(jsonb_build_object('channel', x.channel, 'type', x.type) order by x.channel, x.type), '[]') into kinds
    from (
      select distinct c.origin_channel as channel, c.origin_type as type from public.clients c
      where c.owner_id = me and c.archived_at is null and c.origin_channel is not null
    ) x;
    select coalesce(jsonb_agg(x.campaign order by x.campaign), '[]') into campaigns
    from (
      select distinct c.origin_campaign as campaign from public.clients c
      where c.owner_id = me and c.archived_at is null and c.origin_campaign is not null
      order by 1 limit max_campaigns
    ) x;
  end if;
  return jsonb_build_object('kinds', kinds, 'campaigns', campaigns);
end
$$;

-- As it was, with channel, type and campaign more; an empty campaign asks for those without.
drop function app.find_clients(text, text[], uuid[], uuid[], text[], date, date, boolean, timestamptz, uuid, boolean, integer);
create function app.find_clients(
  term text, tags text[], owners uuid[], sources uuid[], statuses text[], received_from date, received_to date,
  archived boolean, after_at timestamptz, after_id uuid, descending boolean, max_rows integer,
  channels text[] default null, types text[] default null, campaigns text[] default null
)
returns table (id uuid, received_at timestamptz, hits bigint)
language plpgsql
stable security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  me uuid := app.active_uid();
  mine boolean := not app.is_admin();
  -- A type is found by its channel.
  through text[] := case when mine or types is null then channels else coalesce(channels, app.origin_channels()) end;
  escaped text := replace(replace(replace(lower(btrim(term)), '\', '\\'), '%', '\%'), '_', '\_');
  starts_at timestamptz := (select b.starts_at from app.day_bounds(received_from) b);
  ends_at timestamptz := (select b.ends_at from app.day_bounds(received_to) b);
  -- A single value by `=`: only then does the index of the filter give the order, too.
  indexed text := concat_ws(' and ',
    case when archived then 'c.archived_at is not null and c.merged_into is null and c.erased_at is null'
      else 'c.archived_at is null' end,
    case when mine then 'c.owner_id = $1' end,
    case when cardinality(owners) = 1 then 'c.owner_id = ($2)[1]' when owners is not null then 'c.owner_id = any ($2)' end,
    case when cardinality(sources) = 1 then 'c.source_id = ($3)[1]' when sources is not null then 'c.source_id = any ($3)' end,
    case when cardinality(statuses) = 1 then 'c.status = ($4)[1]' when statuses is not null then 'c.status = any ($4)' end,
    case when cardinality(through) = 1 then 'c.origin_channel = ($14)[1]' when through is not null then 'c.origin_channel = any ($14)' end,
    case when cardinality(types) = 1 then 'c.origin_type = ($15)[1]' when types is not null then 'c.origin_type = any ($15)' end,
    case when campaigns = '{""}' then 'c.origin_campaign is null'
      when '' = any (campaigns) then '(c.origin_campaign = any ($16) or c.origin_campaign is null)'
      when cardinality(campaigns) = 1 then 'c.origin_campaign = ($16)[1]' when campaigns is not null then 'c.origin_campaign = any ($16)' end,
    case when starts_at is not null then 'c.received_at >= $5' end,
    case when ends_at is not null then 'c.received_at < $6' end);
  -- Two letters have no trigram of their own, the beginning of a word has.
  matched text := concat_ws(' and ',
    case when length(btrim(term)) = 2 then '(c.search like $7 or c.search like $8)'
      when term is not null then 'c.search like $8' end,
    case when tags is not null then 'c.tags @> $9' end);
  beginning text := escaped || '%';
  pattern text := case when length(btrim(term)) = 2 then '% ' || escaped || '%' else '%' || escaped || '%' end;
  beyond text := case when after_at is null then 'true'
    when descending then '(c.received_at, c.id) < ($10, $11)' else '(c.received_at, c.id) > ($10, $11)' end;
  in_order text := case when descending then 'order by c.received_at desc, c.id desc' else 'order by c.received_at, c.id' end;
  walk text := format(
    'select array_agg(w.id), array_agg(w.received_at) from (
       select c.id, c.received_at from (select * from public.clients c where %s and %s %s limit $12) c where %s limit $13) w',
    indexed, beyond, in_order, matched);
  ids uuid[];
  times timestamptz[];
  depth integer;
begin
  if me is null then
    return;
  end if;
  if matched = '' then
    execute format('select array_agg(w.id), array_agg(w.received_at) from (
      select c.id, c.received_at from public.clients c where %s and %s %s limit $12) w', indexed, beyond, in_order)
    into ids, times
    using me, owners, sources, statuses, starts_at, ends_at, beginning, pattern, tags, after_at, after_id, max_rows,
      max_rows, through, types, campaigns;
    if after_at is null then
      execute format('select count(*) from (select from public.clients c where %s limit 3001) x', indexed) into hits
      using me, owners, sources, statuses, starts_at, ends_at, beginning, pattern, tags, after_at, after_id, max_rows,
        max_rows, through, types, campaigns;
    end if;
  elsif not mine then
    foreach depth in array array[2500, 20000] loop
      execute walk into ids, times
      using me, owners, sources, statuses, starts_at, ends_at, beginning, pattern, tags, after_at, after_id, depth, max_rows,
        through, types, campaigns;
      exit when coalesce(cardinality(ids), 0) not between depth / 60 and max_rows - 1;
    end loop;
  end if;
  if matched <> '' and coalesce(cardinality(ids), 0) < max_rows then
    execute format(
      'select coalesce(array_agg(x.id), ''{}''), array_agg(x.received_at)
       from (select c.id, c.received_at from public.clients c where %s and %s limit 5001) x', indexed, matched)
    into ids, times
    using me, owners, sources, statuses, starts_at, ends_at, beginning, pattern, tags, after_at, after_id, max_rows, max_rows,
      through, types, campaigns;
    hits := nullif(cardinality(ids), 5001);
    if hits > 3000 then
      hits := 3001;
    elsif hits is null then
      execute walk into ids, times
      using me, owners, sources, statuses, starts_at, ends_at, beginning, pattern, tags, after_at, after_id, null::bigint, max_rows,
        through, types, campaigns;
    end if;
  end if;
  return query execute format(
    'select c.id, c.received_at, $1 from unnest($2, $3) c (id, received_at) where %s %s limit $4',
    replace(replace(beyond, '$10', '$5'), '$11', '$6'), in_order)
  using hits, ids, times, max_rows, after_at, after_id;
end
$$;

grant execute on function app.decide_origin(uuid, jsonb), app.origin_of(public.clients), app.origin_choices(integer),
  app.find_clients(text, text[], uuid[], uuid[], text[], date, date, boolean, timestamptz, uuid, boolean, integer, text[], text[], text[])
  to authenticated;
