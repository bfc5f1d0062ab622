"""Keeping books: the audit trail, and clearing away what nobody needs."""
