"""Tasks: the next step, in groups by the company's days."""
