"""Vendors on loopback, as strict as the real ones, for tests and for work without an account: nothing here is imported by Smena."""
