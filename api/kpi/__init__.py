"""Figures: reports of managers, sources, stages and periods, the rows behind each figure, and targets."""
