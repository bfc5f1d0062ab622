"""Connecting a source to an account with its vendor, on a page of the vendor's, and ending that."""
