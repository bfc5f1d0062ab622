"""Measures Smena against its own SQL: every figure is a ratio of two runs made side by side. `python -m bench --help`."""
