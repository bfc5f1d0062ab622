"""Who is calling: verified tokens, the principal, the admin calls to Supabase Auth."""
