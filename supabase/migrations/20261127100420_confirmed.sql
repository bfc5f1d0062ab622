-- A message of which nobody knows whether it arrived, and whose client says that it did.

-- It arrived after all, as whoever has the client learned elsewhere: from the moment of handing over on it is his answer.
create function app.confirm_message(message_id uuid)
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
begin
  perform app.require_active();
  select o.* into sent
  from private.outbound_messages o
  join public.clients c on c.id = o.client_id and c.owner_id = any (app.visible_owners())
  where o.id = message_id and o.status = 'ambiguous'
  for update of o;
  if not found then
    perform app.fail(404, 'message_not_found');
  end if;
  select c.* into thread from public.conversations c where c.id = sent.conversation_id;
  -- The vendor never told his own name of it.
  kept := app.keep_message(thread, jsonb_build_object('external_id', 'confirmed:' || sent.id, 'direction', 'out', 'text', sent.body,
    'kind', case sent.mode when 'comment' then 'comment' else 'message' end, 'details', '{"confirmed": true}'::jsonb)
    || case when sent.target is null then '{}' else jsonb_build_object('parent', sent.target) end,
    sent.author_id, null, 'accepted', coalesce(sent.handed_over_at, sent.created_at));
  update private.outbound_messages o
  set status = 'sent', reason = null, external_id = 'confirmed:' || o.id, interaction_id = kept, last_error = null, settled_at = now()
  where o.id = sent.id;
end
$$;
grant execute on function app.confirm_message(uuid) to authenticated;
