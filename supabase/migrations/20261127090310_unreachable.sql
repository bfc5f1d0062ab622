-- A message of ours came back: who is there no longer is not written to until he writes himself.
create function app.note_unreachable(interaction uuid, reason text)
returns void
language sql
security definer
set search_path = ''
as $$
  update public.conversations c set unreachable = left(note_unreachable.reason, 80)
  from public.interactions i
  where i.id = interaction and c.id = i.conversation_id and i.direction = 'out'
    -- (He has written since: he is there.)
    and (c.last_in_at is null or c.last_in_at <= i.occurred_at);
$$;
grant execute on function app.note_unreachable(uuid, text) to service_role;
