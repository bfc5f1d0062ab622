-- The inbox: conversations in which a client waits for an answer, and all of them by their last message.

alter table public.conversations
  -- Since when the client waits: his first message that nothing of ours has followed. Null: nobody waits.
  add column waiting_since timestamptz,
  add column last_at timestamptz not null generated always as (coalesce(greatest(last_in_at, last_out_at), created_at)) stored;
-- (A manager's few, then everybody's.)
create index conversations_waiting_owner_idx on public.conversations (owner_id, waiting_since, id) where waiting_since is not null;
create index conversations_waiting_idx on public.conversations (waiting_since, id) where waiting_since is not null;
create index conversations_last_owner_idx on public.conversations (owner_id, last_at desc, id desc);
create index conversations_last_idx on public.conversations (last_at desc, id desc);

-- Who writes waits until something of ours is newer. What was there before the connection waits for nobody: it is history.
create function app.mind_waiting()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if new.last_in_at is null or new.last_in_at <= coalesce(new.last_out_at, '-infinity') then
    new.waiting_since := null;
  elsif (tg_op = 'INSERT' or new.last_in_at is distinct from old.last_in_at) and not exists (
    select from public.lead_sources s where s.id = new.source_id and new.last_in_at < s.connected_at - interval '1 minute'
  ) then
    new.waiting_since := coalesce(new.waiting_since, new.last_in_at);
  end if;
  return new;
end
$$;
create trigger conversations_waiting before insert or update of last_in_at, last_out_at on public.conversations
  for each row execute function app.mind_waiting();

-- A comment that is answered in Direct is answered.
create function app.answer_elsewhere()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.conversations c set waiting_since = null
  from public.interactions i
  where i.source_id = new.source_id and i.external_id = new.reply_to and c.id = i.conversation_id
    and c.id is distinct from new.conversation_id and c.last_in_at <= i.occurred_at and c.waiting_since is not null;
  return null;
end
$$;
create trigger interactions_answer_elsewhere after insert on public.interactions
  for each row when (new.direction = 'out' and new.reply_to is not null and new.conversation_id is not null)
  execute function app.answer_elsewhere();

-- No answer is needed, or one is after all: by whoever has the client.
create function app.settle_conversation(conversation uuid, waiting boolean)
returns void
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  owner uuid;
begin
  perform app.require_active();
  update public.conversations c
  set waiting_since = case when waiting then coalesce(c.waiting_since, c.last_in_at) end
  where c.id = conversation and c.owner_id = any (app.visible_owners())
  returning c.owner_id into owner;
  if not found then
    perform app.fail(404, 'conversation_not_found');
  end if;
  perform app.emit(owner, 'interaction', null);
end
$$;
grant execute on function app.settle_conversation(uuid, boolean) to authenticated;

-- A line of the inbox: whose conversation it is, what was said last, until when it may be answered.
create view app.inbox_rows with (security_invoker = on) as
select c.id, json_build_object(
    'id', c.id,
    'client', json_build_object('id', k.id, 'name', k.name),
    'owner', case when p.id is not null then
      json_build_object('id', p.id, 'full_name', p.full_name, 'photo_path', p.photo_path) end,
    'channel', s.channel,
    'source_name', s.name,
    'simulated', s.simulated,
    'kind', c.kind,
    'waiting_since', c.waiting_since,
    'last_at', c.last_at,
    'unreachable', c.unreachable is not null,
    'answer_until', (
      select i.reply_until from public.interactions i
      where i.conversation_id = c.id and i.direction = 'in' and i.withdrawn_at is null
      order by i.occurred_at desc, i.id desc limit 1),
    'last', (
      select json_build_object('direction', i.direction, 'text', left(i.body, 200), 'withdrawn', i.withdrawn_at is not null,
        'files', jsonb_array_length(i.attachments), 'status', i.status)
      from public.interactions i where i.conversation_id = c.id
      order by i.occurred_at desc, i.id desc limit 1)
  ) as document
from public.conversations c
join public.clients k on k.id = c.client_id
join public.lead_sources s on s.id = c.source_id
left join public.profiles p on p.id = c.owner_id;
revoke all on app.inbox_rows from public;
grant select on app.inbox_rows to authenticated;

update public.conversations c set waiting_since = c.last_in_at
from public.lead_sources s
where s.id = c.source_id and c.last_in_at > coalesce(c.last_out_at, '-infinity')
  and c.last_in_at >= coalesce(s.connected_at - interval '1 minute', '-infinity');
