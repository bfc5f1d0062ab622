"""Figures against histories: made at random, written to the database, and counted once more in plain Python."""
