"""Clients and what hangs on them, over HTTP on a real database."""
