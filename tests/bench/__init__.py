"""The benchmark itself: that it measures, not what."""
