-- What happened in a conversation, made real: messages, edits, withdrawals, receipts. Called by workers in the transaction that
-- ends the event; each may be repeated, and they may come in any order.

-- ---------------------------------------------------------------------------------------------- what is said of a message later

-- A receipt never goes back; a failure is believed only of what has not arrived yet.
create function app.note_status(interaction uuid, status text, at timestamptz)
returns void
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  ranks text[] := array['accepted', 'sent', 'delivered', 'read'];
  changed public.interactions;
begin
  perform set_config('app.revising', 'on', true);
  update public.interactions i set status = status, status_at = at
  where i.id = interaction and i.direction = 'out' and i.withdrawn_at is null and case status
    when 'failed' then coalesce(array_position(ranks, i.status), 1) <= 2 and i.status is distinct from 'failed'
    -- What was given up and arrives after all has arrived.
    else array_position(ranks, status) > coalesce(array_position(ranks, i.status), case when i.status = 'failed' then 2 else 0 end) end
  returning i.* into changed;
  perform set_config('app.revising', '', true);
  if changed.id is not null then
    perform app.emit(changed.owner_id, 'interaction', changed.id);
    if status = 'failed' and changed.author_id is not null then
      perform app.notify_user(changed.author_id, 'message_failed',
        (select jsonb_build_object('name', c.name) from public.clients c where c.id = changed.client_id), changed.client_id);
    end if;
  end if;
end
$$;

-- A later text; the one before is kept. Where the vendor counts edits his count decides, else the moment.
create function app.edit_message(interaction uuid, body text, sequence integer, at timestamptz)
returns void
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  old public.interactions;
begin
  select i.* into old from public.interactions i where i.id = interaction for update;
  if old.withdrawn_at is not null or old.erased_at is not null or old.body = body
    or sequence <= coalesce(old.edit_sequence, 0) or (sequence is null and at <= coalesce(old.edited_at, '-infinity')) then
    return;
  end if;
  insert into public.interaction_revisions (interaction_id, client_id, owner_id, body, replaced_at)
  values (old.id, old.client_id, old.owner_id, old.body, at);
  perform set_config('app.revising', 'on', true);
  update public.interactions i set body = left(body, 50000), edit_sequence = coalesce(sequence, i.edit_sequence), edited_at = at
  where i.id = old.id;
  perform set_config('app.revising', '', true);
  perform app.emit(old.owner_id, 'interaction', old.id);
end
$$;

-- Taken back: the words go everywhere, the fact that somebody wrote stays.
create function app.withdraw_message(interaction uuid, at timestamptz)
returns void
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  gone public.interactions;
begin
  perform set_config('app.revising', 'on', true);
  -- (Marks that figures go by stay.)
  update public.interactions i set body = '', subject = null, attachments = '[]', withdrawn_at = at,
    details = coalesce((select jsonb_object_agg(d.key, d.value) from jsonb_each(i.details) d where d.key in ('history', 'by_hand')), '{}')
  where i.id = interaction and i.withdrawn_at is null
  returning i.* into gone;
  perform set_config('app.revising', '', true);
  if gone.id is not null then
    delete from public.interaction_revisions r where r.interaction_id = gone.id;
    update private.inbound_events e set body = '' where e.source_id = gone.source_id and e.interaction_id = gone.id;
    update private.outbound_messages o set body = '—' where o.interaction_id = gone.id;
    perform app.emit(gone.owner_id, 'interaction', gone.id);
  end if;
end
$$;

-- One message at a time: its news and itself may be in two workers' hands.
create function app.lock_message(source uuid, external_id text)
returns void
language sql
security definer
set search_path = ''
as $$ select pg_advisory_xact_lock(hashtextextended('smena.message.' || source::text || '.' || external_id, 0)) $$;

-- An edit or a withdrawal. revision: {"external_id", "occurred_at", "text" (absent: taken back), "sequence"?}
create function app.accept_revision(source uuid, revision jsonb, out client_id uuid, out interaction_id uuid)
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  named text := revision ->> 'external_id';
  at timestamptz := least((revision ->> 'occurred_at')::timestamptz, now());
  sequence integer := (revision ->> 'sequence')::integer;
begin
  perform app.lock_message(source, named);
  select i.client_id, i.id into client_id, interaction_id
  from public.interactions i where i.source_id = source and i.external_id = named;
  if found and revision ? 'text' then
    perform app.edit_message(interaction_id, revision ->> 'text', sequence, at);
  elsif found then
    perform app.withdraw_message(interaction_id, at);
  elsif revision ? 'text' then
    insert into private.early_news as n (source_id, external_id, body, sequence, edited_at)
    values (source, named, left(revision ->> 'text', 50000), sequence, at)
    on conflict on constraint early_news_pkey do update
      set body = excluded.body, sequence = excluded.sequence, edited_at = excluded.edited_at
      where coalesce(excluded.sequence, 0) > coalesce(n.sequence, 0) or (excluded.sequence is null and excluded.edited_at > n.edited_at)
        or n.edited_at is null;
  else
    insert into private.early_news as n (source_id, external_id, withdrawn_at) values (source, named, at)
    on conflict on constraint early_news_pkey do update set withdrawn_at = excluded.withdrawn_at, body = null;
  end if;
end
$$;

-- receipt: {"external_id", "status", "occurred_at", "through"?}: `through` tells of all messages of ours before it, too.
create function app.accept_receipt(source uuid, receipt jsonb, out client_id uuid, out interaction_id uuid)
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  named public.interactions;
  at timestamptz := least((receipt ->> 'occurred_at')::timestamptz, now());
begin
  perform app.lock_message(source, receipt ->> 'external_id');
  select i.* into named from public.interactions i
  where i.source_id = source and i.external_id = receipt ->> 'external_id';
  if not found then
    insert into private.early_news as n (source_id, external_id, status, status_at)
    values (source, receipt ->> 'external_id', receipt ->> 'status', at)
    on conflict on constraint early_news_pkey do update set status = excluded.status, status_at = excluded.status_at
      where n.status is null or array_position(array['sent', 'delivered', 'read'], excluded.status)
        > coalesce(array_position(array['sent', 'delivered', 'read'], n.status), 0);
    return;
  end if;
  client_id := named.client_id;
  interaction_id := named.id;
  perform app.note_status(i.id, receipt ->> 'status', at)
  from public.interactions i
  where i.id = named.id
    or (receipt ->> 'through' = 'true' and i.conversation_id = named.conversation_id and i.direction = 'out'
      and i.occurred_at <= named.occurred_at and i.status is distinct from receipt ->> 'status');
end
$$;

-- ---------------------------------------------------------------------------------------------- who it is

-- The client to whom a contact belongs, if it is one client's alone: a family's phone names nobody.
create function app.client_of_contact(contact jsonb)
returns uuid
language sql
stable security definer
set search_path = ''
as $$
  select (array_agg(distinct c.id))[1]
  from public.client_contacts k
  join public.clients c on c.id = k.client_id and c.merged_into is null and c.erased_at is null
  where k.normalized = contact ->> 'normalized' and (k.kind = contact ->> 'kind'
    or (k.kind in ('phone', 'whatsapp', 'viber') and contact ->> 'kind' in ('phone', 'whatsapp', 'viber')))
  having count(distinct c.id) = 1
$$;

-- One person at a time: two first messages at once must not make two clients.
create function app.lock_person(scope text, person jsonb)
returns void
language sql
security definer
set search_path = ''
as $$
  select pg_advisory_xact_lock(hashtextextended(k.key, 0))
  from (
    select 'smena.contact.' || (x ->> 'normalized') as key
    from jsonb_array_elements((person -> 'contacts') || (person -> 'verified')) x
    union
    select concat_ws('.', 'smena.identity', x ->> 'kind', case when x ->> 'scope' = 'account' then scope else '' end, x ->> 'external_id')
    from jsonb_array_elements(person -> 'identities') x
    order by key
  ) k
$$;

-- By what a vendor vouches for first: the exact id, a verified contact; then by what he says of himself.
create function app.find_person(scope text, person jsonb)
returns uuid
language sql
stable security definer
set search_path = ''
as $$
  select coalesce(
    (select i.client_id
      from jsonb_array_elements(person -> 'identities') with ordinality x (identity, place)
      join public.client_identities i on i.kind = x.identity ->> 'kind' and i.external_id = x.identity ->> 'external_id'
        and i.scope = case when x.identity ->> 'scope' = 'account' then find_person.scope else '' end
      order by x.place
      limit 1),
    (select app.client_of_contact(x.contact)
      from jsonb_array_elements((person -> 'verified') || (person -> 'contacts')) with ordinality x (contact, place)
      where app.client_of_contact(x.contact) is not null
      order by x.place
      limit 1))
$$;

-- Two who may be one: for people to decide.
create function app.suggest_merge(one uuid, other uuid, reason text, evidence text)
returns void
language sql
security definer
set search_path = ''
as $$
  insert into public.merge_suggestions (client_id, owner_id, other_id, other_owner_id, reason, evidence)
  select a.id, a.owner_id, b.id, b.owner_id, suggest_merge.reason, left(suggest_merge.evidence, 320)
  from public.clients a, public.clients b
  where a.id = least(one, other) and b.id = greatest(one, other) and one <> other
    and a.merged_into is null and b.merged_into is null and a.erased_at is null and b.erased_at is null
  on conflict do nothing
$$;

-- Keeps what is known of a person now: his ids, the contacts he gave, whoever else may be he.
create function app.keep_person(client uuid, scope text, person jsonb)
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  identity record;
  holder uuid;
begin
  for identity in
    select x ->> 'kind' as kind, case when x ->> 'scope' = 'account' then keep_person.scope else '' end as scope, x ->> 'external_id' as external_id
    from jsonb_array_elements(person -> 'identities') x
  loop
    insert into public.client_identities as i (client_id, owner_id, kind, scope, external_id, name, username)
    values (client, app.unassigned(), identity.kind, identity.scope, identity.external_id,
      left(coalesce(person ->> 'name', ''), 200), left(lower(coalesce(person ->> 'username', '')), 200))
    on conflict on constraint client_identities_kind_scope_external_id_key do update
      set name = coalesce(nullif(excluded.name, ''), i.name), username = coalesce(nullif(excluded.username, ''), i.username), last_seen_at = now()
    returning i.client_id into holder;
    perform app.suggest_merge(client, holder, 'identity', identity.kind);
    -- The same name at the same account within a month: one person with two ids, often enough to ask.
    perform app.suggest_merge(client, i.client_id, 'username', '@' || i.username)
    from public.client_identities i
    where i.kind = identity.kind and i.scope = identity.scope and i.username = lower(person ->> 'username') and i.username <> ''
      and i.client_id <> client and i.last_seen_at > now() - interval '30 days';
  end loop;
  insert into public.client_contacts (client_id, owner_id, kind, value, normalized, verified_at)
  select client, app.unassigned(), x ->> 'kind', left(x ->> 'value', 320), left(x ->> 'normalized', 320), verified.at
  from (values ('verified', now()), ('contacts', null)) verified (name, at)
  cross join lateral jsonb_array_elements(person -> verified.name) x
  on conflict do nothing;
  perform app.suggest_merge(client, k.client_id, 'contact', k.value)
  from jsonb_array_elements((person -> 'verified') || (person -> 'contacts')) x
  join public.client_contacts k on k.normalized = x ->> 'normalized' and k.kind = x ->> 'kind'
  where k.client_id <> client;
end
$$;

-- ---------------------------------------------------------------------------------------------- a message

-- The thread's row, made at the first message of it.
create function app.open_conversation(source uuid, client uuid, kind text, thread_key text, address text)
returns public.conversations
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  found_one public.conversations;
begin
  insert into public.conversations as c (source_id, client_id, owner_id, kind, thread_key, address)
  values (source, client, app.unassigned(), kind, thread_key, coalesce(address, ''))
  on conflict on constraint conversations_source_id_thread_key_key do update
    set address = coalesce(nullif(excluded.address, ''), c.address)
  returning c.* into found_one;
  return found_one;
end
$$;

-- Adds a message to its thread's timeline, with whatever was heard of it before.
create function app.keep_message(
  thread public.conversations, message jsonb, author uuid, author_name text, status text, at timestamptz
)
returns uuid
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  kept uuid;
  news private.early_news;
begin
  insert into public.interactions (client_id, owner_id, channel, kind, direction, author_id, author_name, body, occurred_at, source_id,
    external_id, conversation_id, reply_to, reply_until, attachments, details, status, status_at)
  select thread.client_id, app.unassigned(), case when s.channel in ('manual', 'import') then 'other' else s.channel end,
    message ->> 'kind', message ->> 'direction', author, left(author_name, 200), left(coalesce(message ->> 'text', ''), 50000), at, s.id,
    message ->> 'external_id', thread.id, coalesce(message ->> 'parent', message ->> 'reply_to'), (message ->> 'reply_until')::timestamptz,
    coalesce(message -> 'attachments', '[]'), coalesce(message -> 'details', '{}'), status, case when status is not null then at end
  from public.lead_sources s where s.id = thread.source_id
  returning interactions.id into kept;
  update public.conversations c
  set last_in_at = case when message ->> 'direction' = 'in' then greatest(c.last_in_at, at) else c.last_in_at end,
    last_out_at = case when message ->> 'direction' = 'out' then greatest(c.last_out_at, at) else c.last_out_at end,
    unreachable = case when message ->> 'direction' = 'in' then null else c.unreachable end
  where c.id = thread.id;
  delete from private.early_news n
  where n.source_id = thread.source_id and n.external_id = message ->> 'external_id'
  returning n.* into news;
  if news.withdrawn_at is not null then
    perform app.withdraw_message(kept, news.withdrawn_at);
  elsif news.body is not null then
    perform app.edit_message(kept, news.body, news.sequence, news.edited_at);
  end if;
  if news.status is not null then
    perform app.note_status(kept, news.status, news.status_at);
  end if;
  return kept;
end
$$;

-- Why a stranger's message makes no lead by itself: what the admin chose for the source, then what the rules said of the words.
create function app.doubt_of(settings jsonb, message jsonb, verdict jsonb, out outcome text, out reason text)
language sql
immutable
set search_path = ''
as $$
  select d.outcome, d.reason
  from (values
    (coalesce(settings ->> 'leads', 'auto') = 'off', 'ignored', 'leads_off'),
    (message ->> 'kind' = 'comment' and verdict ->> 'tier' = 'noise', 'ignored', 'noise'),
    (verdict ->> 'label' = 'spam', 'review', 'spam'),
    (verdict ->> 'label' = 'complaint', 'review', 'complaint'),
    (settings ->> 'leads' = 'review', 'review', 'leads_review'),
    (message ->> 'kind' = 'comment' and verdict ->> 'tier' is distinct from 'lead', 'review', 'intent_review')
  ) d (holds, outcome, reason)
  where d.holds
  limit 1
$$;

-- Tells whoever has the client. Nothing of what was there before the connection; a lively thread rings once until it is read.
create function app.tell_of_message(source uuid, client uuid, shown_name text, is_new boolean, was_idle boolean)
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  owner uuid := (select c.owner_id from public.clients c where c.id = client);
  told text := case when is_new then 'lead_new' when was_idle then 'lead_repeat' else 'message_new' end;
begin
  if owner = app.unassigned() then
    if is_new then
      perform app.notify_admins('lead_unassigned', jsonb_build_object('name', shown_name), client);
    end if;
  elsif told <> 'message_new' or not exists (
    select from public.notifications n
    where n.user_id = owner and n.client_id = client and n.kind in ('lead_new', 'lead_repeat', 'message_new') and n.read_at is null
  ) then
    perform app.notify_user(owner, told, jsonb_build_object('name', shown_name, 'source_id', source), client);
  end if;
end
$$;

-- A client's message. Outcomes: taken; review (a person decides); ignored, with the reason.
create function app.accept_incoming(
  src public.lead_sources, message jsonb, verdict jsonb, released boolean, at timestamptz,
  out outcome text, out reason text, out client_id uuid, out interaction_id uuid
)
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  person jsonb := message -> 'person';
  scope text := coalesce(src.account_id, src.id::text);
  shown_name text := coalesce(nullif(btrim(person ->> 'name'), ''), '@' || nullif(person ->> 'username', ''), '—');
  -- (Vendors write whole seconds, and their clocks are not ours.)
  is_history boolean := at < coalesce(src.connected_at - interval '1 minute', '-infinity');
  is_new boolean;
  was_idle boolean := false;
  thread public.conversations;
begin
  perform app.lock_person(scope, person);
  -- A thread is one client's for good.
  select c.client_id into client_id from public.conversations c where c.source_id = src.id and c.thread_key = message ->> 'thread_key';
  client_id := coalesce(client_id, app.find_person(scope, person));
  is_new := client_id is null;
  if is_new then
    if not released then
      select d.outcome, d.reason into outcome, reason from app.doubt_of(src.settings, message, verdict) d;
      if outcome is not null then
        -- Nobody goes through what was there before the connection.
        if is_history and outcome = 'review' then
          outcome := 'ignored';
          reason := 'history';
        end if;
        return;
      end if;
    end if;
    perform set_config('app.ownership_reason', 'rule', true);
    insert into public.clients (owner_id, name, source_id, first_touch, received_at)
    values (app.choose_owner(src.id), left(shown_name, 200), src.id, coalesce(message -> 'hints', '{}'), at)
    returning clients.id into client_id;
    perform set_config('app.ownership_reason', '', true);
  else
    was_idle := not exists (
        select from public.interactions i where i.client_id = accept_incoming.client_id and i.occurred_at > at - interval '30 days')
      and not exists (
        select from public.deals d where d.client_id = accept_incoming.client_id and d.outcome = 'open' and d.archived_at is null);
    if not is_history then
      perform app.wake_client(client_id, src.id);
    end if;
  end if;
  perform app.keep_person(client_id, scope, person);
  if shown_name = '—' then
    -- Deliveries of somebody we know name an id and no more.
    shown_name := coalesce((
      select coalesce(nullif('@' || nullif(i.username, ''), ''), nullif(i.name, ''))
      from public.client_identities i
      where i.client_id = accept_incoming.client_id and i.scope = scope and (i.username <> '' or i.name <> '')
      order by i.last_seen_at desc
      limit 1), shown_name);
  end if;
  thread := app.open_conversation(src.id, client_id, case message ->> 'kind' when 'comment' then 'comments' else 'direct' end,
    message ->> 'thread_key', message ->> 'address');
  interaction_id := app.keep_message(thread, message || jsonb_build_object('details',
      coalesce(message -> 'details', '{}') || jsonb_build_object('first_touch', coalesce(message -> 'hints', '{}'))
      || case when is_history then '{"history": true}' else '{}' end::jsonb
      || case when verdict is null then '{}' else jsonb_build_object('intent', verdict -> 'label') end),
    null, shown_name, null, at);
  if not is_history then
    perform app.tell_of_message(src.id, client_id, shown_name, is_new, was_idle);
  end if;
  outcome := 'taken';
end
$$;

-- A message from the account itself: an echo of ours, or written by hand in the vendor's application.
create function app.accept_echo(
  src public.lead_sources, message jsonb, at timestamptz,
  out outcome text, out reason text, out client_id uuid, out interaction_id uuid
)
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  scope text := coalesce(src.account_id, src.id::text);
  thread public.conversations;
  mine private.outbound_messages;
begin
  select c.* into thread from public.conversations c where c.source_id = src.id and c.thread_key = message ->> 'thread_key';
  if not found and message ? 'parent' then
    select c.* into thread
    from public.interactions i join public.conversations c on c.id = i.conversation_id
    where i.source_id = src.id and i.external_id = message ->> 'parent';
  end if;
  if thread.id is null and message ->> 'kind' = 'message' then
    client_id := app.find_person(scope, message -> 'person');
    if client_id is not null then
      thread := app.open_conversation(src.id, client_id, 'direct', message ->> 'thread_key', message ->> 'address');
    end if;
  end if;
  if thread.id is null then
    outcome := 'ignored';
    reason := 'unknown_recipient';
    return;
  end if;
  mine := app.claim_echo(thread, message, at);
  interaction_id := app.keep_message(thread, message || jsonb_build_object('details', coalesce(message -> 'details', '{}')
      || case when mine.id is null then jsonb_build_object('by_hand', message -> 'by_hand') else '{}' end
      || case when at < src.connected_at - interval '1 minute' then '{"history": true}' else '{}' end::jsonb),
    mine.author_id, case when mine.id is null then src.account_name end, 'sent', at);
  update private.outbound_messages o
  set status = 'sent', reason = null, external_id = message ->> 'external_id', interaction_id = interaction_id, settled_at = now(), locked_until = null
  where o.id = mine.id;
  client_id := thread.client_id;
  outcome := 'taken';
end
$$;

-- The message of ours that an echo is of, when nobody knows yet that it arrived.
create function app.claim_echo(thread public.conversations, message jsonb, at timestamptz)
returns private.outbound_messages
language sql
security definer
set search_path = ''
as $$
  select o.*
  from private.outbound_messages o
  where o.source_id = thread.source_id and o.client_id = thread.client_id and o.external_id is null and o.handed_over_at is not null
    and o.status in ('pending', 'ambiguous') and btrim(o.body) = btrim(message ->> 'text')
    -- (Vendors' clocks and ours are not one.)
    and o.handed_over_at <= at + interval '2 minutes'
    and case o.mode when 'comment' then message ->> 'kind' = 'comment' else message ->> 'kind' = 'message' end
  order by o.number
  limit 1
  for update
$$;

-- One message, whichever way and however often it comes. message: as channels.base.Message, {"external_id", "kind",
-- "direction", "occurred_at", "thread_key", "address", "person": {"identities", "name", "username", "contacts", "verified"},
-- "text", "attachments", "parent"?, "reply_to"?, "reply_until"?, "by_hand", "hints", "details"}
create function app.accept_message(
  source uuid, message jsonb, verdict jsonb default null, released boolean default false,
  out outcome text, out reason text, out client_id uuid, out interaction_id uuid
)
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  src public.lead_sources;
  at timestamptz := greatest(least((message ->> 'occurred_at')::timestamptz, now()), '1970-01-01 00:00Z');
begin
  select s.* into src from public.lead_sources s where s.id = source;
  perform app.lock_message(source, message ->> 'external_id');
  select i.client_id, i.id into client_id, interaction_id
  from public.interactions i where i.source_id = source and i.external_id = message ->> 'external_id';
  if found then
    outcome := 'taken';
  elsif coalesce(src.settings ->> 'take', 'both') not in ('both', case message ->> 'kind' when 'comment' then 'comments' else 'direct' end) then
    outcome := 'ignored';
    reason := 'switched_off';
  elsif message ->> 'direction' = 'in' then
    select a.* into outcome, reason, client_id, interaction_id from app.accept_incoming(src, message, verdict, released, at) a;
  else
    select a.* into outcome, reason, client_id, interaction_id from app.accept_echo(src, message, at) a;
  end if;
end
$$;

grant execute on function app.accept_message(uuid, jsonb, jsonb, boolean), app.accept_revision(uuid, jsonb), app.accept_receipt(uuid, jsonb)
  to service_role;
