"""The embedded stack for one machine: PostgreSQL, Supabase-compatible auth and storage, demo data, commands."""
