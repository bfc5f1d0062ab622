-- A message that its channel could not deliver after all is no answer: its client waits as before, in the inbox and in the figures.

create or replace function app.recount_clients(client_ids uuid[] default null)
returns void
language plpgsql
security definer
set search_path = ''
set plan_cache_mode = force_generic_plan
as $$
begin
  if client_ids is null then
    client_ids := array(select x.id from public.clients x);
  elsif cardinality(client_ids) = 0 then
    return;
  end if;
  update public.clients c
  set first_owner_id = f.first_owner_id, first_owned_at = f.first_owned_at, first_answer_at = f.first_answer_at,
    first_answer_by = f.first_answer_by, first_won_at = f.first_won_at, waiting_since = f.waiting_since
  from (
    select x.id, o.first_owner_id, o.first_owned_at, a.first_answer_at, a.first_answer_by, w.first_won_at, q.waiting_since
    from public.clients x
    left join lateral (
      -- The owner of a double that was there earlier stays the first one.
      select e.to_owner_id as first_owner_id, e.occurred_at as first_owned_at
      from public.ownership_events e
      where e.to_owner_id <> app.unassigned()
        and e.client_id in (select x.id union all select m.id from public.clients m where m.merged_into = x.id)
      order by e.occurred_at, e.id
      limit 1
    ) o on true
    left join lateral (
      select min(i.occurred_at) as first_answer_at, max(i.occurred_at) as last_answer_at,
        (array_agg(i.author_id order by i.occurred_at, i.id))[1] as first_answer_by
      from public.interactions i
      where i.client_id = x.id and i.author_id is not null and i.kind <> 'note'
        and i.status is distinct from 'failed'
        and (i.direction = 'out' or (i.direction = 'in' and i.kind in ('call', 'meeting') and coalesce(i.duration_seconds, 1) > 0))
    ) a on true
    left join lateral (
      -- An answer written by hand in the vendor's own application is nobody's in the figures, but the client has it. What was there
      -- before an account was connected waits for nothing.
      select max(i.occurred_at) as last_at
      from public.interactions i
      where i.client_id = x.id and i.direction = 'out' and i.author_id is null and i.details ->> 'by_hand' = 'true'
        and i.status is distinct from 'failed'
    ) h on true
    left join lateral (
      select min(i.occurred_at) as waiting_since
      from public.interactions i
      where i.client_id = x.id and i.direction = 'in' and i.kind <> 'note' and i.details -> 'history' is null
        and i.occurred_at > greatest(a.last_answer_at, h.last_at, '-infinity')
    ) q on true
    left join lateral (
      select min(e.occurred_at) as first_won_at
      from public.deals d
      join public.deal_stage_events e on e.deal_id = d.id
      where d.client_id = x.id and e.to_outcome = 'won' and e.since_outcome is distinct from 'won'
        and not exists (select from public.deal_stage_events v where v.voids = e.id)
    ) w on true
    where x.id = any (client_ids)
  ) f
  where c.id = f.id
    and (c.first_owner_id, c.first_owned_at, c.first_answer_at, c.first_answer_by, c.first_won_at, c.waiting_since)
      is distinct from (f.first_owner_id, f.first_owned_at, f.first_answer_at, f.first_answer_by, f.first_won_at, f.waiting_since);
end
$$;

-- Since when a conversation waits, told anew when an answer in it turned out to have failed, or to have arrived after all.
create function app.recount_answers(conversation uuid, client uuid)
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.conversations c
  set last_out_at = a.last_at,
    waiting_since = (
      select min(i.occurred_at) from public.interactions i
      where i.conversation_id = c.id and i.direction = 'in' and i.withdrawn_at is null and i.details -> 'history' is null
        and i.occurred_at > coalesce(a.last_at, '-infinity'))
  from (
    select max(i.occurred_at) as last_at from public.interactions i
    where i.conversation_id = conversation and i.direction = 'out' and i.status is distinct from 'failed'
  ) a
  where c.id = conversation and c.last_out_at is distinct from a.last_at;
  perform app.recount_clients(array[client]);
end
$$;

-- A receipt never goes back; a failure is believed only of what has not arrived yet.
create or replace function app.note_status(interaction uuid, status text, at timestamptz)
returns void
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  ranks text[] := array['accepted', 'sent', 'delivered', 'read'];
  was text;
  changed public.interactions;
begin
  select i.status into was from public.interactions i where i.id = interaction for update;
  perform set_config('app.revising', 'on', true);
  update public.interactions i set status = status, status_at = at
  where i.id = interaction and i.direction = 'out' and i.withdrawn_at is null and case status
    when 'failed' then coalesce(array_position(ranks, i.status), 1) <= 2 and i.status is distinct from 'failed'
    -- What was given up and arrives after all has arrived.
    else array_position(ranks, status) > coalesce(array_position(ranks, i.status), case when i.status = 'failed' then 2 else 0 end) end
  returning i.* into changed;
  perform set_config('app.revising', '', true);
  if changed.id is not null then
    perform app.emit(changed.owner_id, 'interaction', changed.id);
    if 'failed' in (was, status) then
      perform app.recount_answers(changed.conversation_id, changed.client_id);
    end if;
    if status = 'failed' and changed.author_id is not null then
      perform app.notify_user(changed.author_id, 'message_failed',
        (select jsonb_build_object('name', c.name) from public.clients c where c.id = changed.client_id), changed.client_id);
    end if;
  end if;
end
$$;
