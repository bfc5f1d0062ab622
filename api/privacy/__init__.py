"""A client's rights over his data: a copy of everything, and erasure."""
