"""The documentation page."""
