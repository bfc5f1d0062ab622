-- Messages to clients: queued by whoever has the client, sent by workers, one at a time an account, in the order of each thread.

-- Queues the parts of one message. The same key again is the same message: its ids are answered, nothing is added.
create function app.queue_message(conversation uuid, mode text, target text, parts text[], key uuid)
returns setof uuid
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  me uuid := app.require_active();
  thread public.conversations;
begin
  select c.* into thread
  from public.conversations c
  where c.id = conversation and c.owner_id = any (app.visible_owners());
  if not found then
    perform app.fail(404, 'conversation_not_found');
  elsif not exists (
    select from public.lead_sources s
    where s.id = thread.source_id and s.state in ('active', 'degraded') and s.archived_at is null
  ) then
    perform app.fail(409, 'source_not_ready');
  elsif thread.unreachable is not null then
    perform app.fail(409, 'recipient_unreachable');
  elsif cardinality(parts) not between 1 and 20 then
    perform app.fail(422, 'message_too_long', '{"field": "text"}');
  end if;
  insert into private.outbound_messages as o (source_id, conversation_id, client_id, author_id, mode, address, target, body, key, part)
  select thread.source_id, thread.id, thread.client_id, me, mode, thread.address, target, p.body, key, p.part
  from unnest(parts) with ordinality p (body, part)
  order by p.part
  on conflict on constraint outbound_messages_author_id_key_part_key do nothing;
  perform pg_notify('smena_outbound', thread.source_id::text);
  return query
    select o.id from private.outbound_messages o
    where o.author_id = me and o.key = queue_message.key and o.conversation_id = thread.id
    order by o.part;
end
$$;

-- A client's messages that have not arrived, oldest first: on their way, failed, or nobody knows.
create function app.unsent_messages(client uuid)
returns table (id uuid, conversation_id uuid, mode text, body text, status text, reason text, error text, author_id uuid, created_at timestamptz,
  next_attempt_at timestamptz)
language sql
stable security definer
set search_path = ''
as $$
  select o.id, o.conversation_id, o.mode, o.body, o.status, o.reason, o.last_error, o.author_id, o.created_at, o.next_attempt_at
  from public.clients c
  join private.outbound_messages o on o.client_id = c.id and o.status in ('pending', 'ambiguous', 'dead')
  where c.id = client and c.owner_id = any (app.visible_owners())
  order by o.number
$$;

-- What each thread of a client offers to answer to; how it may be answered the adapter knows.
create function app.threads_of(client uuid)
returns table (id uuid, source_id uuid, channel text, source_name text, account_name text, state text, kind text, name text,
  unreachable text, settings jsonb, missing text[], last_in_at timestamptz, last_in_id text, answered_privately boolean,
  simulated boolean)
language sql
stable security definer
set search_path = ''
as $$
  select t.id, s.id, coalesce(nullif(s.settings ->> 'adapter', ''), s.channel), s.name, s.account_name,
    case when s.archived_at is null then s.state else 'disconnected' end, t.kind,
    (select coalesce(nullif('@' || nullif(i.username, ''), ''), nullif(i.name, ''))
      from public.client_identities i where i.client_id = c.id and i.external_id = t.address order by i.last_seen_at desc limit 1),
    t.unreachable, s.settings, s.missing, l.occurred_at, l.external_id,
    l.external_id is not null and (
      exists (select from public.interactions a where a.source_id = s.id and a.reply_to = l.external_id and a.kind = 'message' and a.direction = 'out'
        and a.client_id = c.id)
      or exists (select from private.outbound_messages o where o.conversation_id = t.id and o.target = l.external_id and o.mode = 'private_reply'
        and (o.status in ('pending', 'ambiguous', 'sent') or o.reason = 'private_reply_used'))),
    s.simulated
  from public.clients c
  join public.conversations t on t.client_id = c.id
  join public.lead_sources s on s.id = t.source_id
  left join lateral (
    select i.occurred_at, i.external_id
    from public.interactions i
    where i.conversation_id = t.id and i.direction = 'in' and i.withdrawn_at is null
    order by i.occurred_at desc, i.id desc
    limit 1
  ) l on true
  where c.id = client and c.owner_id = any (app.visible_owners())
  order by greatest(t.last_in_at, t.last_out_at, t.created_at) desc, t.id
$$;

-- Send it again after all, or let it be: by whoever has the client.
create function app.settle_message(message_id uuid, retry boolean)
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
  update private.outbound_messages o
  set status = case when retry then 'pending' else 'discarded' end, attempts = 0, looks = 0, next_attempt_at = now(), locked_until = null,
    handed_over_at = null, reason = null, settled_at = case when retry then null else now() end
  from public.clients c
  where o.id = message_id and c.id = o.client_id and c.owner_id = any (app.visible_owners())
    -- What has not left may be taken back, too.
    and (o.status in ('ambiguous', 'dead') or (o.status = 'pending' and not retry and o.handed_over_at is null and o.locked_until is null));
  if not found then
    perform app.fail(404, 'message_not_found');
  end if;
  perform pg_notify('smena_outbound', message_id::text);
end
$$;

-- ---------------------------------------------------------------------------------------------- the workers' side

-- Claims the next message of each account of a channel that may send now: the oldest whose thread waits for nothing before it
-- and whose mode has not used its pace up. paces: {"direct": [seconds a message, burst]}. An account sends one at a time.
create function app.claim_messages(channel text, paces jsonb, max_rows integer, lock_seconds integer)
returns setof private.outbound_messages
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  account uuid;
  chosen uuid;
  taken integer := 0;
begin
  for account in
    select u.source_id
    from private.source_upkeep u
    join public.lead_sources s on s.id = u.source_id and s.state in ('active', 'degraded') and s.archived_at is null
    where coalesce(nullif(s.settings ->> 'adapter', ''), s.channel) = channel and (u.paused_until is null or u.paused_until <= now())
      and exists (select from private.outbound_messages o where o.source_id = u.source_id and o.status = 'pending' and o.next_attempt_at <= now())
    order by u.source_id
    for update of u skip locked
  loop
    exit when taken >= max_rows;
    continue when exists (
      select from private.outbound_messages o where o.source_id = account and o.status = 'pending' and o.locked_until > now());
    select o.id into chosen
    from private.outbound_messages o
    left join private.send_paces p on p.source_id = o.source_id and p.mode = o.mode
    where o.source_id = account and o.status = 'pending' and o.next_attempt_at <= now()
      and not exists (
        select from private.outbound_messages b
        where b.source_id = account and b.conversation_id = o.conversation_id and b.number < o.number
          -- One that nobody knows the end of holds its thread while somebody is asking.
          and (b.status = 'pending' or (b.status = 'ambiguous' and b.looks < 3)))
      and (p.full_at is null or not paces ? o.mode
        or p.full_at <= now() + make_interval(secs => (paces -> o.mode ->> 0)::double precision * ((paces -> o.mode ->> 1)::integer - 1)))
    order by o.number
    limit 1;
    continue when chosen is null;
    taken := taken + 1;
    return query
      update private.outbound_messages o
      set locked_until = now() + make_interval(secs => lock_seconds), attempts = o.attempts + 1
      where o.id = chosen
      returning o.*;
  end loop;
end
$$;

-- From here on it may have arrived, and its pace is used. False when another worker has it by now.
create function app.hand_over_message(message_id uuid, attempts integer, seconds_each double precision, lock_seconds integer)
returns boolean
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  mine private.outbound_messages;
begin
  update private.outbound_messages o
  set handed_over_at = now(), locked_until = now() + make_interval(secs => lock_seconds)
  where o.id = message_id and o.status = 'pending' and o.attempts = attempts
  returning o.* into mine;
  if mine.id is null then
    return false;
  end if;
  if seconds_each > 0 then
    insert into private.send_paces as p (source_id, mode, full_at)
    values (mine.source_id, mine.mode, now() + make_interval(secs => seconds_each))
    on conflict on constraint send_paces_pkey do update set full_at = greatest(p.full_at, now()) + make_interval(secs => seconds_each);
  end if;
  return true;
end
$$;

-- The vendor took it: from here on it is an interaction, its author's. The echo may have been here before.
create function app.finish_message(message_id uuid, external_id text, recipient text, thread_key text)
returns void
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  sent private.outbound_messages;
  thread public.conversations;
  kept uuid;
  adopted public.interactions;
begin
  select o.* into sent from private.outbound_messages o where o.id = message_id;
  perform app.lock_message(sent.source_id, external_id);
  select o.* into sent from private.outbound_messages o where o.id = message_id for update;
  -- (Settled by its echo meanwhile, it is what it should be.)
  if not found or sent.status not in ('pending', 'ambiguous') then
    return;
  end if;
  select c.* into thread from public.conversations c where c.id = sent.conversation_id;
  if thread_key is not null then
    -- A private answer to a comment begins the direct thread, and tells who the commentator is there.
    thread := app.open_conversation(sent.source_id, sent.client_id, 'direct', thread_key, recipient);
    perform app.keep_person(sent.client_id, coalesce(s.account_id, s.id::text), jsonb_build_object('contacts', '[]'::jsonb, 'verified', '[]'::jsonb,
      'identities', jsonb_build_array(jsonb_build_object('kind', i.kind, 'scope', 'account', 'external_id', recipient))))
    from public.lead_sources s
    cross join lateral (
      select x.kind from public.client_identities x where x.client_id = sent.client_id and x.scope = coalesce(s.account_id, s.id::text) limit 1
    ) i
    where s.id = sent.source_id and recipient is not null;
  end if;
  select i.* into adopted from public.interactions i where i.source_id = sent.source_id and i.external_id = finish_message.external_id;
  if found then
    kept := adopted.id;
    perform set_config('app.revising', 'on', true);
    update public.interactions i
    set author_id = sent.author_id, author_name = null, reply_to = coalesce(i.reply_to, sent.target), details = i.details - 'by_hand'
    where i.id = kept;
    perform set_config('app.revising', '', true);
    perform app.recount_clients(array[adopted.client_id]);
    perform app.touch_days(array[adopted.occurred_at]);
    perform app.emit(adopted.owner_id, 'interaction', kept);
  else
    kept := app.keep_message(thread, jsonb_build_object('external_id', external_id, 'direction', 'out', 'text', sent.body,
      'kind', case sent.mode when 'comment' then 'comment' else 'message' end)
      || case when sent.target is null then '{}' else jsonb_build_object('parent', sent.target) end, sent.author_id, null, 'accepted', now());
  end if;
  update private.outbound_messages o
  set status = 'sent', reason = null, external_id = external_id, interaction_id = kept, last_error = null, settled_at = now(), locked_until = null
  where o.id = sent.id;
end
$$;

-- It was not taken, or nobody knows. The later parts of a message whose beginning failed go with it. Its author is told.
create function app.fail_message(message_id uuid, attempts integer, status text, reason text, error text, can_look boolean)
returns void
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  failed private.outbound_messages;
begin
  update private.outbound_messages o
  set status = status, reason = reason, last_error = error, settled_at = case when status = 'ambiguous' then null else now() end,
    locked_until = null, next_attempt_at = now() + interval '15 seconds', looks = case when can_look then o.looks else 3 end
  where o.id = message_id and o.attempts = attempts and o.status = 'pending'
  returning o.* into failed;
  if failed.id is null then
    return;
  end if;
  if reason = 'recipient_gone' then
    update public.conversations c set unreachable = reason where c.id = failed.conversation_id;
  end if;
  if status = 'dead' then
    update private.outbound_messages o set status = 'dead', reason = 'part_failed', settled_at = now()
    where o.author_id = failed.author_id and o.key = failed.key and o.part > failed.part and o.status = 'pending';
    perform app.notify_user(failed.author_id, 'message_failed',
      (select jsonb_build_object('name', c.name) from public.clients c where c.id = failed.client_id), failed.client_id);
  end if;
  perform app.emit(c.owner_id, 'interaction', null) from public.clients c where c.id = failed.client_id;
end
$$;

-- Messages that may have arrived, whose vendor can be asked: each is looked for twice, a minute apart; what is still missing
-- when everything that was found has been read has not arrived, and goes out again.
create function app.doubtful_messages(channel text, max_rows integer, lock_seconds integer)
returns setof private.outbound_messages
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
begin
  update private.outbound_messages o
  set status = 'pending', handed_over_at = null, reason = 'missing', looks = 3, next_attempt_at = now()
  from public.lead_sources s
  where s.id = o.source_id and coalesce(nullif(s.settings ->> 'adapter', ''), s.channel) = channel
    and o.status = 'ambiguous' and o.looks = 2 and o.next_attempt_at <= now()
    and not exists (select from private.inbound_events e where e.source_id = o.source_id and e.status = 'pending');
  return query
    update private.outbound_messages o
    set looks = o.looks + 1, next_attempt_at = now() + interval '1 minute', locked_until = now() + make_interval(secs => lock_seconds)
    from (
      select x.id
      from private.outbound_messages x
      join public.lead_sources s on s.id = x.source_id and s.state in ('active', 'degraded')
      where coalesce(nullif(s.settings ->> 'adapter', ''), s.channel) = channel
        and x.status = 'ambiguous' and x.looks < 2 and x.next_attempt_at <= now()
      order by x.number
      limit max_rows
      for update of x skip locked
    ) due
    where o.id = due.id
    returning o.*;
end
$$;

-- Words of strangers that made no lead go after a month, and what is settled after two.
create function app.tidy_conversations()
returns void
language sql
security definer
set search_path = ''
as $$
  delete from private.inbound_events e where e.status = 'ignored' and e.processed_at < now() - interval '30 days';
  -- What a disconnected account never took.
  update private.outbound_messages o set status = 'dead', reason = 'expired', settled_at = now()
  where o.status = 'pending' and o.handed_over_at is null and o.created_at < now() - interval '2 days'
    and (o.locked_until is null or o.locked_until < now());
  delete from private.early_news n where n.created_at < now() - interval '30 days';
  delete from private.outbound_messages o where o.status <> 'pending' and o.created_at < now() - interval '60 days';
  delete from private.connect_codes c where c.expires_at < now()
$$;

grant execute on function app.queue_message(uuid, text, text, text[], uuid), app.unsent_messages(uuid), app.threads_of(uuid),
  app.settle_message(uuid, boolean) to authenticated;
grant execute on function app.claim_messages(text, jsonb, integer, integer), app.hand_over_message(uuid, integer, double precision, integer),
  app.finish_message(uuid, text, text, text), app.fail_message(uuid, integer, text, text, text, boolean), app.doubtful_messages(text, integer, integer),
  app.tidy_conversations()
  to service_role;
