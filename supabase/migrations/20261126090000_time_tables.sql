-- Working time, the facts: minutes as bitmaps, breaks, disputed days. Written by functions of the database alone.

-- One bit for every minute in which a manager was seen at work: bit n (from the left) is the minute that begins n minutes
-- after `starts_at`, the local start of the company day. Elapsed time, so a day of 25 hours has 1500 of them, one of 23 hours
-- 1380. `starts_at` is part of the key: bits are moments for good, and a company that moves to another time zone in the
-- middle of a day gets a second row, not a rewritten one.
create table public.activity_days (
  manager_id uuid not null references public.profiles (id),
  day date not null,
  starts_at timestamptz not null,
  minutes bit(1500) not null,
  -- Those of `minutes` that are credited to a client: each once, to the first that was named in it.
  focused bit(1500) not null default repeat('0', 1500)::bit(1500),
  updated_at timestamptz not null default now(),
  primary key (manager_id, day, starts_at),
  constraint activity_days_focused_check check (focused & minutes = focused)
) with (fillfactor = 80);
alter table public.activity_days enable row level security;
create index activity_days_day_idx on public.activity_days (day);

-- Where the focused minutes of a day went: every focused bit of `activity_days` is in exactly one of these.
create table public.focus_minutes (
  id uuid primary key default gen_random_uuid(),
  manager_id uuid not null references public.profiles (id),
  day date not null,
  starts_at timestamptz not null,
  client_id uuid not null references public.clients (id),
  deal_id uuid references public.deals (id),
  minutes bit(1500) not null,
  updated_at timestamptz not null default now(),
  constraint focus_minutes_key unique nulls not distinct (client_id, manager_id, day, starts_at, deal_id)
) with (fillfactor = 80);
alter table public.focus_minutes enable row level security;
create index focus_minutes_manager_idx on public.focus_minutes (manager_id, day);
create index focus_minutes_day_idx on public.focus_minutes (day);
create index focus_minutes_deal_idx on public.focus_minutes (deal_id) where deal_id is not null;

-- Time that a manager took off within a shift. 'work': he changed something, so the break was over.
create table public.work_breaks (
  id uuid primary key default gen_random_uuid(),
  manager_id uuid not null references public.profiles (id),
  day date not null,
  started_at timestamptz not null default now(),
  ended_at timestamptz,
  ended_by text check (ended_by in ('manager', 'work', 'stop', 'auto')),
  constraint work_breaks_ended_check check ((ended_at is null) = (ended_by is null)),
  constraint work_breaks_order_check check (ended_at is null or ended_at >= started_at)
);
alter table public.work_breaks enable row level security;
create unique index work_breaks_open_key on public.work_breaks (manager_id) where ended_at is null;
create index work_breaks_manager_idx on public.work_breaks (manager_id, day, started_at);
create index work_breaks_day_idx on public.work_breaks (day);

-- A manager's word against a measured day, and an admin's answer: the only later write. What was measured stays as it was;
-- an accepted correction is shown beside it.
create table public.time_corrections (
  id uuid primary key default gen_random_uuid(),
  manager_id uuid not null references public.profiles (id),
  day date not null,
  asked_by uuid not null references public.profiles (id),
  kind text not null check (kind in ('shift_end', 'worked_away', 'not_worked', 'other')),
  proposed_start timestamptz,
  proposed_end timestamptz,
  reason text not null check (length(btrim(reason)) between 1 and 2000),
  status text not null default 'open' check (status in ('open', 'accepted', 'declined')),
  decided_by uuid references public.profiles (id),
  decided_at timestamptz,
  decision text check (length(decision) <= 2000),
  created_at timestamptz not null default now(),
  constraint time_corrections_decided_check check (
    (status = 'open') = (decided_by is null) and (status = 'open') = (decided_at is null) and (status <> 'open' or decision is null)),
  constraint time_corrections_proposed_check check (
    case kind
      when 'shift_end' then proposed_end is not null and proposed_start is null
      when 'other' then (proposed_start is null) = (proposed_end is null)
      else proposed_start is not null and proposed_end is not null
    end),
  constraint time_corrections_order_check check (
    proposed_end > proposed_start and proposed_end - proposed_start <= interval '1 day')
);
alter table public.time_corrections enable row level security;
create unique index time_corrections_open_key on public.time_corrections (manager_id, day) where status = 'open';
create index time_corrections_manager_idx on public.time_corrections (manager_id, day);
create index time_corrections_created_idx on public.time_corrections (created_at desc, id desc);
create index time_corrections_asked_by_idx on public.time_corrections (asked_by);
create index time_corrections_decided_by_idx on public.time_corrections (decided_by);

-- A day that nobody closed by hand (closed_by 'auto') is asked about at the next sign-in until it is answered.
alter table public.work_schedule
  add column answer text check (answer in ('confirmed', 'disputed')),
  add column answered_at timestamptz,
  -- State of the day's latest correction.
  add column correction text check (correction in ('open', 'accepted', 'declined')),
  add constraint work_schedule_answered_check check ((answer is null) = (answered_at is null));
create index work_schedule_unanswered_idx on public.work_schedule (manager_id, day) where closed_by = 'auto' and answer is null;

revoke all on public.activity_days, public.focus_minutes, public.work_breaks, public.time_corrections
  from anon, authenticated, service_role;
grant select on public.activity_days, public.focus_minutes, public.work_breaks, public.time_corrections
  to authenticated, service_role;
