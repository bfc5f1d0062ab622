"""The caller's own working day."""
