"""Backups: one tar file with the rows (a pg_dump), the stored files and, of an embedded installation, its keys."""
