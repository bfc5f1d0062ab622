"""Recordings become text."""
