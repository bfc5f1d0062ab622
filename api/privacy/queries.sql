-- name: personal_data
select app.export_client(:client_id)::text;

-- name: name_to_confirm
-- Whoever may not erase is refused before anything is looked up.
select case when app.require_admin() is not null then (
  select c.name from public.clients c where c.id = :client_id and c.erased_at is null
) end;

-- name: erase
select app.erase_client(:client_id);
