"""Saved filters of the client list: one's own, and those an admin shares with everybody."""
