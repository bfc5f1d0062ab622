"""Live updates: hints that something the caller sees has changed, over server-sent events or by polling."""
