-- A link that brings a known client to a messenger: until when its code is good, and every way by which a vendor hands it back to us.

drop function app.issue_start_token(uuid);
-- A code to send to a client: whoever brings it to a bot is he, once, within a month.
create function app.issue_start_token(client uuid, out token text, out expires_at timestamptz)
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform app.require_active();
  perform from public.clients c
  where c.id = client and c.owner_id = any (app.visible_owners()) and c.merged_into is null and c.erased_at is null;
  if not found then
    perform app.fail(404, 'client_not_found');
  end if;
  delete from private.start_tokens t where t.expires_at < now();
  token := 's' || replace(gen_random_uuid()::text, '-', '') || substr(replace(gen_random_uuid()::text, '-', ''), 1, 16);
  expires_at := now() + interval '30 days';
  insert into private.start_tokens values (sha256(convert_to(token, 'utf8')), client, expires_at);
end
$$;
grant execute on function app.issue_start_token(uuid) to authenticated;

-- Whom the message's code was sent to; the code is used up. Null: none, unknown, too late, or erased. Telegram brings it as the word
-- after /start, Viber and Meta as the link's context, WhatsApp knows links with words to send and nothing else.
create or replace function app.take_start_token(message jsonb)
returns uuid
language sql
security definer
set search_path = ''
as $$
  with brought as materialized (
    select sha256(convert_to(b.code, 'utf8')) as token_hash
    from unnest(array[message #>> '{hints,start}', message #>> '{hints,ref}', substring(message ->> 'text' from '#(s[0-9a-f]{48})')]) b (code)
    where b.code is not null
  ), taken as (
    delete from private.start_tokens t
    where t.token_hash in (select b.token_hash from brought b) and t.expires_at > now()
    returning t.client_id
  )
  select app.living_client(c.id) from taken t join public.clients c on c.id = t.client_id and c.erased_at is null limit 1
$$;
