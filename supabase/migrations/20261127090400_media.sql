-- Files of messages: what vendors keep for a while is brought home, what we send comes from the client's own files; templates.

-- Files of stored messages that are to be fetched, and where they lie. How each fares is said in its message's `attachments`;
-- what will never come has no row here.
create table private.media_files (
  id uuid primary key,
  interaction_id uuid not null references public.interactions (id),
  source_id uuid not null references public.lead_sources (id),
  -- In bucket `files`, in the client's folder: whoever sees the client reads it. Two equal files of a client share one. When its
  -- message becomes another client's (a merge, or its undoing), it follows.
  path text not null,
  -- As the adapter gave it: its way to the file, until it is here.
  attachment jsonb not null,
  state text not null default 'pending' check (state in ('pending', 'stored', 'moving', 'removing')),
  sha256 text,
  attempts integer not null default 0,
  next_attempt_at timestamptz not null default now(),
  locked_until timestamptz,
  last_error text,
  created_at timestamptz not null default now()
);
alter table private.media_files enable row level security;
create index media_files_waiting_idx on private.media_files (next_attempt_at) where state <> 'stored';
create index media_files_interaction_idx on private.media_files (interaction_id);
create index media_files_same_idx on private.media_files (sha256) where state = 'stored';
create index media_files_path_idx on private.media_files (path);
grant select, insert, update, delete on private.media_files to service_role;

alter table private.outbound_messages
  -- {"file_id", "path", "name", "mime_type", "size_bytes", "kind"}: one of the client's files.
  add column file jsonb,
  -- {"name", "language", "values"}; `body` has it with its blanks filled in.
  add column template jsonb,
  drop constraint outbound_messages_body_check,
  add constraint outbound_messages_body_check check (length(body) <= 10000 and (body <> '' or file is not null));

-- ---------------------------------------------------------------------------------------------- incoming

-- Adds a message to its thread's timeline, with whatever was heard of it before; its files are to be fetched.
create or replace function app.keep_message(
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
  files jsonb := (
    select coalesce(jsonb_agg(x.value || case
      when coalesce(x.value ->> 'url', '') <> '' or coalesce(x.value ->> 'media_id', '') <> ''
        then jsonb_build_object('file_id', gen_random_uuid(), 'state', 'pending')
      else '{}' end order by x.ordinality), '[]')
    from jsonb_array_elements(coalesce(message -> 'attachments', '[]')) with ordinality x);
begin
  insert into public.interactions (client_id, owner_id, channel, kind, direction, author_id, author_name, body, occurred_at, source_id,
    external_id, conversation_id, reply_to, reply_until, attachments, details, status, status_at)
  select thread.client_id, app.unassigned(), case when s.channel in ('manual', 'import') then 'other' else s.channel end,
    message ->> 'kind', message ->> 'direction', author, left(author_name, 200), left(coalesce(message ->> 'text', ''), 50000), at, s.id,
    message ->> 'external_id', thread.id, coalesce(message ->> 'parent', message ->> 'reply_to'), (message ->> 'reply_until')::timestamptz,
    files, coalesce(message -> 'details', '{}'), status, case when status is not null then at end
  from public.lead_sources s where s.id = thread.source_id
  returning interactions.id into kept;
  insert into private.media_files (id, interaction_id, source_id, path, attachment)
  select (x ->> 'file_id')::uuid, kept, thread.source_id, thread.client_id || '/' || (x ->> 'file_id'), x - 'file_id' - 'state'
  from jsonb_array_elements(files) x
  where x ? 'state';
  if found then
    perform pg_notify('smena_media', kept::text);
  end if;
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

-- What became of a fetched file. outcome: {"state": "stored", "sha256", "mime_type", "size_bytes", "name"?, "uploaded"} or
-- {"state": "gone" | "refused", "reason"}. Answers `kept`; `upload`, when the client has no equal file whose place it could share;
-- `lost`, when the message is taken back or another worker has the file by now.
create function app.keep_media(media uuid, attempts integer, outcome jsonb)
returns text
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  mine private.media_files;
  twin text;
  told jsonb := outcome - 'uploaded' - 'sha256';
  changed public.interactions;
begin
  select m.* into mine from private.media_files m where m.id = media and m.state = 'pending' and m.attempts = attempts for update;
  if not found then
    return 'lost';
  end if;
  if outcome ->> 'state' = 'stored' then
    select t.path into twin
    from private.media_files t
    where t.sha256 = outcome ->> 'sha256' and t.state = 'stored' and app.folder_id(t.path) = app.folder_id(mine.path)
    limit 1
    for share of t;
    if twin is null and outcome ->> 'uploaded' is distinct from 'true' then
      return 'upload';
    end if;
    told := told || jsonb_build_object('path', case when outcome ->> 'uploaded' = 'true' then mine.path else twin end);
    update private.media_files m
    set state = case when app.folder_id(mine.path) = i.client_id then 'stored' else 'moving' end, sha256 = outcome ->> 'sha256',
      path = told ->> 'path', attachment = '{}', locked_until = null, last_error = null, attempts = 0
    from public.interactions i
    where m.id = media and i.id = m.interaction_id;
  else
    delete from private.media_files m where m.id = media;
  end if;
  perform set_config('app.revising', 'on', true);
  update public.interactions i
  set attachments = (
    select jsonb_agg(case
      when x.value ->> 'file_id' is distinct from media::text then x.value
      -- Where the vendor keeps it is nobody's business once it is here.
      when outcome ->> 'state' = 'stored' then (x.value - 'url' - 'media_id') || told
      else x.value || told end order by x.ordinality)
    from jsonb_array_elements(i.attachments) with ordinality x)
  where i.id = mine.interaction_id and i.attachments <> '[]'
  returning i.* into changed;
  perform set_config('app.revising', '', true);
  if changed.id is not null then
    perform app.emit(changed.owner_id, 'interaction', changed.id);
  end if;
  return 'kept';
end
$$;

-- Its message is another client's: its bytes lie at `path` now. False when it is not to be there any more, or another worker's.
create function app.move_media(media uuid, attempts integer, path text)
returns boolean
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  old private.media_files;
  changed public.interactions;
begin
  select m.* into old from private.media_files m where m.id = media and m.state = 'moving' and m.attempts = attempts for update;
  if not found then
    return false;
  end if;
  update private.media_files m set state = 'stored', path = path, locked_until = null, attempts = 0 where m.id = media;
  if old.path <> path then
    insert into private.media_files (id, interaction_id, source_id, path, attachment, state)
    values (gen_random_uuid(), old.interaction_id, old.source_id, old.path, '{}', 'removing');
  end if;
  perform set_config('app.revising', 'on', true);
  update public.interactions i
  set attachments = (
    select jsonb_agg(case when x.value ->> 'file_id' = media::text then x.value || jsonb_build_object('path', path) else x.value end
      order by x.ordinality)
    from jsonb_array_elements(i.attachments) with ordinality x)
  where i.id = old.interaction_id and i.attachments <> '[]'
  returning i.* into changed;
  perform set_config('app.revising', '', true);
  if changed.id is not null then
    perform app.emit(changed.owner_id, 'interaction', changed.id);
  end if;
  return true;
end
$$;

create function app.follow_message()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  update private.media_files m set state = 'moving', attempts = 0, next_attempt_at = now()
  where m.interaction_id = new.id and m.state = 'stored';
  if found then
    perform pg_notify('smena_media', new.id::text);
  end if;
  return null;
end
$$;
create trigger interactions_move_media after update of client_id on public.interactions
  for each row when (old.client_id <> new.client_id)
  execute function app.follow_message();

-- Taken back, or erased: the files go with the words.
create function app.remove_media()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  -- (Whoever fetches one right now loses it, and puts nothing there after us.)
  update private.media_files m
  set state = 'removing', attempts = 0, next_attempt_at = greatest(now(), m.locked_until), attachment = '{}'
  where m.interaction_id = new.id;
  if found then
    perform pg_notify('smena_media', new.id::text);
  end if;
  return null;
end
$$;
create trigger interactions_remove_media after update of withdrawn_at, erased_at on public.interactions
  for each row when ((new.withdrawn_at is not null and old.withdrawn_at is null) or (new.erased_at is not null and old.erased_at is null))
  execute function app.remove_media();

-- ---------------------------------------------------------------------------------------------- outgoing

drop function app.queue_message(uuid, text, text, text[], uuid);
-- Queues the parts of one message; a file rides on the first. The same key again is the same message: its ids are answered,
-- nothing is added.
create function app.queue_message(
  conversation uuid, mode text, target text, parts text[], key uuid, file uuid default null, file_kind text default null,
  template jsonb default null
)
returns setof uuid
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  me uuid := app.require_active();
  thread public.conversations;
  enclosed jsonb;
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
  if file is not null then
    -- The client's own, or of one who was merged into him.
    select jsonb_build_object('file_id', f.id, 'path', f.path, 'name', f.name, 'mime_type', f.mime_type, 'size_bytes', f.size_bytes,
      'kind', coalesce(file_kind, 'file')) into enclosed
    from public.files f
    join public.clients c on c.id = f.client_id and c.owner_id = any (app.visible_owners())
    where f.id = file and f.archived_at is null and thread.client_id in (c.id, c.merged_into);
    if enclosed is null then
      perform app.fail(404, 'file_not_found');
    end if;
  end if;
  insert into private.outbound_messages as o (source_id, conversation_id, client_id, author_id, mode, address, target, body, key, part, file, template)
  select thread.source_id, thread.id, thread.client_id, me, mode, thread.address, target, p.body, key, p.part,
    case when p.part = 1 then enclosed end, case when p.part = 1 then template end
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

drop function app.unsent_messages(uuid);
-- A client's messages that have not arrived, oldest first: on their way, failed, or nobody knows.
create function app.unsent_messages(client uuid)
returns table (id uuid, conversation_id uuid, mode text, body text, status text, reason text, error text, author_id uuid, created_at timestamptz,
  next_attempt_at timestamptz, file jsonb, number bigint)
language sql
stable security definer
set search_path = ''
as $$
  select o.id, o.conversation_id, o.mode, o.body, o.status, o.reason, o.last_error, o.author_id, o.created_at, o.next_attempt_at, o.file, o.number
  from public.clients c
  join private.outbound_messages o on o.client_id = c.id and o.status in ('pending', 'ambiguous', 'dead')
  where c.id = client and c.owner_id = any (app.visible_owners())
  order by o.number
$$;

-- A message of the client's that can be answered, by the vendor's id of it; whether it was answered privately, or is about to be.
create function app.answerable(interaction uuid)
returns table (conversation_id uuid, external_id text, occurred_at timestamptz, answered boolean)
language sql
stable security definer
set search_path = ''
as $$
  select i.conversation_id, i.external_id, i.occurred_at,
    exists (
      select from public.interactions a
      where a.source_id = i.source_id and a.reply_to = i.external_id and a.kind = 'message' and a.direction = 'out' and a.client_id = i.client_id)
    or exists (
      select from private.outbound_messages o
      where o.conversation_id = i.conversation_id and o.target = i.external_id and o.mode = 'private_reply'
        and (o.status in ('pending', 'ambiguous', 'sent') or o.reason = 'private_reply_used'))
  from public.interactions i
  where i.id = interaction and i.conversation_id is not null and i.direction = 'in' and i.withdrawn_at is null and i.external_id is not null
    and i.owner_id = any (app.visible_owners())
$$;

-- It arrived: the timeline shows our own file, not the vendor's copy of it.
create function app.show_sent_file()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform set_config('app.revising', 'on', true);
  update public.interactions i
  set attachments = case when new.file is null then i.attachments else jsonb_build_array(new.file || '{"state": "stored"}') end,
    details = i.details || case when new.template is null then '{}' else jsonb_build_object('template', new.template ->> 'name') end
  where i.id = new.interaction_id and i.withdrawn_at is null and i.erased_at is null;
  perform set_config('app.revising', '', true);
  update private.media_files m
  set state = 'removing', attempts = 0, next_attempt_at = greatest(now(), m.locked_until), attachment = '{}'
  where m.interaction_id = new.interaction_id and new.file is not null;
  return null;
end
$$;
create trigger outbound_messages_show_file after update of interaction_id on private.outbound_messages
  for each row when (new.interaction_id is not null and old.interaction_id is null and (new.file is not null or new.template is not null))
  execute function app.show_sent_file();

-- What a message answers, as its adapter kept it: `details` of the client's newest, or where he has not written yet of our own.
create function app.answered_details(conversation uuid)
returns jsonb
language sql
stable security definer
set search_path = ''
as $$
  select i.details
  from public.interactions i
  where i.conversation_id = conversation and i.withdrawn_at is null and (i.direction = 'in' or i.details ? 'message_id')
  order by i.direction = 'in' desc, i.occurred_at desc, i.created_at desc
  limit 1
$$;

-- What opens a connected account, still sealed: the API asks its vendor which templates there are.
create function app.sealed_account(source uuid)
returns table (channel text, account_id text, settings jsonb, nonce bytea, ciphertext bytea)
language sql
stable security definer
set search_path = ''
as $$
  select coalesce(nullif(s.settings ->> 'adapter', ''), s.channel), s.account_id, s.settings, c.nonce, c.ciphertext
  from public.lead_sources s
  join private.credentials c on c.source_id = s.id and c.kind = 'token'
  where s.id = source and s.account_id is not null and s.archived_at is null and s.state in ('active', 'degraded')
$$;

grant execute on function app.queue_message(uuid, text, text, text[], uuid, uuid, text, jsonb), app.unsent_messages(uuid),
  app.answerable(uuid) to authenticated;
grant execute on function app.keep_media(uuid, integer, jsonb), app.move_media(uuid, integer, text), app.answered_details(uuid) to service_role;
grant execute on function app.sealed_account(uuid) to smena_api;
