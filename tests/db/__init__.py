"""The database alone: what each persona can and cannot do, whatever the API above it says."""
