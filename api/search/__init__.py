"""One field that finds clients, deals and tasks."""
