"""From a notification to its messages: each test with a moment of its own."""
