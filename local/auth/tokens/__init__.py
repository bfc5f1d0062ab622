"""Signed tokens: their form, the claims in them, and the hook that may change the claims."""
