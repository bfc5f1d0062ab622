-- What contacts of one person have in common, and how much it proves. Both follow from the contact itself, so every way in has
-- them: a card, an import, the API, an adapter, and rows of before.

-- As channels.contacts.match_key, with the family before it: Gmail's dots and plus, Mexico's 1, Argentina's 9, Brazil's ninth
-- digit make no other person. Only to compare.
create function app.match_key(kind text, normalized text)
returns text
language sql
immutable parallel safe
set search_path = ''
as $$
  select case
    when kind in ('phone', 'whatsapp', 'viber') then 'phone:' || regexp_replace(regexp_replace(regexp_replace(normalized,
      '^\+521(\d{10})$', '+52\1'), '^\+55(\d\d)([6-9]\d{7})$', '+55\19\2'), '^\+549(\d{10})$', '+54\1')
    when kind = 'email' and normalized ~ '@(gmail|googlemail)\.com$' then
      'email:' || replace(split_part(regexp_replace(normalized, '@[^@]*$', ''), '+', 1), '.', '') || '@gmail.com'
    else kind || ':' || normalized
  end
$$;

-- strong: a number without an extension, a mailbox of one's own. shared: a company's mailbox. weak: names of messengers, which
-- change and are taken over, and what is no number. (Whether the numbering plan has a number is asked of what comes in: equal
-- keys are equally valid.)
create function app.contact_strength(kind text, value text, normalized text)
returns text
language sql
immutable parallel safe
set search_path = ''
as $$
  select case
    when kind = 'email' and normalized not like '%@%' then 'weak'
    when kind = 'email' and split_part(regexp_replace(normalized, '@[^@]*$', ''), '+', 1) = any (string_to_array(
      'info sales office contact contacts hello hi support help admin administrator mail post email order orders zakaz zakazy '
      'zamovlennya shop store manager hr job jobs career reception booking reservation billing accounting buh buhgalter marketing '
      'pr press service team company director noreply no-reply donotreply webmaster postmaster abuse opt dostavka delivery client '
      'clients inbox', ' ')) then 'shared'
    when kind = 'email' then 'strong'
    when kind in ('phone', 'whatsapp', 'viber') and normalized ~ '^\+[1-9]\d{6,14}$' and position(';ext=' in value) = 0 then 'strong'
    else 'weak'
  end
$$;

-- (A generated column is computed by whoever writes the row.)
grant execute on function app.match_key(text, text), app.contact_strength(text, text, text) to authenticated, service_role;

alter table public.client_contacts
  add column match_key text not null generated always as (app.match_key(kind, normalized)) stored,
  add column strength text not null generated always as (app.contact_strength(kind, value, normalized)) stored;
create index client_contacts_match_idx on public.client_contacts (match_key) include (client_id, strength, verified_at);
drop index public.client_contacts_normalized_idx;

-- ---------------------------------------------------------------------------------------------- hints in forms and files

create or replace function app.find_duplicate(kind text, normalized text, except_client uuid default null)
returns table (client_id uuid, name text, elsewhere boolean)
language plpgsql
stable security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  visible uuid[] := app.visible_owners();
begin
  if cardinality(visible) = 0 then
    return;
  end if;
  return query
    select distinct
      case when c.owner_id = any (visible) then c.id end,
      case when c.owner_id = any (visible) then c.name end,
      not c.owner_id = any (visible)
    from public.client_contacts k
    join public.clients c on c.id = k.client_id
    where k.match_key = app.match_key(find_duplicate.kind, find_duplicate.normalized)
      and c.archived_at is null
      and c.id is distinct from except_client;
end
$$;

create or replace function app.import_matches(candidates jsonb)
returns table (number integer, client_id uuid, elsewhere boolean)
language plpgsql
stable security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  visible uuid[] := app.visible_owners();
begin
  if cardinality(visible) = 0 then
    return;
  end if;
  return query
    select distinct on (g.number)
      g.number,
      case when c.owner_id = any (visible) then c.id end,
      not c.owner_id = any (visible)
    from jsonb_to_recordset(candidates) g (number integer, contacts jsonb)
    cross join lateral jsonb_to_recordset(g.contacts) k (kind text, normalized text)
    join public.client_contacts x on x.match_key = app.match_key(k.kind, k.normalized)
    join public.clients c on c.id = x.client_id and c.archived_at is null
    order by g.number, c.owner_id = any (visible) desc, c.received_at, c.id;
end
$$;

-- ---------------------------------------------------------------------------------------------- who it is

-- A contact as it comes in: {"kind", "value", "normalized", "strong"?: what the numbering plan says}.
create function app.proves(contact jsonb)
returns boolean
language sql
immutable parallel safe
set search_path = ''
as $$
  select coalesce((contact ->> 'strong')::boolean, true)
    and app.contact_strength(contact ->> 'kind', coalesce(contact ->> 'value', ''), contact ->> 'normalized') = 'strong'
$$;

-- Living clients who have this contact; on three beside the one in question it is shared, and says nothing about anybody.
create function app.holders_of(contact jsonb)
returns table (client_id uuid, verified boolean)
language sql
stable security definer
set search_path = ''
as $$
  select c.id, bool_or(k.verified_at is not null)
  from public.client_contacts k
  join public.clients c on c.id = k.client_id and c.merged_into is null and c.erased_at is null
  where k.match_key = app.match_key(contact ->> 'kind', contact ->> 'normalized') and k.strength = 'strong' and app.proves(contact)
  group by c.id
  limit 4
$$;

-- The client to whom a contact belongs, if it is one client's alone: a family's phone names nobody. Of two that have it, the one
-- for whom a vendor vouched, when a vendor vouches now, too ("verified").
create or replace function app.client_of_contact(contact jsonb)
returns uuid
language sql
stable security definer
set search_path = ''
as $$
  select case
    when count(*) = 1 then (array_agg(h.client_id))[1]
    when count(*) = 2 and contact -> 'verified' = 'true' and count(*) filter (where h.verified) = 1
      then (array_agg(h.client_id) filter (where h.verified))[1]
  end
  from app.holders_of(contact) h
$$;

-- Numbers and mailboxes for which vendors vouch.
create function app.verified_keys(client uuid)
returns text[]
language sql
stable security definer
set search_path = ''
as $$
  select coalesce(array_agg(k.match_key), '{}') from public.client_contacts k
  where k.client_id = client and k.verified_at is not null and k.strength = 'strong'
$$;

create function app.verified_keys_of(person jsonb)
returns text[]
language sql
immutable
set search_path = ''
as $$
  select coalesce(array_agg(app.match_key(x ->> 'kind', x ->> 'normalized')), '{}')
  from jsonb_array_elements(person -> 'verified') x where app.proves(x)
$$;

-- Two numbers, or two mailboxes, and none in common: two people, until somebody says otherwise.
create function app.keys_conflict(mine text[], theirs text[])
returns boolean
language sql
immutable parallel safe
set search_path = ''
as $$
  select exists (
    select from unnest(array['phone:%', 'email:%']) f (family)
    where exists (select from unnest(mine) m where m like f.family)
      and exists (select from unnest(theirs) t where t like f.family)
      and not exists (select from unnest(mine) m join unnest(theirs) t on m = t where m like f.family))
$$;

-- One person at a time: two first messages at once must not make two clients.
create or replace function app.lock_person(scope text, person jsonb)
returns void
language sql
security definer
set search_path = ''
as $$
  select pg_advisory_xact_lock(hashtextextended(k.key, 0))
  from (
    select 'smena.contact.' || app.match_key(x ->> 'kind', x ->> 'normalized') as key
    from jsonb_array_elements((person -> 'contacts') || (person -> 'verified')) x
    union
    select concat_ws('.', 'smena.identity', x ->> 'kind', case when x ->> 'scope' = 'account' then scope else '' end, x ->> 'external_id')
    from jsonb_array_elements(person -> 'identities') x
    order by key
  ) k
$$;

-- By what a vendor vouches for first: the exact id, a verified contact; then by what he says of himself. Never by a name, and not
-- to a client whose verified number is another one.
create or replace function app.find_person(scope text, person jsonb)
returns uuid
language sql
stable security definer
set search_path = ''
as $$
  select coalesce(
    (select i.client_id
      from jsonb_array_elements(person -> 'identities') with ordinality x (identity, place)
      join public.client_identities i on i.kind = x.identity ->> 'kind' and i.external_id = x.identity ->> 'external_id'
        and i.scope = case when x.identity ->> 'scope' = 'account' then find_person.scope else '' end
      order by x.place
      limit 1),
    (select f.client_id
      from (
        select x.contact || '{"verified": true}' as contact, 1 as worth, x.place
        from jsonb_array_elements(person -> 'verified') with ordinality x (contact, place)
        union all
        select x.contact, 2, x.place from jsonb_array_elements(person -> 'contacts') with ordinality x (contact, place)
      ) g
      cross join lateral (select app.client_of_contact(g.contact) as client_id) f
      where f.client_id is not null and not app.keys_conflict(app.verified_keys_of(person), app.verified_keys(f.client_id))
      order by g.worth, g.place
      limit 1))
$$;

alter table public.merge_suggestions
  drop constraint merge_suggestions_reason_check,
  add constraint merge_suggestions_reason_check check (reason in ('contact', 'identity', 'username', 'conflict'));
create index merge_suggestions_open_idx on public.merge_suggestions (created_at desc, id desc) where not dismissed;

-- Two who may be one: for people to decide. What somebody has looked at is not asked again.
create or replace function app.suggest_merge(one uuid, other uuid, reason text, evidence text)
returns void
language sql
security definer
set search_path = ''
as $$
  insert into public.merge_suggestions (client_id, owner_id, other_id, other_owner_id, reason, evidence)
  select a.id, a.owner_id, b.id, b.owner_id,
    case when suggest_merge.reason in ('contact', 'identity') and app.keys_conflict(app.verified_keys(a.id), app.verified_keys(b.id))
      then 'conflict' else suggest_merge.reason end,
    left(suggest_merge.evidence, 320)
  from public.clients a, public.clients b
  where a.id = least(one, other) and b.id = greatest(one, other) and one <> other
    and a.merged_into is null and b.merged_into is null and a.erased_at is null and b.erased_at is null
    and not exists (select from public.merge_suggestions s where s.client_id = a.id and s.other_id = b.id and s.dismissed)
  on conflict do nothing
$$;

-- ---------------------------------------------------------------------------------------------- late arrivals

-- What comes in for a double while he is merged, or after, is the client's who he turned out to be: the lock waits for a merge on
-- its way. (Files stay where their path says.)
create or replace function app.inherit_client_owner()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  parent record;
begin
  select c.owner_id, c.merged_into into parent from public.clients c where c.id = new.client_id for key share;
  if parent.merged_into is not null and tg_table_name <> 'files' then
    new.client_id := parent.merged_into;
    select c.owner_id, null::uuid as merged_into into parent from public.clients c where c.id = new.client_id for key share;
  end if;
  new.owner_id := parent.owner_id;
  if new.owner_id is null then
    perform app.refuse_row(tg_table_name);
  end if;
  return new;
end
$$;
