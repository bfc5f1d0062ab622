"""Clients from a file: read, mapped, looked at, run in batches; what does not fit comes back with its reason."""
