"""Supabase Storage for one machine: the same calls, the same policies, files on disk (`/storage/v1`)."""
