-- What a vendor takes in one conversation: so many messages in so many seconds, beside the pace of the whole account.

create index outbound_messages_handed_over_idx on private.outbound_messages (conversation_id, handed_over_at) where handed_over_at is not null;

drop function app.claim_messages(text, jsonb, integer, integer);
-- Claims the next message of each account of a channel that may send now: the oldest whose thread waits for nothing before it,
-- whose mode has not used its pace up and whose thread took its share. paces: {"direct": [seconds a message, burst]};
-- thread_paces: [[messages, seconds]]. An account sends one at a time.
create function app.claim_messages(channel text, paces jsonb, thread_paces jsonb, max_rows integer, lock_seconds integer)
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
      and not exists (
        select from jsonb_array_elements(thread_paces) w (share)
        where (w.share ->> 0)::integer <= (
          select count(*) from private.outbound_messages b
          where b.conversation_id = o.conversation_id and b.id <> o.id
            and b.handed_over_at > now() - make_interval(secs => (w.share ->> 1)::double precision)))
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

grant execute on function app.claim_messages(text, jsonb, jsonb, integer, integer) to service_role;
