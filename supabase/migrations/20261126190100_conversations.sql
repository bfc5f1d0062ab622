-- Conversations with clients: who somebody is to each vendor, the threads he writes in, what became of each message.

-- Ids by which vendors know a client. Not contacts: those are a manager's to edit, and whoever could write an id here would get
-- a colleague's messages. Unique, so that two first messages at once are one client.
create table public.client_identities (
  id uuid primary key default gen_random_uuid(),
  client_id uuid not null,
  owner_id uuid not null,
  kind text not null check (length(kind) between 1 and 40),
  -- The account that met him: most ids mean nothing beside another one. Empty: the id is the same everywhere.
  scope text not null default '' check (length(scope) <= 200),
  external_id text not null check (length(external_id) between 1 and 200),
  -- Attributes as last seen: both change.
  name text not null default '' check (length(name) <= 200),
  username text not null default '' check (length(username) <= 200),
  first_seen_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  unique (kind, scope, external_id),
  foreign key (client_id, owner_id) references public.clients (id, owner_id) on update cascade on delete cascade
);
alter table public.client_identities enable row level security;
create index client_identities_client_idx on public.client_identities (client_id, owner_id);
create index client_identities_owner_idx on public.client_identities (owner_id);
create index client_identities_username_idx on public.client_identities (kind, scope, username) where username <> '';
create trigger client_identities_owner before insert on public.client_identities
  for each row execute function app.inherit_client_owner();

-- A thread of one client with one account: his direct messages, or his comments under one post.
create table public.conversations (
  id uuid primary key default gen_random_uuid(),
  client_id uuid not null,
  owner_id uuid not null,
  source_id uuid not null references public.lead_sources (id),
  kind text not null check (kind in ('direct', 'comments')),
  -- The adapter's own name of the thread.
  thread_key text not null check (length(thread_key) between 1 and 400),
  -- Whom the vendor knows there.
  address text not null default '' check (length(address) <= 200),
  last_in_at timestamptz,
  last_out_at timestamptz,
  -- Why the person takes nothing any more; his next message ends it.
  unreachable text check (length(unreachable) <= 80),
  created_at timestamptz not null default now(),
  unique (source_id, thread_key),
  foreign key (client_id, owner_id) references public.clients (id, owner_id) on update cascade
);
alter table public.conversations enable row level security;
create index conversations_client_idx on public.conversations (client_id, owner_id);
create index conversations_owner_idx on public.conversations (owner_id);
create trigger conversations_owner before insert on public.conversations
  for each row execute function app.inherit_client_owner();

alter table public.interactions
  add column conversation_id uuid references public.conversations (id),
  -- The message that this one answers, by the vendor's id: a comment, mostly.
  add column reply_to text,
  -- How far a message of ours has come; it never goes back.
  add column status text check (status in ('accepted', 'sent', 'delivered', 'read', 'failed')),
  add column status_at timestamptz,
  add column edit_sequence integer,
  add column edited_at timestamptz,
  -- Taken back by its author: nothing of it is shown or kept.
  add column withdrawn_at timestamptz;
create index interactions_conversation_idx on public.interactions (conversation_id, occurred_at desc) where conversation_id is not null;

-- What an edited message said before.
create table public.interaction_revisions (
  id uuid primary key default gen_random_uuid(),
  interaction_id uuid not null references public.interactions (id),
  client_id uuid not null,
  owner_id uuid not null,
  body text not null,
  replaced_at timestamptz not null,
  foreign key (client_id, owner_id) references public.clients (id, owner_id) on update cascade
);
alter table public.interaction_revisions enable row level security;
create index interaction_revisions_interaction_idx on public.interaction_revisions (interaction_id);
create index interaction_revisions_client_idx on public.interaction_revisions (client_id, owner_id);
create index interaction_revisions_owner_idx on public.interaction_revisions (owner_id);
create trigger interaction_revisions_owner before insert on public.interaction_revisions
  for each row execute function app.inherit_client_owner();

-- Two clients who may be one person. Seen by whoever may see both: a colleague's client is never revealed.
create table public.merge_suggestions (
  id uuid primary key default gen_random_uuid(),
  client_id uuid not null,
  owner_id uuid not null,
  other_id uuid not null,
  other_owner_id uuid not null,
  reason text not null check (reason in ('contact', 'identity', 'username')),
  evidence text not null default '' check (length(evidence) <= 320),
  -- Somebody has looked: they are two.
  dismissed boolean not null default false,
  created_at timestamptz not null default now(),
  unique (client_id, other_id, reason),
  constraint merge_suggestions_order_check check (client_id < other_id),
  foreign key (client_id, owner_id) references public.clients (id, owner_id) on update cascade on delete cascade,
  foreign key (other_id, other_owner_id) references public.clients (id, owner_id) on update cascade on delete cascade
);
alter table public.merge_suggestions enable row level security;
create index merge_suggestions_client_idx on public.merge_suggestions (client_id, owner_id);
create index merge_suggestions_other_idx on public.merge_suggestions (other_id, other_owner_id);
create index merge_suggestions_owner_idx on public.merge_suggestions (owner_id);

-- What was heard of a message before the message itself: events come in any order.
create table private.early_news (
  source_id uuid not null references public.lead_sources (id) on delete cascade,
  external_id text not null,
  body text,
  sequence integer,
  edited_at timestamptz,
  withdrawn_at timestamptz,
  status text,
  status_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (source_id, external_id)
);
alter table private.early_news enable row level security;

-- Messages to clients on their way. What arrived is an interaction; what is here is a wish, and what became of it.
create table private.outbound_messages (
  id uuid primary key default gen_random_uuid(),
  -- The order in which they were written.
  number bigint generated always as identity,
  source_id uuid not null references public.lead_sources (id),
  conversation_id uuid not null references public.conversations (id),
  client_id uuid not null references public.clients (id),
  author_id uuid not null references public.profiles (id),
  mode text not null check (mode in ('direct', 'comment', 'private_reply', 'template')),
  address text not null,
  target text,
  body text not null check (length(body) between 1 and 10000),
  -- The writer's own name of the message: sent again, it is the same message. A long one goes in parts.
  key uuid not null,
  part integer not null default 1,
  status text not null default 'pending' check (status in ('pending', 'sent', 'ambiguous', 'dead', 'discarded')),
  -- Why it is where it is, in one word; `last_error` has the vendor's own.
  reason text,
  attempts integer not null default 0,
  next_attempt_at timestamptz not null default now(),
  locked_until timestamptz,
  handed_over_at timestamptz,
  -- How often the vendor was asked what became of it.
  looks integer not null default 0,
  external_id text,
  interaction_id uuid,
  last_error text,
  settled_at timestamptz,
  created_at timestamptz not null default now(),
  unique (author_id, key, part)
);
alter table private.outbound_messages enable row level security;
create index outbound_messages_waiting_idx on private.outbound_messages (source_id, conversation_id, number)
  where status in ('pending', 'ambiguous');
create index outbound_messages_client_idx on private.outbound_messages (client_id, number desc);
create index outbound_messages_conversation_idx on private.outbound_messages (conversation_id, number);
create index outbound_messages_parked_idx on private.outbound_messages (created_at desc, id) where status in ('ambiguous', 'dead');

-- When an account may use a mode again, as one moment (a leaky bucket): a burst lies that far behind it.
create table private.send_paces (
  source_id uuid not null references public.lead_sources (id) on delete cascade,
  mode text not null,
  full_at timestamptz not null,
  primary key (source_id, mode)
);
alter table private.send_paces enable row level security;

alter table private.inbound_events
  -- What the rules said of a text, with the rules that said so.
  add column verdict jsonb;

revoke all on public.client_identities, public.conversations, public.interaction_revisions, public.merge_suggestions
  from anon, authenticated, service_role;
grant select on public.client_identities, public.conversations, public.interaction_revisions, public.merge_suggestions
  to authenticated, service_role;
grant update (dismissed) on public.merge_suggestions to authenticated;
grant select, insert, update, delete on private.early_news, private.outbound_messages, private.send_paces to service_role;

-- ---------------------------------------------------------------------------------------------- merging and erasing

-- The threads and ids of a double are the client's: what comes in late finds him.
create function app.merge_conversations()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.client_identities x set client_id = new.merged_into, owner_id = new.owner_id where x.client_id = new.id;
  update public.conversations x set client_id = new.merged_into, owner_id = new.owner_id where x.client_id = new.id;
  update public.interaction_revisions x set client_id = new.merged_into, owner_id = new.owner_id where x.client_id = new.id;
  update private.outbound_messages x set client_id = new.merged_into where x.client_id = new.id;
  delete from public.merge_suggestions x where new.id in (x.client_id, x.other_id);
  return null;
end
$$;
create trigger clients_merge_conversations after update of merged_into on public.clients
  for each row when (new.merged_into is not null and old.merged_into is distinct from new.merged_into)
  execute function app.merge_conversations();

-- Erased: nobody knows him any more, and what was never sent is not.
create function app.erase_conversations()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  delete from public.client_identities x where x.client_id = new.id;
  delete from public.interaction_revisions x where x.client_id = new.id;
  delete from public.merge_suggestions x where new.id in (x.client_id, x.other_id);
  delete from private.outbound_messages x where x.client_id = new.id;
  update public.conversations x set thread_key = x.id::text, address = '', unreachable = 'erased' where x.client_id = new.id;
  update public.interactions i set reply_to = null where i.client_id = new.id and i.reply_to is not null;
  return null;
end
$$;
create trigger clients_erase_conversations after update of erased_at on public.clients
  for each row when (new.erased_at is not null and old.erased_at is null)
  execute function app.erase_conversations();
