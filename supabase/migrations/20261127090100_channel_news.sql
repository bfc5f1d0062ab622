-- What channels tell besides messages: everything in a thread was read, why a message failed, somebody has other ids now, somebody
-- withdrew his access. Called by workers in the transaction that ends the event; each may be repeated.

-- A vendor that names no message: everything of ours in the thread up to a moment. receipt: as of app.accept_receipt, with "thread_key".
create function app.accept_watermark(source uuid, receipt jsonb, out client_id uuid, out interaction_id uuid)
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  newest text;
begin
  select i.external_id into newest
  from public.conversations c
  join public.interactions i on i.conversation_id = c.id and i.direction = 'out' and i.external_id is not null
  where c.source_id = source and c.thread_key = receipt ->> 'thread_key'
    -- (Vendors' clocks and ours are not one.)
    and i.occurred_at <= (receipt ->> 'occurred_at')::timestamptz + interval '1 second'
  order by i.occurred_at desc, i.id desc
  limit 1;
  if found then
    select r.client_id, r.interaction_id into client_id, interaction_id
    from app.accept_receipt(source, receipt || jsonb_build_object('external_id', newest, 'through', true)) r;
  end if;
end
$$;

-- Why a message of ours did not arrive, beside it: a stable code, and the vendor's own words.
create function app.note_failure(interaction uuid, reason text, words text)
returns void
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
begin
  perform set_config('app.revising', 'on', true);
  update public.interactions i
  set details = i.details || jsonb_build_object('failure', jsonb_build_object('reason', reason, 'words', left(words, 500)))
  where i.id = interaction and i.status = 'failed' and i.withdrawn_at is null;
  perform set_config('app.revising', '', true);
end
$$;

-- Somebody is known by other ids from now on: they are his too, and answers to him go there.
-- renamed: {"before": [identities], "person": as of a message, "address"}
create function app.accept_renaming(source uuid, renamed jsonb, out client_id uuid, out interaction_id uuid)
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  scope text := (select coalesce(s.account_id, s.id::text) from public.lead_sources s where s.id = source);
  former jsonb := jsonb_build_object('identities', renamed -> 'before', 'contacts', '[]'::jsonb, 'verified', '[]'::jsonb);
begin
  perform app.lock_person(scope, (renamed -> 'person') || jsonb_build_object('identities', (renamed -> 'before') || (renamed #> '{person,identities}')));
  client_id := app.find_person(scope, former);
  if client_id is null then
    return;
  end if;
  perform app.keep_person(client_id, scope, renamed -> 'person');
  update public.conversations c set address = renamed ->> 'address', unreachable = null
  where c.source_id = source and c.client_id = accept_renaming.client_id
    and c.address in (select x ->> 'external_id' from jsonb_array_elements(renamed -> 'before') x);
end
$$;

-- The access was withdrawn at the vendor: the connection ends as an admin would end it, and admins are told.
create function app.lose_access(source uuid, error text)
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  lost public.lead_sources;
begin
  update public.lead_sources s set state = 'disconnected', access_until = null, last_error = left(error, 500)
  where s.id = source and s.account_id is not null and s.state not in ('not_connected', 'disconnected')
  returning s.* into lost;
  if lost.id is null then
    return;
  end if;
  delete from private.credentials c where c.source_id = source;
  delete from private.source_upkeep u where u.source_id = source;
  perform app.notify_admins('source_attention', jsonb_build_object('source_id', lost.id, 'name', lost.name));
end
$$;

-- Somebody withdrew an access, and the vendor names him by an id that is no account's: every account of the channel is read soon,
-- and the vendor says himself which of them is closed to us.
create function app.read_accounts_soon(channel text)
returns void
language sql
security definer
set search_path = ''
as $$
  update private.source_upkeep u set poll_at = now()
  from public.lead_sources s
  where s.id = u.source_id and coalesce(nullif(s.settings ->> 'adapter', ''), s.channel) = read_accounts_soon.channel and u.poll_at > now()
$$;

grant execute on function app.accept_watermark(uuid, jsonb), app.note_failure(uuid, text, text), app.accept_renaming(uuid, jsonb),
  app.lose_access(uuid, text) to service_role;
grant execute on function app.read_accounts_soon(text) to smena_api;
