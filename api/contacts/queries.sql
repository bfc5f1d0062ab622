-- name: add_contacts
-- One statement for any number. A contact that the client already has stays as it is.
insert into public.client_contacts (client_id, kind, value, normalized, label, is_primary)
select :client_id, x.kind, x.value, x.normalized, x.label, coalesce(x.is_primary, false)
from jsonb_to_recordset(:contacts::jsonb) x (kind text, value text, normalized text, label text, is_primary boolean)
on conflict do nothing
returning id;

-- name: contact
select json_build_object(
  'id', k.id, 'kind', k.kind, 'value', k.value, 'label', k.label, 'is_primary', k.is_primary,
  'verified_at', k.verified_at, 'version', k.version
)::text
from public.client_contacts k
where k.id = :contact_id and k.client_id = :client_id;

-- name: contact_parts
select k.kind, k.value, k.label, k.is_primary from public.client_contacts k
where k.id = :contact_id and k.client_id = :client_id;

-- name: edit_contact
update public.client_contacts k
set kind = :kind, value = :value, normalized = :normalized, label = :label, is_primary = :is_primary
where k.id = :contact_id and k.client_id = :client_id and k.version = :version
returning k.id;

-- name: keep_one_primary
update public.client_contacts k
set is_primary = false
where k.client_id = :client_id and k.is_primary and k.id <> :contact_id
  and k.kind = (select x.kind from public.client_contacts x where x.id = :contact_id and x.is_primary);

-- name: remove_contact
delete from public.client_contacts k where k.id = :contact_id and k.client_id = :client_id returning k.id;
