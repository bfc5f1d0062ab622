"""Lead sources: one adapter per channel turns a stored event into a lead. Knows nothing of HTTP or the database."""
