-- name: needs_setup
select app.needs_setup();

-- name: set_up
select app.set_up(:name::text, :time_zone::text, :currency::text, :phone_region::text, :locale::text, :full_name::text);

-- name: is_admin
select app.is_admin();
