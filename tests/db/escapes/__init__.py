"""The known ways around row level security, each tried with a manager's own token straight at the database."""
