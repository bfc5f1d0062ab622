-- How a notification reaches a person who does not look at Smena: what he chose, his Telegram, and the queue of messages to staff.

-- Kinds of notifications. A person chooses for each `optional` one; these are the ways it goes until he does.
create table public.notification_kinds (
  kind text primary key,
  position integer not null unique,
  -- Whom it can happen to: everybody, or only admins.
  audience text not null default 'all' check (audience in ('all', 'admin')),
  email boolean not null,
  telegram boolean not null,
  -- Comes at its moment, quiet hours or not: later it would be of no use.
  urgent boolean not null default false,
  optional boolean not null default true,
  -- Ordered like a newspaper: its mail lies there in the morning, of a day off too. It rings nowhere.
  morning_mail boolean not null default false
);
alter table public.notification_kinds enable row level security;

insert into public.notification_kinds (kind, position, audience, email, telegram, urgent, optional) values
  ('task_due', 1, 'all', true, true, true, true),
  ('task_overdue', 2, 'all', true, true, false, true),
  ('task_assigned', 3, 'all', false, true, false, true),
  ('lead_new', 4, 'all', false, true, false, true),
  ('lead_repeat', 5, 'all', false, true, false, true),
  ('lead_late', 6, 'all', true, true, false, true),
  ('client_assigned', 7, 'all', false, true, false, true),
  ('clients_handed_over', 8, 'all', false, true, false, true),
  ('time_decided', 9, 'all', false, true, false, true),
  ('import_done', 10, 'all', false, false, false, true),
  ('lead_escalated', 11, 'admin', true, true, false, true),
  ('lead_unassigned', 12, 'admin', true, true, false, true),
  ('lead_quarantined', 13, 'admin', false, false, false, true),
  ('time_disputed', 14, 'admin', false, true, false, true),
  ('deal_won', 15, 'admin', false, false, false, true),
  ('system', 16, 'all', false, false, false, false),
  ('telegram_linked', 17, 'all', false, true, true, false),
  ('telegram_blocked', 18, 'all', true, false, true, false);

alter table public.notifications
  drop constraint notifications_kind_check,
  add constraint notifications_kind_fkey foreign key (kind) references public.notification_kinds (kind),
  -- What must be told once carries its occasion: a task and its moment, a lead and since when it waits.
  add column occasion text;
create unique index notifications_occasion_key on public.notifications (kind, occasion, user_id) where occasion is not null;

-- ---------------------------------------------------------------------------------------------- what a person chose

-- Null: as the kind has it.
create table public.notification_choices (
  user_id uuid not null default auth.uid() references public.profiles (id),
  kind text not null references public.notification_kinds (kind),
  in_app boolean,
  email boolean,
  telegram boolean,
  primary key (user_id, kind)
);
alter table public.notification_choices enable row level security;
create index notification_choices_kind_idx on public.notification_choices (kind);

create table public.notification_settings (
  user_id uuid primary key default auth.uid() references public.profiles (id),
  -- Nothing but what is urgent goes out before the next planned start.
  quiet_hours boolean not null default true,
  -- When the morning mail goes out, by the company's clock; null: never.
  digest_at time
);
alter table public.notification_settings enable row level security;

-- A person's chat with the bot. `blocked_at`: he has blocked the bot, nothing is sent until he comes back.
create table public.telegram_links (
  user_id uuid primary key references public.profiles (id),
  chat_id bigint not null,
  name text not null check (length(name) <= 200),
  linked_at timestamptz not null default now(),
  blocked_at timestamptz
);
alter table public.telegram_links enable row level security;
create index telegram_links_chat_idx on public.telegram_links (chat_id);

-- What a person brings to the bot, once, within a quarter of an hour. Only its hash is kept.
create table private.telegram_codes (
  user_id uuid primary key references public.profiles (id),
  code_hash bytea not null unique,
  expires_at timestamptz not null
);
alter table private.telegram_codes enable row level security;

-- ---------------------------------------------------------------------------------------------- the queue

-- The ways out as the workers find them. Telegram's row also carries how far its updates are read, and by whom.
create table private.delivery_channels (
  channel text primary key check (channel in ('email', 'telegram')),
  is_ready boolean not null,
  -- The sender's address; the bot's name.
  address text,
  last_error text,
  paused_until timestamptz,
  update_offset bigint not null default 0,
  locked_until timestamptz
);
alter table private.delivery_channels enable row level security;
insert into private.delivery_channels (channel, is_ready) values ('email', true), ('telegram', false);

-- A message to one person by one channel. `handed_over_at` is set before the vendor hears of it: a row that is found with
-- it and without an outcome may have arrived (`ambiguous`), so that no machine sends it again.
create table private.deliveries (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references public.profiles (id),
  channel text not null references private.delivery_channels (channel),
  kind text not null,
  notification_id uuid references public.notifications (id) on delete cascade,
  -- Once a channel: the notification's id, the day of a digest, the id of a test.
  occasion text not null,
  params jsonb not null default '{}',
  status text not null default 'pending' check (status in ('pending', 'sent', 'skipped', 'ambiguous', 'dead', 'discarded')),
  -- Why it is where it is, in one word; `last_error` has the vendor's own.
  reason text,
  due_at timestamptz not null default now(),
  attempts integer not null default 0,
  next_attempt_at timestamptz not null default now(),
  locked_until timestamptz,
  handed_over_at timestamptz,
  external_id text,
  last_error text,
  settled_at timestamptz,
  created_at timestamptz not null default now(),
  unique (occasion, channel, user_id)
);
alter table private.deliveries enable row level security;
create index deliveries_due_idx on private.deliveries (next_attempt_at, id) where status = 'pending';
create index deliveries_parked_idx on private.deliveries (created_at desc, id) where status in ('ambiguous', 'dead');
create index deliveries_user_idx on private.deliveries (user_id);
create index deliveries_notification_idx on private.deliveries (notification_id);

grant select, insert, update, delete on private.telegram_codes, private.delivery_channels, private.deliveries to service_role;

-- ---------------------------------------------------------------------------------------------- when somebody may be disturbed

-- When a person works on a company day: his plan, or the office hours if he has none. Nulls: not at all.
create function app.working_window(person uuid, day date, out starts_at timestamptz, out ends_at timestamptz)
language sql
stable security definer
set search_path = ''
as $$
  select coalesce(p.starts_at, u.starts_at), coalesce(p.ends_at, u.ends_at)
  from app.planned_window(person, working_window.day) p
  left join (
    select (working_window.day + h.opens) at time zone app.company_zone() as starts_at,
      (working_window.day + h.closes + case when h.closes <= h.opens then interval '1 day' else interval '0' end)
        at time zone app.company_zone() as ends_at
    from (
      select b.opens, b.closes from public.business_hours b where b.weekday = extract(isodow from working_window.day)
      union all
      select '00:00', '00:00' where not exists (select from public.business_hours)
    ) h
    where not exists (
        select from public.schedule_rules r
        where r.manager_id = person and r.valid_from <= working_window.day
          and (r.valid_to is null or r.valid_to >= working_window.day))
      and not exists (
        select from public.schedule_exceptions e
        where e.day = working_window.day and (e.manager_id = person or e.manager_id is null))
  ) u on true
$$;

-- The first moment from `at` on at which a person is at work by plan; null: not within two weeks.
create function app.working_moment(person uuid, at timestamptz)
returns timestamptz
language sql
stable security definer
set search_path = ''
as $$
  select min(greatest(w.starts_at, at))
  from generate_series(-1, 14) n
  cross join lateral app.working_window(person, app.day_of(at) + n) w
  where w.ends_at > at
$$;

-- When a mail may come that was ordered: at once by day, else an hour before the office opens, whatever day it is.
create function app.mail_moment(at timestamptz)
returns timestamptz
language sql
stable security definer
set search_path = ''
as $$
  select case when at < m.morning then m.morning when at < m.evening then at else m.next_morning end
  from (
    select (app.day_of(at) + h.opens - interval '1 hour') at time zone app.company_zone() as morning,
      (app.day_of(at) + h.closes) at time zone app.company_zone() as evening,
      (app.day_of(at) + 1 + h.opens - interval '1 hour') at time zone app.company_zone() as next_morning
    from (
      select coalesce(min(b.opens), '09:00') as opens, coalesce(max(b.closes) filter (where b.closes > b.opens), '18:00') as closes
      from public.business_hours b
    ) h
  ) m
$$;

-- ---------------------------------------------------------------------------------------------- from a notification to its messages

-- The ways that a kind takes to a person.
create function app.ways_of(
  person uuid, kind text, out in_app boolean, out email boolean, out telegram boolean, out urgent boolean, out morning_mail boolean
)
language sql
stable security definer
set search_path = ''
as $$
  select coalesce(c.in_app, true), coalesce(c.email, k.email), coalesce(c.telegram, k.telegram), k.urgent, k.morning_mail
  from public.notification_kinds k
  left join public.notification_choices c on c.kind = k.kind and c.user_id = person and k.optional
  where k.kind = ways_of.kind
$$;

-- What nobody wants to see come up is born read: it stays in the list, and no bell rings.
create function app.mute_notification()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if not (select w.in_app from app.ways_of(new.user_id, new.kind) w) then
    new.read_at := coalesce(new.read_at, new.created_at);
  end if;
  return new;
end
$$;
create trigger notifications_mute before insert on public.notifications
  for each row execute function app.mute_notification();

-- Puts a message into the queue, once; wakes the workers. The id, or null when it is there already.
create function app.queue_delivery(
  person uuid, channel text, kind text, occasion text, due_at timestamptz, params jsonb default '{}', notification_id uuid default null
)
returns uuid
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  made uuid;
begin
  insert into private.deliveries as d (user_id, channel, kind, occasion, due_at, next_attempt_at, params, notification_id)
  values (person, channel, kind, occasion, due_at, due_at, params, notification_id)
  on conflict on constraint deliveries_occasion_channel_user_id_key do nothing
  returning d.id into made;
  if made is not null and due_at <= now() then
    perform pg_notify('smena_deliveries', made::text);
  end if;
  return made;
end
$$;

-- In the transaction of the cause: no notification without its messages, no message without its notification.
create function app.queue_notification()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  ways record;
  due timestamptz := now();
  mail_due timestamptz := now();
begin
  select w.* into ways from app.ways_of(new.user_id, new.kind) w
  where exists (select from public.profiles p where p.id = new.user_id and p.status = 'active');
  if not (coalesce(ways.email, false) or coalesce(ways.telegram, false)) then
    return null;
  end if;
  if not ways.urgent
    and coalesce((select s.quiet_hours from public.notification_settings s where s.user_id = new.user_id), true) then
    due := app.working_moment(new.user_id, now());
    mail_due := case when ways.morning_mail then app.mail_moment(now()) else due end;
  end if;
  perform app.queue_delivery(new.user_id, k.channel, new.kind, new.id::text, w.due, '{}', new.id)
  from private.delivery_channels k
  cross join lateral (select case k.channel when 'email' then mail_due else due end as due) w
  where w.due is not null and k.is_ready and case k.channel
    when 'email' then ways.email
    else ways.telegram and exists (
      select from public.telegram_links l where l.user_id = new.user_id and l.blocked_at is null)
    end;
  return null;
end
$$;
create trigger notifications_queue after insert on public.notifications
  for each row execute function app.queue_notification();

-- Tells a person who still works here something once.
create function app.notify_once(
  person uuid, kind text, occasion text, params jsonb, client_id uuid default null, deal_id uuid default null, task_id uuid default null
)
returns void
language sql
security definer
set search_path = ''
as $$
  insert into public.notifications (user_id, kind, occasion, params, client_id, deal_id, task_id)
  select p.id, notify_once.kind, notify_once.occasion, notify_once.params, notify_once.client_id, notify_once.deal_id, notify_once.task_id
  from public.profiles p
  where p.id = person and p.status = 'active'
  on conflict (kind, occasion, user_id) where occasion is not null do nothing
$$;

-- ---------------------------------------------------------------------------------------------- a person and his channels

-- The ways out and the caller's own state on each: what the settings show.
create function app.my_channels()
returns json
language sql
stable security definer
set search_path = ''
as $$
  select json_build_object(
    'email', (
      select json_build_object('is_ready', k.is_ready, 'address', p.email, 'error', case when p.role = 'admin' then k.last_error end)
      from private.delivery_channels k where k.channel = 'email'),
    'telegram', (
      select json_build_object('is_ready', k.is_ready, 'bot', k.address, 'error', case when p.role = 'admin' then k.last_error end,
        'name', l.name, 'linked_at', l.linked_at, 'blocked_at', l.blocked_at)
      from private.delivery_channels k left join public.telegram_links l on l.user_id = p.id where k.channel = 'telegram')
  )
  from public.profiles p
  where p.id = app.active_uid()
$$;

-- A one-time code for the bot and the bot's name; the one before is void.
create function app.telegram_code(out code text, out bot text, out expires_at timestamptz)
language plpgsql
security definer
set search_path = ''
as $$
declare
  me uuid := app.require_active();
begin
  select k.address into bot from private.delivery_channels k where k.channel = 'telegram' and k.is_ready;
  if bot is null then
    perform app.fail(409, 'telegram_not_ready');
  end if;
  code := replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
  expires_at := now() + interval '15 minutes';
  insert into private.telegram_codes (user_id, code_hash, expires_at)
  values (me, sha256(convert_to(code, 'utf8')), telegram_code.expires_at)
  on conflict (user_id) do update set code_hash = excluded.code_hash, expires_at = excluded.expires_at;
end
$$;

-- Binds the chat that brought a code to the code's person; null: there is no such code any more.
create function app.link_telegram(code text, chat_id bigint, name text)
returns uuid
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  person uuid;
begin
  delete from private.telegram_codes c
  where c.code_hash = sha256(convert_to(code, 'utf8')) and c.expires_at > now()
    and exists (select from public.profiles p where p.id = c.user_id and p.status = 'active')
  returning c.user_id into person;
  if person is not null then
    insert into public.telegram_links (user_id, chat_id, name)
    values (person, chat_id, left(name, 200))
    on conflict (user_id) do update
      set chat_id = excluded.chat_id, name = excluded.name, linked_at = now(), blocked_at = null;
    perform app.notify_user(person, 'telegram_linked', jsonb_build_object('name', name));
  end if;
  return person;
end
$$;

-- The chat takes no messages any more: nothing is sent there, and its people are told where they will see it.
create function app.block_telegram(chat_id bigint)
returns void
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  person uuid;
begin
  for person in
    update public.telegram_links l set blocked_at = now()
    where l.chat_id = chat_id and l.blocked_at is null
    returning l.user_id
  loop
    update private.deliveries d set status = 'skipped', reason = 'blocked', settled_at = now()
    where d.user_id = person and d.channel = 'telegram' and d.status = 'pending' and d.handed_over_at is null and d.locked_until is null;
    perform app.notify_user(person, 'telegram_blocked', '{}');
  end loop;
end
$$;

-- A message of one's own making, to see that it arrives: six a minute.
create function app.send_test(channel text)
returns uuid
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  me uuid := app.require_active();
begin
  if not app.within_limit('test:' || me::text, 6, 60) then
    perform app.fail(429, 'too_many_tests');
  elsif not exists (select from private.delivery_channels k where k.channel = channel and k.is_ready) then
    perform app.fail(409, case channel when 'telegram' then 'telegram_not_ready' else 'email_not_ready' end);
  elsif channel = 'telegram' and not exists (select from public.telegram_links l where l.user_id = me and l.blocked_at is null) then
    perform app.fail(409, 'telegram_not_linked');
  end if;
  return app.queue_delivery(me, channel, 'test', 'test ' || gen_random_uuid(), now());
end
$$;

-- What became of one of the caller's own messages.
create function app.my_delivery(delivery_id uuid, out status text, out reason text, out last_error text)
language sql
stable security definer
set search_path = ''
as $$
  select d.status, d.reason, d.last_error from private.deliveries d where d.id = delivery_id and d.user_id = app.active_uid()
$$;

-- ---------------------------------------------------------------------------------------------- what the admin sees of it

-- Messages that did not arrive, or nobody knows whether they did; newest first.
create function app.parked_deliveries(max_rows integer default 50)
returns table (id uuid, user_id uuid, channel text, kind text, status text, reason text, last_error text, attempts integer,
  due_at timestamptz, created_at timestamptz)
language plpgsql
stable security definer
set search_path = ''
as $$
#variable_conflict use_column
begin
  perform app.require_admin();
  return query
    select d.id, d.user_id, d.channel, d.kind, d.status, d.reason, d.last_error, d.attempts, d.due_at, d.created_at
    from private.deliveries d
    where d.status in ('ambiguous', 'dead')
    order by d.created_at desc, d.id
    limit max_rows;
end
$$;

-- Send it again after all, or let it be.
create function app.settle_delivery(delivery_id uuid, retry boolean)
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform app.require_admin();
  update private.deliveries d
  set status = case when retry then 'pending' else 'discarded' end, attempts = 0, due_at = now(), next_attempt_at = now(),
    locked_until = null, handed_over_at = null, reason = null, settled_at = case when retry then null else now() end
  where d.id = delivery_id and d.status in ('ambiguous', 'dead');
  if not found then
    perform app.fail(404, 'delivery_not_found');
  end if;
  perform pg_notify('smena_deliveries', delivery_id::text);
end
$$;

grant execute on function app.my_channels(), app.telegram_code(), app.send_test(text), app.my_delivery(uuid),
  app.parked_deliveries(integer), app.settle_delivery(uuid, boolean) to authenticated;
grant execute on function app.link_telegram(text, bigint, text), app.block_telegram(bigint) to service_role;

revoke all on public.notification_kinds, public.notification_choices, public.notification_settings, public.telegram_links
  from anon, authenticated, service_role;
grant select on public.notification_kinds, public.notification_choices, public.notification_settings, public.telegram_links
  to authenticated, service_role;
grant insert (user_id, kind, in_app, email, telegram) on public.notification_choices to authenticated;
grant update (in_app, email, telegram) on public.notification_choices to authenticated;
grant insert (user_id, quiet_hours, digest_at) on public.notification_settings to authenticated;
grant update (quiet_hours, digest_at) on public.notification_settings to authenticated;
grant delete on public.telegram_links to authenticated, service_role;
grant update (blocked_at) on public.telegram_links to service_role;
