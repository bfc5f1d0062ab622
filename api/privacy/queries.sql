-- name: personal_data
select app.export_client(:client_id)::text;

-- name: name_to_confirm
-- No row for whoever may not erase: he is refused first.
select c.name from public.clients c, app.require_admin() me
where c.id = :client_id and c.erased_at is null;

-- name: erase
select app.erase_client(:client_id);
