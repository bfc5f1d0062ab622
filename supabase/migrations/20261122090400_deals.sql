-- Stages, deals, and every transition with its date.

create table public.stages (
  id uuid primary key default gen_random_uuid(),
  -- Set for the five stages made at set-up: screens translate it. A renamed stage loses it and keeps its own name.
  key text unique check (key in ('new', 'in_progress', 'proposal', 'won', 'lost')),
  name text not null check (length(btrim(name)) between 1 and 60),
  outcome text not null default 'open' check (outcome in ('open', 'won', 'lost')),
  color text not null default 'new' check (color in ('new', 'in_progress', 'proposal', 'won', 'lost', 'teal', 'rose', 'olive')),
  position integer not null,
  stale_after_days integer check (stale_after_days between 1 and 365),
  archived_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
alter table public.stages enable row level security;

create function app.forget_stage_key()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if new.name <> old.name then
    new.key := null;
  end if;
  return new;
end
$$;
create trigger stages_key before update of name on public.stages
  for each row execute function app.forget_stage_key();
create trigger stages_version before update of name, outcome, color, position, stale_after_days, archived_at on public.stages
  for each row execute function app.next_version();

create table public.deals (
  id uuid primary key default gen_random_uuid(),
  client_id uuid not null,
  owner_id uuid not null,
  -- Its client's, copied as the owner is: the board is narrowed by it. No reference: sources are never deleted.
  source_id uuid,
  title text not null check (length(btrim(title)) between 1 and 200),
  amount_minor bigint not null default 0 check (amount_minor between 0 and 100000000000000),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  stage_id uuid not null references public.stages (id),
  outcome text not null default 'open' check (outcome in ('open', 'won', 'lost')),
  -- Order within a stage, with gaps: a move writes one row.
  position bigint not null,
  stage_entered_at timestamptz not null default now(),
  expected_close_on date,
  note text check (length(note) <= 10000),
  closed_at timestamptz,
  lost_reason text check (lost_reason in (
    'price', 'competitor', 'no_need', 'no_answer', 'timing', 'duplicate', 'spam', 'test', 'other')),
  lost_note text check (length(lost_note) <= 2000),
  search text not null generated always as (lower(title)) stored,
  archived_at timestamptz,
  created_by uuid default auth.uid() references public.profiles (id),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (id, owner_id),
  foreign key (client_id, owner_id) references public.clients (id, owner_id) on update cascade,
  constraint deals_closed_check check ((outcome = 'open') = (closed_at is null)),
  constraint deals_lost_check check (outcome <> 'lost' or lost_reason is not null),
  constraint deals_dates_check check (
    expected_close_on >= '1970-01-01' and expected_close_on < '2200-01-01'),
  constraint deals_archived_check check (archived_at >= '1970-01-01 00:00Z' and archived_at < '2200-01-01 00:00Z')
);
alter table public.deals enable row level security;
create index deals_owner_stage_idx on public.deals (owner_id, stage_id, position, id)
  include (amount_minor, currency, source_id) where archived_at is null;
create index deals_stage_idx on public.deals (stage_id, position, id)
  include (amount_minor, currency, source_id, owner_id) where archived_at is null;
create index deals_client_idx on public.deals (client_id, created_at desc);
create index deals_owner_closed_idx on public.deals (owner_id, closed_at desc) where closed_at is not null;
create index deals_owner_created_idx on public.deals (owner_id, created_at desc, id desc);
create index deals_owner_stage_created_idx on public.deals (owner_id, stage_id, created_at desc, id desc) where archived_at is null;
create index deals_stage_created_idx on public.deals (stage_id, created_at desc, id desc) where archived_at is null;
create index deals_search_idx on public.deals using gin (owner_id, search extensions.gin_trgm_ops) where archived_at is null;
create index deals_created_by_idx on public.deals (created_by);

create table public.deal_stage_events (
  id uuid primary key default gen_random_uuid(),
  deal_id uuid not null,
  owner_id uuid not null,
  -- The owner at the time of the event: results are credited to him for good.
  credited_to uuid not null references public.profiles (id),
  from_stage_id uuid references public.stages (id),
  to_stage_id uuid not null references public.stages (id),
  from_outcome text,
  to_outcome text not null,
  amount_minor bigint not null,
  currency text not null,
  reason text,
  actor_id uuid references public.profiles (id),
  occurred_at timestamptz not null default now(),
  foreign key (deal_id, owner_id) references public.deals (id, owner_id) on update cascade
);
alter table public.deal_stage_events enable row level security;
create index deal_stage_events_deal_idx on public.deal_stage_events (deal_id, occurred_at);
create index deal_stage_events_owner_idx on public.deal_stage_events (owner_id);
create index deal_stage_events_credited_idx on public.deal_stage_events (credited_to, to_outcome, occurred_at);
create index deal_stage_events_occurred_idx on public.deal_stage_events (occurred_at, to_outcome);
create index deal_stage_events_from_stage_idx on public.deal_stage_events (from_stage_id);
create index deal_stage_events_to_stage_idx on public.deal_stage_events (to_stage_id);
create index deal_stage_events_actor_idx on public.deal_stage_events (actor_id);
create trigger deal_stage_events_append_only before update or delete on public.deal_stage_events
  for each row execute function app.append_only();

-- An amount changed after winning is an adjustment on the day of the edit, not a rewritten past.
create table public.deal_amount_events (
  id uuid primary key default gen_random_uuid(),
  deal_id uuid not null,
  owner_id uuid not null,
  credited_to uuid not null references public.profiles (id),
  outcome text not null,
  before_minor bigint not null,
  after_minor bigint not null,
  currency text not null,
  actor_id uuid references public.profiles (id),
  occurred_at timestamptz not null default now(),
  foreign key (deal_id, owner_id) references public.deals (id, owner_id) on update cascade
);
alter table public.deal_amount_events enable row level security;
create index deal_amount_events_deal_idx on public.deal_amount_events (deal_id, occurred_at);
create index deal_amount_events_owner_idx on public.deal_amount_events (owner_id);
create index deal_amount_events_credited_idx on public.deal_amount_events (credited_to, occurred_at);
create index deal_amount_events_actor_idx on public.deal_amount_events (actor_id);
create trigger deal_amount_events_append_only before update or delete on public.deal_amount_events
  for each row execute function app.append_only();

-- ---------------------------------------------------------------------------------------------- rules of a deal

-- Nanoseconds since 1970: as a position later than every one before, below zero earlier. Positions come from the clock and from
-- deals that the caller sees, never from a colleague's: else they would tell how many he has.
create function app.moment_number()
returns bigint
language sql
volatile
set search_path = ''
as $$ select (extract(epoch from clock_timestamp()) * 1000000000)::bigint $$;

create function app.prepare_deal()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  stage public.stages;
  -- `search` is generated after this trigger: here it is always null.
  unwatched text[] := array['owner_id', 'source_id', 'position', 'search'];
begin
  if tg_op = 'INSERT' then
    select c.owner_id, c.source_id into new.owner_id, new.source_id from public.clients c where c.id = new.client_id;
    if new.owner_id is null then
      perform app.refuse_row(tg_table_name);
    end if;
    new.currency := coalesce(new.currency, (select c.currency from public.company c), 'UAH');
    new.stage_id := coalesce(new.stage_id, (
      select s.id from public.stages s where s.archived_at is null and s.outcome = 'open' order by s.position limit 1));
    new.position := coalesce(new.position, -app.moment_number());
  end if;
  if tg_op = 'INSERT' or new.stage_id <> old.stage_id then
    select s.* into stage from public.stages s where s.id = new.stage_id;
    new.outcome := stage.outcome;
    new.stage_entered_at := coalesce(case when tg_op = 'INSERT' then new.stage_entered_at end, now());
    if stage.outcome = 'open' then
      new.closed_at := null;
      new.lost_reason := null;
      new.lost_note := null;
    elsif tg_op = 'INSERT' or old.outcome <> stage.outcome then
      new.closed_at := coalesce(case when tg_op = 'INSERT' then new.closed_at end, now());
    end if;
    if stage.outcome = 'won' then
      new.lost_reason := null;
      new.lost_note := null;
    end if;
  end if;
  if tg_op = 'UPDATE' then
    if new.client_id <> old.client_id then
      select c.source_id into new.source_id from public.clients c where c.id = new.client_id;
    end if;
    new.version := old.version + case when (to_jsonb(new) - unwatched) = (to_jsonb(old) - unwatched) then 0 else 1 end;
    new.updated_at := now();
  end if;
  return new;
end
$$;
create trigger deals_prepare before insert or update on public.deals
  for each row execute function app.prepare_deal();

-- A merge may give the client an earlier source.
create function app.copy_source_to_deals()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.deals d set source_id = new.source_id where d.client_id = new.id;
  return null;
end
$$;
create trigger clients_source_copy after update of source_id on public.clients
  for each row when (old.source_id is distinct from new.source_id) execute function app.copy_source_to_deals();

create function app.record_deal_events()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if tg_op = 'INSERT' or new.stage_id <> old.stage_id then
    insert into public.deal_stage_events (deal_id, owner_id, credited_to, from_stage_id, to_stage_id, from_outcome,
      to_outcome, amount_minor, currency, reason, actor_id, occurred_at)
    values (new.id, new.owner_id, new.owner_id,
      case when tg_op = 'UPDATE' then old.stage_id end, new.stage_id,
      case when tg_op = 'UPDATE' then old.outcome end, new.outcome,
      new.amount_minor, new.currency, new.lost_reason, auth.uid(), new.stage_entered_at);
  end if;
  if tg_op = 'UPDATE' and new.amount_minor <> old.amount_minor then
    insert into public.deal_amount_events (deal_id, owner_id, credited_to, outcome, before_minor, after_minor, currency, actor_id)
    values (new.id, new.owner_id, new.owner_id, old.outcome, old.amount_minor, new.amount_minor, new.currency, auth.uid());
  end if;
  return null;
end
$$;
create trigger deals_record_events after insert or update of stage_id, amount_minor on public.deals
  for each row execute function app.record_deal_events();

-- Moves a deal to a stage, just before another deal of it (null: to the end). Lost asks for a reason, won takes the sum.
-- Returns the deal as it is afterwards. A version is checked when one is given: a plain drag may go without.
create function app.move_deal(
  deal_id uuid,
  stage_id uuid,
  before_id uuid default null,
  expected_version integer default null,
  lost_reason text default null,
  lost_note text default null,
  amount_minor bigint default null
)
returns public.deals
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  deal public.deals;
  stage public.stages;
  place bigint;
begin
  select d.* into deal from public.deals d
  where d.id = move_deal.deal_id and d.owner_id = any (app.visible_owners()) and d.archived_at is null
  for update;
  if deal.id is null then
    perform app.fail(404, 'deal_not_found');
  elsif expected_version is not null and deal.version <> expected_version then
    perform app.fail(412, 'version_conflict', to_jsonb(deal));
  end if;
  select s.* into stage from public.stages s where s.id = move_deal.stage_id and s.archived_at is null;
  if stage.id is null then
    perform app.fail(422, 'unknown_stage', '{"field": "stage_id"}');
  elsif stage.outcome = 'lost' and coalesce(move_deal.lost_reason, deal.lost_reason) is null then
    perform app.fail(422, 'lost_reason_needed', '{"field": "lost_reason"}');
  end if;
  place := app.deal_place(stage.id, before_id, deal.id);
  update public.deals d
  set stage_id = stage.id,
    position = place,
    lost_reason = case when stage.outcome = 'lost' then coalesce(move_deal.lost_reason, d.lost_reason) end,
    lost_note = case when stage.outcome = 'lost' then coalesce(move_deal.lost_note, d.lost_note) end,
    amount_minor = coalesce(move_deal.amount_minor, d.amount_minor)
  where d.id = deal.id
  returning d.* into deal;
  return deal;
end
$$;

-- A position between `before_id` and its predecessor; when the gap is used up the caller's deals of the stage are renumbered first.
create function app.deal_place(stage uuid, before_id uuid, moving uuid)
returns bigint
language plpgsql
security definer
set search_path = ''
as $$
declare
  seen uuid[] := app.visible_owners();
  after_position bigint;
  before_position bigint;
begin
  if before_id is null then
    return app.moment_number();
  end if;
  for attempt in 1..2 loop
    select d.position into after_position from public.deals d
    where d.id = before_id and d.stage_id = stage and d.owner_id = any (seen);
    if after_position is null then
      perform app.fail(409, 'deal_moved_meanwhile');
    end if;
    select max(d.position) into before_position from public.deals d
    where d.stage_id = stage and d.owner_id = any (seen) and d.archived_at is null and d.id <> moving and d.position < after_position;
    before_position := coalesce(before_position, after_position - 2097152);
    if after_position - before_position > 1 then
      return before_position + (after_position - before_position) / 2;
    end if;
    update public.deals d set position = o.place
    from (select x.id, row_number() over (order by x.position, x.id) * 1048576 as place
      from public.deals x where x.stage_id = stage and x.owner_id = any (seen) and x.archived_at is null) o
    where d.id = o.id;
  end loop;
  return after_position - 1;
end
$$;

-- The five stages of the brief, in the company's language; made once, at set-up.
create function app.make_default_stages(locale text)
returns void
language sql
security definer
set search_path = ''
as $$
  insert into public.stages (key, name, outcome, color, position, stale_after_days)
  select x.key, case locale when 'uk' then x.uk when 'en' then x.en else x.ru end, x.outcome, x.key, x.position, x.stale
  from (values
    ('new', 'Новые', 'Нові', 'New', 'open', 1, 3),
    ('in_progress', 'В работе', 'У роботі', 'In progress', 'open', 2, 7),
    ('proposal', 'Предложение', 'Пропозиція', 'Proposal', 'open', 3, 7),
    ('won', 'Выиграны', 'Виграні', 'Won', 'won', 4, null),
    ('lost', 'Проиграны', 'Програні', 'Lost', 'lost', 5, null)
  ) x (key, ru, uk, en, outcome, position, stale)
  where not exists (select from public.stages)
$$;

-- Sources a new company can pick from at once; the site's key is made with it.
create function app.make_default_sources(locale text)
returns void
language sql
security definer
set search_path = ''
as $$
  with made as (
    insert into public.lead_sources (channel, name, assignment_rule)
    select x.channel, case locale when 'uk' then x.uk when 'en' then x.en else x.ru end, x.rule
    from (values
      ('site', 'Сайт', 'Сайт', 'Website', 'round_robin'),
      ('manual', 'Звонок', 'Дзвінок', 'Phone call', 'by_hand'),
      ('manual', 'Рекомендация', 'Рекомендація', 'Referral', 'by_hand')
    ) x (channel, ru, uk, en, rule)
    where not exists (select from public.lead_sources)
    returning id, channel
  )
  insert into public.site_keys (source_id) select m.id from made m where m.channel = 'site'
$$;

create function app.on_company_named()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform app.make_default_stages(new.locale);
  perform app.make_default_sources(new.locale);
  return null;
end
$$;
create trigger company_stages after insert on public.company
  for each row execute function app.on_company_named();

-- Deals by their titles, newest first. A common word is met among the newest: of 500, or of 10,000 when one in ten has it; what
-- is not is gathered, up to 2,000 matches, and ordered then. Two letters have no trigram of their own, the beginning of a word has.
create function app.search_deals(term text, max_rows integer default 20)
returns table (id uuid, created_at timestamptz)
language plpgsql
stable security definer
set search_path = ''
as $$
declare
  me uuid := app.active_uid();
  escaped text := replace(replace(replace(lower(btrim(term)), '\', '\\'), '%', '\%'), '_', '\_');
  short boolean := length(btrim(term)) = 2;
  of_mine text := case when app.is_admin() then '' else ' and d.owner_id = $3' end;
  matched text := case when short then '(d.search like $1 or d.search like $2)' else 'd.search like $1' end;
  pattern text := case when short then escaped || '%' else '%' || escaped || '%' end;
  beginning text := '% ' || escaped || '%';
  ids uuid[];
  times timestamptz[];
  depth integer;
begin
  if me is null or length(btrim(term)) < 2 then
    return;
  end if;
  foreach depth in array array[500, 10000] loop
    execute format(
      'select array_agg(x.id), array_agg(x.created_at) from (
         select d.id, d.created_at
         from (select * from public.deals d where d.archived_at is null%s order by d.created_at desc, d.id desc limit $5) d
         where %s limit $4) x', of_mine, matched)
    into ids, times
    using pattern, beginning, me, max_rows, depth;
    exit when coalesce(cardinality(ids), 0) not between depth / 10 and max_rows - 1;
  end loop;
  if coalesce(cardinality(ids), 0) < max_rows then
    execute format(
      'select array_agg(x.id), array_agg(x.created_at) from (
         select d.id, d.created_at from public.deals d where %s and d.archived_at is null%s limit 2000) x', matched, of_mine)
    into ids, times
    using pattern, beginning, me;
  end if;
  return query
    select h.found_id, h.made_at from unnest(ids, times) h (found_id, made_at) order by h.made_at desc, h.found_id desc limit max_rows;
end
$$;

grant execute on function
  app.move_deal(uuid, uuid, uuid, integer, text, text, bigint), app.search_deals(text, integer) to authenticated;

revoke all on public.stages, public.deals, public.deal_stage_events, public.deal_amount_events
  from anon, authenticated, service_role;
grant select on public.stages, public.deals, public.deal_stage_events, public.deal_amount_events to authenticated, service_role;
grant insert (name, outcome, color, position, stale_after_days) on public.stages to authenticated;
grant update (name, color, position, stale_after_days, archived_at) on public.stages to authenticated;
grant insert (id, client_id, title, amount_minor, currency, stage_id, expected_close_on, note, lost_reason) on public.deals to authenticated;
grant update (title, amount_minor, expected_close_on, note, archived_at) on public.deals to authenticated;
