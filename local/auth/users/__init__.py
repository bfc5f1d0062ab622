"""People: their rows, their JSON, their passwords and addresses."""
