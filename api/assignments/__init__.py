"""Many clients at once: into other hands, and status, tags or archive; each with its way back."""
