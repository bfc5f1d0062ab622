"""The first run of an empty installation: the company and its first admin. Works once."""
