-- Care for people and their data: leaving the team with a hand-over, merging doubles, export and erasure of personal data.

-- Ends a member's access with this statement, signs him out everywhere and hands his work to a colleague, or to nobody yet.
create function app.deactivate_member(member_id uuid, hand_over_to uuid default null)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  receiver uuid := coalesce(hand_over_to, app.unassigned());
  clients_moved integer;
  tasks_moved integer;
begin
  perform app.require_admin();
  perform app.keep_an_admin(member_id);
  if receiver = member_id then
    perform app.fail(422, 'hand_over_to_self', '{"field": "hand_over_to"}');
  end if;
  perform app.check_new_owner(receiver);
  -- In the order of app.choose_owner: the sources first. Then leads that are just being given to him are waited for.
  update public.lead_sources s set assignment_rule = 'round_robin', fixed_manager_id = null
  where s.fixed_manager_id = member_id;
  perform from public.profiles p where p.id = member_id for update;
  update public.profiles p set status = 'inactive', deactivated_at = now()
  where p.id = member_id and p.status = 'active' and p.role <> 'nobody';
  if not found then
    perform app.fail(404, 'member_not_found');
  end if;
  delete from auth.sessions s where s.user_id = member_id;
  perform set_config('app.ownership_reason', 'handover', true);
  update public.clients c set owner_id = receiver where c.owner_id = member_id;
  get diagnostics clients_moved = row_count;
  perform set_config('app.ownership_reason', '', true);
  -- Tasks of clients moved with them; what is left are his own reminders that are still open.
  update public.tasks t set owner_id = receiver where t.owner_id = member_id and t.completed_at is null;
  get diagnostics tasks_moved = row_count;
  if receiver <> app.unassigned() and clients_moved > 0 then
    perform app.notify_user(receiver, 'clients_handed_over',
      jsonb_build_object('count', clients_moved, 'from', (select p.full_name from public.profiles p where p.id = member_id)));
  end if;
  return jsonb_build_object('clients', clients_moved, 'tasks', tasks_moved);
end
$$;

create function app.reactivate_member(member_id uuid)
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform app.require_admin();
  update public.profiles p set status = 'active', deactivated_at = null
  where p.id = member_id and p.status = 'inactive' and p.role <> 'nobody';
  if not found then
    perform app.fail(404, 'member_not_found');
  end if;
end
$$;

-- Joins `loser` into `winner`: contacts, timeline, deals, tasks and files move; empty fields are filled, `fields` names those
-- to take from the loser. The loser stays as a pointer, out of every list and metric.
create function app.merge_clients(winner_id uuid, loser_id uuid, fields text[] default '{}')
returns public.clients
language plpgsql
security definer
set search_path = ''
as $$
declare
  winner public.clients;
  loser public.clients;
begin
  perform app.require_active();
  if winner_id = loser_id then
    perform app.fail(422, 'merge_with_self');
  end if;
  perform from public.clients c where c.id in (winner_id, loser_id) order by c.id for update;
  select c.* into winner from public.clients c
  where c.id = winner_id and c.owner_id = any (app.visible_owners()) and c.merged_into is null;
  select c.* into loser from public.clients c
  where c.id = loser_id and c.owner_id = any (app.visible_owners()) and c.merged_into is null;
  if winner.id is null or loser.id is null then
    perform app.fail(404, 'client_not_found');
  end if;
  perform set_config('app.ownership_reason', 'merge', true);
  -- Who was merged into the loser goes along: his files are read through him.
  update public.clients c set owner_id = winner.owner_id
  where (c.id = loser.id or c.merged_into = loser.id) and c.owner_id <> winner.owner_id;
  perform set_config('app.ownership_reason', '', true);
  delete from public.client_contacts l using public.client_contacts w
  where l.client_id = loser.id and w.client_id = winner.id
    and (w.kind, w.scope, w.normalized) = (l.kind, l.scope, l.normalized);
  update public.client_contacts k set client_id = winner.id, is_primary = false where k.client_id = loser.id;
  update public.interactions i set client_id = winner.id where i.client_id = loser.id;
  update public.deals d set client_id = winner.id where d.client_id = loser.id;
  update public.tasks t set client_id = winner.id where t.client_id = loser.id;
  update public.clients c
  set name = case when 'name' = any (fields) then loser.name else c.name end,
    company = case when 'company' = any (fields) then loser.company else coalesce(c.company, loser.company) end,
    job_title = case when 'job_title' = any (fields) then loser.job_title else coalesce(c.job_title, loser.job_title) end,
    city = case when 'city' = any (fields) then loser.city else coalesce(c.city, loser.city) end,
    -- What does not fit stays readable on the loser.
    note = left(nullif(concat_ws(E'\n\n', c.note, loser.note), ''), 10000),
    tags = array(select distinct x.tag from unnest(c.tags || loser.tags) x (tag) order by x.tag limit 50),
    received_at = least(c.received_at, loser.received_at),
    -- Known since the first of them was.
    created_at = least(c.created_at, loser.created_at),
    source_id = case when loser.received_at < c.received_at then loser.source_id else c.source_id end,
    first_touch = case when loser.received_at < c.received_at then loser.first_touch else c.first_touch end
  where c.id = winner.id
  returning c.* into winner;
  -- Nobody points at a pointer: who was merged into the loser is the winner's now.
  update public.clients c set merged_into = winner.id where c.merged_into = loser.id;
  update public.clients c set archived_at = now(), excluded = 'merged', merged_into = winner.id where c.id = loser.id;
  perform app.recount_clients(array[winner.id]);
  return winner;
end
$$;

-- A client and those who were merged into him.
create function app.with_doubles(client uuid)
returns uuid[]
language sql
stable security definer
set search_path = ''
as $$
  select array(select c.id from public.clients c where c.id = client union all select c.id from public.clients c where c.merged_into = client)
$$;

-- The rows whose trail tells of these clients. An audit row keeps only what changed: the client is not named in all of them,
-- and a contact that was removed is named nowhere else.
create function app.trail_of(clients uuid[])
returns table (table_name text, row_id text)
language sql
stable security definer rows 20
set search_path = ''
as $$
  select 'clients', c::text from unnest(clients) c
  union all select 'client_contacts', k.id::text from public.client_contacts k where k.client_id = any (clients)
  union all select 'client_contacts', a.row_id from public.audit_log a
    where a.table_name = 'client_contacts' and a.action = 'delete' and a.before ->> 'client_id' = any (clients::text[])
  union all select 'deals', d.id::text from public.deals d where d.client_id = any (clients)
  union all select 'tasks', t.id::text from public.tasks t where t.client_id = any (clients)
  union all select 'files', f.id::text from public.files f where f.client_id = any (clients)
$$;

-- What somebody sent, as he can read it; base64 where it is no text.
create function app.readable(raw bytea)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
  return convert_from(raw, 'UTF8');
exception when character_not_in_repertoire or untranslatable_character then
  return encode(raw, 'base64');
end
$$;

-- Everything Smena holds about a client and those merged into him, as one document (the right of access).
create function app.export_client(client_id uuid)
returns jsonb
language plpgsql
stable security definer
set search_path = ''
as $$
declare
  clients uuid[];
begin
  perform from public.clients c where c.id = export_client.client_id and c.owner_id = any (app.visible_owners());
  if not found then
    perform app.fail(404, 'client_not_found');
  end if;
  clients := app.with_doubles(export_client.client_id);
  return jsonb_build_object(
    'client', (select to_jsonb(c) - 'search' - 'contact_keys' from public.clients c where c.id = export_client.client_id),
    'doubles', (select coalesce(jsonb_agg(to_jsonb(c) - 'search' - 'contact_keys' order by c.created_at), '[]')
      from public.clients c where c.id = any (clients) and c.id <> export_client.client_id),
    'contacts', (select coalesce(jsonb_agg(to_jsonb(k) order by k.created_at), '[]') from public.client_contacts k where k.client_id = any (clients)),
    'interactions', (select coalesce(jsonb_agg(to_jsonb(i) order by i.occurred_at), '[]') from public.interactions i where i.client_id = any (clients)),
    'deals', (select coalesce(jsonb_agg(to_jsonb(d) - 'search' order by d.created_at), '[]') from public.deals d where d.client_id = any (clients)),
    'stages', (select coalesce(jsonb_agg(to_jsonb(e) order by e.occurred_at), '[]')
      from public.deals d join public.deal_stage_events e on e.deal_id = d.id where d.client_id = any (clients)),
    'amounts', (select coalesce(jsonb_agg(to_jsonb(e) order by e.occurred_at), '[]')
      from public.deals d join public.deal_amount_events e on e.deal_id = d.id where d.client_id = any (clients)),
    'tasks', (select coalesce(jsonb_agg(to_jsonb(t) - 'search' order by t.created_at), '[]') from public.tasks t where t.client_id = any (clients)),
    'files', (select coalesce(jsonb_agg(to_jsonb(f) order by f.created_at), '[]') from public.files f where f.client_id = any (clients)),
    'ownership', (select coalesce(jsonb_agg(to_jsonb(o) order by o.occurred_at), '[]') from public.ownership_events o where o.client_id = any (clients)),
    'inbound_events', (select coalesce(jsonb_agg(jsonb_build_object('received_at', e.received_at, 'content_type', e.content_type,
      'headers', e.headers, 'body', app.readable(e.body), 'remote_ip', e.remote_ip) order by e.received_at), '[]')
      from private.inbound_events e where e.client_id = any (clients)),
    'notifications', (select coalesce(jsonb_agg(jsonb_build_object('created_at', n.created_at, 'kind', n.kind, 'params', n.params)
      order by n.created_at), '[]') from public.notifications n where n.client_id = any (clients)),
    'identities', (select coalesce(jsonb_agg(to_jsonb(x) order by x.first_seen_at), '[]')
      from public.client_identities x where x.client_id = any (clients)),
    'conversations', (select coalesce(jsonb_agg(to_jsonb(x) order by x.created_at), '[]')
      from public.conversations x where x.client_id = any (clients)),
    'revisions', (select coalesce(jsonb_agg(to_jsonb(x) order by x.replaced_at), '[]')
      from public.interaction_revisions x where x.client_id = any (clients)),
    'unsent', (select coalesce(jsonb_agg(jsonb_build_object('created_at', o.created_at, 'body', o.body, 'status', o.status) order by o.number), '[]')
      from private.outbound_messages o where o.client_id = any (clients) and o.interaction_id is null),
    'imports', (select coalesce(jsonb_agg(to_jsonb(r)), '[]') from public.import_rows r where r.client_id = any (clients)),
    'changes', (select coalesce(jsonb_agg(to_jsonb(a) order by a.occurred_at), '[]')
      from app.trail_of(clients) t join public.audit_log a on a.table_name = t.table_name and a.row_id = t.row_id)
  );
end
$$;

-- Blanks every personal word about a client, and about those merged into him, and keeps the facts (dates, sums, stages).
-- Cannot be undone. His stored files are the caller's to remove before.
create function app.erase_client(client_id uuid)
returns void
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  targets uuid[];
  traces text[];
begin
  perform app.require_admin();
  perform from public.clients c where c.id = erase_client.client_id and c.erased_at is null for update;
  if not found then
    perform app.fail(404, 'client_not_found');
  end if;
  targets := app.with_doubles(erase_client.client_id);
  perform from public.clients c where c.id = any (targets) order by c.id for update;
  traces := array(select t.row_id from app.trail_of(targets) t);
  perform set_config('app.erasing', 'on', true);
  delete from public.client_contacts k where k.client_id = any (targets);
  update public.interactions i
  set body = '', subject = null, author_name = null, attachments = '[]', details = '{}', external_id = null, erased_at = now()
  where i.client_id = any (targets);
  update public.deals d set title = '—', note = null, lost_note = null where d.client_id = any (targets);
  update public.tasks t set title = '—', note = null where t.client_id = any (targets);
  update public.files f
  set name = '—', path = f.client_id || '/' || f.id, archived_at = coalesce(f.archived_at, now())
  where f.client_id = any (targets);
  delete from public.import_rows r where r.client_id = any (targets);
  update private.inbound_events e set body = '', headers = '{}', remote_ip = null where e.client_id = any (targets);
  update public.notifications n set params = '{}'
  where n.client_id = any (targets)
    or n.deal_id in (select d.id from public.deals d where d.client_id = any (targets))
    or n.task_id in (select t.id from public.tasks t where t.client_id = any (targets));
  update public.clients c
  set name = '—', company = null, job_title = null, city = null, note = null, tags = '{}', first_touch = '{}',
    archived_at = coalesce(c.archived_at, now()), erased_at = now()
  where c.id = any (targets);
  update public.audit_log a set before = null, after = null
  where a.table_name in ('clients', 'client_contacts', 'deals', 'tasks', 'files') and a.row_id = any (traces);
  perform set_config('app.erasing', 'off', true);
end
$$;

-- The trail of one client and his doubles: of himself, his contacts, deals, tasks and files. For whoever may see him.
create function app.client_history(
  client_id uuid, after_at timestamptz default null, after_id uuid default null, max_rows integer default 51
)
returns setof public.audit_log
language plpgsql
stable security definer
set search_path = ''
as $$
#variable_conflict use_column
begin
  perform from public.clients c where c.id = client_history.client_id and c.owner_id = any (app.visible_owners());
  if not found then
    perform app.fail(404, 'client_not_found');
  end if;
  return query
    select a.*
    from app.trail_of(app.with_doubles(client_history.client_id)) t
    join public.audit_log a on a.table_name = t.table_name and a.row_id = t.row_id
    where after_at is null or (a.occurred_at, a.id) < (after_at, after_id)
    order by a.occurred_at desc, a.id desc
    limit max_rows;
end
$$;

grant execute on function
  app.deactivate_member(uuid, uuid), app.reactivate_member(uuid), app.merge_clients(uuid, uuid, text[]),
  app.export_client(uuid), app.erase_client(uuid), app.client_history(uuid, timestamptz, uuid, integer)
  to authenticated;

-- What workers tidy: old live events, counters, and next month's audit partition.
create function app.tidy()
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
  delete from private.live_events e where e.occurred_at < now() - interval '2 hours';
  delete from private.rate_windows w where w.window_start < now() - interval '1 day';
  perform app.make_audit_partition((now() + interval '1 month')::date);
end
$$;
grant execute on function app.tidy() to service_role;
