"""Smena's HTTP face: one folder per feature, everything else in the database."""
