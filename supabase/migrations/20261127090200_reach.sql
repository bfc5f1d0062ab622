-- Who can be reached: people who block a bot or unsubscribe, and come back. Who came by a link and has said nothing yet.

-- When the vendor last said whether the person can be reached: news come in any order.
alter table public.conversations add column reach_at timestamptz;

-- What brought somebody who has not written: it goes with his first message. He is no client before.
create table private.visits (
  source_id uuid not null references public.lead_sources (id) on delete cascade,
  -- The thread that his first message will begin.
  thread_key text not null check (length(thread_key) between 1 and 400),
  hints jsonb not null,
  occurred_at timestamptz not null,
  primary key (source_id, thread_key)
);
alter table private.visits enable row level security;
create index visits_occurred_idx on private.visits (occurred_at);
grant select, insert, update, delete on private.visits to service_role;

-- A person takes no messages any more, or takes them again. reach: {"thread_key", "occurred_at", "reason"} as channels.base.Reach.
create function app.accept_reach(source uuid, reach jsonb, out client_id uuid)
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  at timestamptz := least((reach ->> 'occurred_at')::timestamptz, now());
  why text := nullif(left(reach ->> 'reason', 80), '');
  thread public.conversations;
begin
  update public.conversations c set unreachable = why, reach_at = at
  where c.source_id = source and c.thread_key = reach ->> 'thread_key' and at >= coalesce(c.reach_at, '-infinity')
    -- Who was erased stays so; who has written since is there.
    and c.unreachable is distinct from 'erased' and (why is null or at >= coalesce(c.last_in_at, '-infinity'))
  returning c.* into thread;
  client_id := thread.client_id;
  if thread.id is not null then
    perform app.emit(thread.owner_id, 'interaction', null);
  end if;
end
$$;

-- Somebody came and said nothing. visit: {"thread_key", "occurred_at", "hints"} as channels.base.Visit. What tells nothing
-- replaces nothing: who was brought by an advertisement and comes again by himself was brought by it.
create function app.accept_visit(source uuid, visit jsonb)
returns void
language sql
security definer
set search_path = ''
as $$
  insert into private.visits as v (source_id, thread_key, hints, occurred_at)
  values (source, visit ->> 'thread_key', coalesce(visit -> 'hints', '{}'), least((visit ->> 'occurred_at')::timestamptz, now()))
  on conflict on constraint visits_pkey do update set hints = excluded.hints, occurred_at = excluded.occurred_at
  where excluded.occurred_at >= v.occurred_at and exists (select from jsonb_each_text(excluded.hints) x where x.value <> '')
$$;

grant execute on function app.accept_reach(uuid, jsonb), app.accept_visit(uuid, jsonb) to service_role;
