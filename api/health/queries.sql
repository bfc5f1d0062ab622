-- name: needs_setup
select app.needs_setup();

-- name: schema_version
select app.schema_version();
