"""What happened to a person's leads, clients and tasks while he looked elsewhere."""
