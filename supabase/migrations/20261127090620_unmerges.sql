-- A merge taken back: what it moved returns, what came since stays, unless its thread or its deal returns.

-- What would return now, as lists of ids.
create function app.returning_rows(merge public.client_merges)
returns jsonb
language sql
stable security definer
set search_path = ''
as $$
  with memory as (
    select m.moved from private.merge_memories m where m.merge_id = merge.id
  ), identities as (
    select x.id, x.scope, x.external_id
    from memory m cross join lateral jsonb_array_elements_text(m.moved -> 'identities') r
    join public.client_identities x on x.id = r::uuid and x.client_id = merge.client_id
  ), conversations as (
    select x.id from memory m cross join lateral jsonb_array_elements_text(m.moved -> 'conversations') r
    join public.conversations x on x.id = r::uuid and x.client_id = merge.client_id
    union
    -- Threads that his ids have begun since.
    select x.id
    from public.conversations x
    join public.lead_sources s on s.id = x.source_id
    join identities i on i.external_id = x.address and i.scope in ('', coalesce(s.account_id, s.id::text))
    where x.client_id = merge.client_id and x.created_at >= merge.merged_at
  ), deals as (
    select x.id from memory m cross join lateral jsonb_array_elements_text(m.moved -> 'deals') r
    join public.deals x on x.id = r::uuid and x.client_id = merge.client_id
  ), tasks as (
    select x.id from memory m cross join lateral jsonb_array_elements_text(m.moved -> 'tasks') r
    join public.tasks x on x.id = r::uuid and x.client_id = merge.client_id
    where x.deal_id is null or x.deal_id in (select d.id from deals d)
    union
    select x.id from public.tasks x where x.deal_id in (select d.id from deals d)
  ), interactions as (
    select x.id from memory m cross join lateral jsonb_array_elements_text(m.moved -> 'interactions') r
    join public.interactions x on x.id = r::uuid and x.client_id = merge.client_id
    union
    select x.id from public.interactions x
    where x.client_id = merge.client_id
      and (x.conversation_id in (select c.id from conversations c) or x.deal_id in (select d.id from deals d))
  ), contacts as (
    select x.id from memory m cross join lateral jsonb_array_elements(m.moved -> 'contacts') r
    join public.client_contacts x on x.id = (r ->> 'id')::uuid and x.client_id = merge.client_id
  )
  select jsonb_build_object(
    'identities', (select coalesce(jsonb_agg(x.id), '[]') from identities x),
    'conversations', (select coalesce(jsonb_agg(x.id), '[]') from conversations x),
    'deals', (select coalesce(jsonb_agg(x.id), '[]') from deals x),
    'tasks', (select coalesce(jsonb_agg(x.id), '[]') from tasks x),
    'interactions', (select coalesce(jsonb_agg(x.id), '[]') from interactions x),
    'contacts', (select coalesce(jsonb_agg(x.id), '[]') from contacts x))
$$;

create function app.ids_of(rows jsonb, name text)
returns uuid[]
language sql
immutable
set search_path = ''
as $$ select array(select x::uuid from jsonb_array_elements_text(rows -> name) x) $$;

-- Fields of the survivor that go back: what nobody has changed since the merge did.
create function app.fields_back(present public.clients, memory private.merge_memories)
returns jsonb
language sql
stable
set search_path = ''
set timezone = 'UTC'
as $$
  select coalesce(jsonb_object_agg(a.key, memory.winner_before -> a.key), '{}')
  from jsonb_each(memory.winner_after) a
  where a.key in ('name', 'company', 'job_title', 'city', 'note', 'archived_at', 'received_at', 'created_at', 'source_id', 'first_touch')
    and a.value <> memory.winner_before -> a.key and to_jsonb(present) -> a.key = a.value
$$;

-- The merge if the caller may take it back, with his reasons why not. Between two managers that is an admin's to do.
create function app.unmergeable(merge_id uuid, locking boolean)
returns public.client_merges
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  merge public.client_merges;
begin
  perform app.require_active();
  select m.* into merge from public.client_merges m where m.id = merge_id and m.owner_id = any (app.visible_owners());
  if merge.id is null then
    perform app.fail(404, 'merge_not_found');
  end if;
  if locking then
    perform from public.clients c where c.id in (merge.client_id, merge.loser_id) order by c.id for update;
    select m.* into merge from public.client_merges m where m.id = merge_id;
  end if;
  if merge.undone_at is not null then
    perform app.fail(409, 'merge_undone');
  elsif merge.merged_at < now() - interval '30 days' or not exists (select from private.merge_memories m where m.merge_id = unmergeable.merge_id) then
    perform app.fail(409, 'merge_too_old');
  elsif exists (
    select from public.client_merges m
    where m.merged_at > merge.merged_at and m.undone_at is null and merge.client_id in (m.client_id, m.loser_id)
  ) then
    perform app.fail(409, 'merge_not_last');
  elsif not app.is_admin() and exists (
    select from private.merge_memories m
    where m.merge_id = unmergeable.merge_id and (m.loser_before ->> 'owner_id')::uuid <> all (app.visible_owners())
  ) then
    perform app.fail(403, 'admin_only');
  end if;
  return merge;
end
$$;

-- How it would be afterwards: how much returns, how much that came since stays, which fields go back.
create function app.unmerge_preview(merge_id uuid)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  merge public.client_merges := app.unmergeable(merge_id, false);
  back jsonb := app.returning_rows(merge);
begin
  return (
    select jsonb_build_object(
      'id', merge.id, 'merged_at', merge.merged_at, 'until', merge.merged_at + interval '30 days',
      'client', jsonb_build_object('id', w.id, 'name', w.name),
      'loser', jsonb_build_object('id', l.id, 'name', l.name),
      'returns', (select jsonb_object_agg(r.key, jsonb_array_length(r.value)) from jsonb_each(back) r)
        || jsonb_build_object('contacts', jsonb_array_length(m.moved -> 'contacts')),
      'stays', jsonb_build_object(
        'interactions', (select count(*) from public.interactions i
          where i.client_id = w.id and i.created_at > merge.merged_at and i.id <> all (app.ids_of(back, 'interactions'))),
        'deals', (select count(*) from public.deals d
          where d.client_id = w.id and d.created_at > merge.merged_at and d.id <> all (app.ids_of(back, 'deals'))),
        'tasks', (select count(*) from public.tasks t
          where t.client_id = w.id and t.created_at > merge.merged_at and t.id <> all (app.ids_of(back, 'tasks')))),
      'rows', (select coalesce(jsonb_agg(jsonb_build_object('field', f.key, 'now', to_jsonb(w) -> f.key, 'back', f.value) order by f.key), '[]')
        from jsonb_each(app.fields_back(w, m)) f where f.key in ('name', 'company', 'job_title', 'city')))
    from private.merge_memories m, public.clients w, public.clients l
    where m.merge_id = unmerge_preview.merge_id and w.id = merge.client_id and l.id = merge.loser_id
  );
end
$$;

-- Minutes that were the double's go back to him; what was measured since stays.
create function app.return_focus(client uuid, memory private.merge_memories)
returns void
language sql
security definer
set search_path = ''
as $$
  with his as (
    select x.* from jsonb_populate_recordset(null::public.focus_minutes, memory.moved -> 'focus') x
  ), before as (
    select x.* from jsonb_populate_recordset(null::public.focus_minutes, memory.moved -> 'focus_before') x
  ), left_over as (
    select f.id, (f.minutes & ~ h.minutes) | coalesce(b.minutes, repeat('0', 1500)::bit(1500)) as minutes
    from his h
    join public.focus_minutes f on f.client_id = client and (f.manager_id, f.day, f.starts_at) = (h.manager_id, h.day, h.starts_at)
      and f.deal_id is not distinct from h.deal_id
    left join before b on (b.manager_id, b.day, b.starts_at) = (h.manager_id, h.day, h.starts_at) and b.deal_id is not distinct from h.deal_id
  ), emptied as (
    delete from public.focus_minutes f using left_over l where f.id = l.id and l.minutes = repeat('0', 1500)::bit(1500)
  ), lessened as (
    update public.focus_minutes f set minutes = l.minutes from left_over l where f.id = l.id and l.minutes <> repeat('0', 1500)::bit(1500)
  )
  -- (What retention has forgotten meanwhile stays forgotten.)
  insert into public.focus_minutes (id, manager_id, day, starts_at, client_id, deal_id, minutes)
  select h.id, h.manager_id, h.day, h.starts_at, h.client_id, h.deal_id, h.minutes
  from his h
  where exists (
    select from public.focus_minutes f where f.client_id = client and (f.manager_id, f.day, f.starts_at) = (h.manager_id, h.day, h.starts_at)
      and f.deal_id is not distinct from h.deal_id)
  on conflict do nothing
$$;

-- As it was, for both clients of a contact that moves.
create or replace function app.copy_contacts_to_client()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  -- An import writes the copies with the client: one update per contact would double its time.
  if current_setting('app.importing', true) = 'on' then
    return null;
  end if;
  update public.clients c
  set phone = k.phone, email = k.email, contact_keys = k.keys
  from (
    select t.id,
      (array_agg(x.value order by x.is_primary desc, x.created_at, x.id) filter (where x.kind = 'phone'))[1] as phone,
      (array_agg(x.value order by x.is_primary desc, x.created_at, x.id) filter (where x.kind = 'email'))[1] as email,
      left(coalesce(string_agg(x.normalized, ' ' order by x.created_at, x.id), ''), 2000) as keys
    from (
      select coalesce(new.client_id, old.client_id) as id
      union select old.client_id where tg_op = 'UPDATE'
    ) t
    left join public.client_contacts x on x.client_id = t.id
    group by t.id
  ) k
  where c.id = k.id;
  return null;
end
$$;

create function app.return_contacts(client uuid, loser uuid, memory private.merge_memories)
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.client_contacts k set client_id = loser, is_primary = (r ->> 'is_primary')::boolean
  from jsonb_array_elements(memory.moved -> 'contacts') r
  where k.id = (r ->> 'id')::uuid and k.client_id = client;
  -- Those that both had were put away: they are there again, unless the survivor's was removed since.
  insert into public.client_contacts (id, client_id, owner_id, kind, value, normalized, scope, label, is_primary, verified_at, created_at)
  select x.id, loser, x.owner_id, x.kind, x.value, x.normalized, x.scope, x.label, x.is_primary, x.verified_at, x.created_at
  from jsonb_populate_recordset(null::public.client_contacts, memory.moved -> 'contacts') x
  where not exists (select from public.client_contacts k where k.id = x.id)
    and exists (select from public.client_contacts k
      where k.client_id = client and (k.kind, k.scope, k.normalized) = (x.kind, x.scope, x.normalized))
  on conflict do nothing;
  update public.client_contacts k set verified_at = null
  where k.client_id = client and k.id = any (app.ids_of(memory.moved, 'believed'));
end
$$;

-- Two again. Answers the one who returns.
create function app.unmerge_clients(merge_id uuid)
returns public.clients
language plpgsql
security definer
set search_path = ''
set timezone = 'UTC'
as $$
#variable_conflict use_variable
declare
  merge public.client_merges := app.unmergeable(merge_id, true);
  memory private.merge_memories;
  survivor public.clients;
  loser public.clients;
  was public.clients;
  owner_before uuid;
  back jsonb := app.returning_rows(merge);
begin
  select m.* into memory from private.merge_memories m where m.merge_id = unmerge_clients.merge_id;
  select c.* into survivor from public.clients c where c.id = merge.client_id;
  was := jsonb_populate_record(null::public.clients, memory.loser_before);
  -- (Children name their client with his owner: for the moving both have one.)
  perform set_config('app.ownership_reason', 'merge', true);
  update public.clients c set owner_id = survivor.owner_id where c.id = merge.loser_id and c.owner_id <> survivor.owner_id;
  -- (First of all: what is written for a pointer goes to whom it points at.)
  update public.clients c set merged_into = null, archived_at = was.archived_at, excluded = was.excluded where c.id = merge.loser_id;
  perform app.return_contacts(survivor.id, merge.loser_id, memory);
  update public.client_identities x set client_id = merge.loser_id where x.id = any (app.ids_of(back, 'identities'));
  update public.conversations x set client_id = merge.loser_id where x.id = any (app.ids_of(back, 'conversations'));
  update public.interactions x set client_id = merge.loser_id where x.id = any (app.ids_of(back, 'interactions'));
  update public.interaction_revisions x set client_id = merge.loser_id where x.interaction_id = any (app.ids_of(back, 'interactions'));
  update public.deals x set client_id = merge.loser_id where x.id = any (app.ids_of(back, 'deals'));
  update public.tasks x set client_id = merge.loser_id where x.id = any (app.ids_of(back, 'tasks'));
  update private.outbound_messages x set client_id = merge.loser_id
  where x.client_id = survivor.id
    and (x.conversation_id = any (app.ids_of(back, 'conversations')) or x.id = any (app.ids_of(memory.moved, 'outbound')));
  perform app.return_focus(survivor.id, memory);
  update public.clients c
  set name = r.name, company = r.company, job_title = r.job_title, city = r.city, note = r.note, archived_at = r.archived_at,
    received_at = r.received_at, created_at = r.created_at, source_id = r.source_id, first_touch = r.first_touch,
    -- Without what only the double brought.
    tags = case when c.tags = array(select jsonb_array_elements_text(memory.winner_after -> 'tags'))
      then array(select jsonb_array_elements_text(memory.winner_before -> 'tags'))
      else array(select t from unnest(c.tags) with ordinality u (t, place)
        where memory.winner_before -> 'tags' ? t or not t = any (was.tags) order by u.place) end
  from jsonb_populate_record(survivor, app.fields_back(survivor, memory)) r
  where c.id = survivor.id;
  update public.clients c set merged_into = merge.loser_id where c.merged_into = survivor.id and c.id = any (app.ids_of(memory.moved, 'doubles'));
  -- To whom each of them was; who has left stays without.
  perform set_config('app.ownership_reason', 'unmerge', true);
  select p.id into owner_before from public.profiles p where p.id = was.owner_id and (p.status = 'active' or p.id = app.unassigned()) for key share;
  update public.clients c set owner_id = coalesce(owner_before, c.owner_id)
  where c.id = merge.loser_id or c.merged_into = merge.loser_id;
  perform set_config('app.ownership_reason', '', true);
  perform app.recount_clients(array[survivor.id, merge.loser_id]);
  perform app.touch_days_of_clients(array[survivor.id, merge.loser_id]);
  update public.client_merges m set undone_at = now(), undone_by = auth.uid() where m.id = merge.id;
  delete from private.merge_memories m where m.merge_id = merge.id;
  -- Somebody has looked: no machine joins them again.
  insert into public.merge_suggestions as s (client_id, owner_id, other_id, other_owner_id, reason, dismissed)
  select a.id, a.owner_id, b.id, b.owner_id, 'identity', true
  from public.clients a, public.clients b
  where a.id = least(survivor.id, merge.loser_id) and b.id = greatest(survivor.id, merge.loser_id)
  on conflict on constraint merge_suggestions_client_id_other_id_reason_key do nothing;
  update public.merge_suggestions s set dismissed = true
  where (s.client_id, s.other_id) = (least(survivor.id, merge.loser_id), greatest(survivor.id, merge.loser_id));
  select c.* into loser from public.clients c where c.id = merge.loser_id;
  perform app.tell_of_unmerge(survivor.owner_id, loser);
  return loser;
end
$$;

create function app.tell_of_unmerge(survivors_owner uuid, loser public.clients)
returns void
language sql
security definer
set search_path = ''
as $$
  select app.notify_user(p.id, 'client_unmerged', jsonb_build_object('name', loser.name), loser.id)
  from (select distinct unnest(array[survivors_owner, loser.owner_id]) as id) p
  where p.id not in (app.unassigned(), coalesce(auth.uid(), app.unassigned()))
$$;

-- What a client is made of, newest first.
create function app.merges_of(client uuid)
returns jsonb
language sql
stable security definer
set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'id', m.id, 'loser_id', m.loser_id, 'name', l.name, 'reason', m.reason, 'evidence', m.evidence, 'merged_at', m.merged_at,
    'merged_by', (select jsonb_build_object('id', p.id, 'full_name', p.full_name) from public.profiles p where p.id = m.merged_by),
    'undone_at', m.undone_at, 'until', m.merged_at + interval '30 days',
    'can_undo', m.undone_at is null and m.merged_at > now() - interval '30 days'
      and exists (select from private.merge_memories x where x.merge_id = m.id)
      and not exists (select from public.client_merges n
        where n.merged_at > m.merged_at and n.undone_at is null and m.client_id in (n.client_id, n.loser_id))
  ) order by m.merged_at desc), '[]')
  from public.client_merges m
  join public.clients l on l.id = m.loser_id
  where m.client_id = client and m.owner_id = any (app.visible_owners())
$$;

-- Memories are kept as long as a merge can be taken back.
create function app.forget_merges()
returns void
language sql
security definer
set search_path = ''
as $$
  delete from private.merge_memories x using public.client_merges m
  where m.id = x.merge_id and m.merged_at < now() - interval '30 days'
$$;

create function app.erase_merges()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  delete from private.merge_memories x using public.client_merges m
  where m.id = x.merge_id and new.id in (m.client_id, m.loser_id);
  update public.client_merges m set evidence = '' where new.id in (m.client_id, m.loser_id) and m.evidence <> '';
  return null;
end
$$;
create trigger clients_erase_merges after update of erased_at on public.clients
  for each row when (new.erased_at is not null and old.erased_at is null)
  execute function app.erase_merges();

grant execute on function app.merge_advice(uuid, uuid), app.unmerge_preview(uuid), app.unmerge_clients(uuid), app.merges_of(uuid)
  to authenticated;
grant execute on function app.forget_merges() to service_role;
