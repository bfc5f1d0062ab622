-- Long recordings are given to the vendor and collected when he has heard them: his webhook brings the text, and he is asked where it
-- does not come. Recordings are as big as a day of talk may be.

update storage.buckets set file_size_limit = 524288000 where id = 'files';

alter table private.transcriptions
  -- The vendor's names of the request and of its result, while he hears it.
  add column request_id text,
  add column vendor_id text,
  add column given_at timestamptz;

-- What the webhook brought for a request; null while it has not.
create function app.delivered_transcript(request_id text)
returns bytea
language sql
stable security definer
set search_path = ''
as $$
  select e.body
  from public.lead_sources s
  join private.inbound_events e on e.source_id = s.id and e.dedupe_key = 'speech_to_text_transcription:' || request_id
  where s.channel = 'elevenlabs' and request_id is not null and e.body <> ''
  limit 1
$$;

-- Recordings whose time has come, or whose text has; the number of attempts is the claim's token.
create or replace function app.claim_transcripts(max_rows integer, lock_seconds integer)
returns setof private.transcriptions
language sql
security definer
set search_path = ''
as $$
  with due as (
    select t.id from private.transcriptions t
    where t.state = 'pending' and (t.locked_until is null or t.locked_until <= now())
      and (t.next_attempt_at <= now() or (t.request_id is not null and app.delivered_transcript(t.request_id) is not null))
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
-- {"state": "pending", "reason", "error", "pause", "counts", "given"?: {"request_id", "transcription_id"} | null}. False when another
-- worker has it by now, or the client was erased. What the webhook brought of it is kept nowhere else.
create or replace function app.settle_transcript(transcription uuid, attempts integer, outcome jsonb)
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
  if outcome ? 'given' or outcome ->> 'state' <> 'pending' then
    update private.transcriptions t
    set request_id = outcome #>> '{given,request_id}', vendor_id = outcome #>> '{given,transcription_id}',
      given_at = case when outcome #>> '{given,transcription_id}' is not null then now() end
    where t.id = mine.id;
  end if;
  if outcome ->> 'state' <> 'pending' and mine.request_id is not null then
    update private.inbound_events e set body = '', headers = '{}'
    from public.lead_sources s
    where s.channel = 'elevenlabs' and e.source_id = s.id and e.status <> 'pending'
      and e.dedupe_key = 'speech_to_text_transcription:' || mine.request_id;
  end if;
  perform app.emit(holder.owner_id, 'interaction', coalesce(noted, mine.client_id));
  return true;
end
$$;

grant execute on function app.delivered_transcript(text) to service_role;
