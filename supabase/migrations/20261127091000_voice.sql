-- Speech: recordings become text in the timeline, texts become speech. What a plan pays for is asked for once.

-- Recordings that somebody wants to read. They lie in bucket `files`; what was said ends as a note of the client's timeline.
create table private.transcriptions (
  id uuid primary key default gen_random_uuid(),
  client_id uuid not null references public.clients (id),
  asked_by uuid not null references public.profiles (id),
  path text not null,
  name text not null,
  mime_type text not null,
  state text not null default 'pending' check (state in ('pending', 'done', 'failed')),
  -- A stable code: why it still waits, or why it will never be.
  reason text,
  attempts integer not null default 0,
  next_attempt_at timestamptz not null default now(),
  locked_until timestamptz,
  last_error text,
  -- Length of the recording: what it cost.
  seconds integer,
  interaction_id uuid references public.interactions (id),
  created_at timestamptz not null default now(),
  settled_at timestamptz,
  constraint transcriptions_path_key unique (path)
);
alter table private.transcriptions enable row level security;
create index transcriptions_client_idx on private.transcriptions (client_id);
create index transcriptions_asked_by_idx on private.transcriptions (asked_by);
create index transcriptions_interaction_idx on private.transcriptions (interaction_id);
create index transcriptions_waiting_idx on private.transcriptions (next_attempt_at) where state = 'pending';
grant select, insert, update, delete on private.transcriptions to service_role;

-- Speech that was made today, by the hash of voice, model and text.
create table private.speech (
  key bytea primary key,
  audio bytea not null,
  created_at timestamptz not null default now()
);
alter table private.speech enable row level security;
grant select, insert, update, delete on private.speech to service_role;

-- The voice that speaks for the company.
create table private.company_voice (
  is_only boolean primary key default true check (is_only),
  voice_id text not null check (voice_id ~ '^[A-Za-z0-9_-]{1,100}$'),
  name text not null check (length(name) between 1 and 200),
  chosen_by uuid references public.profiles (id),
  chosen_at timestamptz not null default now()
);
alter table private.company_voice enable row level security;
create index company_voice_chosen_by_idx on private.company_voice (chosen_by);
grant select, insert, update, delete on private.company_voice to service_role;

-- ---------------------------------------------------------------------------------------------- recordings

-- The recording at a path, if the caller sees its client: one of his files, or what came with one of his messages. `client` may have been
-- merged since: paths begin with whose it was first.
create function app.recording(client uuid, path text)
returns table (client_id uuid, name text, mime_type text)
language sql
stable security definer
set search_path = ''
as $$
  with theirs as materialized (
    select c.id
    from public.clients m
    join public.clients c on coalesce(m.merged_into, m.id) in (c.id, c.merged_into)
    where m.id = client and c.owner_id = any (app.visible_owners()) and c.erased_at is null
  ), found as (
    select f.client_id, f.name, f.mime_type
    from public.files f
    where f.path = recording.path and f.archived_at is null and f.client_id in (select t.id from theirs t)
    union all
    select i.client_id, coalesce(x.item ->> 'name', ''), coalesce(x.item ->> 'mime_type', '')
    from public.interactions i
    cross join lateral jsonb_array_elements(i.attachments) x (item)
    where i.client_id in (select t.id from theirs t) and i.attachments <> '[]' and x.item ->> 'path' = recording.path
      and i.withdrawn_at is null and i.erased_at is null
  )
  select f.client_id, left(f.name, 255), left(f.mime_type, 127) from found f limit 1
$$;

-- Wants a recording as text. Asked again it is the same wish, and one that failed is tried once more.
create function app.ask_transcript(client uuid, path text)
returns uuid
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  me uuid := app.require_active();
  wanted record;
  asked uuid;
begin
  select r.* into wanted from app.recording(client, path) r;
  if not found then
    perform app.fail(404, 'recording_not_found');
  elsif wanted.mime_type !~ '^(audio|video)/' and wanted.name !~* '\.(mp3|m4a|aac|ogg|oga|opus|wav|amr|flac|webm|mp4|3gp|mov)$' then
    perform app.fail(422, 'not_a_recording', '{"field": "path"}');
  end if;
  insert into private.transcriptions as t (client_id, asked_by, path, name, mime_type)
  values (wanted.client_id, me, path, coalesce(nullif(wanted.name, ''), 'audio'), wanted.mime_type)
  on conflict on constraint transcriptions_path_key do update
    set state = case when t.state = 'failed' then 'pending' else t.state end, attempts = case when t.state = 'failed' then 0 else t.attempts end,
      asked_by = case when t.state = 'failed' then me else t.asked_by end, reason = case when t.state = 'failed' then null else t.reason end,
      -- Whoever asks again believes that it may work now.
      next_attempt_at = least(t.next_attempt_at, now())
  returning t.id into asked;
  perform pg_notify('smena_voice', asked::text);
  return asked;
end
$$;

-- What became of the recordings of a client, the newest first.
create function app.transcripts(client uuid)
returns table (id uuid, path text, name text, state text, reason text, seconds integer, interaction_id uuid, created_at timestamptz,
  next_attempt_at timestamptz)
language sql
stable security definer
set search_path = ''
as $$
  select t.id, t.path, t.name, t.state, t.reason, t.seconds, t.interaction_id, t.created_at, t.next_attempt_at
  from public.clients m
  join public.clients c on coalesce(m.merged_into, m.id) in (c.id, c.merged_into)
  join private.transcriptions t on t.client_id = c.id
  where m.id = client and c.owner_id = any (app.visible_owners())
  order by t.created_at desc, t.id
$$;

-- Recordings whose time has come; the number of attempts is the claim's token.
create function app.claim_transcripts(max_rows integer, lock_seconds integer)
returns setof private.transcriptions
language sql
security definer
set search_path = ''
as $$
  with due as (
    select t.id from private.transcriptions t
    where t.state = 'pending' and t.next_attempt_at <= now() and (t.locked_until is null or t.locked_until <= now())
    order by t.next_attempt_at
    limit max_rows
    for update skip locked
  )
  update private.transcriptions t
  set attempts = t.attempts + 1, locked_until = now() + make_interval(secs => lock_seconds)
  from due
  where t.id = due.id
  returning t.*
$$;

-- The end of a claim. outcome: {"state": "done", "subject", "body", "details", "seconds"}, {"state": "failed", "reason", "error"} or
-- {"state": "pending", "reason", "error", "pause", "counts"}. False when another worker has it by now, or the client was erased.
create function app.settle_transcript(transcription uuid, attempts integer, outcome jsonb)
returns boolean
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  mine private.transcriptions;
  holder public.clients;
  noted uuid;
begin
  select t.* into mine from private.transcriptions t
  where t.id = transcription and t.state = 'pending' and t.attempts = attempts for update;
  if not found then
    return false;
  end if;
  select c.* into holder from public.clients m join public.clients c on c.id = coalesce(m.merged_into, m.id) where m.id = mine.client_id;
  if outcome ->> 'state' = 'done' then
    insert into public.interactions (client_id, owner_id, kind, direction, author_id, subject, body, duration_seconds, attachments, details)
    values (holder.id, app.unassigned(), 'note', 'internal', mine.asked_by, left(outcome ->> 'subject', 500), left(outcome ->> 'body', 50000),
      case when (outcome ->> 'seconds')::integer between 60 and 86400 then (outcome ->> 'seconds')::integer end,
      jsonb_build_array(jsonb_build_object('kind', 'recording', 'name', mine.name, 'path', mine.path, 'mime_type', mine.mime_type, 'state', 'stored')),
      outcome -> 'details')
    returning interactions.id into noted;
  end if;
  update private.transcriptions t
  set state = outcome ->> 'state', reason = outcome ->> 'reason', last_error = left(outcome ->> 'error', 500), locked_until = null,
    interaction_id = noted, seconds = (outcome ->> 'seconds')::integer,
    settled_at = case when outcome ->> 'state' <> 'pending' then now() end,
    next_attempt_at = now() + make_interval(secs => coalesce((outcome ->> 'pause')::double precision, 0)),
    attempts = t.attempts - case when outcome ->> 'counts' = 'false' then 1 else 0 end
  where t.id = mine.id;
  perform app.emit(holder.owner_id, 'interaction', coalesce(noted, mine.client_id));
  return true;
end
$$;

-- An erased client's recordings are named nowhere.
create function app.forget_transcripts()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  delete from private.transcriptions t where t.client_id = new.id;
  return null;
end
$$;
create trigger clients_forget_transcripts after update of erased_at on public.clients
  for each row when (new.erased_at is not null and old.erased_at is null) execute function app.forget_transcripts();

-- ---------------------------------------------------------------------------------------------- speech

-- What opens the workspace, still sealed: that of the source which was connected first.
create function app.voice_account()
returns table (source_id uuid, account_id text, settings jsonb, nonce bytea, ciphertext bytea)
language sql
stable security definer
set search_path = ''
as $$
  select s.id, s.account_id, s.settings, c.nonce, c.ciphertext
  from public.lead_sources s
  join private.credentials c on c.source_id = s.id and c.kind = 'token'
  where s.channel = 'elevenlabs' and s.account_id is not null and s.archived_at is null and s.state in ('active', 'degraded')
  order by s.connected_at, s.id
  limit 1
$$;

create function app.company_voice()
returns table (voice_id text, name text)
language sql
stable security definer
set search_path = ''
as $$
  select v.voice_id, v.name from private.company_voice v where app.active_uid() is not null
$$;

create function app.choose_voice(voice_id text, name text)
returns void
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
begin
  perform app.require_admin();
  insert into private.company_voice as v (voice_id, name, chosen_by) values (voice_id, name, auth.uid())
  on conflict (is_only) do update
    set voice_id = excluded.voice_id, name = excluded.name, chosen_by = excluded.chosen_by, chosen_at = now();
end
$$;

create function app.speech(key bytea)
returns bytea
language sql
stable security definer
set search_path = ''
as $$
  select s.audio from private.speech s where s.key = speech.key and s.created_at > now() - interval '1 day'
$$;

-- Keeps it for a day; yesterday's goes.
create function app.keep_speech(key bytea, audio bytea)
returns void
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
begin
  delete from private.speech s where s.created_at <= now() - interval '1 day';
  insert into private.speech (key, audio) values (key, audio) on conflict on constraint speech_pkey do nothing;
end
$$;

grant execute on function app.ask_transcript(uuid, text), app.transcripts(uuid), app.company_voice(), app.choose_voice(text, text)
  to authenticated;
grant execute on function app.claim_transcripts(integer, integer), app.settle_transcript(uuid, integer, jsonb) to service_role;
grant execute on function app.voice_account() to smena_api, service_role;
grant execute on function app.speech(bytea), app.keep_speech(bytea, bytea) to smena_api;
