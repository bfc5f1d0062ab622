-- People: a profile for every account, invitations, the functions that decide who sees what, and the installation's first admin.

-- A profile outlives its account (history keeps the name), hence no foreign key to auth.users.
create table public.profiles (
  id uuid primary key,
  email text not null default '',
  full_name text not null default '' check (length(full_name) <= 200),
  phone text check (phone ~ '^\+[0-9]{6,15}$'),
  photo_path text,
  role text not null default 'manager' check (role in ('manager', 'admin', 'nobody')),
  status text not null default 'inactive' check (status in ('active', 'inactive')),
  hired_on date,
  locale text not null default 'ru' check (locale in ('ru', 'uk', 'en')),
  preferences jsonb not null default '{}' check (jsonb_typeof(preferences) = 'object'),
  -- Null while an invitation waits to be followed.
  first_signed_in_at timestamptz,
  deactivated_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint profiles_nobody_check check ((role = 'nobody') = (id = '00000000-0000-0000-0000-000000000000'))
);
alter table public.profiles enable row level security;
create index profiles_email_idx on public.profiles (email);
create trigger profiles_version
  before update of full_name, phone, photo_path, role, status, hired_on, locale, preferences on public.profiles
  for each row execute function app.next_version();

insert into public.profiles (id, role, status) values (app.unassigned(), 'nobody', 'inactive');

create table public.invitations (
  id uuid primary key default gen_random_uuid(),
  email text not null unique check (email = lower(email) and position('@' in email) > 1),
  full_name text not null check (length(btrim(full_name)) between 1 and 200),
  phone text check (phone ~ '^\+[0-9]{6,15}$'),
  role text not null default 'manager' check (role in ('manager', 'admin')),
  hired_on date,
  locale text not null default 'ru' check (locale in ('ru', 'uk', 'en')),
  invited_by uuid references public.profiles (id),
  user_id uuid references public.profiles (id),
  sent_at timestamptz not null default now(),
  created_at timestamptz not null default now()
);
alter table public.invitations enable row level security;
create index invitations_invited_by_idx on public.invitations (invited_by);
create index invitations_user_id_idx on public.invitations (user_id);

-- ---------------------------------------------------------------------------------------------- who is asking

-- Owner ids whose rows the caller may see: nobody for an unknown or inactive profile, oneself for a manager,
-- everybody and the unassigned marker for an admin. Read from the table: a token's claims are never trusted.
-- plpgsql, these three, with the id taken aside: every table of a statement asks anew, a SQL function costs twice as much to
-- start, and `auth.uid()` beside the table would read the token once for each profile.
create function app.visible_owners()
returns uuid[]
language plpgsql
stable parallel safe security definer
set search_path = ''
as $$
declare
  me uuid := auth.uid();
  my_role text;
begin
  select p.role into my_role from public.profiles p where p.id = me and p.status = 'active';
  if my_role = 'admin' then
    return array(select o.id from public.profiles o);
  end if;
  return case when my_role is null then '{}' else array[me] end;
end
$$;

create function app.is_admin()
returns boolean
language plpgsql
stable parallel safe security definer
set search_path = ''
as $$
declare
  me uuid := auth.uid();
begin
  return exists (select from public.profiles p where p.id = me and p.status = 'active' and p.role = 'admin');
end
$$;

-- The caller's id while his profile is active, else null.
create function app.active_uid()
returns uuid
language plpgsql
stable parallel safe security definer
set search_path = ''
as $$
declare
  me uuid := auth.uid();
begin
  return (select p.id from public.profiles p where p.id = me and p.status = 'active' and p.role <> 'nobody');
end
$$;

create function app.require_active()
returns uuid
language plpgsql
stable
set search_path = ''
as $$
declare
  me uuid := app.active_uid();
begin
  if me is null then
    perform app.fail(403, 'profile_inactive');
  end if;
  return me;
end
$$;

create function app.require_admin()
returns uuid
language plpgsql
stable
set search_path = ''
as $$
begin
  if not app.is_admin() then
    perform app.fail(403, 'admin_only');
  end if;
  return auth.uid();
end
$$;

-- Names and photos of colleagues, for authors in a timeline and pickers: no contacts, no figures.
create function app.directory()
returns table (id uuid, full_name text, photo_path text, role text, status text)
language sql
stable security definer
set search_path = ''
as $$
  select p.id, p.full_name, p.photo_path, p.role, p.status
  from public.profiles p
  where p.role <> 'nobody' and app.active_uid() is not null
$$;

-- ---------------------------------------------------------------------------------------------- accounts

-- A new account gets its profile here. The very first one becomes the admin; an invited one gets what the invitation
-- says; anybody else (open sign-up left on by mistake) gets an inactive profile. Never raises: it would block sign-up.
create function app.on_account_created()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  invitation public.invitations;
  first_account boolean;
begin
  perform pg_advisory_xact_lock(hashtext('smena.first_account'));
  first_account := not exists (select from public.profiles p where p.role <> 'nobody');
  select i.* into invitation from public.invitations i where i.email = lower(new.email) and i.user_id is null;
  insert into public.profiles (id, email, full_name, phone, role, status, hired_on, locale)
  values (
    new.id,
    lower(coalesce(new.email, '')),
    coalesce(invitation.full_name, left(new.raw_user_meta_data ->> 'full_name', 200), ''),
    invitation.phone,
    case when first_account then 'admin' else coalesce(invitation.role, 'manager') end,
    case when first_account or invitation.id is not null then 'active' else 'inactive' end,
    coalesce(invitation.hired_on, app.day_of(now())),
    coalesce(invitation.locale, (select c.locale from public.company c), 'ru')
  )
  on conflict (id) do nothing;
  update public.invitations i set user_id = new.id where i.id = invitation.id;
  return new;
exception when others then
  raise warning 'smena: no profile for account %: %', new.id, sqlerrm;
  return new;
end
$$;

create or replace trigger smena_account_created after insert on auth.users
  for each row execute function app.on_account_created();

create function app.on_account_email_changed()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.profiles p set email = lower(coalesce(new.email, '')) where p.id = new.id;
  return new;
exception when others then
  raise warning 'smena: e-mail of account % not copied: %', new.id, sqlerrm;
  return new;
end
$$;

create or replace trigger smena_account_email_changed after update of email on auth.users
  for each row when (old.email is distinct from new.email) execute function app.on_account_email_changed();

-- An account that nobody ever came in with takes its profile along (a first run that failed, a mistyped invitation): the
-- address is free again, and an installation without a company still waits for its first admin.
create function app.on_account_deleted()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.invitations i set user_id = null where i.user_id = old.id;
  delete from public.profiles p where p.id = old.id and p.first_signed_in_at is null;
  return old;
exception when others then
  raise warning 'smena: profile of the deleted account % stays: %', old.id, sqlerrm;
  return old;
end
$$;

create or replace trigger smena_account_deleted after delete on auth.users
  for each row execute function app.on_account_deleted();

-- Supabase Auth calls this for every access token. The claim serves the screens only; policies read the table.
create function app.custom_access_token_hook(event jsonb)
returns jsonb
language plpgsql
stable security definer
set search_path = ''
as $$
declare
  profile public.profiles;
begin
  select p.* into profile from public.profiles p where p.id = (event ->> 'user_id')::uuid;
  if profile.id is null or profile.status <> 'active' then
    return jsonb_build_object('error', jsonb_build_object('http_code', 403, 'message', 'profile_inactive'));
  end if;
  return jsonb_build_object('claims', jsonb_set(event -> 'claims', '{user_role}', to_jsonb(profile.role)));
end
$$;

-- ---------------------------------------------------------------------------------------------- first run

create function app.needs_setup()
returns boolean
language sql
stable security definer
set search_path = ''
as $$ select not exists (select from public.company) $$;

-- Names the company; called by the first admin, works once.
create function app.set_up(name text, time_zone text, currency text, phone_region text, locale text, full_name text)
returns void
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  me uuid := app.require_admin();
begin
  insert into public.company (name, time_zone, currency, phone_region, locale)
  values (btrim(name), time_zone, currency, phone_region, locale)
  on conflict (id) do nothing;
  if not found then
    perform app.fail(409, 'already_set_up');
  end if;
  -- Office hours until the company says otherwise.
  insert into public.business_hours (weekday, opens, closes)
  select n, '09:00', '18:00' from generate_series(1, 5) n
  on conflict do nothing;
  update public.profiles p set full_name = btrim(set_up.full_name), locale = set_up.locale where p.id = me;
end
$$;

-- ---------------------------------------------------------------------------------------------- team

-- Records who is awaited; the API then asks Supabase Auth to send the mail. Repeating it for the same address resends.
create function app.invite_member(email text, full_name text, role text, hired_on date, phone text, locale text)
returns uuid
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  me uuid := app.require_admin();
  invitation_id uuid;
begin
  if exists (select from public.profiles p where p.email = lower(invite_member.email)) then
    perform app.fail(409, 'member_exists', '{"field": "email"}');
  end if;
  insert into public.invitations as i (email, full_name, role, hired_on, phone, locale, invited_by)
  values (lower(invite_member.email), btrim(invite_member.full_name), invite_member.role, invite_member.hired_on,
    invite_member.phone, invite_member.locale, me)
  on conflict (email) do update
    set full_name = excluded.full_name, role = excluded.role, hired_on = excluded.hired_on, phone = excluded.phone,
      locale = excluded.locale, invited_by = excluded.invited_by, sent_at = now()
  returning i.id into invitation_id;
  return invitation_id;
end
$$;

-- An admin's edit of a colleague: name, phone, role, start date, locale. The last active admin stays one.
create function app.update_member(member_id uuid, patch jsonb, expected_version integer)
returns public.profiles
language plpgsql
security definer
set search_path = ''
as $$
declare
  before public.profiles;
  after public.profiles;
begin
  perform app.require_admin();
  select p.* into before from public.profiles p where p.id = member_id and p.role <> 'nobody' for update;
  if before.id is null then
    perform app.fail(404, 'member_not_found');
  elsif before.version <> expected_version then
    perform app.fail(412, 'version_conflict', to_jsonb(before));
  end if;
  after := jsonb_populate_record(before, patch);
  if after.role = 'nobody' then
    perform app.fail(422, 'unknown_role', '{"field": "role"}');
  elsif before.role = 'admin' and after.role <> 'admin' then
    perform app.keep_an_admin(member_id);
  end if;
  update public.profiles p
  set full_name = after.full_name, phone = after.phone, role = after.role, hired_on = after.hired_on, locale = after.locale
  where p.id = member_id
  returning p.* into after;
  return after;
end
$$;

create function app.keep_an_admin(leaving uuid)
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform pg_advisory_xact_lock(hashtext('smena.last_admin'));
  if not exists (
    select from public.profiles p where p.role = 'admin' and p.status = 'active' and p.id <> leaving
  ) then
    perform app.fail(409, 'last_admin');
  end if;
end
$$;

grant execute on function app.custom_access_token_hook(jsonb) to supabase_auth_admin;
grant execute on function app.needs_setup() to smena_api, smena_worker, authenticated, service_role;
grant execute on function
  app.visible_owners(), app.is_admin(), app.active_uid(), app.require_active(), app.require_admin(), app.directory(),
  app.set_up(text, text, text, text, text, text), app.invite_member(text, text, text, date, text, text),
  app.update_member(uuid, jsonb, integer)
  to authenticated;

revoke all on public.profiles, public.invitations from anon, authenticated, service_role;
grant select on public.profiles, public.invitations to authenticated, service_role;
grant update (full_name, phone, photo_path, locale, preferences) on public.profiles to authenticated;
