-- Lead sources: where a client comes from, and who gets what comes from there.

create table public.lead_sources (
  id uuid primary key default gen_random_uuid(),
  channel text not null check (channel in (
    'manual', 'import', 'site', 'instagram', 'email', 'telegram', 'whatsapp', 'viber', 'messenger', 'elevenlabs', 'other')),
  name text not null check (length(btrim(name)) between 1 and 120),
  state text not null default 'active' check (state in (
    'not_connected', 'connecting', 'review', 'active', 'degraded', 'reauth_required', 'disconnected', 'paused', 'error')),
  settings jsonb not null default '{}' check (jsonb_typeof(settings) = 'object'),
  assignment_rule text not null default 'round_robin'
    check (assignment_rule in ('round_robin', 'least_loaded', 'on_shift', 'fixed', 'by_hand')),
  fixed_manager_id uuid references public.profiles (id),
  last_event_at timestamptz,
  last_error text,
  archived_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint lead_sources_fixed_check check (assignment_rule <> 'fixed' or fixed_manager_id is not null)
);
alter table public.lead_sources enable row level security;
create index lead_sources_fixed_manager_id_idx on public.lead_sources (fixed_manager_id);
create trigger lead_sources_version
  before update of channel, name, state, settings, assignment_rule, fixed_manager_id, archived_at on public.lead_sources
  for each row execute function app.next_version();

-- Ordered rules that name a source by channel, kind of event and campaign; the first match wins.
create table public.source_rules (
  id uuid primary key default gen_random_uuid(),
  source_id uuid not null references public.lead_sources (id) on delete cascade,
  position integer not null,
  channel text not null,
  kind text,
  campaign_pattern text,
  label text not null check (length(btrim(label)) between 1 and 120),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
alter table public.source_rules enable row level security;
create index source_rules_source_id_idx on public.source_rules (source_id, position);
create trigger source_rules_version before update of position, channel, kind, campaign_pattern, label on public.source_rules
  for each row execute function app.next_version();

-- A public key names a source to a web page; it is no secret. The HMAC secret of servers lies encrypted in private.credentials.
create table public.site_keys (
  id uuid primary key default gen_random_uuid(),
  source_id uuid not null references public.lead_sources (id) on delete cascade,
  public_key text not null unique default 'site_' || replace(gen_random_uuid()::text, '-', ''),
  origins text[] not null default '{}',
  per_minute integer not null default 30 check (per_minute between 1 and 6000),
  has_secret boolean not null default false,
  revoked_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
alter table public.site_keys enable row level security;
create index site_keys_source_id_idx on public.site_keys (source_id);
create trigger site_keys_version before update of origins, per_minute, revoked_at on public.site_keys
  for each row execute function app.next_version();

create table private.credentials (
  id uuid primary key default gen_random_uuid(),
  source_id uuid not null references public.lead_sources (id) on delete cascade,
  kind text not null,
  nonce bytea not null,
  ciphertext bytea not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (source_id, kind)
);
alter table private.credentials enable row level security;

revoke all on public.lead_sources, public.source_rules, public.site_keys from anon, authenticated, service_role;
grant select on public.lead_sources, public.source_rules, public.site_keys to authenticated, service_role;
grant insert (channel, name, state, settings, assignment_rule, fixed_manager_id) on public.lead_sources to authenticated;
grant update (name, state, settings, assignment_rule, fixed_manager_id, archived_at) on public.lead_sources to authenticated;
grant update (state, last_event_at, last_error) on public.lead_sources to service_role;
grant insert (source_id, position, channel, kind, campaign_pattern, label), delete on public.source_rules to authenticated;
grant update (position, channel, kind, campaign_pattern, label) on public.source_rules to authenticated;
grant insert (source_id, origins, per_minute) on public.site_keys to authenticated;
grant update (origins, per_minute, revoked_at) on public.site_keys to authenticated;
grant select, insert, update, delete on private.credentials to service_role;

-- Stores what the API encrypted (AES-GCM, key in the environment); the plain secret never reaches the database.
create function app.store_credential(source_id uuid, kind text, nonce bytea, ciphertext bytea)
returns void
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
begin
  perform app.require_admin();
  insert into private.credentials as c (source_id, kind, nonce, ciphertext)
  values (source_id, kind, nonce, ciphertext)
  on conflict on constraint credentials_source_id_kind_key
    do update set nonce = excluded.nonce, ciphertext = excluded.ciphertext, updated_at = now();
  if kind = 'site_hmac' then
    update public.site_keys k set has_secret = true where k.source_id = store_credential.source_id;
  end if;
end
$$;
grant execute on function app.store_credential(uuid, text, bytea, bytea) to authenticated;
