"""The endpoints, one file per errand."""
