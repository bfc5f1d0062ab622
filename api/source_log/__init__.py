"""What came of a source's events, as they come, and those that died: by reason, to be read once more or thrown away."""
