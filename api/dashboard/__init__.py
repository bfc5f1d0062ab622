"""The first page: a manager's day, a head's team."""
